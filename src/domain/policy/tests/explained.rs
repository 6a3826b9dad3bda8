use super::{policy, set, worked::worked_cases};
use crate::domain::lang::Lang;
use crate::domain::policy::{PolicyRef, explain};
use std::fmt::Write;

fn render(lang: Lang) -> String {
    let (set, policy) = (set(), policy());
    let mut text = String::new();
    for case in worked_cases() {
        let result = set.assess(&case.rule, &case.facts, None).unwrap();
        let said = explain(&policy, &result, lang).unwrap();
        writeln!(text, "{}\n  {}", case.name, said.headline).unwrap();
        said.reasons.iter().for_each(|reason| writeln!(text, "  ✗ {}", reason.text).unwrap());
        said.steps.iter().for_each(|step| writeln!(text, "  · {}", step.text).unwrap());
        said.settings.iter().for_each(|setting| writeln!(text, "  ※ {setting}").unwrap());
    }
    text
}

#[test]
fn says_every_worked_case_in_both_languages() {
    insta::assert_snapshot!("worked_cases_zh", render(Lang::Zh));
    insta::assert_snapshot!("worked_cases_en", render(Lang::En));
}

#[test]
fn says_nothing_about_another_policy() {
    let mut result = set().assess("class.away", &super::sheet(&[]), None).unwrap();
    result.policy = PolicyRef { hash: "0".into(), ..result.policy };
    assert_eq!(explain(&policy(), &result, Lang::Zh), None);
}
