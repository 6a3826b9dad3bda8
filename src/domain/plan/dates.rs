//! When and where, as offices write it into one cell: `2009-06-18/19 某工地`, `2020-09起6个月`,
//! `2023-06至10月底`, `2019年6月18日至20日`, `8-25起3天`.

use crate::domain::text::half_width;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A planned time and the place written beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day; of a month its first.
    pub from: Option<NaiveDate>,
    /// Last day, inclusive; of a month its last. `None` with an open end.
    pub to: Option<NaiveDate>,
    pub venue: String,
}

/// A date as exactly as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Loose {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Loose {
    fn first(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month?, self.day.unwrap_or(1))
    }

    fn last(self) -> Option<NaiveDate> {
        match self.day {
            Some(_) => self.first(),
            None => self.first()?.checked_add_months(Months::new(1))?.pred_opt(),
        }
    }
}

/// Reads such a cell; `year` is used where the cell names none. A cell without any date is a
/// place, a bare year says nothing.
///
/// `None`: it begins like a date and is none.
pub fn read_period(cell: &str, year: Option<i32>) -> Option<Period> {
    let cell = half_width(cell).trim().to_owned();
    let (when, venue) = split(&cell);
    let venue = venue.trim().to_owned();
    if when.is_empty() {
        return Some(Period { venue, ..Period::default() });
    }
    let (when, open) = match when.split_once('起') {
        Some((when, length)) => (when.to_owned(), Some(length.to_owned())),
        None => (when, None),
    };
    let (start, end) = match when.split_once('/') {
        Some((start, end)) => (start, Some(end)),
        None => (when.as_str(), None),
    };
    let start = read_start(start, year)?;
    let end = match end {
        Some(end) => Some(read_end(end, start)?),
        None => None,
    };
    let from = match start.month {
        Some(_) => Some(start.first()?),
        None => None,
    };
    let to = match (end, open) {
        (Some(end), _) => Some(end.last()?),
        (None, Some(length)) => last_of(from?, &length)?,
        (None, None) if from.is_some() => Some(start.last()?),
        (None, None) => None,
    };
    Some(Period { from, to, venue })
}

/// The leading part that can belong to a date, its separators made `-` and `/`, and the rest.
fn split(cell: &str) -> (String, &str) {
    if !cell.starts_with(|c: char| c.is_ascii_digit()) {
        return (String::new(), cell);
    }
    let mut when = String::new();
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        match c {
            '0'..='9' | '-' | '/' | '起' | '天' | '个' => when.push(c),
            '年' | '.' => when.push('-'),
            '月' if when.contains('起') => when.push('月'),
            '月' => when.push('-'),
            '日' | '底' => {}
            '至' | '到' | '~' | '～' | '—' | '–' => when.push('/'),
            ' ' if joins(rest) || when.ends_with('/') => {}
            _ => break,
        }
        rest = &rest[c.len_utf8()..];
    }
    (when.replace("-/", "/").trim_end_matches(['-', '/']).to_owned(), rest)
}

/// A blank that stands before 至 and the like belongs to the date.
fn joins(rest: &str) -> bool {
    rest.trim_start().starts_with(['至', '到', '~', '～', '—', '–'])
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.trim_end_matches('-').split('-').map(|part| part.parse().ok()).collect()
}

fn read_start(text: &str, year: Option<i32>) -> Option<Loose> {
    let parts = numbers(text)?;
    let has_year = parts.first().is_some_and(|first| (1900..2200).contains(first));
    let (year, parts) = match has_year {
        true => (i32::try_from(parts[0]).ok()?, &parts[1..]),
        false => (year?, &parts[..]),
    };
    match *parts {
        [] => Some(Loose { year, month: None, day: None }),
        [month] if has_year => Some(Loose { year, month: Some(month), day: None }),
        [month, day] => Some(Loose { year, month: Some(month), day: Some(day) }),
        _ => None,
    }
}

/// What the end leaves out it takes from the start: `18/19`, `09-26/10-15`, `06/10`.
fn read_end(text: &str, start: Loose) -> Option<Loose> {
    let parts = numbers(text)?;
    if parts.first().is_some_and(|first| (1900..2200).contains(first)) {
        return read_start(text, None);
    }
    match (parts.as_slice(), start.day) {
        (&[day], Some(_)) => Some(Loose { day: Some(day), ..start }),
        (&[month], None) => Some(Loose { month: Some(month), ..start }),
        (&[month, day], _) => Some(Loose { month: Some(month), day: Some(day), ..start }),
        _ => None,
    }
}

/// The last day after `6个月` or `3天` from a first day; an open end without a length.
fn last_of(from: NaiveDate, length: &str) -> Option<Option<NaiveDate>> {
    if length.is_empty() {
        return Some(None);
    }
    let end = if let Some(days) = length.strip_suffix('天') {
        from.checked_add_days(Days::new(days.parse::<u64>().ok()?.checked_sub(1)?))
    } else {
        let months =
            length.strip_suffix('月')?.trim_end_matches('个').parse::<u32>().ok().filter(|months| *months > 0)?;
        from.checked_add_months(Months::new(months))?.pred_opt()
    };
    // A typing error of some centuries is no period.
    end.filter(|end| end.year() < 2200).map(Some)
}
