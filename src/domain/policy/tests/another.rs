//! Another city is another file.

use super::sheet;
use crate::domain::policy::{Policy, PolicySet};

fn set() -> PolicySet {
    PolicySet::new(vec![Policy::from_toml("another-city.toml", include_str!("another-city.toml")).unwrap()]).unwrap()
}

#[test]
fn computes_another_citys_rules() {
    let run = |rule: &str, facts: &[(&str, &str)]| {
        let result = set().assess(rule, &sheet(facts), None).unwrap();
        let binding = result.binding.map_or("-", |binding| binding.code());
        format!("{} {} {binding} {}", result.outcome, result.amount, result.payer.unwrap_or_default())
    };
    let world = [("tier", "world"), ("held_on", "2022-05-01"), ("contestants", "30")];
    assert_eq!(run("contest.fixed", &world), "payable 1000000 fixed district");
    let few = [("tier", "world"), ("held_on", "2022-05-01"), ("contestants", "29")];
    assert_eq!(run("contest.fixed", &few), "ineligible 0 - ");
    let city = [("tier", "city"), ("held_on", "2022-05-01"), ("contestants", "3")];
    assert_eq!(run("contest.fixed", &city), "payable 30000 fixed district");
    let expired = [("tier", "city"), ("held_on", "2024-01-01"), ("contestants", "3")];
    assert_eq!(run("contest.fixed", &expired), "ineligible 0 - ");
    assert_eq!(
        run("contest.cost", &[("held_on", "2022-05-01"), ("cost", "300000")]),
        "payable 250000 ceiling district"
    );
    // 5000 × 7 / 12 = 2916.66…: compared before dividing, then rounded down.
    assert_eq!(run("apprentice", &[("fee", "5833.33"), ("months", "7")]), "payable 2916 ratio district");
    assert_eq!(run("apprentice", &[("fee", "5833.34"), ("months", "7")]), "payable 2916 ceiling district");
}

#[test]
fn versions_of_different_cities_do_not_mix() {
    let other = Policy::from_toml("a.toml", include_str!("another-city.toml")).unwrap();
    assert!(PolicySet::new(vec![super::policy(), other]).is_err());
    assert!(PolicySet::new(vec![]).is_err());
}
