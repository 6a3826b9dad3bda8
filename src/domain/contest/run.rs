//! What the day itself adds to a result besides marks: deductions and times.

use super::exact::Exact;
use super::mark;
use super::total::read_seconds;
use crate::domain::code::codes;

codes! {
    /// What can be corrected after signing, as a mark can.
    pub enum RunFact: "fact of the day" {
        /// Taken from the total; a decimal.
        Deduction = "deduction",
        /// Whole seconds; blank where none was taken.
        Time = "time",
    }
}

/// Most that is taken from a total.
const MOST: i64 = 100;

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
    }
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
    }
}
