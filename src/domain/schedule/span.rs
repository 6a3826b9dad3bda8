//! Half-open spans of local time, to the minute.

use crate::domain::text::compact;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::num::NonZeroU32;

/// How long a sitting lasts: from one minute to seven days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(NonZeroU32);

/// Why a text or a number is no time or length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanFault {
    #[error("a sitting of no length")]
    ZeroLength,
    #[error("longer than seven days")]
    TooLong,
    #[error("not hours and minutes as HH:MM")]
    NotATime,
    #[error("not a date")]
    NotADate,
}

impl Minutes {
    pub const MAX: u32 = 7 * 24 * 60;

    /// # Errors
    /// Zero, or more than [`Minutes::MAX`].
    pub fn new(minutes: u32) -> Result<Minutes, SpanFault> {
        match NonZeroU32::new(minutes) {
            None => Err(SpanFault::ZeroLength),
            Some(_) if minutes > Minutes::MAX => Err(SpanFault::TooLong),
            Some(minutes) => Ok(Minutes(minutes)),
        }
    }

    /// Reads `HH:MM`, `H:MM` or `HH:MM:00`; also `D:HH:MM:00`, as schedule files write several days.
    ///
    /// # Errors
    /// Another text, no length, too long.
    pub fn read(text: &str) -> Result<Minutes, SpanFault> {
        let text = clock(text);
        let (days, rest) = match text.split(':').count() {
            4 => text.split_once(':').ok_or(SpanFault::NotATime)?,
            _ => ("0", text.as_str()),
        };
        let days = number(days, 3).ok_or(SpanFault::NotATime)?;
        let (hours, minutes) = hours_minutes(rest).ok_or(SpanFault::NotATime)?;
        Minutes::new((days * 24 + hours) * 60 + minutes)
    }

    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl std::fmt::Display for Minutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.get() / 60, self.get() % 60)
    }
}

/// From the first minute to the last, the end not included. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: NaiveDateTime,
    end: NaiveDateTime,
}

impl Span {
    /// # Errors
    /// Beyond the end of the calendar.
    pub fn new(start: NaiveDateTime, length: Minutes) -> Result<Span, SpanFault> {
        let end = start.checked_add_signed(Duration::minutes(length.get().into())).ok_or(SpanFault::TooLong)?;
        Ok(Span { start, end })
    }

    /// # Errors
    /// Nothing between the two, or more than seven days.
    pub fn between(start: NaiveDateTime, end: NaiveDateTime) -> Result<Span, SpanFault> {
        let minutes = (end - start).num_minutes();
        if minutes <= 0 {
            return Err(SpanFault::ZeroLength);
        }
        Span::new(start, Minutes::new(u32::try_from(minutes).map_err(|_| SpanFault::TooLong)?)?)
    }

    #[must_use]
    pub fn start(&self) -> NaiveDateTime {
        self.start
    }

    /// The first minute that is not part of it.
    #[must_use]
    pub fn end(&self) -> NaiveDateTime {
        self.end
    }

    #[must_use]
    pub fn minutes(&self) -> u32 {
        minutes_between(self.start, self.end)
    }

    /// The same as [`Span::minutes`]; a span is never empty and never too long.
    #[must_use]
    pub fn length(&self) -> Minutes {
        NonZeroU32::new(self.minutes()).map_or(Minutes(NonZeroU32::MIN), Minutes)
    }

    /// Minutes that both contain; 0 if none.
    #[must_use]
    pub fn overlap(&self, other: &Span) -> u32 {
        minutes_between(self.start.max(other.start), self.end.min(other.end))
    }

    /// Minutes between the end of one and the start of the other; `None` if they overlap.
    #[must_use]
    pub fn gap(&self, other: &Span) -> Option<u32> {
        let (first, second) = if self.start <= other.start { (self, other) } else { (other, self) };
        (first.end <= second.start).then(|| minutes_between(first.end, second.start))
    }

    #[must_use]
    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The days it touches, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let end = self.end;
        self.start.date().iter_days().take_while(move |day| day.and_time(NaiveTime::MIN) < end)
    }
}

fn minutes_between(from: NaiveDateTime, to: NaiveDateTime) -> u32 {
    u32::try_from((to - from).num_minutes()).unwrap_or(0)
}

/// A time of day as `9:30`, `09:30` or `09:30:00`, whatever the width of its characters.
///
/// # Errors
/// Another text; 24:00 is not a time of day.
pub fn read_time(text: &str) -> Result<NaiveTime, SpanFault> {
    let (hours, minutes) = hours_minutes(&clock(text)).ok_or(SpanFault::NotATime)?;
    NaiveTime::from_hms_opt(hours, minutes, 0).ok_or(SpanFault::NotATime)
}

/// A day as `2019-11-18`, `2019/11/18`, `2019.11.18` or `2019年11月18日`.
///
/// # Errors
/// Another text, or no such day.
pub fn read_day(text: &str) -> Result<NaiveDate, SpanFault> {
    let text = compact(text);
    // A spreadsheet writes a day of its own as `2019-11-18 00:00:00`.
    let text = text.strip_suffix("00:00:00").unwrap_or(&text).trim_end_matches('T');
    // Input methods write dashes, and full stops where a point is meant.
    const SIGNS: [char; 12] = [
        '年', '月', '/', '.', '。', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{2500}',
    ];
    let plain = text.replace(SIGNS, "-");
    let mut parts = plain.trim_end_matches(['日', '号']).split('-');
    let mut next = |digits| parts.next().and_then(|part| number(part, digits));
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return Err(SpanFault::NotADate) };
    if parts.next().is_some() || year < 1000 {
        return Err(SpanFault::NotADate);
    }
    let year = i32::try_from(year).map_err(|_| SpanFault::NotADate)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(SpanFault::NotADate)
}

/// A wall-clock time of an instant given with or without its distance from Greenwich.
///
/// # Errors
/// Another text.
pub fn read_moment(text: &str) -> Result<NaiveDateTime, SpanFault> {
    let text = text.trim();
    let time = match chrono::DateTime::parse_from_rfc3339(text) {
        Ok(instant) => crate::domain::time::in_shanghai(instant.to_utc()),
        Err(_) => ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .ok_or(SpanFault::NotATime)?,
    };
    if time.second() == 0 && time.nanosecond() == 0 { Ok(time) } else { Err(SpanFault::NotATime) }
}

fn clock(text: &str) -> String {
    // The full-width colon has become ASCII; what other input methods write for it has not.
    let text = compact(text).replace(['\u{2236}', '\u{A789}', '\u{FE13}', '\u{FE55}', '时', '点'], ":");
    match text.strip_suffix('分').unwrap_or(&text) {
        // `9点` is nine o'clock.
        hour if hour.ends_with(':') => format!("{hour}00"),
        time => time.to_owned(),
    }
}

fn hours_minutes(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?, 3)?, parts.next()?);
    let seconds = parts.next().unwrap_or("00");
    let sound = minutes.len() == 2 && seconds == "00" && parts.next().is_none();
    let minutes = number(minutes, 2).filter(|minutes| *minutes < 60)?;
    sound.then_some((hours, minutes))
}

/// A whole number of at most so many digits, without a sign.
pub(super) fn number(text: &str, digits: usize) -> Option<u32> {
    let sound = (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}
