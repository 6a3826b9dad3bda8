//! What a template says the same on every page of a language is written into it once, before it is
//! compiled: a list of fifty rows names its columns two hundred times. And a sentence with a day or a
//! moment in it, where it is text and not an attribute, is marked so that no line break parts either.

use super::catalogue::Catalogue;
use crate::domain::lang::Lang;
use std::borrow::Cow;

/// The source with `{{t "key"}}` and `{{asset "file"}}` written out, and `{{say path}}`, whose
/// phrase has spoken when it was serialised, as plain `{{path}}`. Everything else stays.
pub(super) fn bake(lang: Lang, html: bool, source: &str) -> String {
    let mut baked = String::with_capacity(source.len());
    let mut rest = source;
    let mut in_tag = false;
    while let Some(start) = rest.find("{{") {
        let (before, tag) = rest.split_at(start);
        baked.push_str(before);
        in_tag = ends_in_tag(before, in_tag);
        let end = tag.find("}}").map_or(tag.len(), |end| end + 2);
        let (tag, after) = tag.split_at(end);
        let sentence = tag.strip_prefix("{{t ").filter(|rest| html && !in_tag && names_a_day(rest));
        match (sentence, written(lang, html, tag)) {
            (Some(rest), _) => {
                baked.push_str("{{prose ");
                baked.push_str(rest);
            }
            (None, written) => baked.push_str(&written.unwrap_or(Cow::Borrowed(tag))),
        }
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

/// Whether a piece of HTML ends within a tag.
fn ends_in_tag(html: &str, begun_in_tag: bool) -> bool {
    match (html.rfind('<'), html.rfind('>')) {
        (Some(open), close) => close.is_none_or(|close| close < open),
        (None, Some(_)) => false,
        (None, None) => begun_in_tag,
    }
}

/// Whether the arguments of a sentence hold a day or a moment.
fn names_a_day(arguments: &str) -> bool {
    arguments.contains("(date ") || arguments.contains("(time ")
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
        for kept in [r#"{{t "no-such-key"}}"#, "{{#if a}}{{money b}}{{/if}}", "{{> tag t}}", "{{"] {
            assert_eq!(baked(kept), kept);
        }
        // A day within text is kept whole; one within an attribute is an attribute's.
        assert_eq!(
            baked(r#"<p>{{t "common-due" day=(date due)}}</p><b title="{{t "common-due" day=(date due)}}">"#),
            r#"<p>{{prose "common-due" day=(date due)}}</p><b title="{{t "common-due" day=(date due)}}">"#
        );
    }
}
