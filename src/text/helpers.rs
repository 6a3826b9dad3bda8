//! What a template may call. Every helper knows its registry's language.
//!
//! | helper | says |
//! |---|---|
//! | `{{t "key" name=value}}` | a sentence of the catalogues |
//! | `{{prose "key" name=value}}` | the same as text of a page, its days kept whole; written by [`bake`](super::bake) in place of `t` |
//! | `{{word "family" code}}` | the name of an enum's value |
//! | `{{say phrase}}` | [`Phrase`](super::Phrase) from the view, or typed text |
//! | `{{money fen}}` `{{date day}}` `{{date day "short"}}` `{{date day "long"}}` `{{time moment}}` `{{bytes size}}` | a value; `—` where there is none |
//! | `{{dates first last}}` `{{dates first last "short"}}` | from a day to another, or the one day where there is no other |
//! | `{{series "甲、乙"}}` | a list that was joined in Chinese, joined by commas in English |
//! | `{{asset "file"}}` | the address of a static file, changing with its content |
//! | `{{csrf}}` | the hidden field every form with `method="post"` needs |

use super::catalogue::{Catalogue, Missing, missed};
use super::format;
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use fluent_bundle::{FluentArgs, FluentValue};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use serde_json::Value;
use std::borrow::Cow;

/// Registers every helper for one language.
pub(super) fn register(registry: &mut Handlebars<'_>, lang: Lang, html: bool) {
    for (name, voice) in [
        ("t", Voice::Sentence),
        ("prose", Voice::Prose),
        ("word", Voice::Family),
        ("say", Voice::Phrase),
        ("money", Voice::Money),
        ("date", Voice::Date),
        ("dates", Voice::Dates),
        ("time", Voice::Time),
        ("bytes", Voice::Bytes),
        ("series", Voice::Series),
        ("asset", Voice::Asset),
    ] {
        registry.register_helper(name, Box::new(Speaker { lang, html, voice, name }));
    }
    registry.register_helper("csrf", Box::new(csrf));
}

#[derive(Clone, Copy, PartialEq)]
enum Voice {
    Sentence,
    /// A sentence as text of a page: days and moments in it are not parted.
    Prose,
    Family,
    Phrase,
    Money,
    Date,
    /// From a day to another.
    Dates,
    Time,
    Bytes,
    /// A list of names or numbers, joined as each language joins them.
    Series,
    Asset,
}

#[derive(Clone, Copy)]
struct Speaker {
    lang: Lang,
    /// Days and moments are written as `<time>`, which no line break parts.
    html: bool,
    voice: Voice,
    name: &'static str,
}

impl HelperDef for Speaker {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        self.speak(helper).map(|text| ScopedJson::Derived(Value::String(text.into_owned())))
    }

    /// As the default, without the copies: a list page calls helpers hundreds of times.
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        _: &'rc Context,
        context: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let text = self.speak(helper)?;
        if let Some(machine) = self.machine_time(helper) {
            return Ok(out.write_fmt(format_args!("<time datetime=\"{machine}\">{text}</time>"))?);
        }
        if self.voice == Voice::Dates && self.html {
            return Ok(out.write(&unparted(&text))?);
        }
        if self.voice == Voice::Prose {
            return Ok(out.write(&super::whole::days(&super::escape::html(&text)))?);
        }
        if context.is_disable_escape() || !super::escape::is_needed(&text) {
            out.write(&text)?;
        } else {
            out.write(&registry.get_escape_fn()(&text))?;
        }
        Ok(())
    }
}

impl Speaker {
    fn speak<'a>(&self, helper: &'a Helper<'_>) -> Result<Cow<'a, str>, RenderError> {
        let first = self.param(helper, 0)?;
        match self.voice {
            Voice::Sentence | Voice::Prose => self.sentence(self.text(first)?, helper),
            Voice::Family => {
                let key = format!("{}-{}", self.text(first)?, self.text(self.param(helper, 1)?)?);
                match Catalogue::of(self.lang).plain(&key) {
                    Some(text) => Ok(Cow::Borrowed(text)),
                    None => Err(self.fault(Missing::Key(key))),
                }
            }
            Voice::Phrase => self.phrase(first),
            Voice::Asset => super::render::asset(self.text(first)?).map(Cow::Owned).ok_or_else(|| self.wrong(first)),
            Voice::Series => match (self.lang, self.phrase(first)?) {
                (Lang::En, text) if text.contains('\u{3001}') => Ok(Cow::Owned(text.replace('\u{3001}', ", "))),
                (_, text) => Ok(text),
            },
            _ if first.is_null() => Ok(Cow::Borrowed(format::NOTHING)),
            Voice::Money => first.as_i64().map(|fen| Cow::Owned(Fen(fen).grouped())).ok_or_else(|| self.wrong(first)),
            Voice::Bytes => first.as_u64().map(|size| Cow::Owned(format::bytes(size))).ok_or_else(|| self.wrong(first)),
            Voice::Time => moment(first).map(|at| Cow::Owned(format::time(at))).ok_or_else(|| self.wrong(first)),
            Voice::Dates => {
                let from = day(first).ok_or_else(|| self.wrong(first))?;
                let last = helper.param(1).map(|last| last.value()).filter(|last| !last.is_null());
                let to = last.map_or(Some(from), day).ok_or_else(|| self.wrong(first))?;
                let short = helper.param(2).is_some_and(|style| style.value() == "short");
                Ok(Cow::Owned(format::span(self.lang, from, to, short)))
            }
            Voice::Date => {
                let day = day(first).ok_or_else(|| self.wrong(first))?;
                let write = match helper.param(1).and_then(|style| style.value().as_str()) {
                    None => format::date,
                    Some("short") => format::short_date,
                    Some("long") => format::long_date,
                    Some(_) => return Err(self.wrong(first)),
                };
                Ok(Cow::Owned(write(self.lang, day)))
            }
        }
    }

    /// What a machine reads in a `<time>`; none for anything else, and where there is no markup.
    fn machine_time(&self, helper: &Helper<'_>) -> Option<String> {
        let value = helper.param(0).filter(|_| self.html)?.value();
        match self.voice {
            Voice::Date => day(value).map(|day| day.to_string()),
            Voice::Time => moment(value).map(|at| at.format("%FT%TZ").to_string()),
            _ => None,
        }
    }

    fn sentence<'a>(&self, key: &str, helper: &'a Helper<'_>) -> Result<Cow<'a, str>, RenderError> {
        if let Some(text) = Catalogue::of(self.lang).plain(key) {
            return Ok(Cow::Borrowed(text));
        }
        let mut args = FluentArgs::new();
        for (name, given) in helper.hash() {
            match given.value() {
                Value::String(text) => args.set(*name, text.as_str()),
                Value::Number(number) => args.set(*name, number.as_i64().map_or(FluentValue::None, FluentValue::from)),
                other => args.set(*name, self.phrase(other)?),
            }
        }
        Catalogue::of(self.lang).format(key, &args).map(Cow::Owned).map_err(|missing| self.fault(missing))
    }

    /// A [`Phrase`](super::Phrase), which spoke when it was serialised.
    fn phrase<'a>(&self, phrase: &'a Value) -> Result<Cow<'a, str>, RenderError> {
        match phrase {
            Value::String(text) => Ok(Cow::Borrowed(text)),
            Value::Null => Ok(Cow::Borrowed("")),
            other => Err(self.wrong(other)),
        }
    }

    fn param<'a>(&self, helper: &'a Helper<'_>, index: usize) -> Result<&'a Value, RenderError> {
        let param = helper.param(index).filter(|param| !param.is_value_missing()).map(|param| param.value());
        param.ok_or_else(|| RenderErrorReason::ParamNotFoundForIndex(self.name, index).into())
    }

    fn text<'a>(&self, value: &'a Value) -> Result<&'a str, RenderError> {
        value.as_str().ok_or_else(|| self.wrong(value))
    }

    fn wrong(&self, value: &Value) -> RenderError {
        RenderErrorReason::Other(format!("{{{{{}}}}} cannot say {value}", self.name)).into()
    }

    fn fault(&self, missing: Missing) -> RenderError {
        let key = match &missing {
            Missing::Key(key) | Missing::Value { key, .. } => key.as_str(),
        };
        missed(key, &missing);
        RenderErrorReason::Other(missing.to_string()).into()
    }
}

/// Characters up to which two days stand on one line.
const WHOLE: usize = 14;

/// From a day to another on one line, or parted between them where that is long.
fn unparted(days: &str) -> String {
    let whole = |part: &str| format!("<span class=\"whole\">{part}</span>");
    let long = days.chars().count() > WHOLE;
    match (days.find('至'), days.split_once(" – ")) {
        (Some(at), _) if long => format!("{}<wbr>{}", whole(&days[..at]), whole(&days[at..])),
        (_, Some((first, last))) if long => format!("{} {}", whole(&format!("{first} –")), whole(last)),
        _ => whole(days),
    }
}

fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.as_str()?;
    match text.len() {
        10 => text.parse().ok(),
        _ => moment(value).map(format::local_day),
    }
}

/// A moment of UTC, with or without its zone written.
fn moment(value: &Value) -> Option<NaiveDateTime> {
    let text = value.as_str()?;
    text.parse().ok().or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.naive_utc()))
}

fn csrf<'reg, 'rc>(
    _: &Helper<'rc>,
    registry: &'reg Handlebars<'reg>,
    context: &'rc Context,
    _: &mut RenderContext<'reg, 'rc>,
    out: &mut dyn Output,
) -> HelperResult {
    let token = context.data().pointer("/shell/csrf").and_then(Value::as_str).unwrap_or_default();
    out.write("<input type=\"hidden\" name=\"csrf\" value=\"")?;
    out.write(&registry.get_escape_fn()(token))?;
    out.write("\">")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::unparted;

    #[test]
    fn two_days_are_parted_between_them_alone() {
        let plain = |text: &str| unparted(text).replace("<span class=\"whole\">", "[").replace("</span>", "]");
        assert_eq!(plain("19–20 Dec 2019"), "[19–20 Dec 2019]");
        assert_eq!(plain("30 Nov – 1 Dec 2019"), "[30 Nov –] [1 Dec 2019]");
        assert_eq!(plain("2019年12月19日至20日"), "[2019年12月19日]<wbr>[至20日]");
        assert_eq!(plain("12月19日至20日"), "[12月19日至20日]");
        assert_eq!(plain("2019年12月19日"), "[2019年12月19日]");
    }
}
