//! What one contestant's marks come to: weighted lines, deductions, time.

use super::exact::Exact;
use super::scheme::{Scheme, THEORY};
use super::standing::Scores;
use std::collections::BTreeMap;

/// Marks of one contestant by the code of the line; a line without a mark is not in it.
pub type Marks = BTreeMap<String, Exact>;

/// The result; `None` while any line lacks its mark, for a missing mark is not 0.
///
/// Deductions are taken from the total, which does not fall below 0. Modules are the criteria of a
/// full scheme and the parts of a simple one; there everything but theory is practical.
#[must_use]
pub fn total(scheme: &Scheme, marks: &Marks, deductions: Exact, seconds: Option<u32>) -> Option<Scores> {
    if scheme.0.is_empty() {
        return None;
    }
    let mut scores = Scores { seconds, ..Scores::of_total(Exact::ZERO) };
    for line in &scheme.0 {
        let worth = line.worth(*marks.get(&line.code)?);
        scores.total = scores.total + worth;
        let module = scores.modules.entry(line.criterion().to_owned()).or_insert(Exact::ZERO);
        *module = *module + worth;
        let part = if line.code == THEORY { &mut scores.theory } else { &mut scores.practical };
        *part = Some(part.unwrap_or(Exact::ZERO) + worth);
    }
    scores.total = (scores.total - deductions).max(Exact::ZERO);
    Some(scores)
}

/// Reads a time: `95` seconds, `12:30` minutes, `1:02:03` hours; full-width digits and colons too.
#[must_use]
pub fn read_seconds(text: &str) -> Option<u32> {
    let text = crate::domain::text::compact(text);
    let parts: Vec<&str> = text.split(':').collect();
    let digits = |part: &&str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().all(digits) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let within_hour = numbers.iter().skip(1).all(|number| *number < 60);
    let seconds = numbers.iter().try_fold(0_u32, |sum, number| sum.checked_mul(60)?.checked_add(*number));
    seconds.filter(|_| within_hour)
}

/// `1:02:03`, `12:30`.
#[must_use]
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(marks: &[(&str, i64)]) -> Marks {
        marks.iter().map(|(code, hundredths)| ((*code).to_owned(), Exact::hundredths(*hundredths))).collect()
    }

    #[test]
    fn weights_deductions_and_missing_marks() {
        let scheme = Scheme::parts(&[("theory", "理论", 20), ("practical", "实操", 80)]);
        let both = marks(&[("theory", 9000), ("practical", 8550)]);
        let scores = total(&scheme, &both, Exact::ZERO, Some(750)).unwrap();
        assert_eq!(
            (scores.total.to_string(), scores.theory, scores.practical),
            ("86.4".into(), Some(Exact::whole(18)), Some(Exact::hundredths(6840)))
        );
        let fined = total(&scheme, &both, Exact::whole(5), None).unwrap();
        assert_eq!(fined.total.to_string(), "81.4");
        assert_eq!(total(&scheme, &both, Exact::whole(99), None).unwrap().total, Exact::ZERO);
        assert_eq!(total(&scheme, &marks(&[("practical", 8550)]), Exact::ZERO, None), None, "a missing mark is not 0");
        let practical_only = Scheme::parts(&[("theory", "理论", 0), ("practical", "实操", 100)]);
        assert_eq!(
            total(&practical_only, &marks(&[("practical", 9840)]), Exact::ZERO, None).unwrap().total.to_string(),
            "98.4"
        );
        assert_eq!(total(&Scheme::default(), &both, Exact::ZERO, None), None);
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("95", Some(95)),
            ("12:30", Some(750)),
            ("１：０２：０３", Some(3723)),
            ("12:60", None),
            ("", None),
            ("1:2:3:4", None),
            ("-5", None),
            ("一", None),
        ] {
            assert_eq!(read_seconds(text), seconds, "{text}");
        }
        assert_eq!((clock(750), clock(3723)), ("12:30".to_owned(), "1:02:03".to_owned()));
    }

    proptest! {
        #[test]
        fn a_total_stays_between_nothing_and_one_hundred(theory in 0_i64..=10_000, practical in 0_i64..=10_000, fine in 0_i64..12_000, weight in 0_u8..=100) {
            let scheme = Scheme::parts(&[("theory", "理论", weight), ("practical", "实操", 100 - weight)]);
            let scores = total(&scheme, &marks(&[("theory", theory), ("practical", practical)]), Exact::hundredths(fine), None).unwrap();
            prop_assert!(Exact::ZERO <= scores.total && scores.total <= Exact::whole(100));
        }

        #[test]
        fn a_time_is_read_as_it_is_written(seconds in 0_u32..400_000) {
            prop_assert_eq!(read_seconds(&clock(seconds)), Some(seconds));
        }
    }
}
