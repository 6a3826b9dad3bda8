use super::*;
use crate::domain::access::Denied;
use crate::domain::claim::{State, Step, StepKind};
use crate::domain::ids::{BudgetLineId, ClaimId};
use crate::domain::money::Fen;
use crate::domain::policy::FactSheet;
use crate::service::app::Who;
use crate::service::error::ServiceError;
use crate::service::evidence::{self, Owner, Sent};
use crate::service::testing::{Office, office};
use crate::storage::claims::{ClaimRow, StepRow};
use crate::storage::{budgets, claims};

const CONTEST: &[(&str, &str)] = &[
    ("level", "city"),
    ("in_plan", "true"),
    ("held_on", "2019-10-20"),
    ("cost_statement", "true"),
    ("approved_cost", "86400"),
    ("sponsorship", "20000"),
];
/// City level, under the range: an officer must decide; 12,000 is proposed.
const SMALL: &[(&str, &str)] = &[
    ("level", "city"),
    ("in_plan", "true"),
    ("held_on", "2019-10-20"),
    ("cost_statement", "true"),
    ("approved_cost", "12000"),
];

fn facts(pairs: &[(&str, &str)]) -> FactSheet {
    pairs.iter().copied().collect()
}

impl Office {
    fn row(&self, id: ClaimId) -> ClaimRow {
        self.app.store.read(|conn| claims::get(conn, id)).unwrap()
    }

    fn timeline(&self, id: ClaimId) -> Vec<StepRow> {
        self.app.store.read(|conn| claims::steps(conn, id)).unwrap()
    }

    fn signed(&self, id: ClaimId, opinion: &str) -> Signed {
        Signed { claim: id, version: self.row(id).version, opinion: opinion.into() }
    }

    fn sign(&self, who: &Who, id: ClaimId, step: Step) -> Result<State, ServiceError> {
        sign(&self.app, who, step, &self.signed(id, "同意")).map(|claim| claim.state)
    }

    fn draft(&self, title: &str, pairs: &[(&str, &str)]) -> ClaimId {
        let draft = NewDraft {
            rule: "competition.host".into(),
            title: title.into(),
            facts: facts(pairs),
            event: None,
            budget_line: None,
        };
        create(&self.app, &self.host, &draft).unwrap()
    }

    fn hand_in(&self, id: ClaimId, papers: &[&str]) {
        for paper in papers {
            let sent = Sent { file_name: format!("{paper}.pdf"), bytes: b"%PDF-1.4".to_vec(), cut: false };
            evidence::upload(&self.app, &self.host, Owner::Claim(id), paper, &sent).unwrap();
        }
    }

    /// A claim that was submitted with all its papers.
    fn submitted(&self, title: &str, pairs: &[(&str, &str)]) -> ClaimId {
        let id = self.draft(title, pairs);
        self.hand_in(id, &["plan_notice", "cost_statement", "other_money", "results"]);
        submit(&self.app, &self.host, &self.signed(id, ""), true).unwrap();
        id
    }

    /// A claim that waits for its decision.
    fn reviewed(&self, title: &str, pairs: &[(&str, &str)], line: BudgetLineId) -> ClaimId {
        let id = self.submitted(title, pairs);
        accept(&self.app, &self.clerk, &self.signed(id, ""), Some(line)).unwrap();
        self.sign(&self.clerk, id, Step::FirstReview).unwrap();
        self.sign(&self.reviewer, id, Step::SecondReview).unwrap();
        id
    }

    /// Reserved, committed and paid on a line.
    fn ledger(&self, line: BudgetLineId) -> [i64; 3] {
        let line = self.app.store.read(|conn| budgets::line(conn, line)).unwrap();
        [line.reserved, line.committed, line.paid]
    }
}

fn code(error: &ServiceError) -> String {
    match error {
        ServiceError::Invalid(faults) => {
            faults.iter().map(|fault| format!("{}:{}", fault.field, fault.code)).collect::<Vec<_>>().join(" ")
        }
        ServiceError::Conflict(fault) => fault.code.to_owned(),
        ServiceError::Denied(denied) => format!("{denied:?}"),
        other => format!("{other:?}"),
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> String {
    code(&result.unwrap_err())
}

#[test]
fn submitting_names_every_fault_at_once() {
    let office = office();
    let id = office.draft("抹灰", &[("level", "city"), ("approved_cost", "abc")]);
    assert_eq!(
        refused(submit(&office.app, &office.host, &office.signed(id, ""), false)),
        "fact.approved_cost:fact-invalid fact.in_plan:fact-missing fact.held_on:fact-missing \
         fact.cost_statement:fact-missing paper.results:claim-paper-missing \
         paper.cost_statement:claim-paper-missing promise:promise-missing",
    );
    assert_eq!(office.row(id).state, State::Draft, "nothing changed");
}

#[test]
fn an_account_in_another_name_is_confirmed_or_refused() {
    let office = office();
    let id = office.draft("抹灰", CONTEST);
    office.hand_in(id, &["plan_notice", "cost_statement", "other_money", "results"]);
    let typed = |name_confirmed| TypedAccount {
        name: "另一单位".into(),
        number: "62220000".into(),
        again: "62220000".into(),
        bank: "示例银行".into(),
        bank_code: String::new(),
        name_confirmed,
    };
    let save = |account| {
        let content = Content { title: "抹灰".into(), facts: facts(CONTEST), account: Some(account) };
        edit(&office.app, &office.host, id, office.row(id).version, &content)
    };
    save(typed(false)).unwrap();
    let promise = |office: &Office| submit(&office.app, &office.host, &office.signed(id, ""), true);
    assert_eq!(refused(promise(&office)), "account.name:account-name");
    assert_eq!(refused(save(TypedAccount { number: "62220001".into(), ..typed(true) })), "account.again:account-again");
    save(typed(true)).unwrap();
    promise(&office).unwrap();
}

#[test]
fn nobody_but_the_office_states_its_own_figures() {
    let office = office();
    let mut typed = CONTEST.to_vec();
    typed.extend([("standard", "50000"), ("decided_amount", "9"), ("unknown", "x")]);
    let id = office.draft("抹灰", &typed);
    assert_eq!(office.row(id).sheet().unwrap(), facts(CONTEST));
    let base = NewDraft {
        rule: "base.grant".into(),
        title: "基地".into(),
        facts: facts(&[("level", "city"), ("designated_on", "2019-06-01"), ("decided_amount", "5000000")]),
        event: None,
        budget_line: None,
    };
    let id = create(&office.app, &office.host, &base).unwrap();
    assert_eq!(office.row(id).outcome.as_deref(), Some("refer"));
    let calculator = NewDraft { rule: "education.deduction".into(), ..base };
    assert_eq!(refused(create(&office.app, &office.host, &calculator)), "rule:rule-is-calculator");
}

#[test]
fn four_people_take_a_claim_to_its_decision() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let id = office.submitted("抹灰", CONTEST);
    let everything = &office.everything;
    assert_eq!(refused(accept(&office.app, &office.reviewer, &office.signed(id, ""), Some(line))), "NotYourRole");
    assert_eq!(refused(accept(&office.app, &office.clerk, &office.signed(id, ""), None)), "budget_line:required");
    accept(&office.app, everything, &office.signed(id, ""), Some(line)).unwrap();
    assert_eq!(office.ledger(line), [5_000_000, 0, 0]);
    office.sign(everything, id, Step::FirstReview).unwrap();
    let same = |step| format!("{:?}", Denied::SamePerson(step));
    assert_eq!(refused(office.sign(everything, id, Step::SecondReview)), same(StepKind::FirstReview));
    office.sign(&office.reviewer, id, Step::SecondReview).unwrap();
    let as_assessed = |who: &Who| decide(&office.app, who, &office.signed(id, "同意"), &Ruled::AsAssessed);
    assert_eq!(refused(as_assessed(everything)), same(StepKind::FirstReview));
    let own = decide(&office.app, &office.decider, &office.signed(id, "少给"), &Ruled::Own(Fen::yuan(40_000)));
    assert_eq!(refused(own), "not-the-assessed-amount");
    assert_eq!(as_assessed(&office.decider).unwrap().state, State::Decided);
    assert_eq!(office.ledger(line), [0, 5_000_000, 0]);
    assert_eq!(office.row(id).decided_amount, Some(5_000_000));
}

#[test]
fn the_database_holds_four_people_too() {
    let office = office();
    let id = office.reviewed("抹灰", CONTEST, office.line("竞赛补助", Fen::yuan(60_000)));
    let row = office.row(id);
    let mut chain = row.chain();
    for seat in 0..3 {
        chain = row.chain();
        match seat {
            0 => chain.seats.decider = chain.seats.first_reviewer,
            1 => chain.seats.payer = chain.seats.second_reviewer,
            _ => chain.seats.second_reviewer = chain.seats.first_reviewer,
        }
        let at = office.app.now().naive_utc();
        let error = office.app.store.write(|tx| claims::put_chain(tx, id, row.version, &chain, at)).unwrap_err();
        assert!(format!("{error:?}").contains("FourPeople"), "{error:?}");
    }
    chain.seats.second_reviewer = row.chain().seats.second_reviewer;
    let at = office.app.now().naive_utc();
    office.app.store.write(|tx| claims::put_chain(tx, id, row.version, &chain, at)).unwrap();
}

#[test]
fn a_claim_is_returned_once_whatever_happens_in_between() {
    let office = office();
    let id = office.submitted("抹灰", CONTEST);
    let blank = sign(&office.app, &office.clerk, Step::Return, &office.signed(id, " "));
    assert_eq!(refused(blank), "opinion:required");
    assert_eq!(office.sign(&office.clerk, id, Step::Return).unwrap(), State::Returned);
    office.sign(&office.host, id, Step::Withdraw).unwrap();
    office.sign(&office.host, id, Step::Reopen).unwrap();
    // Another name makes no room for a second claim for the same thing.
    let version = office.row(id).version;
    let renamed = Content { title: "别名".into(), facts: facts(CONTEST), account: None };
    edit(&office.app, &office.host, id, version, &renamed).unwrap();
    let again = NewDraft {
        rule: "competition.host".into(),
        title: " 抹 灰".into(),
        facts: facts(CONTEST),
        event: None,
        budget_line: None,
    };
    assert_eq!(refused(create(&office.app, &office.host, &again)), "claim-exists");
    submit(&office.app, &office.colleague, &office.signed(id, ""), true).unwrap();
    assert_eq!(refused(office.sign(&office.clerk, id, Step::Return)), "returned-before");
    assert_eq!(office.sign(&office.clerk, id, Step::Decline).unwrap(), State::Declined);
}

#[test]
fn a_referred_claim_is_decided_with_a_reason_and_confirmed_by_another() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let id = office.reviewed("抹灰", SMALL, line);
    assert_eq!(office.ledger(line), [1_200_000, 0, 0], "the proposal is reserved");
    let own = |who: &Who, opinion: &str, yuan| {
        decide(&office.app, who, &office.signed(id, opinion), &Ruled::Own(Fen::yuan(yuan)))
    };
    let as_assessed = decide(&office.app, &office.decider, &office.signed(id, "同意"), &Ruled::AsAssessed);
    assert_eq!(refused(as_assessed), "amount:required");
    assert_eq!(refused(own(&office.decider, " ", 12_000)), "opinion:required");
    assert_eq!(refused(own(&office.decider, "超过上限", 60_000)), "amount:amount-not-admitted");
    assert_eq!(own(&office.decider, "成本偏低,按实补助", 11_000).unwrap().state, State::ToConfirm);
    assert_eq!(office.ledger(line), [1_100_000, 0, 0]);
    let same = format!("{:?}", Denied::SamePerson(StepKind::Decide));
    assert_eq!(refused(office.sign(&office.decider, id, Step::Confirm)), same);
    // Sent back, the ruling counts no more and the proposal is reserved again.
    office.sign(&office.second_decider, id, Step::SendBack).unwrap();
    assert_eq!((office.row(id).amount, office.ledger(line)), (1_200_000, [1_200_000, 0, 0]));
    office.sign(&office.clerk, id, Step::FirstReview).unwrap();
    office.sign(&office.reviewer, id, Step::SecondReview).unwrap();
    own(&office.decider, "成本偏低,按实补助", 12_000).unwrap();
    assert_eq!(office.sign(&office.second_decider, id, Step::Confirm).unwrap(), State::Decided);
    assert_eq!(office.ledger(line), [0, 1_200_000, 0]);
}

#[test]
fn a_corrected_fact_voids_the_reviews_and_moves_the_reserve() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let id = office.reviewed("抹灰", CONTEST, line);
    let mut corrected = facts(CONTEST);
    assert_eq!(
        refused(correct_facts(&office.app, &office.clerk, &office.signed(id, "核减"), &corrected)),
        ":facts-unchanged",
    );
    corrected.set("approved_cost", "60000");
    let blank = correct_facts(&office.app, &office.clerk, &office.signed(id, ""), &corrected);
    assert_eq!(refused(blank), "opinion:required");
    correct_facts(&office.app, &office.clerk, &office.signed(id, "核减 26,400 元"), &corrected).unwrap();
    let row = office.row(id);
    assert_eq!((row.state, row.amount, row.first_reviewer_id), (State::Accepted, 4_000_000, None));
    assert_eq!(office.ledger(line), [4_000_000, 0, 0]);
    let voided: Vec<_> =
        office.timeline(id).into_iter().filter(|step| step.voided_at.is_some()).map(|step| step.step).collect();
    assert_eq!(voided, [StepKind::FirstReview, StepKind::SecondReview]);
}

#[test]
fn a_double_click_and_a_stale_page_change_nothing() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let id = office.submitted("抹灰", CONTEST);
    let seen = office.signed(id, "");
    accept(&office.app, &office.clerk, &seen, Some(line)).unwrap();
    let twice = accept(&office.app, &office.clerk, &seen, Some(line));
    assert_eq!(refused(twice), "wrong-state");
    let stale = Signed { version: seen.version, ..office.signed(id, "") };
    assert_eq!(refused(sign(&office.app, &office.second_clerk, Step::FirstReview, &stale)), "stale");
    assert_eq!(office.ledger(line), [5_000_000, 0, 0]);
    assert_eq!(office.timeline(id).len(), 2);
}

#[test]
fn of_two_racing_for_the_last_of_a_line_one_gets_it() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let (first, second) = (office.submitted("抹灰", CONTEST), office.submitted("砌筑", CONTEST));
    let (app, racers) = (&office.app, [(&office.clerk, first), (&office.second_clerk, second)]);
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads = racers.map(|(who, id)| {
            let signed = office.signed(id, "");
            scope.spawn(move || accept(app, who, &signed, Some(line)))
        });
        threads.map(|thread| thread.join().unwrap()).into()
    });
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 1));
    let Err(ServiceError::Conflict(fault)) = &lost[0] else { panic!("{lost:?}") };
    assert_eq!(fault.code, "budget-short");
    let args: Vec<_> = fault.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(args, ["available=10000", "needed=50000"]);
    assert_eq!(office.ledger(line), [5_000_000, 0, 0]);
}

#[test]
fn what_leaves_the_chain_gives_its_money_back() {
    let office = office();
    let line = office.line("竞赛补助", Fen::yuan(60_000));
    let id = office.reviewed("抹灰", CONTEST, line);
    assert_eq!(refused(office.sign(&office.stranger, id, Step::Withdraw)), "NotFound");
    office.sign(&office.host, id, Step::Withdraw).unwrap();
    assert_eq!(office.ledger(line), [0, 0, 0]);
    let other = office.reviewed("砌筑", CONTEST, line);
    office.sign(&office.decider, other, Step::Reject).unwrap();
    assert_eq!(office.ledger(line), [0, 0, 0]);
}

#[test]
fn a_receipt_is_recomputed_to_the_byte() {
    let office = office();
    let id = office.reviewed("抹灰", SMALL, office.line("竞赛补助", Fen::yuan(60_000)));
    let signed = office.signed(id, "按实补助");
    decide(&office.app, &office.decider, &signed, &Ruled::Own(Fen::yuan(12_000))).unwrap();
    let current = office.row(id).assessment_id.map(crate::domain::ids::AssessmentId::new).unwrap();
    let mut row = office.app.store.read(|conn| claims::assessment(conn, current)).unwrap();
    let policies = office.app.policies();
    assert_eq!(assess::recompute(policies.versions(), &row), Ok(()));
    let files = crate::platform::policies::texts().filter(|(name, _)| crate::platform::policies::is_policy(name));
    crate::service::setup::publish_policies(&office.app.store, files, office.app.now()).unwrap();
    let proven = receipt::verify(&office.app.store, "jx-2019-0001 ").unwrap();
    assert!(proven.assessments >= 2, "as submitted and as decided");
    assert!(matches!(receipt::verify(&office.app.store, "JX-2019-0099"), Err(receipt::Unproven::NoClaim(_))));
    row.result = row.result.replacen("1200000", "1200001", 1);
    assert!(matches!(assess::recompute(policies.versions(), &row), Err(assess::Receipt::Differs { .. })));
    row.policy_hash = "0".repeat(64);
    assert!(matches!(assess::recompute(policies.versions(), &row), Err(assess::Receipt::PolicyMissing(_))));
}
