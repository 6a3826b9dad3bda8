//! How amounts, days and moments are written in each language.

use crate::domain::lang::{Arg, Lang};
use crate::domain::money::Fen;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};
use std::borrow::Cow;

/// Shanghai has kept UTC+8 without summer time since 1992; nothing here is older.
const SHANGHAI: i32 = 8 * 3600;

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What stands where there is no value.
pub const NOTHING: &str = "—";

/// `2019年11月18日`, `18 Nov 2019`.
pub fn date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year()),
    }
}

/// Without the year, for lists of one year: `11月18日`, `18 Nov`.
pub fn short_date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En => format!("{} {}", day.day(), MONTHS[day.month0() as usize]),
    }
}

/// From one day to another, what they have in common written once: `2019年11月14日至15日`, `14–15 Nov 2019`;
/// `2019年11月30日至12月1日`, `30 Nov – 1 Dec 2019`. One day alone is written as such. Without the year if
/// `short`, unless it changes.
pub fn span(lang: Lang, first: NaiveDate, last: NaiveDate, short: bool) -> String {
    let same_year = first.year() == last.year();
    let write = if short && same_year { short_date } else { date };
    if first == last {
        return write(lang, first);
    }
    let same_month = same_year && first.month0() == last.month0();
    match (lang, same_month) {
        (Lang::Zh, true) => format!("{}至{}日", write(lang, first), last.day()),
        (Lang::Zh, false) if same_year => format!("{}至{}", write(lang, first), short_date(lang, last)),
        (Lang::Zh, false) => format!("{}至{}", write(lang, first), write(lang, last)),
        (Lang::En, true) => format!("{}–{}", first.day(), write(lang, last)),
        (Lang::En, false) if same_year => format!("{} – {}", short_date(lang, first), write(lang, last)),
        (Lang::En, false) => format!("{} – {}", write(lang, first), write(lang, last)),
    }
}

/// `2019年11月18日 星期一`, `Mon 18 Nov 2019`.
pub fn long_date(lang: Lang, day: NaiveDate) -> String {
    let index = day.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::Zh => format!("{} 星期{}", date(lang, day), ["一", "二", "三", "四", "五", "六", "日"][index]),
        Lang::En => {
            let name = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][index];
            format!("{name} {}", date(lang, day))
        }
    }
}

/// A moment of UTC in the office's time: `2019-11-18 09:00`.
pub fn time(moment: NaiveDateTime) -> String {
    let offset = FixedOffset::east_opt(SHANGHAI)
        .map_or(moment, |zone| DateTime::<FixedOffset>::from_naive_utc_and_offset(moment, zone).naive_local());
    offset.format("%Y-%m-%d %H:%M").to_string()
}

/// The day in the office's time of a moment of UTC.
pub fn local_day(moment: NaiveDateTime) -> NaiveDate {
    (moment + chrono::Duration::seconds(i64::from(SHANGHAI))).date()
}

/// The size of a file: `84 KB`, `1.2 MB`; units of 1,024, rounded to nearest.
pub fn bytes(size: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if size < KIB {
        format!("{size} B")
    } else if size < MIB {
        format!("{} KB", (size + KIB / 2) / KIB)
    } else {
        let tenths = (size * 10 + MIB / 2) / MIB;
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// A sentence's value in one language.
pub fn arg(lang: Lang, arg: &Arg) -> Cow<'_, str> {
    match arg {
        Arg::Text(text) => Cow::Borrowed(text),
        Arg::Number(number) => Cow::Owned(number.to_string()),
        Arg::Money(Fen(fen)) => Cow::Owned(Fen(*fen).grouped()),
        Arg::Date(day) => Cow::Owned(date(lang, *day)),
        Arg::Time(moment) => Cow::Owned(time(*moment)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_days_and_moments() {
        let day = NaiveDate::from_ymd_opt(2019, 11, 18).unwrap();
        assert_eq!(date(Lang::Zh, day), "2019年11月18日");
        assert_eq!(date(Lang::En, day), "18 Nov 2019");
        assert_eq!(long_date(Lang::Zh, day), "2019年11月18日 星期一");
        assert_eq!(long_date(Lang::En, day), "Mon 18 Nov 2019");
        assert_eq!(short_date(Lang::En, day), "18 Nov");
        let late = day.and_hms_opt(16, 30, 0).unwrap();
        assert_eq!(time(late), "2019-11-19 00:30");
        assert_eq!(local_day(late), day.succ_opt().unwrap());
    }

    #[test]
    fn writes_what_days_have_in_common_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let say = |first, last, short| {
            let of = |lang| span(lang, day(first), day(last), short);
            (of(Lang::Zh), of(Lang::En))
        };
        let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        assert_eq!(say("2019-11-14", "2019-11-15", false), pair("2019年11月14日至15日", "14–15 Nov 2019"));
        assert_eq!(say("2019-11-14", "2019-11-15", true), pair("11月14日至15日", "14–15 Nov"));
        assert_eq!(say("2019-11-30", "2019-12-01", false), pair("2019年11月30日至12月1日", "30 Nov – 1 Dec 2019"));
        assert_eq!(say("2019-11-30", "2019-12-01", true), pair("11月30日至12月1日", "30 Nov – 1 Dec"));
        let over = pair("2019年12月30日至2020年1月2日", "30 Dec 2019 – 2 Jan 2020");
        assert_eq!(
            (say("2019-12-30", "2020-01-02", false), say("2019-12-30", "2020-01-02", true)),
            (over.clone(), over)
        );
        assert_eq!(say("2019-11-14", "2019-11-14", false), pair("2019年11月14日", "14 Nov 2019"));
        assert_eq!(say("2019-11-14", "2019-11-14", true), pair("11月14日", "14 Nov"));
    }

    #[test]
    fn writes_sizes() {
        for (size, text) in [(0, "0 B"), (1023, "1023 B"), (86_016, "84 KB"), (1_258_291, "1.2 MB")] {
            assert_eq!(bytes(size), text);
        }
    }
}
