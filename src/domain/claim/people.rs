//! The people of a claim from a table: every fault of every row at once, and nothing half-imported.

use crate::domain::code::codes;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::identity::{IdentityFault, PersonName, ResidentId};
use crate::domain::policy::people::{FINISHED, People};
use crate::domain::policy::{Choice, FactDef, FactSheet, Facts, Kind, Rule};
use crate::domain::text::tidy;
use std::collections::BTreeMap;

/// The most people of one claim.
pub const MOST_PEOPLE: usize = 500;
/// Longest number of a certificate, in characters.
pub const CERTIFICATE_MAX: usize = 40;

codes! {
    /// A column of the table besides the rule's facts; its name in the template follows.
    pub enum Column: "column of a list of people" {
        Name = "name",
        ResidentId = "resident_id",
        Certificate = "certificate",
        Finished = "finished",
    }
}

const NAMES: [(Column, &[&str]); 4] = [
    (Column::Name, &["姓名", "学员姓名", "name"]),
    (Column::ResidentId, &["身份证号", "身份证号码", "公民身份号码", "id", "resident_id"]),
    (Column::Certificate, &["证书编号", "证书号", "certificate"]),
    (Column::Finished, &["是否结业", "结业", "finished"]),
];

/// A person of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: PersonName,
    pub resident_id: ResidentId,
    pub certificate: String,
    /// The facts the rule asks of each person.
    pub facts: FactSheet,
    pub finished: bool,
}

impl Person {
    /// What is assessed of the person: no name, no number.
    pub fn sheet(&self) -> FactSheet {
        let mut sheet = self.facts.clone();
        if !self.finished {
            sheet.set(FINISHED, "false");
        }
        sheet
    }
}

/// The facts that each person has, by position in the rule.
pub fn own_facts(rule: &Rule) -> &[usize] {
    match &rule.people {
        People::Each(facts) => facts,
        People::None | People::One | People::Counted(_) => &[],
    }
}

/// Headings of the template, as [`read_people`] knows them.
pub fn headings(rule: &Rule) -> Vec<String> {
    let plain = NAMES.iter().map(|(_, names)| names[0].to_owned());
    let facts = own_facts(rule).iter().filter_map(|index| rule.facts.get(*index)).map(|fact| fact.label.zh.clone());
    let mut headings: Vec<String> = plain.collect();
    let finished = headings.pop();
    headings.extend(facts);
    headings.extend(finished);
    headings
}

/// Reads a table of people.
///
/// # Errors
/// Every fault of every row: no name, a wrong number, the same person twice, a fact that cannot be
/// read; a column that is missing; too many rows.
pub fn read_people(table: &TextTable, rule: &Rule) -> Result<Vec<Person>, Vec<RowFault>> {
    let columns = Columns::find(&table.heading, &NAMES);
    let mut faults = columns.lacking(&[Column::Name, Column::ResidentId], table.heading_row);
    if !faults.is_empty() {
        return Err(faults);
    }
    if table.rows.len() > MOST_PEOPLE {
        let fault = RowFault::new(table.heading_row, "人数", table.rows.len().to_string(), Problem::OutOfRange);
        return Err(vec![fault.hint(format!("1–{MOST_PEOPLE}"))]);
    }
    let wanted: Vec<(usize, Option<usize>)> =
        own_facts(rule).iter().map(|fact| (*fact, fact_column(&table.heading, rule, *fact))).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut people = Vec::new();
    for (number, row) in &table.rows {
        let before = faults.len();
        let person = read_row(*number, row, &columns, &wanted, rule, &mut faults);
        let Some(person) = person.filter(|_| faults.len() == before) else { continue };
        if let Some(first) = seen.insert(person.resident_id.as_str().to_owned(), *number) {
            let fault = RowFault::new(*number, columns.title(Column::ResidentId), "", Problem::Repeated);
            faults.push(fault.hint(first));
        }
        people.push(person);
    }
    if faults.is_empty() { Ok(people) } else { Err(faults) }
}

fn read_row(
    number: usize,
    row: &[String],
    columns: &Columns<'_, Column>,
    wanted: &[(usize, Option<usize>)],
    rule: &Rule,
    faults: &mut Vec<RowFault>,
) -> Option<Person> {
    let identity = |column: Column, fault: IdentityFault| {
        RowFault::of(number, columns.title(column), columns.cell(row, column), fault.key())
    };
    let name = columns.cell(row, Column::Name).parse::<PersonName>();
    let name = name.map_err(|fault| faults.push(identity(Column::Name, fault))).ok();
    let id = columns.cell(row, Column::ResidentId).parse::<ResidentId>();
    let id = id.map_err(|fault| faults.push(identity(Column::ResidentId, fault))).ok();
    let certificate = tidy(columns.cell(row, Column::Certificate));
    if certificate.chars().count() > CERTIFICATE_MAX {
        let fault = RowFault::new(number, columns.title(Column::Certificate), &certificate, Problem::TooLong);
        faults.push(fault.hint(CERTIFICATE_MAX));
    }
    let finished = match columns.cell(row, Column::Finished) {
        "" | "是" | "true" | "√" | "结业" => true,
        "否" | "false" | "×" | "未结业" => false,
        other => {
            let fault = RowFault::new(number, columns.title(Column::Finished), other, Problem::NotAChoice);
            faults.push(fault.hint("是 / 否"));
            true
        }
    };
    let mut facts = FactSheet::default();
    for (fact, column) in wanted {
        let Some(fact) = rule.facts.get(*fact) else { continue };
        let typed = column.and_then(|column| row.get(column)).map_or("", |cell| cell.trim());
        let canonical = canonical(rule, &fact.name, typed);
        match canonical {
            Some(text) => facts.set(&fact.name, text),
            None => faults.push(unreadable(number, fact, typed)),
        }
    }
    Some(Person { name: name?, resident_id: id?, certificate, facts, finished })
}

/// What is wrong with a fact, and what may stand there.
fn unreadable(number: usize, fact: &FactDef, typed: &str) -> RowFault {
    let (problem, hint) = match &fact.kind {
        Kind::Choice(choices) => {
            let labels: Vec<&str> = choices.iter().map(|choice| choice.label.zh.as_str()).collect();
            (Problem::NotAChoice, labels.join(" / "))
        }
        Kind::Bool => (Problem::NotAChoice, "是 / 否".to_owned()),
        Kind::Money => (Problem::NotMoney, String::new()),
        Kind::Date => (Problem::NotADate, "2019-06-18".to_owned()),
        Kind::Count if !typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            (Problem::NotANumber, String::new())
        }
        Kind::Count | Kind::Hours | Kind::Text => (Problem::OutOfRange, bounds(fact)),
    };
    RowFault::new(number, &fact.label.zh, typed, problem).hint(hint)
}

/// What a number may be, the same in both languages: `1–12`, `≥ 1`.
fn bounds(fact: &FactDef) -> String {
    match (&fact.kind, fact.min, fact.max) {
        (Kind::Count, Some(min), Some(max)) => format!("{min}–{max}"),
        (Kind::Count, Some(min), None) => format!("≥ {min}"),
        (Kind::Count, None, Some(max)) => format!("≤ {max}"),
        _ => fact.help.zh.trim_end_matches('。').to_owned(),
    }
}

/// The column of a fact: by its label in either language, or its name.
fn fact_column(heading: &[String], rule: &Rule, fact: usize) -> Option<usize> {
    let fact = rule.facts.get(fact)?;
    let names = [fact.label.zh.as_str(), fact.label.en.as_str(), fact.name.as_str()];
    let names: [((), &[&str]); 1] = [((), &names)];
    heading.iter().position(|title| Columns::find(std::slice::from_ref(title), &names).has(()))
}

/// A fact as the policy reads it, choices also by their labels; blank is blank, and `None` what
/// cannot be read.
fn canonical(rule: &Rule, name: &str, typed: &str) -> Option<String> {
    if typed.is_empty() {
        return Some(String::new());
    }
    let index = rule.fact_index(name)?;
    let text = match &rule.facts.get(index)?.kind {
        Kind::Choice(choices) => {
            let same = |choice: &&Choice| [&choice.label.zh, &choice.label.en].iter().any(|label| *label == typed);
            choices.iter().find(same).map_or(typed, |choice| choice.code.as_str())
        }
        _ => typed,
    };
    let sheet: FactSheet = [(name, text)].into_iter().collect();
    let facts = Facts::from_sheet(rule, &sheet);
    (!facts.is_bad(index)).then(|| facts.to_sheet(rule).get(name).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Policy;

    fn rule_of(id: &str) -> Rule {
        let text = include_str!("../../../policies/wenzhou-2019.toml");
        Policy::from_toml("wenzhou-2019.toml", text).expect("sound").rule(id).expect("the rule").clone()
    }

    fn table(rows: &[&[&str]]) -> TextTable {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        TextTable::from_rows(&rows)
    }

    #[test]
    fn a_list_is_read_by_its_headings() {
        let rule = rule_of("apprenticeship");
        assert_eq!(
            headings(&rule).join(" "),
            "姓名 身份证号 证书编号 人员类别 培训年度 本年度培训月数 企业已付培训费 是否结业"
        );
        let table = table(&[
            &["姓名", "身份证号", "人员类别", "培训年度", "企业已付培训费", "是否结业"],
            &["测试甲", "11010519491231002X", "新招用", "1", "10000", "是"],
        ]);
        let people = read_people(&table, &rule).expect("sound");
        assert_eq!(
            people[0].sheet().0.into_iter().collect::<Vec<_>>(),
            [
                ("fee_paid".to_owned(), "10000".to_owned()),
                ("training_year".to_owned(), "1".to_owned()),
                ("worker".to_owned(), "new-hire".to_owned()),
            ]
        );
    }

    #[test]
    fn every_fault_of_every_row_is_said_at_once() {
        let table = table(&[
            &["姓名", "身份证号", "人员类别", "企业已付培训费", "是否结业"],
            &["", "3.30302E+17", "临时工", "约四千", "也许"],
            &["测试甲", "11010519491231002X", "新招用", "1", ""],
            &["测试乙", "11010519491231002x", "新转岗", "1", "否"],
        ]);
        let faults = read_people(&table, &rule_of("apprenticeship")).expect_err("faulty");
        let said: Vec<String> =
            faults.iter().map(|fault| format!("{} {} {}", fault.row, fault.column, fault.key)).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        2 姓名 fault-name-empty
        2 身份证号 fault-damaged-by-spreadsheet
        2 是否结业 fault-not-a-choice
        2 人员类别 fault-not-a-choice
        2 企业已付培训费 fault-not-money
        4 身份证号 fault-repeated
        ");
        let numbers = self::table(&[
            &["姓名", "身份证号", "培训年度", "本年度培训月数"],
            &["测试甲", "11010519491231002X", "0", "13"],
            &["测试乙", "110105194912310038", "两年", "12"],
        ]);
        let faults = read_people(&numbers, &rule_of("apprenticeship")).expect_err("faulty");
        let said = |fault: &RowFault| (fault.key, fault.hint.clone());
        let said: Vec<_> = faults.iter().filter(|fault| !fault.column.starts_with('身')).map(said).collect();
        let range = |hint: &str| ("fault-out-of-range", hint.to_owned());
        assert_eq!(said, [range("≥ 1"), range("1–12"), ("fault-not-a-number", String::new())]);
        let none = TextTable::from_rows(&[vec!["备注".to_owned()]]);
        assert_eq!(read_people(&none, &rule_of("person.award")).expect_err("no columns").len(), 2);
    }
}
