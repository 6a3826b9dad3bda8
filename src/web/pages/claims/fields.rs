//! The fields of a claim's forms, made from the rule's facts.

use crate::domain::claim::{decision_facts, office_facts, own_facts};
use crate::domain::policy::{FactDef, FactSheet, Kind, Need, Policy, Rule};
use crate::phrase;
use crate::service::Fault;
use crate::service::claims::Account;
use crate::service::origin::Fixed;
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::forms::Fields;

/// Who fills the form in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Claimant,
    Officer,
}

/// One field a fact, in the rule's order; facts that are not this person's to state are left out,
/// and for the claimant those that the event fixes.
pub fn of_facts(policy: &Policy, rule: &Rule, facts: &FactSheet, by: By, fixed: &Fixed) -> Vec<Field> {
    let hidden = match by {
        By::Claimant => office_facts(rule),
        By::Officer => decision_facts(rule),
    };
    let each: Vec<&str> =
        own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)).map(|fact| fact.name.as_str()).collect();
    // What each person has stands on the list, unless it was typed for the whole claim before.
    let on_list = !each.iter().any(|name| facts.get(name).is_some());
    let open = rule.facts.iter().filter(|fact| {
        let name = fact.name.as_str();
        let held = by == By::Claimant && fixed.contains_key(name);
        !(held || hidden.contains(&name) || on_list && each.contains(&name))
    });
    open.map(|fact| of_fact(policy, fact, facts.0.get(&fact.name).map_or("", String::as_str), "fact")).collect()
}

/// The field of one fact, named `prefix.fact`.
pub fn of_fact(policy: &Policy, fact: &FactDef, value: &str, prefix: &str) -> Field {
    let control = match &fact.kind {
        Kind::Choice(_) => Control::Select,
        Kind::Bool => Control::Radio,
        Kind::Money => Control::Money,
        Kind::Count | Kind::Hours => Control::Number,
        Kind::Date => Control::Date,
        Kind::Text => Control::Textarea,
    };
    let field = Field::new(control, &format!("{prefix}.{}", fact.name), fact.label.clone()).help(help(policy, fact));
    let field = match &fact.kind {
        Kind::Choice(choices) => {
            field.choices(choices.iter().map(|choice| Choice::new(&choice.code, choice.label.clone())))
        }
        Kind::Bool => {
            field.choices([Choice::new("true", phrase!("claim-yes")), Choice::new("false", phrase!("claim-no"))])
        }
        Kind::Hours => field.unit(phrase!("claim-hours")),
        _ => field,
    };
    let needed = matches!(fact.need, Need::Required);
    let field = field.value(value);
    if needed { field.required() } else { field }
}

/// What is meant, and which papers prove it.
fn help(policy: &Policy, fact: &FactDef) -> Phrase {
    let papers: Vec<_> = fact.evidence.iter().filter_map(|code| policy.paper(code)).collect();
    if papers.is_empty() {
        return fact.help.clone().into();
    }
    let zh: Vec<&str> = papers.iter().map(|paper| paper.label.zh.as_str()).collect();
    let en: Vec<&str> = papers.iter().map(|paper| paper.label.en.as_str()).collect();
    Phrase::both(
        format!("{}证明材料：{}。", fact.help.zh, zh.join("、")),
        format!("{} Proof: {}.", fact.help.en, en.join(", ")),
    )
}

/// The facts typed into a form.
pub fn read_facts(form: &Fields) -> FactSheet {
    let fact = |(name, value): (String, String)| name.strip_prefix("fact.").map(|fact| (fact.to_owned(), value));
    form.typed().into_iter().filter_map(fact).collect()
}

/// The account's fields.
pub fn of_account(account: &Account) -> Vec<Field> {
    vec![
        Field::new(Control::Text, "account.name", phrase!("claim-account-name"))
            .help(phrase!("claim-account-name-help"))
            .value(&account.name)
            .required(),
        Field::new(Control::Checkbox, "account.confirmed", phrase!("claim-account-confirmed"))
            .checked(account.name_confirmed),
        Field::new(Control::Text, "account.number", phrase!("claim-account-number")).value(&account.number).required(),
        Field::new(Control::Text, "account.again", phrase!("claim-account-again"))
            .help(phrase!("claim-account-again-help")),
        Field::new(Control::Text, "account.bank", phrase!("claim-account-bank")).value(&account.bank).required(),
        Field::new(Control::Text, "account.bank_code", phrase!("claim-account-code")).value(&account.bank_code),
    ]
}

/// The account typed into a form.
pub fn read_account(form: &Fields) -> crate::service::claims::TypedAccount {
    crate::service::claims::TypedAccount {
        name: form.text("account.name").to_owned(),
        number: form.text("account.number").to_owned(),
        again: form.text("account.again").to_owned(),
        bank: form.text("account.bank").to_owned(),
        bank_code: form.text("account.bank_code").to_owned(),
        name_confirmed: form.ticked("account.confirmed"),
    }
}

/// Faults with the names that people know in place of codes.
pub fn worded(policy: &Policy, rule: &Rule, faults: Vec<Fault>, lang: crate::domain::lang::Lang) -> Vec<Fault> {
    let name = |mut fault: Fault| {
        let label = |code: &str| rule.fact_index(code).map(|index| rule.facts[index].label.get(lang).to_owned());
        if let Some(label) = fault.args.get("fact").and_then(|code| label(code)) {
            fault.args.insert("fact", label);
        }
        if let Some(paper) = fault.args.get("paper").and_then(|code| policy.paper(code)) {
            fault.args.insert("paper", paper.label.get(lang).to_owned());
        }
        fault
    };
    faults.into_iter().map(name).collect()
}
