//! Values that use cases give by name, as plain text: read here, so that each language writes an
//! amount, a day or a step its own way.

use super::catalogue::speak;
use crate::domain::lang::{Arg, Lang};
use crate::domain::money::Fen;
use chrono::{DateTime, NaiveDate};

/// What a named value means; whatever does not read as that is shown as it was given.
pub(super) fn read(name: &str, text: &str) -> Arg {
    let read = match name {
        "amount" | "assessed" | "decided" | "available" | "needed" | "paid" | "stated" => {
            text.parse::<Fen>().ok().map(Arg::Money)
        }
        "due" | "first" | "last" | "last_day" | "ends_on" | "date" | "until" => day(text).map(Arg::Date),
        "count" | "min" | "max" | "row" | "free" | "others" | "rest" => text.parse().ok().map(Arg::Number),
        _ => None,
    };
    read.unwrap_or_else(|| Arg::Text(text.to_owned()))
}

/// A mail's value: texts are read as by [`read`], a step becomes its name.
pub(super) fn named(lang: Lang, name: &str, arg: &Arg) -> Arg {
    match (name, arg) {
        ("step", Arg::Text(code)) => Arg::Text(speak(lang, &format!("claim-step-{code}"), std::iter::empty())),
        ("category", Arg::Text(code)) => {
            Arg::Text(speak(lang, &format!("recognition-reason-{code}"), std::iter::empty()))
        }
        ("award", Arg::Text(code)) if code.is_empty() => Arg::Text("—".to_owned()),
        ("award", Arg::Text(code)) => Arg::Text(speak(lang, &format!("contest-award-{code}"), std::iter::empty())),
        (_, Arg::Text(text)) => read(name, text),
        _ => arg.clone(),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let moment = || DateTime::parse_from_rfc3339(text).ok().map(|moment| super::format::local_day(moment.naive_utc()));
    text.parse().ok().or_else(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_by_name() {
        let read = |name: &str, text: &str| named(Lang::Zh, name, &text.into());
        assert_eq!(read("amount", "50000.5"), Arg::Money(Fen(5_000_050)));
        for name in ["needed", "paid", "stated"] {
            assert_eq!(read(name, "200000"), Arg::Money(Fen::yuan(200_000)), "{name}");
        }
        assert_eq!(read("amount", "about 5"), Arg::Text("about 5".to_owned()));
        assert_eq!(read("last_day", "2019-11-25"), Arg::Date(NaiveDate::from_ymd_opt(2019, 11, 25).unwrap()));
        assert_eq!(read("step", "second-review"), Arg::Text("复核".to_owned()));
        assert_eq!(read("title", "2019-11-25"), Arg::Text("2019-11-25".to_owned()));
    }
}
