//! Days and moments within a sentence, as [`format`](super::format) writes them, kept on one line: Chinese may
//! be broken between any two characters, and `2019-11-18` after each hyphen.

use super::format::MONTHS;
use std::fmt::Write as _;

/// HTML text with each day or moment within a `span` of the class `whole`. Text without any stays.
pub(super) fn days(html: &str) -> String {
    let mut marked = String::with_capacity(html.len() + 48);
    let mut rest = html;
    let mut before = None;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (plain, from) = rest.split_at(at);
        marked.push_str(plain);
        before = plain.chars().next_back().or(before);
        // A number that goes on from letters or a hyphen is part of something else: a reference, an address.
        let alone = !before.is_some_and(|c| c.is_ascii_alphanumeric() || "-/._#&".contains(c));
        let length = if alone { length(from) } else { 0 };
        let (piece, after) = match length {
            0 => from.split_at(digits(from)),
            length => from.split_at(length),
        };
        match length {
            0 => marked.push_str(piece),
            _ => {
                let _ = write!(marked, "<span class=\"whole\">{piece}</span>");
            }
        }
        before = piece.chars().next_back();
        rest = after;
    }
    marked.push_str(rest);
    marked
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// How many bytes at the beginning are a day or a moment; 0: none.
fn length(text: &str) -> usize {
    let found = [hyphened(text), chinese(text), english(text)].into_iter().flatten().max();
    found.unwrap_or_default()
}

/// `2019-11-18`, `2019-11-18 09:00`.
fn hyphened(text: &str) -> Option<usize> {
    let shape = |pattern: &str| {
        let bytes = text.as_bytes().get(..pattern.len())?;
        let fits = |(byte, wanted): (&u8, u8)| if wanted == b'0' { byte.is_ascii_digit() } else { *byte == wanted };
        let ends = !text.as_bytes().get(pattern.len()).is_some_and(u8::is_ascii_digit);
        (ends && bytes.iter().zip(pattern.bytes()).all(fits)).then_some(pattern.len())
    };
    shape("0000-00-00 00:00").or_else(|| shape("0000-00-00"))
}

/// `2019年11月18日`, `2019年11月18日 星期一`, `11月18日`.
fn chinese(text: &str) -> Option<usize> {
    let part = |text: &str, unit: char| {
        let digits = digits(text);
        text.get(digits..).filter(|rest| (1..=4).contains(&digits) && rest.starts_with(unit))?;
        Some(digits + unit.len_utf8())
    };
    let year = part(text, '年').unwrap_or_default();
    let month = part(text.get(year..)?, '月')?;
    let day = part(text.get(year + month..)?, '日')?;
    let end = year + month + day;
    let weekday = text.get(end..).and_then(|rest| rest.strip_prefix(" 星期")).and_then(|rest| rest.chars().next());
    Some(end + weekday.map_or(0, |name| " 星期".len() + name.len_utf8()))
}

/// `18 Nov`, `18 Nov 2019`.
fn english(text: &str) -> Option<usize> {
    let day = digits(text);
    let rest = text.get(day..).filter(|_| day <= 2)?.strip_prefix(' ')?;
    let month = MONTHS.iter().find(|month| rest.starts_with(**month))?.len();
    if rest.get(month..)?.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let year = rest.get(month..)?.strip_prefix(' ').filter(|year| digits(year) == 4).map_or(0, |_| 5);
    Some(day + 1 + month + year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::text::format;
    use chrono::NaiveDate;

    #[test]
    fn whatever_is_written_as_a_day_is_kept_whole() {
        let mut day = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
        for _ in 0..426 {
            for lang in Lang::ALL {
                let all = [format::date(lang, day), format::short_date(lang, day)];
                for text in all {
                    assert_eq!(days(&format!("（{text}）")), format!("（<span class=\"whole\">{text}</span>）"));
                }
            }
            let time = format::time(day.and_hms_opt(1, 0, 0).unwrap());
            assert_eq!(days(&time), format!("<span class=\"whole\">{time}</span>"));
            day = day.succ_opt().unwrap();
        }
        assert_eq!(days(&format::long_date(Lang::Zh, day)), "<span class=\"whole\">2020年3月2日 星期一</span>");
    }

    #[test]
    fn nothing_else_is_touched() {
        for text in [
            "",
            "共 12 人，8月",
            "SS-2019-11-18-0001",
            "/notices/2019-11-18",
            "38 Marks",
            "12345-11-18",
            "2019-11-1800",
            "9&#39;12",
            "第 3 名",
        ] {
            assert_eq!(days(text), text);
        }
        assert_eq!(
            days("自 2019-11-18 09:00 至 2019年11月20日止"),
            "自 <span class=\"whole\">2019-11-18 09:00</span> 至 <span class=\"whole\">2019年11月20日</span>止"
        );
    }
}
