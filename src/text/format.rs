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
    fn writes_sizes() {
        for (size, text) in [(0, "0 B"), (1023, "1023 B"), (86_016, "84 KB"), (1_258_291, "1.2 MB")] {
            assert_eq!(bytes(size), text);
        }
    }
}
