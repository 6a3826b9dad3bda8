//! What the day itself adds to a result besides marks, and what is known of a contestant: what can be
//! corrected, as a mark can.

use super::exact::Exact;
use super::mark;
use super::total::read_seconds;
use crate::domain::code::codes;
use crate::domain::text::{compact, half_width};
use chrono::{Datelike, NaiveDate};

codes! {
    /// What can be corrected after signing, as a mark can.
    pub enum RunFact: "fact of the day" {
        /// Taken from the total; a decimal.
        Deduction = "deduction",
        /// Whole seconds; blank where none was taken.
        Time = "time",
        /// Whether the contestant came: `yes` or `no`; blank where nobody said.
        Presence = "presence",
        /// `1990-01-31`; blank where it is not known.
        Born = "born",
        /// `male` or `female`; blank where it is not known.
        Sex = "sex",
    }
}

impl RunFact {
    /// Said of the person rather than of what they did: corrected from the opening of the item on.
    #[must_use]
    pub const fn is_of_person(self) -> bool {
        matches!(self, RunFact::Presence | RunFact::Born | RunFact::Sex)
    }
}

/// Nobody alive was born in a year before.
const EARLIEST: i32 = 1900;

/// Most that is taken from a total.
pub const MOST: i64 = 100;

/// What somebody typed, as it is kept; `None` where it cannot be read. A blank deduction is none, a blank
/// time is that none was taken.
#[must_use]
pub fn read(fact: RunFact, typed: &str) -> Option<String> {
    let typed = typed.trim();
    match fact {
        RunFact::Deduction if typed.is_empty() => Some(Exact::ZERO.to_string()),
        RunFact::Deduction => mark::read(typed, Exact::whole(MOST)).ok().map(|deduction| deduction.to_string()),
        RunFact::Time if typed.is_empty() => Some(String::new()),
        RunFact::Time => {
            let seconds = read_seconds(typed).and_then(|seconds| i32::try_from(seconds).ok());
            seconds.map(|seconds| seconds.to_string())
        }
        RunFact::Presence => {
            one_of(typed, &[("yes", &["到场", "到", "是", "present"]), ("no", &["缺席", "缺", "否", "absent"])])
        }
        RunFact::Sex => one_of(typed, &[("male", &["男"]), ("female", &["女"])]),
        RunFact::Born => {
            let plain: String = half_width(typed).chars().map(|c| if "年月/.".contains(c) { '-' } else { c }).collect();
            let day: NaiveDate = plain.trim_end_matches('日').parse().ok()?;
            (day.year() >= EARLIEST).then(|| day.to_string())
        }
    }
}

/// The code of what was typed: itself, or one of its words.
fn one_of(typed: &str, words: &[(&str, &[&str])]) -> Option<String> {
    let typed = compact(typed).to_lowercase();
    let found = words.iter().find(|(code, words)| *code == typed || words.contains(&typed.as_str()));
    found.map(|(code, _)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_can_be_corrected() {
        let read = |fact, typed: &str| read(fact, typed).unwrap_or_else(|| "-".to_owned());
        assert_eq!(
            [read(RunFact::Deduction, " ２.5 "), read(RunFact::Deduction, ""), read(RunFact::Deduction, "101")],
            ["2.5", "0", "-"]
        );
        assert_eq!(
            [read(RunFact::Time, "1:30:00"), read(RunFact::Time, ""), read(RunFact::Time, "soon")],
            ["5400", "", "-"]
        );
        let read = |fact, typed: &str| super::read(fact, typed);
        for (typed, is) in [("缺席", "no"), (" 到 ", "yes"), ("yes", "yes")] {
            assert_eq!(read(RunFact::Presence, typed).as_deref(), Some(is), "{typed}");
        }
        for (typed, is) in
            [("1990-01-31", "1990-01-31"), ("１９９０年１月3１日", "1990-01-31"), ("1990/1/31", "1990-01-31")]
        {
            assert_eq!(read(RunFact::Born, typed).as_deref(), Some(is), "{typed}");
        }
        assert_eq!(read(RunFact::Sex, "女").as_deref(), Some("female"));
        // What is corrected is said: a fact is never taken away.
        for (fact, typed) in [
            (RunFact::Presence, ""),
            (RunFact::Presence, "也许"),
            (RunFact::Born, ""),
            (RunFact::Born, "1990-02-30"),
            (RunFact::Born, "1890-01-01"),
            (RunFact::Sex, "不详"),
        ] {
            assert_eq!(read(fact, typed), None, "{fact} {typed}");
        }
    }
}
