//! Hard combinations, each with what a person works out by hand.

use super::{assess, set, set_with, sheet};
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, Binding, Outcome, PolicySet, ReasonCode, Ruling, settle};

/// Outcome, amount and binding in one line.
fn line(result: &Assessment) -> String {
    let binding = result.binding.map_or("-", Binding::code);
    match result.proposed {
        Some(proposed) => format!("{} {} {binding} proposed {proposed}", result.outcome, result.amount),
        None => format!("{} {} {binding}", result.outcome, result.amount),
    }
}

fn with(base: &[(&str, &str)], changes: &[(&str, &str)]) -> crate::domain::policy::FactSheet {
    let mut facts = sheet(base);
    changes.iter().for_each(|(name, text)| facts.set(*name, *text));
    facts
}

fn run(set: &PolicySet, rule: &str, base: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    line(&set.assess(rule, &with(base, changes), None).unwrap())
}

const CITY: &[(&str, &str)] = &[
    ("level", "city"),
    ("in_plan", "是"),
    ("held_on", "2019-09-03"),
    ("cost_statement", "true"),
    ("approved_cost", "70000"),
];

fn ruled(amount: Fen, reason: &str) -> Ruling {
    Ruling { amount, reason: reason.into(), decided_by: "王审定".into(), instalment: false }
}

#[test]
fn equal_limits_are_named_in_the_order_of_the_rule() {
    let set = set();
    let host = |changes: &[_]| run(&set, "competition.host", CITY, changes);
    assert_eq!(host(&[("approved_cost", "50000")]), "payable 50000 ceiling");
    assert_eq!(host(&[("approved_cost", "49999.99")]), "payable 49999 net_cost");
    assert_eq!(host(&[("standard", "50000")]), "payable 50000 ceiling");
    assert_eq!(host(&[("approved_cost", "30000"), ("standard", "30000")]), "payable 30000 standard");
    assert_eq!(host(&[("standard", "20000")]), "payable 20000 standard");
    assert_eq!(host(&[("standard", "19999.99")]), "invalid 0 -");
    assert_eq!(host(&[("standard", "50000.01")]), "invalid 0 -");
    let away = |heads: &str, cost: &str| {
        let facts = [("in_plan", "是"), ("institution_listed", "是"), ("finished_on", "2019-07-12")];
        run(&set, "class.away", &facts, &[("completed_trainees", heads), ("approved_cost", cost)])
    };
    assert_eq!(away("50", "200000"), "payable 200000 ceiling");
    assert_eq!(away("49", "196000"), "payable 196000 per_head");
    assert_eq!(away("51", "199999.99"), "payable 199999 approved_cost");
    assert_eq!(away("0", "1000"), "ineligible 0 -");
}

#[test]
fn a_competition_below_the_range_follows_the_setting() {
    let changed = |value: &str| {
        let set = set_with("value = \"refer\"", &format!("value = \"{value}\""));
        run(&set, "competition.host", CITY, &[("approved_cost", "19999.99")])
    };
    assert_eq!(run(&set(), "competition.host", CITY, &[("approved_cost", "19999.99")]), "refer 0 - proposed 19999");
    assert_eq!(changed("pay_actual"), "payable 19999 net_cost");
    assert_eq!(changed("pay_floor"), "payable 20000 floor");
    assert_eq!(run(&set(), "competition.host", CITY, &[("approved_cost", "20000")]), "payable 20000 net_cost");
    // What rounds to nothing is no grant, whatever the setting.
    assert_eq!(run(&set(), "competition.host", CITY, &[("approved_cost", "0.99")]), "ineligible 0 -");
    assert_eq!(run(&set(), "competition.host", CITY, &[("sponsorship", "70000")]), "ineligible 0 -");
    // Class belongs to the provincial level; a smaller provincial sum has no range to fall under.
    let provincial = [("level", "provincial"), ("class", "2"), ("approved_cost", "300.50")];
    assert_eq!(run(&set(), "competition.host", CITY, &provincial), "payable 300 net_cost");
}

#[test]
fn a_ruling_answers_a_referral_and_never_exceeds_it() {
    let (set, low) = (set(), with(CITY, &[("approved_cost", "8000.60")]));
    let decide = |ruling: &Ruling| set.assess("competition.host", &low, Some(ruling)).unwrap();
    let paid = decide(&ruled(Fen::yuan(6_000), "场地自有"));
    assert_eq!(line(&paid), "payable 6000 decision");
    assert_eq!(paid.ruling, Some(ruled(Fen::yuan(6_000), "场地自有")));
    assert_eq!(line(&decide(&ruled(Fen::yuan(8_000), "照准"))), "payable 8000 decision");
    assert_eq!(line(&decide(&ruled(Fen(800_060), "照准"))), "payable 8000 decision");
    assert_eq!(line(&decide(&ruled(Fen::yuan(8_001), "照准"))), "invalid 0 -");
    assert_eq!(line(&decide(&ruled(Fen::yuan(8_000), " "))), "refer 0 - proposed 8000");
    assert_eq!(line(&decide(&ruled(Fen::ZERO, "不予补助"))), "ineligible 0 -");
    // Where nothing was referred, a ruling changes nothing and is not recorded.
    let ruling = ruled(Fen::yuan(1), "无关");
    let plain = set.assess("competition.host", &sheet(CITY), Some(&ruling)).unwrap();
    assert_eq!(plain, set.assess("competition.host", &sheet(CITY), None).unwrap());
    // It heals no other fault.
    let outside = with(CITY, &[("approved_cost", "8000"), ("in_plan", "否")]);
    let result = set.assess("competition.host", &outside, Some(&ruled(Fen::yuan(8_000), "照准"))).unwrap();
    assert_eq!(line(&result), "ineligible 0 -");
}

#[test]
fn a_ruling_can_be_the_decision_of_a_floor_or_ceiling() {
    let set = set();
    let decide = |rule: &str, facts: &[(&str, &str)], amount: i64| {
        line(&set.assess(rule, &sheet(facts), Some(&ruled(Fen::yuan(amount), "会议决定"))).unwrap())
    };
    let base = [("level", "city"), ("designated_on", "2019-12-01")];
    assert_eq!(decide("base.grant", &base, 200_000), "payable 200000 decision");
    assert_eq!(decide("base.grant", &base, 199_999), "invalid 0 -");
    // A part under the floor only where the rule is paid in parts, and never by a fact.
    let part = |rule: &str, facts: &[(&str, &str)], amount: i64| {
        let ruling = Ruling { instalment: true, ..ruled(Fen::yuan(amount), "会议决定") };
        line(&set.assess(rule, &sheet(facts), Some(&ruling)).unwrap())
    };
    assert_eq!(part("base.grant", &base, 80_000), "payable 80000 decision");
    assert_eq!(part("base.grant", &base, 0), "ineligible 0 -");
    let stated = [("level", "city"), ("designated_on", "2019-12-01"), ("decided_amount", "80000")];
    assert_eq!(part("base.grant", &stated, 80_000), "invalid 0 -");
    let built = [("level", "city"), ("newly_built", "是"), ("built_on", "2019-10-10")];
    assert_eq!(part("enterprise.demonstration", &built, 49_999), "invalid 0 -");
    let graded = [("grade", "excellent"), ("evaluated_on", "2019-12-31")];
    assert_eq!(decide("base.excellent", &graded, 200_000), "payable 200000 decision");
    assert_eq!(decide("base.excellent", &graded, 200_001), "invalid 0 -");
    assert_eq!(decide("team.participation", &[], 5_000), "payable 5000 decision");
}

#[test]
fn floors_are_reached_to_the_last_fen() {
    let set = set();
    let base = [("level", "provincial"), ("designated_on", "2019-12-01")];
    let grant = |changes: &[_]| run(&set, "base.grant", &base, changes);
    assert_eq!(grant(&[]), "refer 0 - proposed 1000000");
    assert_eq!(grant(&[("paid_before", "200000")]), "refer 0 - proposed 800000");
    assert_eq!(grant(&[("paid_before", "2000000")]), "refer 0 - proposed 0");
    // 不少于: the whole-yuan proposal and decision reach the floor, not a fen less.
    assert_eq!(grant(&[("paid_before", "200000.40")]), "refer 0 - proposed 800000");
    assert_eq!(grant(&[("paid_before", "200000.40"), ("decided_amount", "799999.60")]), "invalid 0 -");
    assert_eq!(grant(&[("decided_amount", "1000000.99")]), "payable 1000000 decision");
    assert_eq!(grant(&[("decided_amount", "-1")]), "invalid 0 -");
    let built = [("level", "city"), ("newly_built", "否"), ("built_on", "2019-10-10"), ("decided_amount", "50000")];
    assert_eq!(run(&set, "enterprise.demonstration", &built, &[]), "ineligible 0 -");
}

const SEMINAR: &[(&str, &str)] = &[
    ("venue", "wenzhou"),
    ("in_plan", "true"),
    ("finished", "true"),
    ("finished_on", "2019-05-20"),
    ("approved_cost", "60000"),
];

#[test]
fn mixed_lecturers_and_hours_from_hong_kong_follow_the_settings() {
    let mixed =
        [("hours_foreign", "3.5"), ("hours_hmt", "4.25"), ("hours_domestic", "0.25"), ("hours_provincial", "8")];
    assert_eq!(run(&set(), "seminar.host", SEMINAR, &mixed), "payable 20000 tier");
    let result = set().assess("seminar.host", &with(SEMINAR, &mixed), None).unwrap();
    let used: Vec<&str> = result.settings.iter().map(|used| used.key.as_str()).collect();
    assert_eq!(used, ["mixed_lecturers", "hmt_tier", "capped_by_cost"]);
    let less = [("hours_foreign", "3.5"), ("hours_hmt", "4.25"), ("hours_domestic", "0.24"), ("hours_provincial", "8")];
    assert_eq!(run(&set(), "seminar.host", SEMINAR, &less), "payable 10000 tier");
    let highest = set_with("value = \"majority_hours\"", "value = \"highest_origin\"");
    assert_eq!(run(&highest, "seminar.host", SEMINAR, &less), "payable 30000 tier");
    let abroad = set_with("value = \"domestic\"", "value = \"foreign\"");
    let hmt = [("hours_hmt", "4"), ("hours_provincial", "4")];
    assert_eq!(run(&abroad, "seminar.host", SEMINAR, &hmt), "payable 30000 tier");
    assert_eq!(run(&set(), "seminar.host", SEMINAR, &hmt), "payable 20000 tier");
    let uncapped =
        set_with("key = \"capped_by_cost\"\nvalue = \"true\"", "key = \"capped_by_cost\"\nvalue = \"false\"");
    let cheap = [("hours_foreign", "8"), ("approved_cost", "100")];
    assert_eq!(run(&uncapped, "seminar.host", SEMINAR, &cheap), "payable 30000 tier");
    assert_eq!(run(&set(), "seminar.host", SEMINAR, &cheap), "payable 100 approved_cost");
    assert_eq!(
        run(&set(), "seminar.host", SEMINAR, &[("hours_foreign", "8"), ("approved_cost", "30000")]),
        "payable 30000 tier"
    );
}

#[test]
fn an_unfinished_seminar_lists_everything_at_once() {
    let result = assess("seminar.host", &[("venue", "elsewhere"), ("finished", "否"), ("hours_foreign", "八")]);
    let codes: Vec<(Outcome, ReasonCode, Option<&str>)> =
        result.reasons.iter().map(|reason| (reason.outcome, reason.code, reason.fact.as_deref())).collect();
    assert_eq!(result.outcome, Outcome::Invalid);
    assert_eq!(
        codes,
        [
            (Outcome::Invalid, ReasonCode::Unreadable, Some("hours_foreign")),
            (Outcome::Ineligible, ReasonCode::ConditionFailed, Some("venue")),
            (Outcome::Incomplete, ReasonCode::Missing, Some("in_plan")),
            (Outcome::Incomplete, ReasonCode::Missing, Some("finished_on")),
            (Outcome::Incomplete, ReasonCode::Missing, Some("approved_cost")),
            (Outcome::Incomplete, ReasonCode::ConditionFailed, Some("finished")),
        ]
    );
    assert_eq!(run(&set(), "seminar.host", SEMINAR, &[]), "incomplete 0 -", "no hours at all");
}

#[test]
fn awards_stack_by_difference_and_are_paid_by_whom_the_text_says() {
    let set = set();
    let award = |changes: &[_]| run(&set, "person.award", &[("selected_on", "2019-11-01")], changes);
    assert_eq!(award(&[("title", "city-chief-technician"), ("paid_before", "20000")]), "ineligible 0 -");
    assert_eq!(award(&[("title", "city-chief-technician"), ("paid_before", "30000")]), "ineligible 0 -");
    assert_eq!(award(&[("title", "provincial-topnotch")]), "incomplete 0 -");
    assert_eq!(award(&[("title", "special-support-leader")]), "payable 150000 fixed");
    assert_eq!(award(&[("title", "excellent"), ("already_awarded", "是")]), "ineligible 0 -");
    assert_eq!(award(&[("title", "master")]), "invalid 0 -");
    let payer = |title: &str| assess("person.award", &[("selected_on", "2019-11-01"), ("title", title)]).payer;
    assert_eq!(payer("excellent").as_deref(), Some("county"));
    assert_eq!(payer("city-chief-technician").as_deref(), Some("city"));
    let full = set_with("value = \"difference\"", "value = \"full\"");
    let both = [("title", "city-chief-technician"), ("paid_before", "10000")];
    assert_eq!(run(&full, "person.award", &[("selected_on", "2019-11-01")], &both), "payable 20000 fixed");
}

#[test]
fn the_award_after_tax_is_grossed_up() {
    let facts = [("employer", "private"), ("selected_on", "2019-11-01")];
    let result = assess("private-enterprise.award", &facts);
    assert_eq!(
        (result.amount, result.gross, result.tax),
        (Fen::yuan(20_000), Some(Fen::yuan(25_000)), Some(Fen::yuan(5_000)))
    );
    let exempt = set_with("value = \"20/100\"", "value = \"exempt\"")
        .assess("private-enterprise.award", &sheet(&facts), None)
        .unwrap();
    assert_eq!(
        (exempt.amount, exempt.gross, exempt.tax),
        (Fen::yuan(20_000), Some(Fen::yuan(20_000)), Some(Fen::ZERO))
    );
    let state = assess("private-enterprise.award", &[("employer", "state"), ("selected_on", "2019-11-01")]);
    assert_eq!((line(&state).as_str(), state.gross, state.tax, state.payer), ("ineligible 0 -", None, None, None));
}

#[test]
fn apprentices_are_capped_by_the_month_and_compared_exactly() {
    let set = set();
    let base = [("worker", "new-hire"), ("training_year", "1"), ("started_on", "2019-03-01")];
    let apprentice =
        |fee: &str, months: &str| run(&set, "apprenticeship", &base, &[("fee_paid", fee), ("months", months)]);
    assert_eq!(apprentice("9999.99", ""), "payable 5999 ratio");
    assert_eq!(apprentice("10000", ""), "payable 6000 ceiling");
    assert_eq!(apprentice("5833.33", "7"), "payable 3499 ratio");
    assert_eq!(apprentice("5833.34", "7"), "payable 3500 ceiling");
    assert_eq!(apprentice("5000", "0"), "invalid 0 -");
    assert_eq!(apprentice("5000", "13"), "invalid 0 -");
    assert_eq!(apprentice("5000", "6.5"), "invalid 0 -");
    assert_eq!(apprentice("1.66", "1"), "ineligible 0 -");
}

#[test]
fn an_advance_is_settled_against_those_who_finished() {
    let base = [("worker", "new-hire"), ("training_year", "1"), ("started_on", "2019-03-01"), ("fee_paid", "5000")];
    let finished = assess("apprenticeship", &base);
    let left = assess("apprenticeship", &[("worker", "other"), ("training_year", "1"), ("fee_paid", "5000")]);
    assert_eq!(settle([&finished, &finished, &left], Fen::yuan(4_500)), Fen::yuan(1_500));
    assert_eq!(settle([&finished, &left], Fen::yuan(4_500)), Fen::yuan(-1_500), "to be recovered");
}

#[test]
fn post_allowance_stops_at_36_months_and_at_what_is_paid() {
    let set = set();
    let base = [
        ("level", "technician"),
        ("certificate_on", "2019-01-15"),
        ("employer_kind", "enterprise"),
        ("in_catalogue", "是"),
        ("contract_months", "12"),
    ];
    let post = |insured: &str, paid: &str| {
        run(&set, "post.allowance", &base, &[("insured_months", insured), ("paid_months", paid)])
    };
    assert_eq!(post("35", ""), "payable 17500 months");
    assert_eq!(post("36", ""), "payable 18000 ceiling");
    assert_eq!(post("37", "30"), "payable 3000 ceiling");
    assert_eq!(post("18", "18"), "ineligible 0 -");
    assert_eq!(post("18", "40"), "ineligible 0 -");
    assert_eq!(post("0", ""), "ineligible 0 -");
    assert_eq!(
        run(&set, "post.allowance", &base, &[("insured_months", "12"), ("contract_months", "11")]),
        "ineligible 0 -"
    );
}

#[test]
fn skill_upgrade_knows_its_window_and_its_time_limit() {
    let set = set();
    let base = [("level", "3"), ("certificate_on", "2020-02-29"), ("in_shortage_catalogue", "否")];
    let upgrade = |claim: &str, insured: &str| {
        run(&set, "skill.upgrade", &base, &[("claim_on", claim), ("insured_months", insured)])
    };
    assert_eq!(upgrade("2020-12-31", "12"), "payable 2000 fixed");
    assert_eq!(upgrade("2020-12-31", "11"), "ineligible 0 -");
    assert_eq!(upgrade("2021-01-01", "12"), "ineligible 0 -");
    assert_eq!(upgrade("2021-01-01", "36"), "payable 2000 fixed");
    assert_eq!(upgrade("2021-02-28", "36"), "payable 2000 fixed");
    assert_eq!(upgrade("2021-03-01", "36"), "ineligible 0 -");
    assert_eq!(upgrade("2020-02-28", "36"), "ineligible 0 -");
    assert_eq!(
        run(&set, "skill.upgrade", &base, &[("level", "2"), ("claim_on", "2020-06-01"), ("insured_months", "12")]),
        "invalid 0 -"
    );
}

#[test]
fn the_deduction_is_exact_to_the_fen_and_carries_the_rest() {
    let deduct = |wages: &str, spent: &str, carried: &str| {
        let result = assess("education.deduction", &[("wages", wages), ("spent", spent), ("carried_in", carried)]);
        format!("{} carried {}", line(&result), result.carried_out.unwrap_or_default())
    };
    assert_eq!(deduct("1000000.55", "100000", ""), "payable 80000.04 ratio carried 19999.96");
    assert_eq!(deduct("1000000", "50000.25", "1000.50"), "payable 51000.75 spent carried 0");
    assert_eq!(deduct("1000000", "80000", ""), "payable 80000 ratio carried 0");
    assert_eq!(deduct("0", "80000", ""), "payable 0 ratio carried 80000");
}

#[test]
fn the_fact_date_selects_the_version_and_an_expired_one_never_applies() {
    let early =
        assess("competition.host", &[("level", "county"), ("approved_cost", "约7万"), ("held_on", "2018-12-31")]);
    let codes: Vec<ReasonCode> = early.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [ReasonCode::Unreadable, ReasonCode::OutsideValidity],
        "no condition of a law that does not hold"
    );
    assert_eq!(run(&set(), "competition.host", CITY, &[("held_on", "2018-12-31")]), "ineligible 0 -");
    assert_eq!(run(&set(), "competition.host", CITY, &[("held_on", "2019-01-01")]), "payable 50000 ceiling");
    assert_eq!(run(&set(), "competition.host", CITY, &[("held_on", "")]), "incomplete 0 -");
    let version = |version: &str, dates: &str, ceiling: &str| {
        let text = super::WENZHOU.replace("version = \"2019.1\"", &format!("version = \"{version}\""));
        let text = text.replace("valid_from = 2019-01-01", dates);
        let text = text.replace("floor = 20_000, ceiling = 50_000", &format!("floor = 20_000, ceiling = {ceiling}"));
        crate::domain::policy::Policy::from_toml("v.toml", &text).unwrap()
    };
    let set = PolicySet::new(vec![
        version("b", "valid_from = 2021-01-01\nvalid_to = 2022-12-31", "60_000"),
        version("a", "valid_from = 2019-01-01\nvalid_to = 2019-12-31", "50_000"),
    ])
    .unwrap();
    for (date, expected) in [
        ("2019-12-31", "payable 50000 ceiling"),
        ("2020-06-01", "ineligible 0 -"),
        ("2021-01-01", "payable 60000 ceiling"),
        ("2022-12-31", "payable 60000 ceiling"),
        ("2023-01-01", "ineligible 0 -"),
    ] {
        assert_eq!(run(&set, "competition.host", CITY, &[("held_on", date)]), expected, "{date}");
    }
    let result = set.assess("competition.host", &with(CITY, &[("held_on", "2021-05-01")]), None).unwrap();
    assert_eq!(set.find(&result.policy).map(|policy| policy.reference.version.as_str()), Some("b"));
}
