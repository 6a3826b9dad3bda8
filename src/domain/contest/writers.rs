//! Which of an item's judges writes which line at a workstation.

use super::judgement::JUDGES;
use super::scheme::Method;

/// Whether a judge writes lines of this kind for a contestant. `judges` are those of the item in their
/// order, the head judge first; `recused` are those who must not mark this contestant.
///
/// What is agreed on is written by the first who may: the head judge, or whoever stands in. A judgement has
/// three judges, the first three who may. A panel is everybody who may.
#[must_use]
pub fn writes(method: Method, judge: i64, judges: &[i64], recused: &[i64]) -> bool {
    let mut may = judges.iter().filter(|id| !recused.contains(id));
    may.position(|id| *id == judge).is_some_and(|at| at < most(method))
}

fn most(method: Method) -> usize {
    match method {
        Method::Measurement => 1,
        Method::Judgement => JUDGES,
        Method::Panel => usize::MAX,
    }
}

/// How many judges a contestant needs at least for lines of this kind.
#[must_use]
pub const fn needed(method: Method) -> usize {
    match method {
        Method::Measurement | Method::Panel => 1,
        Method::Judgement => JUDGES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_stands_in_for_who_is_recused() {
        let who = |method, recused: &[i64]| -> Vec<i64> {
            [7, 2, 3, 4].into_iter().filter(|judge| writes(method, *judge, &[7, 2, 3, 4], recused)).collect()
        };
        assert_eq!(who(Method::Measurement, &[]), [7]);
        assert_eq!(who(Method::Measurement, &[7]), [2], "the head judge is recused");
        assert_eq!(who(Method::Judgement, &[]), [7, 2, 3]);
        assert_eq!(who(Method::Judgement, &[2]), [7, 3, 4]);
        assert_eq!(who(Method::Panel, &[2]), [7, 3, 4]);
        assert_eq!(who(Method::Measurement, &[7, 2, 3, 4]), [0; 0]);
        assert!(!writes(Method::Panel, 9, &[7, 2], &[]), "no judge of the item");
    }
}
