//! What must hold whatever people try.

use super::*;
use crate::domain::ids::UserId;
use crate::domain::money::Fen;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeSet;

const START: NaiveDate = NaiveDate::from_ymd_opt(2019, 9, 2).unwrap();

fn any_assessment() -> impl Strategy<Value = Assessed> {
    prop_oneof![
        4 => Just(Assessed::Payable(Fen::yuan(50_000))),
        3 => Just(Assessed::Refer),
        1 => Just(Assessed::NotPayable),
    ]
}

/// The step that usually comes next, another that the table allows, or now and then any at all.
fn step(claim: &Claim, pick: usize, assessed: Assessed, amount: i64, on: NaiveDate) -> Step {
    let legal: Vec<StepKind> = steps_from(claim.state).collect();
    let usual = next_step(claim.state, &Clocks::default()).filter(|_| pick % 10 > 2);
    let wild = pick.is_multiple_of(7) || legal.is_empty();
    let kind = match usual {
        _ if wild => StepKind::ALL[pick / 7 % StepKind::ALL.len()],
        Some(waiting) => waiting.step,
        None => legal[pick / 10 % legal.len()],
    };
    match kind {
        StepKind::Submit => Step::Submit { assessed },
        StepKind::Withdraw => Step::Withdraw,
        StepKind::Reopen => Step::Reopen,
        StepKind::Accept => Step::Accept,
        StepKind::Return => Step::Return,
        StepKind::Decline => Step::Decline,
        StepKind::FirstReview => Step::FirstReview,
        StepKind::SecondReview => Step::SecondReview,
        StepKind::SendBack => Step::SendBack,
        StepKind::Reject => Step::Reject,
        StepKind::CorrectFacts => Step::CorrectFacts { assessed },
        StepKind::Decide => Step::Decide { amount: Fen::yuan(amount) },
        StepKind::Confirm => Step::Confirm,
        StepKind::Publish => Step::Publish { last_day: on + Days::new(7) },
        StepKind::Object => Step::Object,
        StepKind::Dismiss => Step::Dismiss,
        StepKind::Approve => Step::Approve,
        StepKind::Pay => Step::Pay,
        StepKind::Settle => Step::Settle,
        StepKind::Fail => Step::Fail,
        StepKind::CorrectAccount => Step::CorrectAccount,
        StepKind::Archive => Step::Archive,
        StepKind::End => Step::End,
    }
}

/// Whatever a claim says it has been through must hold.
fn check(claim: &Claim, on: NaiveDate) -> Result<(), TestCaseError> {
    use State::*;
    let Seats { submitter, first_reviewer, second_reviewer, decider, confirmer, payer } = claim.seats;
    let signed: Vec<UserId> =
        [submitter, first_reviewer, second_reviewer, decider, payer].into_iter().flatten().collect();
    let people: BTreeSet<UserId> = signed.iter().copied().collect();
    prop_assert_eq!(people.len(), signed.len(), "one person in two seats: {:?}", claim);
    if let Some(confirmer) = confirmer {
        prop_assert!(![submitter, decider, payer].contains(&Some(confirmer)));
    }
    let decided =
        matches!(claim.state, Decided | OnNotice | Held | Approved | InPayment | PaymentFailed | Paid | Archived);
    if decided {
        let amount = claim.amount.expect("a decided amount");
        prop_assert!(amount > Fen::ZERO);
        prop_assert!(first_reviewer.is_some() && second_reviewer.is_some() && decider.is_some());
        match claim.assessed {
            Some(Assessed::Payable(assessed)) => prop_assert_eq!(assessed, amount),
            Some(Assessed::Refer) => prop_assert!(confirmer.is_some(), "no second person: {:?}", claim),
            other => prop_assert!(false, "decided on {:?}", other),
        }
    }
    if matches!(claim.state, Approved | InPayment | PaymentFailed | Paid | Archived) {
        prop_assert!(claim.notice_ends.is_some_and(|last_day| last_day < on), "approved in its notice: {:?}", claim);
        prop_assert_eq!(claim.open_objections, 0);
    }
    if matches!(claim.state, InPayment | Paid | Archived) {
        prop_assert!(payer.is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn no_path_breaks_the_chain(
        moves in proptest::collection::vec(
            (0usize..100_000, 1i64..9, any_assessment(), prop_oneof![6 => Just(50_000i64), 1 => Just(0), 1 => Just(49_999)], 0u64..12, proptest::bool::weighted(0.8)),
            1..80,
        )
    ) {
        let (mut claim, mut on, mut returns) = (Claim::DRAFT, START, 0);
        for (pick, user, assessed, amount, days, opinion) in moves {
            on = on + Days::new(days);
            let step = step(&claim, pick, assessed, amount, on);
            let before = claim;
            let sign = Sign { by: Some(UserId::new(user)), on, opinion: if opinion { "同意" } else { "" } };
            match apply(&claim, &step, &sign) {
                Err(_) => prop_assert_eq!(claim, before),
                Ok(applied) => {
                    prop_assert!(!before.state.is_final(), "{:?} leaves a final state", step);
                    prop_assert!(TABLE.iter().any(|row| (row.from, row.step, row.to) == (before.state, step.kind(), applied.claim.state)
                        || (step == Step::Dismiss && applied.claim.state == State::Held)));
                    prop_assert!(!needs_opinion(step.kind()) || opinion);
                    returns += usize::from(step == Step::Return);
                    claim = applied.claim;
                    check(&claim, on)?;
                }
            }
        }
        prop_assert!(returns <= 1, "returned {} times", returns);
        prop_assert_eq!(claim.returned, returns == 1);
    }

    #[test]
    fn a_step_not_in_the_table_is_refused(
        state in proptest::sample::select(State::ALL), pick in 0usize..100_000, assessed in any_assessment(),
    ) {
        let claim = Claim { state, ..Claim::DRAFT };
        let step = step(&claim, pick * 7, assessed, 1, START);
        if transition(state, step.kind()).is_none() {
            let sign = Sign { by: Some(UserId::new(1)), on: START, opinion: "理由" };
            let wrong = TransitionError::WrongState { state, step: step.kind() };
            prop_assert_eq!(apply(&claim, &step, &sign), Err(wrong));
        }
    }
}

#[test]
fn every_state_but_the_final_ones_has_a_way_on() {
    for state in State::ALL {
        assert_eq!(steps_from(*state).next().is_none(), state.is_final(), "{state}");
    }
}
