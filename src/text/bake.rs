//! What a template says the same on every page of a language is written into it once, before it is
//! compiled: a list of fifty rows names its columns two hundred times.

use super::catalogue::Catalogue;
use crate::domain::lang::Lang;
use std::borrow::Cow;

/// The source with `{{t "key"}}` and `{{asset "file"}}` written out, and `{{say path}}`, whose
/// phrase has spoken when it was serialised, as plain `{{path}}`. Everything else stays.
pub(super) fn bake(lang: Lang, html: bool, source: &str) -> String {
    let mut baked = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("{{") {
        let (before, tag) = rest.split_at(start);
        baked.push_str(before);
        let end = tag.find("}}").map_or(tag.len(), |end| end + 2);
        let (tag, after) = tag.split_at(end);
        baked.push_str(&written(lang, html, tag).unwrap_or(Cow::Borrowed(tag)));
        rest = after;
    }
    baked.push_str(rest);
    baked
}

fn written<'a>(lang: Lang, html: bool, tag: &'a str) -> Option<Cow<'a, str>> {
    let inner = tag.strip_prefix("{{")?.strip_suffix("}}")?;
    let (helper, argument) = inner.split_once(' ')?;
    let literal = || argument.strip_prefix('"')?.strip_suffix('"').filter(|key| !key.contains('"'));
    let text = match helper {
        "t" => Cow::Borrowed(Catalogue::of(lang).plain(literal()?)?),
        "asset" => Cow::Owned(super::render::asset(literal()?)?),
        "say" if is_path(argument) => return Some(Cow::Owned(format!("{{{{{argument}}}}}"))),
        _ => return None,
    };
    Some(if html { Cow::Owned(super::escape::html(&text)) } else { text })
}

fn is_path(argument: &str) -> bool {
    argument.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.[]@/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_out_what_never_changes() {
        let baked = |source| bake(Lang::Zh, true, source);
        assert_eq!(
            baked(r#"<b title="{{t "nav-claims"}}">{{say row.[0]}}</b>"#),
            r#"<b title="补助申领">{{row.[0]}}</b>"#
        );
        for kept in [
            r#"{{t "common-due" day=(date due)}}"#,
            r#"{{t "no-such-key"}}"#,
            "{{#if a}}{{money b}}{{/if}}",
            "{{> tag t}}",
            "{{",
        ] {
            assert_eq!(baked(kept), kept);
        }
    }
}
