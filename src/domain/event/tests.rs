use super::*;
use crate::domain::code::Code;
use crate::domain::fault::{FieldFault, Problem};
use crate::domain::ids::{EventId, OrganisationId};
use crate::domain::money::Fen;
use crate::domain::plan::{Class, Level, PlanItem};
use crate::domain::policy::{Outcome, Policy, PolicySet};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

const PROPOSED: &[(&str, &str)] = &[
    ("name", "温州市电工职业技能竞赛"),
    ("level", "city"),
    ("trade", "电工"),
    ("starts_on", "2019年9月3日"),
    ("ends_on", "2019/9/4"),
    ("venue", "测试技师学院"),
    ("expected_people", "９0"),
    ("estimated_cost", "60,000元"),
    ("entry_fee_charged", "否"),
    ("contact_name", "测 试甲"),
    ("contact_phone", "0577-88001234"),
];

fn details(kind: Kind, stage: Stage, form: &[(&str, &str)]) -> Details {
    let mut details = Details::default();
    details.write(kind, stage, form.iter().copied()).expect("well-formed");
    details
}

fn item() -> PlanItem {
    PlanItem {
        year: 2019,
        kind: Kind::Competition,
        name: "温州市电工职业技能竞赛".to_owned(),
        level: Some(Level::City),
        class: None,
        trade: "电工".to_owned(),
        organiser: "市人力社保局".to_owned(),
        host: "测试技师学院".to_owned(),
        from: Some(day("2019-09-01")),
        to: None,
        venue: String::new(),
        expected_people: Some(90),
        budget_line: String::new(),
        note: String::new(),
    }
}

#[test]
fn required_fields_grow_with_the_stage() {
    let lines: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| Stage::ALL.iter().map(move |stage| (*kind, *stage)))
        .map(|(kind, stage)| {
            let fields: Vec<String> =
                missing(kind, stage, &Details::default()).into_iter().map(|fault| fault.field).collect();
            format!("{kind}, {stage}: {}", fields.join(" "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_complete_proposal_lacks_the_filing() {
    let details = details(Kind::Competition, Stage::Proposal, PROPOSED);
    assert_eq!(missing(Kind::Competition, Stage::Proposal, &details), []);
    let filing: Vec<_> =
        missing(Kind::Competition, Stage::Filing, &details).into_iter().map(|fault| fault.field).collect();
    assert_eq!(filing, ["theory_pct", "practice_pct", "safety_plan"]);
    assert_eq!(details.date(Field::StartsOn), Some(day("2019-09-03")));
    assert_eq!(details.count(Field::ExpectedPeople), Some(90));
    assert_eq!(details.money(Field::EstimatedCost), Some(Fen::yuan(60_000)));
    let stored = serde_json::to_string(&details).expect("JSON");
    assert!(stored.contains(r#""ends_on":"2019-09-04""#), "{stored}");
    assert_eq!(serde_json::from_str::<Details>(&stored).expect("read again"), details);
}

#[test]
fn malformed_fields_are_refused_all_at_once_and_the_rest_is_kept() {
    let mut details = Details::default();
    let form = [
        ("name", "竞赛"),
        ("level", "village"),
        ("starts_on", "soon"),
        ("estimated_cost", "-1"),
        ("expected_people", "0"),
        ("contact_phone", "123"),
        ("colour", "red"),
    ];
    let faults = details.write(Kind::Competition, Stage::Proposal, form).expect_err("faults");
    let fields: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.key)).collect();
    assert_eq!(
        fields,
        [
            ("level", "fault-not-a-choice"),
            ("starts_on", "fault-not-a-date"),
            ("estimated_cost", "fault-negative"),
            ("expected_people", "fault-out-of-range"),
            ("contact_phone", "fault-phone"),
        ]
    );
    assert_eq!(details.text(Field::Name), Some("竞赛"));
}

#[test]
fn what_was_approved_is_not_rewritten_later() {
    let mut details = details(Kind::Competition, Stage::Proposal, PROPOSED);
    let later = [("level", "provincial"), ("estimated_cost", "1"), ("venue", "市体育馆")];
    details.write(Kind::Competition, Stage::Filing, later).expect("well-formed");
    assert_eq!(details.level(), Some(Level::City));
    assert_eq!(details.money(Field::EstimatedCost), Some(Fen::yuan(60_000)));
    assert_eq!(details.text(Field::Venue), Some("市体育馆"));
}

#[test]
fn fields_are_checked_against_each_other() {
    let mut details = details(Kind::Competition, Stage::Proposal, PROPOSED);
    let form = [("level", "provincial"), ("ends_on", "2019-09-01")];
    details.write(Kind::Competition, Stage::Proposal, form).expect("well-formed");
    let filing = [("theory_pct", "30"), ("practice_pct", "60"), ("safety_plan", "有")];
    details.write(Kind::Competition, Stage::Filing, filing).expect("well-formed");
    let faults = missing(Kind::Competition, Stage::Filing, &details);
    assert_eq!(
        faults,
        [
            FieldFault::with("ends_on", Problem::TooEarly, "2019-09-03"),
            FieldFault::with("class", Problem::Missing, "1 / 2"),
            FieldFault::with("practice_pct", Problem::NotOneHundred, 90),
        ]
    );
    details.write(Kind::Competition, Stage::Filing, [("other_pct", "10")]).expect("well-formed");
    assert_eq!(missing(Kind::Competition, Stage::Filing, &details).len(), 2);
}

#[test]
fn every_field_belongs_to_a_form_and_every_choice_to_the_plan() {
    for field in Field::ALL {
        assert!(Kind::ALL.iter().any(|kind| fields(*kind).iter().any(|def| def.field == *field)), "{field}");
    }
    for kind in Kind::ALL {
        for def in fields(*kind) {
            assert!(!def.stages.is_empty(), "{kind} {}", def.field);
            if let Some(from) = def.required {
                assert!(def.stages.contains(&from), "{kind} {}: asked for when it cannot be written", def.field);
            }
            match (def.field, def.input) {
                (Field::Level, Input::Choice(codes)) => {
                    assert!(codes.iter().all(|code| Level::from_code(code).is_ok()))
                }
                (Field::Class, Input::Choice(codes)) => {
                    assert!(codes.iter().all(|code| Class::from_code(code).is_ok()))
                }
                _ => {}
            }
        }
    }
}

#[test]
fn papers_by_kind_and_stage() {
    let lines: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| Stage::ALL.iter().map(move |stage| (*kind, *stage)))
        .map(|(kind, stage)| {
            let papers = papers(kind, stage).iter();
            let papers: Vec<String> =
                papers.map(|asked| format!("{}{}", asked.paper, if asked.mandatory { "*" } else { "" })).collect();
            format!("{kind}, {stage}: {}", papers.join(" "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    let have = ["implementation_plan", "budget"];
    assert_eq!(missing_papers(Kind::Competition, Stage::Proposal, &have), [Paper::HostCertificate]);
    for paper in Paper::ALL {
        let asked = |kind: &Kind| papers_until(*kind, Stage::Closing).iter().any(|asked| asked.paper == *paper);
        assert!(Kind::ALL.iter().any(asked), "{paper}");
    }
}

#[test]
fn the_approver_is_warned() {
    let mut form = PROPOSED.to_vec();
    form.push(("entry_fee_charged", "是"));
    let details = details(Kind::Competition, Stage::Proposal, &form);
    let other = |event, host, venue, trade, on: &str| Other {
        event: EventId::new(event),
        host: OrganisationId::new(host),
        kind: Kind::Competition,
        venue,
        trade,
        starts_on: day(on),
        ends_on: day(on),
    };
    let others = [
        other(1, 7, "测试技师学院", "电工", "2019-09-03"),
        other(2, 7, "别处", "焊工", "2019-09-04"),
        other(3, 8, "测试 技师学院", "焊工", "2019-09-03"),
        other(4, 8, "别处", "电工", "2019-09-04"),
        other(5, 7, "测试技师学院", "电工", "2019-09-05"),
    ];
    let proposal = Proposal {
        event: EventId::new(1),
        host: OrganisationId::new(7),
        kind: Kind::Competition,
        details: &details,
        planned: None,
    };
    let found = |proposal: &Proposal, today: &str| -> Vec<String> {
        let line = |warning: Warning| {
            let number = warning.other.map(|event| event.get()).or(warning.days);
            format!("{}{}", warning.code, number.map(|number| format!(" {number}")).unwrap_or_default())
        };
        warnings(proposal, &others, day(today), 20).into_iter().map(line).collect()
    };
    assert_eq!(
        found(&proposal, "2019-08-15"),
        ["not-in-plan", "entry-fee", "short-notice 19", "same-host 2", "same-venue 3", "same-trade 4"]
    );
    assert_eq!(found(&proposal, "2019-08-14").len(), 5, "20 days are enough");
    assert!(found(&proposal, "2019-09-04").contains(&"already-begun".to_owned()));
    let provincial = PlanItem { level: Some(Level::Provincial), class: Some(Class::One), ..item() };
    let planned = Proposal { planned: Some(&provincial), ..proposal };
    assert_eq!(found(&planned, "2019-08-01")[0], "differs-from-plan");
}

#[test]
fn a_claim_cannot_state_otherwise_what_event_and_plan_fix() {
    let planned = item();
    let mut closed = details(Kind::Competition, Stage::Proposal, PROPOSED);
    closed.write(Kind::Competition, Stage::Closing, [("final_cost", "41,234.56")]).expect("well-formed");
    let record = Record { state: State::Closed, planned: Some(&planned), has_cost_statement: false };
    let fixed = fixed_facts(Kind::Competition, &closed, &record);
    assert_eq!(fixed.get("level").map(String::as_str), Some("city"));
    assert_eq!(fixed.get("class").map(String::as_str), Some(""), "a city competition has no class");
    assert_eq!(fixed.get("in_plan").map(String::as_str), Some("true"));
    assert!(fixed.contains_key("approved_cost"));
    assert!(!fixed.contains_key("cost_statement"), "the claim may still bring it");
    let provincial = PlanItem { level: Some(Level::Provincial), class: None, ..item() };
    let unclassed = Record { planned: Some(&provincial), ..record };
    assert!(!fixed_facts(Kind::Competition, &closed, &unclassed).contains_key("class"), "the plan does not say");
    let taught = Details::default();
    let mut hours = taught.clone();
    hours.write(Kind::Seminar, Stage::Closing, [("hours_provincial", "12")]).expect("well-formed");
    assert!(!fixed_facts(Kind::Seminar, &taught, &record).contains_key("hours_foreign"));
    assert_eq!(fixed_facts(Kind::Seminar, &hours, &record).get("hours_foreign").map(String::as_str), Some(""));
}

fn assess(kind: Kind, details: &Details, record: &Record) -> (Outcome, Fen, Option<Fen>) {
    let policy = include_str!("../../../policies/wenzhou-2019.toml");
    let policy = Policy::from_toml("wenzhou-2019.toml", policy).expect("the policy");
    let set = PolicySet::new(vec![policy]).expect("one version");
    let assessment = set.assess(kind.rule(), &claim_facts(kind, details, record), None).expect("a known rule");
    (assessment.outcome, assessment.amount, assessment.estimate)
}

#[test]
fn a_closed_competition_is_assessed_as_it_stands() {
    let planned = item();
    let mut details = details(Kind::Competition, Stage::Proposal, PROPOSED);
    let proposed = Record { state: State::Draft, planned: Some(&planned), has_cost_statement: false };
    // Before it is held: an estimate from the estimated cost, nothing payable.
    let (outcome, amount, estimate) = assess(Kind::Competition, &details, &proposed);
    assert_eq!((outcome, amount, estimate), (Outcome::Incomplete, Fen::ZERO, Some(Fen::yuan(50_000))));
    let closing = [("actual_people", "88"), ("final_cost", "45678.90"), ("sponsorship", "5000")];
    details.write(Kind::Competition, Stage::Closing, closing).expect("well-formed");
    let closed = Record { state: State::Closed, planned: Some(&planned), has_cost_statement: true };
    assert_eq!(assess(Kind::Competition, &details, &closed).0, Outcome::Payable);
    assert_eq!(assess(Kind::Competition, &details, &closed).1, Fen::yuan(40_678));
    let unplanned = Record { planned: None, ..closed };
    assert_eq!(assess(Kind::Competition, &details, &unplanned).0, Outcome::Ineligible);
    let without = Record { has_cost_statement: false, ..closed };
    assert_eq!(assess(Kind::Competition, &details, &without).0, Outcome::Incomplete);
}

#[test]
fn a_seminar_and_a_class_are_assessed_too() {
    let planned = item();
    let record = Record { state: State::Closed, planned: Some(&planned), has_cost_statement: true };
    let seminar = [
        ("ends_on", "2019-10-12"),
        ("in_city", "true"),
        ("hours_foreign", "20.50"),
        ("hours_provincial", "20.5"),
        ("final_cost", "80000"),
    ];
    let mut held = Details::default();
    for stage in Stage::ALL {
        held.write(Kind::Seminar, *stage, seminar).expect("well-formed");
    }
    for wrong in ["4.111", "4.", "-1", "10000"] {
        let faults = held.clone().write(Kind::Seminar, Stage::Closing, [("hours_foreign", wrong)]);
        assert_eq!(faults, Err(vec![FieldFault::new("hours_foreign", Problem::NotHours)]), "{wrong}");
    }
    assert_eq!(assess(Kind::Seminar, &held, &record).1, Fen::yuan(30_000));
    let class = [
        ("ends_on", "2019-10-12"),
        ("institution_listed", "是"),
        ("completed_trainees", "40"),
        ("final_cost", "300000"),
    ];
    let mut held = Details::default();
    for stage in Stage::ALL {
        held.write(Kind::ClassAway, *stage, class).expect("well-formed");
    }
    assert_eq!(assess(Kind::ClassAway, &held, &record).1, Fen::yuan(160_000));
}

#[test]
fn the_plan_fills_the_form() {
    let details = Details::from_plan(&item());
    let given: Vec<_> = details.iter().map(|(field, text)| format!("{field}={text}")).collect();
    assert_eq!(
        given,
        [
            "name=温州市电工职业技能竞赛",
            "level=city",
            "trade=电工",
            "organiser=市人力社保局",
            "starts_on=2019-09-01",
            "expected_people=90"
        ]
    );
}
