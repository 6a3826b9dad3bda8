//! Teaching hours as delivered, by where the lecturers come from.

use crate::domain::code::codes;
use std::collections::BTreeMap;

codes! {
    /// Where a lecturer's employer is; the code is the end of the event's field, `hours_<code>`.
    pub enum Origin: "origin of a lecturer" {
        Provincial = "provincial",
        Domestic = "domestic",
        /// Hong Kong, Macao, Taiwan.
        Hmt = "hmt",
        Foreign = "foreign",
    }
}

/// Minutes of a teaching hour (课时).
pub const LESSON_MINUTES: u32 = 45;
/// Divisible by any number of lecturers up to ten.
const PARTS: u64 = 2520;

/// A session that took place: how long, and where each of its lecturers comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    pub minutes: u32,
    /// `None`: nobody has said.
    pub lecturers: Vec<Option<Origin>>,
}

/// Hundredths of teaching hours of `lesson` minutes each, rounded down, by origin; `None` where
/// nobody has said. A session of several lecturers counts for each by equal parts; one without a
/// lecturer is no teaching.
#[must_use]
pub fn delivered(sessions: &[Taught], lesson: u32) -> BTreeMap<Option<Origin>, u32> {
    let mut parts: BTreeMap<Option<Origin>, u64> = BTreeMap::new();
    for session in sessions {
        let lecturers = session.lecturers.len() as u64;
        for origin in &session.lecturers {
            *parts.entry(*origin).or_default() += u64::from(session.minutes) * PARTS / lecturers;
        }
    }
    let hundredths = |parts: u64| u32::try_from(parts * 100 / (PARTS * u64::from(lesson.max(1)))).unwrap_or(u32::MAX);
    parts.into_iter().map(|(origin, parts)| (origin, hundredths(parts))).filter(|(_, hours)| *hours > 0).collect()
}

/// As the form has it: `12`, `4.5`, `1.33`.
#[must_use]
pub fn written(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}
