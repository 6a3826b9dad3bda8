//! Claims with a line per person: how a rule counts people, and what their lines come to together.
//!
//! The lines travel in the fact sheet under [`PEOPLE`] and [`ADVANCE`], so that a stored assessment
//! holds all it was computed from. They hold facts alone: no name and no identity number.

use super::assessment::{Assessment, Binding, Outcome, Reason, ReasonCode, Ruling, SettingUsed, Step, StepCode};
use super::facts::{FactSheet, Facts};
use super::rule::{Policy, Rule};
use super::value::Shown;
use crate::domain::money::Fen;

/// Key of the lines in a fact sheet: a JSON list of sheets, one a person.
pub const PEOPLE: &str = "people";
/// Key of the sum paid in advance, in yuan.
pub const ADVANCE: &str = "advance";
/// Key of the form of the lines. Sheets with it are explained person by person; those written before
/// it are recomputed as they were, so that their receipts stay proven to the byte.
pub const FORM: &str = "people_form";
/// The form that sheets are written in now.
pub const FORM_NOW: &str = "2";
/// Key in a person's sheet: `false` for somebody who did not finish.
pub const FINISHED: &str = "finished";

/// How a rule counts people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum People {
    /// It does not: the claim is its unit's.
    #[default]
    None,
    /// The claim is one person's, who stands in the public notice.
    One,
    /// This count is the number of people on the list who finished.
    Counted(usize),
    /// Each person is assessed for themselves by these facts, never pooled; the others are the
    /// class's.
    Each(Vec<usize>),
}

impl People {
    /// Whether claims under the rule can have lines.
    pub fn has_lines(&self) -> bool {
        *self != People::None
    }
}

impl Policy {
    /// The whole result for a sheet that may hold people.
    #[must_use]
    pub fn assess_sheet(&self, rule: &Rule, sheet: &FactSheet, ruling: Option<&Ruling>) -> Assessment {
        match (&rule.people, lines(sheet)) {
            (People::Each(_), Some(lines)) => self.assess_class(rule, sheet, &lines),
            _ => self.assess(rule, &Facts::from_sheet(rule, sheet), ruling),
        }
    }

    /// Each person's own result, in the order of the lines; empty for other sheets.
    #[must_use]
    pub fn assess_each(&self, rule: &Rule, sheet: &FactSheet) -> Vec<Assessment> {
        let People::Each(_) = rule.people else { return Vec::new() };
        let one = |line: FactSheet| self.assess(rule, &Facts::from_sheet(rule, &with(sheet, line)), None);
        lines(sheet).unwrap_or_default().into_iter().map(one).collect()
    }

    fn assess_class(&self, rule: &Rule, sheet: &FactSheet, lines: &[FactSheet]) -> Assessment {
        let own = self.assess_each(rule, sheet);
        let finished = |line: &FactSheet| line.get(FINISHED) != Some("false");
        let counted: Vec<&Assessment> =
            own.iter().zip(lines).filter(|(_, line)| finished(line)).map(|(own, _)| own).collect();
        let worst = own.iter().map(|line| line.outcome).filter(|outcome| *outcome != Outcome::Ineligible).min();
        let total: Fen = counted.iter().map(|line| line.amount).sum();
        let advance = sheet.get(ADVANCE).and_then(|text| text.parse::<Fen>().ok()).unwrap_or_default();
        let left = total - advance;
        let outcome = match worst {
            Some(Outcome::Payable) if left > Fen::ZERO => Outcome::Payable,
            Some(Outcome::Payable) | None => Outcome::Ineligible,
            Some(worst) => worst,
        };
        let detailed = sheet.get(FORM).is_some();
        let settled = detailed && outcome == Outcome::Ineligible && advance > Fen::ZERO;
        let mut reasons = if settled { vec![settlement(rule, left)] } else { faults(&own, outcome) };
        if outcome == Outcome::Ineligible && worst.is_some() && !settled {
            reasons.push(comes_to_nothing(rule, left));
        }
        let sums = Sums { total, advance, left, recovered: settled || !detailed };
        let first = own.first();
        Assessment {
            policy: self.reference.clone(),
            rule: rule.id.clone(),
            outcome,
            amount: if outcome == Outcome::Payable { left } else { Fen::ZERO },
            proposed: None,
            estimate: matches!(outcome, Outcome::Payable | Outcome::Incomplete).then_some(left.max(Fen::ZERO)),
            binding: (outcome == Outcome::Payable)
                .then(|| binding(&counted, if detailed { Binding::Each } else { Binding::PerHead })),
            payer: first.and_then(|line| line.payer.clone()),
            gross: None,
            tax: None,
            carried_out: None,
            ruling: None,
            reasons,
            steps: steps(detailed.then_some(rule), &own, lines, finished, &sums),
            settings: settings(&own),
        }
    }
}

/// The lines of a sheet; none where it has no list, or not a sound one.
fn lines(sheet: &FactSheet) -> Option<Vec<FactSheet>> {
    let lines: Vec<FactSheet> = serde_json::from_str(sheet.get(PEOPLE)?).ok()?;
    (!lines.is_empty()).then_some(lines)
}

/// The facts of the class with those of one person over them.
fn with(sheet: &FactSheet, line: FactSheet) -> FactSheet {
    let mut all = sheet.clone();
    all.0.extend(line.0);
    all
}

/// What is wrong with lines, each fault once: which line it is, the list says. People who are not
/// eligible get nothing and keep nobody else from it.
fn faults(own: &[Assessment], outcome: Outcome) -> Vec<Reason> {
    let mut found: Vec<Reason> = Vec::new();
    let counts = |reason: &&Reason| outcome != Outcome::Payable && reason.outcome == outcome;
    for reason in own.iter().flat_map(|line| &line.reasons).filter(counts) {
        if !found.contains(reason) {
            found.push(reason.clone());
        }
    }
    found
}

fn comes_to_nothing(rule: &Rule, left: Fen) -> Reason {
    let seen = Some(Shown::Yuan(left));
    Reason { outcome: Outcome::Ineligible, seen, ..Reason::of(ReasonCode::ComesToNothing, rule) }
}

/// The advance covers all that was earned: what is left of it is to be paid back.
fn settlement(rule: &Rule, left: Fen) -> Reason {
    let code = if left < Fen::ZERO { ReasonCode::Recovery } else { ReasonCode::Settled };
    Reason { outcome: Outcome::Ineligible, seen: Some(Shown::Yuan(-left)), ..Reason::of(code, rule) }
}

/// What bound all of them, or `mixed`.
fn binding(counted: &[&Assessment], mixed: Binding) -> Binding {
    let mut all = counted.iter().filter_map(|line| line.binding);
    let first = all.next().unwrap_or(mixed);
    if all.all(|binding| binding == first) { first } else { mixed }
}

struct Sums {
    total: Fen,
    advance: Fen,
    left: Fen,
    /// Whether what was advanced too much is said.
    recovered: bool,
}

/// How one person's sum came about, or why there is none: what the list does not show already.
fn own_steps(number: i64, own: &Assessment) -> Vec<Step> {
    let computed = |step: &&Step| !matches!(step.code, StepCode::ConditionMet | StepCode::Fact);
    let mut steps: Vec<Step> = match own.outcome {
        Outcome::Payable => own.steps.iter().filter(computed).cloned().collect(),
        _ => Vec::new(),
    };
    let failed = |reason: &Reason| Step {
        article: reason.article.clone(),
        reason: Some(Box::new(reason.clone())),
        ..Step::bare(StepCode::Failed)
    };
    steps.extend(own.reasons.iter().map(failed));
    steps.into_iter().map(|step| Step { person: Some(number), ..step }).collect()
}

/// The steps of the class; with a rule, those of each person under it as well.
fn steps(
    detailed: Option<&Rule>,
    own: &[Assessment],
    lines: &[FactSheet],
    finished: impl Fn(&FactSheet) -> bool,
    sums: &Sums,
) -> Vec<Step> {
    let step = |code: StepCode, value: Fen| Step { value: Some(Shown::Yuan(value)), ..Step::bare(code) };
    let mut steps = Vec::new();
    for ((number, own), line) in (1_i64..).zip(own).zip(lines) {
        let done = finished(line);
        if done && detailed.is_some() {
            steps.extend(own_steps(number, own));
        }
        let (code, value) = if done { (StepCode::Person, own.amount) } else { (StepCode::Unfinished, Fen::ZERO) };
        let article = detailed.map(|rule| rule.article.clone());
        steps.push(Step { name: Some(number.to_string()), article, ..step(code, value) });
    }
    let count = lines.iter().filter(|line| finished(line)).count();
    steps.push(Step { times: i64::try_from(count).ok().map(Shown::Count), ..step(StepCode::Class, sums.total) });
    if sums.advance > Fen::ZERO {
        steps.push(step(StepCode::Advance, -sums.advance));
        if sums.left < Fen::ZERO && sums.recovered {
            steps.push(step(StepCode::Recovery, -sums.left));
        }
    }
    steps
}

fn settings(own: &[Assessment]) -> Vec<SettingUsed> {
    let mut used: Vec<SettingUsed> = Vec::new();
    for setting in own.iter().flat_map(|line| &line.settings) {
        if !used.contains(setting) {
            used.push(setting.clone());
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::policy::explain;
    use proptest::prelude::*;

    fn policy() -> Policy {
        Policy::from_toml("wenzhou-2019.toml", include_str!("../../../policies/wenzhou-2019.toml")).expect("sound")
    }

    fn person(worker: &str, year: &str, months: &str, fee: &str, finished: bool) -> FactSheet {
        let mut sheet: FactSheet =
            [("worker", worker), ("training_year", year), ("months", months), ("fee_paid", fee)].into_iter().collect();
        if !finished {
            sheet.set(FINISHED, "false");
        }
        sheet
    }

    fn class(lines: &[FactSheet], advance: &str) -> FactSheet {
        let pairs = [("started_on", "2019-03-01"), (ADVANCE, advance), (FORM, FORM_NOW)];
        let mut sheet: FactSheet = pairs.into_iter().collect();
        sheet.set(PEOPLE, serde_json::to_string(lines).expect("JSON"));
        sheet
    }

    fn assess(sheet: &FactSheet) -> Assessment {
        let policy = policy();
        policy.assess_sheet(policy.rule("apprenticeship").expect("the rule"), sheet, None)
    }

    #[test]
    fn a_class_is_never_pooled() {
        // 10,000 paid is bound by 6,000; 4,000 gives 2,400. Pooled it would be 8,400 as well, but
        // 20,000 and 0 would not: 6,000 and nothing.
        let lines = [person("new-hire", "1", "12", "10000", true), person("transferred", "1", "6", "4000", true)];
        assert_eq!(assess(&class(&lines, "")).amount, Fen::yuan(8_400));
        let uneven = [person("new-hire", "1", "12", "20000", true), person("new-hire", "1", "12", "0", true)];
        assert_eq!(assess(&class(&uneven, "")).amount, Fen::yuan(6_000));
    }

    #[test]
    fn an_advance_is_settled_against_those_who_finished() {
        let lines = [
            person("new-hire", "1", "12", "10000", true),
            person("new-hire", "1", "12", "10000", false),
            person("new-hire", "3", "12", "10000", true),
        ];
        let settled = assess(&class(&lines, "4500"));
        assert_eq!((settled.outcome, settled.amount), (Outcome::Payable, Fen::yuan(1_500)));
        let policy = policy();
        let said = explain(&policy, &settled, Lang::Zh).expect("words");
        let steps: Vec<String> = said.steps.iter().map(|step| step.text.clone()).collect();
        insta::assert_snapshot!(steps.join("\n"), @r"
        第 1 人 · 60% × 10,000 元 = 6,000 元（一般按 60%）
        第 1 人 · 上限：6,000 元 × 12 个月/12 = 6,000 元（不超过 6,000 元）
        第 1 人 · 最终由上限限定：6,000 元
        第 1 人：6,000 元
        第 2 人（未结业）：0 元
        第 3 人 · 补贴期限不超过 2 年：培训年度为“3”，要求“不超过 2”
        第 3 人：0 元
        结业 2 人合计：6,000 元
        减：已预拨：−4,500 元
        ");
        let over = assess(&class(&lines, "7500"));
        assert_eq!((over.outcome, over.amount), (Outcome::Ineligible, Fen::ZERO));
        let recovery = over.steps.last().expect("a step");
        assert_eq!((recovery.code, recovery.value.clone()), (StepCode::Recovery, Some(Shown::Yuan(Fen::yuan(1_500)))));
    }

    fn said(assessment: &Assessment) -> String {
        let said = explain(&policy(), assessment, Lang::Zh).expect("words");
        let steps: Vec<String> = said.steps.iter().map(|step| step.text.clone()).collect();
        let reasons: Vec<String> = said.reasons.iter().map(|reason| reason.text.clone()).collect();
        format!("{}\n{}\n{}", said.headline, reasons.join("\n"), steps.join("\n"))
    }

    #[test]
    fn each_person_is_bound_by_their_own_limit() {
        let lines = [
            person("new-hire", "1", "12", "9000", true),
            person("new-hire", "1", "7", "10000", true),
            person("other", "1", "12", "10000", true),
        ];
        let mixed = assess(&class(&lines, ""));
        assert_eq!((mixed.amount, mixed.binding), (Fen::yuan(8_900), Some(Binding::Each)));
        insta::assert_snapshot!(said(&mixed), @r"
        可以支付：8,900 元，各人分别限定
        
        第 1 人 · 60% × 9,000 元 = 5,400 元（一般按 60%）
        第 1 人 · 上限：6,000 元 × 12 个月/12 = 6,000 元（不超过 6,000 元）
        第 1 人 · 最终由比例限定：5,400 元
        第 1 人：5,400 元
        第 2 人 · 60% × 10,000 元 = 6,000 元（一般按 60%）
        第 2 人 · 上限：6,000 元 × 7 个月/12 = 3,500 元（不超过 6,000 元）
        第 2 人 · 最终由上限限定：3,500 元
        第 2 人：3,500 元
        第 3 人 · 学徒须为企业新招用或新转岗人员：人员类别为“其他”，要求“新招用、新转岗”
        第 3 人：0 元
        结业 3 人合计：8,900 元
        ");
        let alike = assess(&class(&lines[..1], ""));
        assert_eq!(alike.binding, Some(Binding::Ratio), "all the same: that one");
    }

    #[test]
    fn a_sheet_of_the_first_form_gives_the_same_bytes_as_ever() {
        let lines = [person("new-hire", "1", "12", "9000", true), person("other", "1", "12", "10000", true)];
        let mut sheet = class(&lines, "9000");
        sheet.set(FORM, "");
        let json = serde_json::to_string(&assess(&sheet)).expect("JSON");
        let (_, result) = json.split_once("\"rule\":").expect("the rule");
        insta::assert_snapshot!(result, @r#""apprenticeship","outcome":"ineligible","amount":0,"proposed":null,"estimate":null,"binding":null,"payer":"city","gross":null,"tax":null,"carried_out":null,"ruling":null,"reasons":[{"code":"condition_failed","outcome":"ineligible","fact":"worker","seen":{"choice":"other"},"required":{"one_of":[{"choice":"new-hire"},{"choice":"transferred"}]},"article":"T2-1","condition":0},{"code":"comes_to_nothing","outcome":"ineligible","seen":{"yuan":-360000},"article":"T2-1"}],"steps":[{"code":"person","name":"1","value":{"yuan":540000}},{"code":"person","name":"2","value":{"yuan":0}},{"code":"class","times":{"count":2},"value":{"yuan":540000}},{"code":"advance","value":{"yuan":-900000}},{"code":"recovery","value":{"yuan":360000}}],"settings":[]}"#);
    }

    #[test]
    fn what_was_advanced_too_much_is_a_settlement() {
        let lines = [person("new-hire", "1", "12", "9000", true), person("other", "1", "12", "10000", true)];
        insta::assert_snapshot!(said(&assess(&class(&lines, "9000"))), @r"
        预拨多于应补，应收回 3,600 元
        下一步：企业与人社部门核对结算，按通知退回 3,600 元；本次不再拨付。
        第 1 人 · 60% × 9,000 元 = 5,400 元（一般按 60%）
        第 1 人 · 上限：6,000 元 × 12 个月/12 = 6,000 元（不超过 6,000 元）
        第 1 人 · 最终由比例限定：5,400 元
        第 1 人：5,400 元
        第 2 人 · 学徒须为企业新招用或新转岗人员：人员类别为“其他”，要求“新招用、新转岗”
        第 2 人：0 元
        结业 2 人合计：5,400 元
        减：已预拨：−9,000 元
        预拨多于应补，应收回：3,600 元
        ");
        let even = assess(&class(&lines, "5400"));
        assert_eq!((even.reasons[0].code, even.reasons.len()), (ReasonCode::Settled, 1));
    }

    #[test]
    fn what_one_line_lacks_the_class_lacks() {
        let lines = [person("new-hire", "1", "12", "10000", true), person("new-hire", "1", "12", "", true)];
        let lacking = assess(&class(&lines, ""));
        assert_eq!(lacking.outcome, Outcome::Incomplete);
        assert_eq!(lacking.reasons.len(), 1);
        let nobody = [person("other", "1", "12", "10000", true)];
        assert_eq!(assess(&class(&nobody, "")).outcome, Outcome::Ineligible);
    }

    proptest! {
        #[test]
        fn a_class_is_the_sum_of_its_people(fees in proptest::collection::vec((0i64..20_000, 1i64..=12, any::<bool>()), 1..12)) {
            let lines: Vec<FactSheet> = fees
                .iter()
                .map(|(fee, months, finished)| person("new-hire", "1", &months.to_string(), &fee.to_string(), *finished))
                .collect();
            let sheet = class(&lines, "");
            let policy = policy();
            let rule = policy.rule("apprenticeship").expect("the rule");
            let own = policy.assess_each(rule, &sheet);
            let sum: Fen = own.iter().zip(&fees).filter(|(_, fee)| fee.2).map(|(own, _)| own.amount).sum();
            prop_assert_eq!(policy.assess_sheet(rule, &sheet, None).amount, sum);
            prop_assert!(sum.0 <= 600_000 * i64::try_from(fees.len()).unwrap_or(0));
            let mut turned = lines.clone();
            turned.reverse();
            prop_assert_eq!(policy.assess_sheet(rule, &class(&turned, ""), None).amount, sum, "order is irrelevant");
        }
    }
}
