use super::*;
use crate::domain::ids::UserId;
use crate::domain::money::Fen;
use chrono::NaiveDate;

#[test]
fn the_whole_table() {
    let line = |state: &State| {
        let rows = TABLE.iter().filter(|row| row.from == *state);
        let steps: Vec<String> = rows
            .map(|row| {
                let by: Vec<_> = row.by.iter().map(|role| role.as_str()).collect();
                let by = if by.is_empty() { "public".to_owned() } else { by.join("/") };
                format!("  {} → {} ({by}){}", row.step, row.to, if row.voids { ", voids" } else { "" })
            })
            .collect();
        format!("{state}{}", if steps.is_empty() { " (final)".to_owned() } else { format!("\n{}", steps.join("\n")) })
    };
    insta::assert_snapshot!(State::ALL.iter().map(line).collect::<Vec<_>>().join("\n"));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn user(id: i64) -> UserId {
    UserId::new(id)
}

/// Takes the step as that person, with an opinion.
fn take(claim: &Claim, step: Step, by: i64, on: &str) -> Result<Claim, TransitionError> {
    let sign = Sign { by: Some(user(by)), on: day(on), opinion: "经核实，情况属实" };
    apply(claim, &step, &sign).map(|applied| applied.claim)
}

/// The steps one after the other, as those people.
fn walk(steps: &[(Step, i64, &str)]) -> Claim {
    let step = |claim: Claim, (step, by, on): &(Step, i64, &str)| {
        take(&claim, *step, *by, on).unwrap_or_else(|error| panic!("{step:?}: {error}"))
    };
    steps.iter().fold(Claim::DRAFT, step)
}

const FIFTY: Assessed = Assessed::Payable(Fen::yuan(50_000));
const HOST: i64 = 1;
const FIRST: i64 = 2;
const SECOND: i64 = 3;
const DECIDER: i64 = 4;
const PAYER: i64 = 5;

const TO_SECOND_REVIEW: [(Step, i64, &str); 4] = [
    (Step::Submit { assessed: FIFTY }, HOST, "2019-11-04"),
    (Step::Accept, FIRST, "2019-11-05"),
    (Step::FirstReview, FIRST, "2019-11-06"),
    (Step::SecondReview, SECOND, "2019-11-07"),
];

fn decided() -> Claim {
    let decide = [(Step::Decide { amount: Fen::yuan(50_000) }, DECIDER, "2019-11-08")];
    walk(&[&TO_SECOND_REVIEW[..], &decide].concat())
}

fn on_notice() -> Claim {
    let publish = Step::Publish { last_day: day("2019-11-18") };
    take(&decided(), publish, FIRST, "2019-11-11").expect("published")
}

#[test]
fn four_people_and_a_notice_lead_to_the_money() {
    let notice = on_notice();
    let last_day = day("2019-11-18");
    assert_eq!(take(&notice, Step::Approve, DECIDER, "2019-11-18"), Err(TransitionError::NoticeStillRuns { last_day }));
    let approved = take(&notice, Step::Approve, DECIDER, "2019-11-19").expect("approved");
    for same in [FIRST, SECOND, DECIDER, HOST] {
        assert!(
            matches!(take(&approved, Step::Pay, same, "2019-11-20"), Err(TransitionError::SamePerson(_))),
            "{same}"
        );
    }
    let in_payment = take(&approved, Step::Pay, PAYER, "2019-11-20").expect("in payment");
    let failed = take(&in_payment, Step::Fail, PAYER, "2019-11-21").expect("sent back by the bank");
    let corrected = take(&failed, Step::CorrectAccount, HOST, "2019-11-21").expect("corrected");
    assert_eq!((corrected.state, corrected.seats.payer), (State::Approved, None));
    let again = take(&corrected, Step::Pay, PAYER, "2019-11-22").expect("paid again");
    let paid = take(&again, Step::Settle, PAYER, "2019-11-25").expect("paid");
    assert_eq!(take(&paid, Step::Archive, FIRST, "2019-11-26").map(|claim| claim.state), Ok(State::Archived));
}

#[test]
fn the_amount_decided_is_the_amount_assessed() {
    let reviewed = walk(&TO_SECOND_REVIEW);
    let decided = Fen::yuan(40_000);
    assert_eq!(
        take(&reviewed, Step::Decide { amount: decided }, DECIDER, "2019-11-08"),
        Err(TransitionError::NotTheAssessedAmount { decided, assessed: Fen::yuan(50_000) })
    );
}

#[test]
fn an_officers_own_amount_needs_a_reason_and_a_second_person() {
    let reviewed = Claim { assessed: Some(Assessed::Refer), ..walk(&TO_SECOND_REVIEW) };
    let decide = Step::Decide { amount: Fen::yuan(15_000) };
    let silent = Sign { by: Some(user(DECIDER)), on: day("2019-11-08"), opinion: " " };
    assert_eq!(apply(&reviewed, &decide, &silent), Err(TransitionError::NoOpinion));
    let to_confirm = take(&reviewed, decide, DECIDER, "2019-11-08").expect("decided");
    assert_eq!(to_confirm.state, State::ToConfirm);
    let same = Err(TransitionError::SamePerson(StepKind::Decide));
    assert_eq!(take(&to_confirm, Step::Confirm, DECIDER, "2019-11-08"), same);
    let confirmed = take(&to_confirm, Step::Confirm, 6, "2019-11-11").expect("confirmed");
    assert_eq!((confirmed.state, confirmed.amount), (State::Decided, Some(Fen::yuan(15_000))));
}

#[test]
fn what_the_rule_refuses_passes_no_review() {
    let submitted = walk(&[(Step::Submit { assessed: Assessed::NotPayable }, HOST, "2019-11-04")]);
    let accepted = take(&submitted, Step::Accept, FIRST, "2019-11-05").expect("accepted");
    assert_eq!(take(&accepted, Step::FirstReview, FIRST, "2019-11-05"), Err(TransitionError::NotPayable));
    assert_eq!(take(&accepted, Step::Reject, FIRST, "2019-11-05").map(|claim| claim.state), Ok(State::Rejected));
}

#[test]
fn a_corrected_fact_voids_every_review() {
    let sign = Sign { by: Some(user(FIRST)), on: day("2019-11-12"), opinion: "赞助费漏报" };
    let corrected = Assessed::Payable(Fen::yuan(42_000));
    let applied = apply(&on_notice(), &Step::CorrectFacts { assessed: corrected }, &sign).expect("corrected");
    assert_eq!(applied.voided, SIGN_OFFS);
    let claim = applied.claim;
    assert_eq!((claim.state, claim.amount, claim.notice_ends), (State::Accepted, None, None));
    assert_eq!(claim.seats, Seats { submitter: Some(user(HOST)), ..Seats::default() });
    // Another may review first now; the changed amount is decided and published again.
    let first = take(&claim, Step::FirstReview, SECOND, "2019-11-12").expect("first review");
    assert_eq!(first.seats.first_reviewer, Some(user(SECOND)));
}

#[test]
fn withdrawing_resets_no_limit() {
    let returned = walk(&[(Step::Submit { assessed: FIFTY }, HOST, "2019-11-04"), (Step::Return, FIRST, "2019-11-05")]);
    let withdrawn = take(&returned, Step::Withdraw, HOST, "2019-11-06").expect("withdrawn");
    let draft = take(&withdrawn, Step::Reopen, HOST, "2019-11-07").expect("open again");
    let again = take(&draft, Step::Submit { assessed: FIFTY }, HOST, "2019-11-08").expect("submitted again");
    assert_eq!(take(&again, Step::Return, FIRST, "2019-11-11"), Err(TransitionError::ReturnedBefore));
    assert!(take(&decided(), Step::Withdraw, HOST, "2019-11-11").is_err());
}

#[test]
fn a_line_is_held_until_its_last_objection_is_answered() {
    let from_the_public = Sign { by: None, on: day("2019-11-18"), opinion: "选手名单不实" };
    let object = |claim: &Claim| apply(claim, &Step::Object, &from_the_public).map(|applied| applied.claim);
    let once = object(&on_notice()).expect("an objection on the last day");
    let twice = object(&once).expect("a second one");
    assert!(take(&twice, Step::Approve, DECIDER, "2019-11-19").is_err());
    let one_left = take(&twice, Step::Dismiss, SECOND, "2019-11-19").expect("answered");
    assert_eq!((one_left.state, one_left.open_objections), (State::Held, 1));
    let free = take(&one_left, Step::Dismiss, SECOND, "2019-11-19").expect("answered");
    assert_eq!(take(&free, Step::Approve, DECIDER, "2019-11-19").map(|claim| claim.state), Ok(State::Approved));
    let late = Sign { on: day("2019-11-19"), ..from_the_public };
    let last_day = day("2019-11-18");
    assert_eq!(apply(&on_notice(), &Step::Object, &late), Err(TransitionError::NoticeIsOver { last_day }));
}

#[test]
fn somebody_is_waited_for_until_the_end() {
    let line = |state: &State| match next_step(*state, &Clocks::default()) {
        None => format!("{state}: nobody"),
        Some(Waiting { step, roles, days, start }) => {
            let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
            let days = days.map_or("no clock".to_owned(), |days| format!("{days} days"));
            let from = if start == Start::NoticeEnd { " from the notice's end" } else { "" };
            format!("{state}: {step} by {}, {days}{from}", roles.join(" or "))
        }
    };
    insta::assert_snapshot!(State::ALL.iter().map(line).collect::<Vec<_>>().join("\n"));
}
