//! Which marks a contestant's line still lacks, so that they can be added from the paper.

use super::checks::{Sheet, rounds};
use super::judgement::{JUDGES, Judged, judged};
use super::scheme::{Line, Method};

/// The round in which the line lacks marks; none where it lacks none. `most` is how many judges a panel has
/// here, or has of another contestant: one of fewer lacks one.
#[must_use]
pub fn lacking(sheet: &Sheet, line: &Line, most: usize) -> Option<u8> {
    let first = marked(sheet, line);
    match line.method {
        Method::Measurement => (first == 0).then_some(1),
        Method::Panel => (first < most.max(1)).then_some(1),
        Method::Judgement if first < JUDGES => Some(1),
        Method::Judgement => {
            let rounds = rounds(sheet, line);
            let last = u8::try_from(rounds.len()).unwrap_or(u8::MAX);
            match judged(&rounds, line.max) {
                Judged::Settled(_) => None,
                Judged::Apart => Some(last.saturating_add(1)),
                Judged::Sealed { .. } => Some(last),
            }
        }
    }
}

/// Whether this judge can give what is lacking: nobody twice in one round, and again only who judged before.
#[must_use]
pub fn can_give(sheet: &Sheet, line: &Line, round: u8, judge: i64) -> bool {
    let gave = |round| given(sheet, line, round).any(|id| id == judge);
    !gave(round) && !sheet.recused.contains(&judge) && (round == 1 || gave(1))
}

/// How many judges marked the line in the first round.
#[must_use]
pub fn marked(sheet: &Sheet, line: &Line) -> usize {
    given(sheet, line, 1).count()
}

fn given<'s>(sheet: &'s Sheet, line: &'s Line, round: u8) -> impl Iterator<Item = i64> + 's {
    let of = move |given: &&super::checks::Given| given.line == line.code && given.round == round;
    sheet.given.iter().filter(of).map(|given| given.judge)
}

#[cfg(test)]
mod tests {
    use super::super::checks::Given;
    use super::super::exact::Exact;
    use super::*;

    fn sheet(given: &[(i64, u8, i64)], recused: &[i64]) -> Sheet {
        let given = given.iter().map(|(judge, round, mark)| Given {
            line: "A".to_owned(),
            judge: *judge,
            round: *round,
            mark: Exact::whole(*mark),
            sealed: true,
        });
        Sheet { given: given.collect(), recused: recused.to_vec(), ..Sheet::sample(1) }
    }

    #[test]
    fn what_lacks_is_told_by_round() {
        let line = |method| Line { method, ..Line::part("A", "A", 100) };
        let lacks = |method, given: &[(i64, u8, i64)], most| lacking(&sheet(given, &[]), &line(method), most);
        assert_eq!(lacks(Method::Measurement, &[], 1), Some(1));
        assert_eq!(lacks(Method::Measurement, &[(7, 1, 5)], 1), None);
        assert_eq!(lacks(Method::Panel, &[], 0), Some(1));
        assert_eq!(lacks(Method::Panel, &[(7, 1, 5)], 2), Some(1));
        assert_eq!(lacks(Method::Panel, &[(7, 1, 5), (2, 1, 5)], 2), None);
        assert_eq!(lacks(Method::Judgement, &[(7, 1, 3), (2, 1, 3)], 3), Some(1));
        assert_eq!(lacks(Method::Judgement, &[(7, 1, 3), (2, 1, 3), (3, 1, 2)], 3), None);
        let apart = [(7, 1, 3), (2, 1, 3), (3, 1, 0)];
        assert_eq!(lacks(Method::Judgement, &apart, 3), Some(2));
        let again = [&apart[..], &[(7, 2, 2)]].concat();
        assert_eq!(lacks(Method::Judgement, &again, 3), Some(2));
    }

    #[test]
    fn nobody_gives_twice_nor_whom_they_must_not_mark() {
        let line = Line { method: Method::Judgement, ..Line::part("A", "A", 100) };
        let sheet = sheet(&[(7, 1, 3), (2, 1, 3)], &[3]);
        let may = |round, judge| can_give(&sheet, &line, round, judge);
        assert!(may(1, 4) && !may(1, 7) && !may(1, 3));
        assert!(may(2, 7) && !may(2, 4), "again only who judged before");
    }
}
