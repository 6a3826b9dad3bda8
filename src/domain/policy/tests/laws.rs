//! Laws that hold for every rule and any facts.

use super::{set, worked::worked_cases};
use crate::domain::money::Fen;
use crate::domain::policy::{
    Assessment, Case, FactSheet, Facts, Kind, Outcome, PolicySet, Rounding, Rule, Ruling, lower_limit, upper_limit,
};
use proptest::prelude::*;

/// Any text a fact might hold: usually of its kind, sometimes absent, sometimes rubbish.
fn text_for(kind: &Kind) -> BoxedStrategy<String> {
    let sensible: BoxedStrategy<String> = match kind {
        Kind::Choice(choices) => {
            let codes: Vec<String> = choices.iter().map(|choice| choice.code.clone()).collect();
            prop::sample::select(codes).boxed()
        }
        Kind::Bool => prop::sample::select(vec!["true", "false", "是", "否"]).prop_map(str::to_owned).boxed(),
        Kind::Money => prop_oneof![0..40_000_000i64, 0..200i64, Just(0), Just(Fen::MAX.0)]
            .prop_map(|fen| Fen(fen).to_string())
            .boxed(),
        Kind::Count => prop_oneof![0..80i64, Just(999_999_999)].prop_map(|count| count.to_string()).boxed(),
        Kind::Hours => (0..5_000i64).prop_map(|hours| Fen(hours).to_string()).boxed(),
        Kind::Date => (2017..2024i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")).boxed(),
        Kind::Text => "[a-z甲乙]{0,6}".boxed(),
    };
    prop_oneof![12 => sensible, 2 => Just(String::new()), 1 => "[-0-9.万元]{0,8}"].boxed()
}

/// A rule, facts for it in declared order, and perhaps a ruling.
fn claims() -> impl Strategy<Value = (usize, Vec<(String, String)>, Option<Ruling>)> {
    let rules = SET.with(|set| set.versions()[0].rules.len());
    (0..rules).prop_flat_map(|index| {
        let facts: Vec<_> = SET.with(|set| {
            let facts = &set.versions()[0].rules[index].facts;
            facts.iter().map(|fact| (Just(fact.name.clone()), text_for(&fact.kind))).collect()
        });
        let ruling = (-100..30_000_000i64, "[理由 ]{0,3}", any::<bool>());
        let ruling = ruling.prop_map(|(amount, reason, instalment)| Ruling {
            amount: Fen(amount),
            reason,
            decided_by: "王审定".into(),
            instalment,
        });
        (Just(index), facts, prop::option::of(ruling))
    })
}

fn assess(set: &PolicySet, rule: &Rule, facts: &FactSheet, ruling: Option<&Ruling>) -> Assessment {
    set.assess(&rule.id, facts, ruling).unwrap()
}

thread_local! {
    static SET: PolicySet = set();
    static CASES: Vec<Case> = worked_cases();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_result_keeps_the_laws((index, pairs, ruling) in claims()) {
        SET.with(|set| {
            let policy = &set.versions()[0];
            let rule = &policy.rules[index];
            let sheet: FactSheet = pairs.iter().cloned().collect();
            let facts = Facts::from_sheet(rule, &sheet);
            let result = assess(set, rule, &sheet, ruling.as_ref());
            let payable = result.outcome == Outcome::Payable;
            // The outcome is the gravest of the reasons, and all are listed.
            let gravest = result.reasons.iter().map(|reason| reason.outcome).min();
            prop_assert_eq!(gravest.unwrap_or(Outcome::Payable), result.outcome);
            // Nothing but payable pays; payable always names its binding.
            prop_assert_eq!(result.binding.is_some(), payable);
            prop_assert!(payable || result.amount.is_zero());
            prop_assert!(!payable || result.amount > Fen::ZERO || rule.calculator);
            prop_assert!(result.proposed.is_none() || result.outcome == Outcome::Refer);
            // Never above a limit, never under a floor, never a fraction of a yuan.
            if let Some(limit) = upper_limit(rule, &facts) {
                prop_assert!(result.amount <= limit.or_zero());
                prop_assert!(result.proposed.is_none_or(|proposed| proposed <= limit));
            }
            let part = result.ruling.as_ref().is_some_and(|ruling| ruling.instalment);
            if payable && !part && let Some(floor) = lower_limit(rule, &facts) {
                prop_assert!(result.amount >= floor);
            }
            if rule.rounding == Rounding::FloorYuan {
                prop_assert_eq!(result.amount.floor_yuan(), result.amount);
            }
            if let (Some(gross), Some(tax)) = (result.gross, result.tax) {
                prop_assert_eq!(gross - tax, result.amount);
            }
            // The fast path gives the same figures.
            let verdict = rule.verdict(&facts, ruling.as_ref());
            prop_assert_eq!(
                (verdict.outcome, verdict.amount, verdict.proposed, verdict.estimate, verdict.binding),
                (result.outcome, result.amount, result.proposed, result.estimate, result.binding)
            );
            Ok(())
        })?;
    }

    #[test]
    fn stored_results_are_recomputed_byte_for_byte((index, pairs, ruling) in claims()) {
        SET.with(|set| {
            let rule = &set.versions()[0].rules[index];
            let sheet: FactSheet = pairs.iter().cloned().collect();
            let reversed: FactSheet = pairs.iter().rev().cloned().collect();
            let bytes = |sheet: &FactSheet| {
                serde_json::to_string(&assess(set, rule, sheet, ruling.as_ref())).unwrap()
            };
            let stored = bytes(&sheet);
            prop_assert_eq!(&stored, &bytes(&reversed), "independent of the order of facts");
            let canonical = Facts::from_sheet(rule, &sheet).to_sheet(rule);
            let kept: FactSheet = serde_json::from_str(&serde_json::to_string(&canonical).unwrap()).unwrap();
            prop_assert_eq!(Facts::from_sheet(rule, &kept), Facts::from_sheet(rule, &sheet));
            prop_assert_eq!(&stored, &bytes(&kept));
            let read: Assessment = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(&serde_json::to_string(&read).unwrap(), &stored);
            let again = set.recompute(&read, &kept).unwrap();
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), stored);
            Ok(())
        })?;
    }

    #[test]
    fn more_cost_never_gives_less(low in 0..20_000_000i64, more in 0..20_000_000i64, other in 0..5_000_000i64) {
        SET.with(|set| {
            for case in CASES.with(Clone::clone) {
                for fact in ["approved_cost", "fee_paid"] {
                    if case.facts.get(fact).is_none() { continue; }
                    let amount = |cost: i64| {
                        let mut facts = case.facts.clone();
                        facts.set(fact, Fen(cost).to_string());
                        facts.set("sponsorship", Fen(other).to_string());
                        let result = set.assess(&case.rule, &facts, None).unwrap();
                        // What a referral proposes is on the way up to what is paid.
                        result.proposed.unwrap_or(result.amount)
                    };
                    prop_assert!(amount(low) <= amount(low + more), "{}", case.name);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn only_a_reasoned_ruling_makes_a_referral_payable() {
    let set = set();
    let referred: Vec<_> = worked_cases().into_iter().filter(|case| case.expected.outcome == Outcome::Refer).collect();
    assert_eq!(referred.len(), 3);
    for case in referred {
        for (reason, expected) in [("", Outcome::Refer), ("会议纪要第 3 号", Outcome::Payable)] {
            let amount = case.expected.proposed.unwrap_or(Fen::yuan(1_000));
            let ruling = Ruling { amount, reason: reason.into(), decided_by: "王审定".into(), instalment: false };
            let result = set.assess(&case.rule, &case.facts, Some(&ruling)).unwrap();
            assert_eq!(result.outcome, expected, "{}", case.name);
        }
    }
}
