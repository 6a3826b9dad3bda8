//! A nomination: the form of its unit, the check by the office, and what became of it.

use super::{Attempt, words};
use crate::domain::code::Code;
use crate::domain::contest::exact::Exact;
use crate::domain::ids::OrganisationId;
use crate::domain::participant::{Employer, SkillLevel};
use crate::domain::people::Role;
use crate::domain::recognition::eligibility::{HonourLevel, RecordAnswer, RecordKind};
use crate::domain::recognition::programme::{Nominator, Programme, Subject};
use crate::domain::recognition::register;
use crate::domain::recognition::round::{Standing, State};
use crate::platform::policies;
use crate::service::recognition::{CODE_CONFIRMED, Known, Sheet, Typed, asked, nominators};
use crate::service::{Fault, Who};
use crate::storage::recognition::RoundRow;
use crate::text::parts::{Choice, Control, Field, FileRow, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::overtaken;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// The fields of a nominee; `asked` are those the programme's conditions look at.
fn fields(programme: &Programme, asked: &[&str], offered: &[Nominator], typed: &Typed) -> Vec<Field> {
    let of = |name: &str| typed.text(name).to_owned();
    let person = programme.subject == Subject::Person;
    // Where there is but one there is nothing to choose.
    let chosen = match (offered, of("nominator")) {
        ([one], typed) if typed.is_empty() => one.as_str().to_owned(),
        (_, typed) => typed,
    };
    let nominators = offered.iter().map(|one| Choice::new(one.as_str(), words::nominator(programme.subject, *one)));
    let (name, identity, help) = if person {
        (phrase!("recognition-name"), phrase!("recognition-resident-id"), phrase!("recognition-resident-id-help"))
    } else {
        (phrase!("recognition-enterprise"), phrase!("recognition-credit-code"), phrase!("recognition-identity-kept"))
    };
    let mut fields = vec![
        Field::new(Control::Select, "nominator", phrase!("recognition-nominator"))
            .choices(nominators)
            .value(chosen)
            .required(),
        Field::new(Control::Text, "name", name).value(of("name")),
        Field::new(Control::Text, "identity", identity).help(help).value(of("identity")),
        Field::new(Control::Text, "email", phrase!("recognition-email"))
            .help(phrase!("recognition-email-help"))
            .value(of("email")),
    ];
    for name in asked {
        fields.extend(fact(name, &of(name)));
    }
    fields.push(
        Field::new(Control::Textarea, "statement", phrase!("recognition-statement"))
            .help(phrase!("recognition-statement-help"))
            .value(of("statement"))
            .rows(8),
    );
    fields
}

fn fact(name: &str, value: &str) -> Option<Field> {
    fn select<T: Code>(name: &str, label: Phrase, word: impl Fn(&'static str) -> Phrase) -> Field {
        let choices = T::ALL.iter().map(|one| Choice::new(one.as_str(), word(one.as_str())));
        Field::new(Control::Select, name, label).choices(choices)
    }
    let field = match name {
        "trade" => Field::new(Control::Text, "trade", phrase!("recognition-trade")),
        "employer" => {
            select::<Employer>(name, phrase!("recognition-employer"), |code| family!("participant-employer", code))
        }
        "skill_level" => {
            select::<SkillLevel>(name, phrase!("recognition-skill"), |code| family!("participant-level", code))
        }
        "honour" => {
            select::<HonourLevel>(name, phrase!("recognition-honour"), |code| family!("recognition-honour", code))
        }
        "years_in_trade" => Field::new(Control::Number, "years_in_trade", phrase!("recognition-years")),
        "newly_built" => Field::new(Control::Radio, "newly_built", phrase!("recognition-newly-built"))
            .choices(yes_no(phrase!("common-yes"), phrase!("common-no"))),
        "built_on" => Field::new(Control::Date, "built_on", phrase!("recognition-built-on"))
            .help(phrase!("recognition-built-on-help")),
        _ => return None,
    };
    Some(field.value(value))
}

fn yes_no(yes: Phrase, no: Phrase) -> [Choice; 2] {
    [Choice::new("true", yes), Choice::new("false", no)]
}

/// A new nomination.
pub fn creation(
    who: &Who,
    row: &RoundRow,
    programme: &Programme,
    units: &[(OrganisationId, String)],
    typed: &Typed,
    faults: &[Fault],
) -> FormPage {
    let clerk = who.actor.holds(Role::Clerk);
    let mut all = fields(programme, &asked(programme), &nominators(who, programme), typed);
    if clerk {
        let choices = units.iter().map(|(id, name)| Choice::new(id.to_string(), Phrase::typed(name.clone())));
        let unit = Field::new(Control::Select, "unit", phrase!("recognition-unit")).choices(choices);
        all.insert(1, unit.value(typed.text("unit")).required());
    }
    let path = format!("/recognition/{}", row.id);
    let page =
        FormPage::new(phrase!("recognition-nominate"), format!("{path}/nominate"), phrase!("common-save"), Vec::new());
    let page = page.crumb(&path, words::title(programme)).lead(phrase!("recognition-nominate-lead"));
    FormPage { form: judged(all, faults), ..page }
}

#[derive(Debug, Serialize)]
pub struct NominationView {
    pub path: String,
    pub round: String,
    pub programme: Phrase,
    pub heading: String,
    pub state: Tag,
    pub reason: Option<Phrase>,
    pub opinion: String,
    pub version: i64,
    pub facts: Vec<(Phrase, Phrase)>,
    pub statement: String,
    pub findings: Vec<Answer>,
    pub materials: Vec<Material>,
    pub edit: Option<Form>,
    /// What the forms were filled from, by field.
    pub seen: String,
    pub upload: Option<Form>,
    pub submit: bool,
    pub withdraw: bool,
    pub checks: Vec<Check>,
    /// What the register has of the nominee.
    pub titles: Vec<Title>,
    pub check: Option<Form>,
    pub objections: Vec<Objection>,
    pub answer: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Answer {
    pub condition: Phrase,
    pub required: Phrase,
    pub seen: Option<Phrase>,
    pub verdict: Tag,
}

#[derive(Debug, Serialize)]
pub struct Material {
    pub label: Phrase,
    pub files: Vec<FileRow>,
}

#[derive(Debug, Serialize)]
pub struct Check {
    pub kind: Phrase,
    pub answer: Phrase,
    pub source: String,
    pub by: String,
}

/// A title of the nominee, with its latest yearly look and its withdrawal.
#[derive(Debug, Serialize)]
pub struct Title {
    pub path: String,
    pub number: String,
    pub programme: Phrase,
    pub state: Tag,
    pub look: Option<(i32, Phrase, String)>,
    /// Proposed, or withdrawn: with the reason.
    pub withdrawal: Option<(Phrase, String)>,
}

impl Title {
    fn of(known: &Known) -> Title {
        let kept = |kept: bool| if kept { phrase!("recognition-kept-yes") } else { phrase!("recognition-kept-no") };
        let withdrawn = match known.standing {
            register::Standing::Withdrawn => phrase!("recognition-withdrawn"),
            _ => phrase!("recognition-withdraw-proposed"),
        };
        let programme = policies::programmes().iter().find(|one| one.id == known.programme);
        Title {
            path: format!("/titles/{}", known.id),
            number: known.number.clone(),
            programme: programme.map_or_else(|| Phrase::typed(known.programme.clone()), words::title),
            state: known.standing.into(),
            look: known.look.as_ref().map(|(year, is, opinion)| (*year, kept(*is), opinion.clone())),
            withdrawal: (!known.withdrawal.is_empty()).then(|| (withdrawn, known.withdrawal.clone())),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Objection {
    pub id: i64,
    pub name: String,
    pub contact: String,
    pub reasons: String,
    pub answer: Option<String>,
}

/// Faults of these fields; what belongs to no form is said by the first.
fn own(attempt: &Attempt, mine: impl Fn(&str) -> bool) -> Vec<Fault> {
    attempt.faults.iter().filter(|fault| mine(&fault.field)).cloned().collect()
}

fn is_check(field: &str) -> bool {
    field.starts_with("answer.") || field.starts_with("source.") || matches!(field, "eligible" | "opinion")
}

impl NominationView {
    pub fn new(sheet: Sheet, who: &Who, attempt: &Attempt) -> NominationView {
        let path = format!("/nominations/{}", sheet.row.id);
        let sent = attempt.typed.contains_key("name");
        let typed = if sent { Typed(attempt.typed.clone()) } else { sheet.typed.clone() };
        let offered = offered(&sheet, who);
        let seen = overtaken::seen(&stored(&sheet, who));
        let edit = sheet.may_edit.then(|| {
            let fields = fields(&sheet.programme, &sheet.asked, &offered, &typed);
            judged(fields, &own(attempt, |field| !is_check(field) && field != "answer" && field != "material"))
        });
        let reason = sheet.row.outcome.as_deref().filter(|code| !code.is_empty());
        // Why is told with the decision; the office knows before.
        let told = sheet.office || matches!(sheet.round.state, State::Decided);
        NominationView {
            round: format!("/recognition/{}", sheet.round.id),
            programme: words::title(&sheet.programme),
            heading: if sheet.row.name.is_empty() { "—".to_owned() } else { sheet.row.name.clone() },
            state: words::standing(shown_state(&sheet, told), sheet.out),
            reason: reason.filter(|_| told).map(|code| family!("recognition-reason", code)),
            opinion: if sheet.office { sheet.row.opinion.clone() } else { String::new() },
            version: sheet.row.version,
            facts: facts(&sheet, told),
            statement: sheet.row.statement.clone(),
            findings: sheet.findings.iter().map(answer).collect(),
            materials: sheet.programme.materials.iter().map(|one| material(&sheet, one, &path)).collect(),
            upload: sheet.may_edit.then(|| upload(&sheet, attempt)),
            edit,
            seen,
            submit: sheet.may_edit,
            withdraw: sheet.may_withdraw,
            titles: sheet.titles.iter().map(Title::of).collect(),
            checks: sheet
                .checks
                .iter()
                .map(|(kind, answer, source, by, _)| Check {
                    kind: family!("recognition-record", kind.as_str()),
                    answer: family!("recognition-answer", answer.as_str()),
                    source: source.clone(),
                    by: by.clone(),
                })
                .collect(),
            check: sheet.may_check.then(|| check(&sheet, attempt)),
            objections: sheet
                .objections
                .iter()
                .map(|one| Objection {
                    id: one.id,
                    name: one.name.clone(),
                    contact: one.contact.clone(),
                    reasons: one.reasons.clone(),
                    answer: one.answer.clone(),
                })
                .collect(),
            answer: sheet.may_answer.then(|| {
                let value = attempt.typed.get("answer").cloned().unwrap_or_default();
                let field = Field::new(Control::Textarea, "answer", phrase!("notice-answer")).value(value).required();
                with_faults(vec![field], &own(attempt, |field| field == "answer"))
            }),
            path,
        }
    }
}

/// What its unit reads of the state before the decision: no more than that the panel has it.
fn shown_state(sheet: &Sheet, told: bool) -> Standing {
    match sheet.row.state {
        Standing::Admitted | Standing::Excluded | Standing::NotChosen if !told => Standing::Submitted,
        Standing::Proposed if !told && sheet.round.state != State::Notice => Standing::Submitted,
        state => state,
    }
}

fn facts(sheet: &Sheet, told: bool) -> Vec<(Phrase, Phrase)> {
    let row = &sheet.row;
    let text = |text: &str| Phrase::typed(text.to_owned());
    let nominator = words::nominator(sheet.programme.subject, row.nominator);
    let mut facts = vec![(phrase!("recognition-nominator"), nominator)];
    let identity = match sheet.programme.subject {
        Subject::Person => phrase!("recognition-resident-id"),
        Subject::Enterprise => phrase!("recognition-credit-code"),
    };
    facts.extend(sheet.identity_masked.as_deref().map(|masked| (identity, text(masked))));
    let trade = sheet.typed.text("trade");
    if !trade.is_empty() {
        facts.push((phrase!("recognition-trade"), text(trade)));
    }
    if let Ok(day) = sheet.typed.text("built_on").parse::<NaiveDate>() {
        facts.push((phrase!("recognition-built-on"), phrase!("common-day", day = day)));
    }
    if !row.direct_source.is_empty() {
        facts.push((phrase!("recognition-direct"), text(&row.direct_source)));
    }
    if let Some(votes) = row.votes.filter(|_| told) {
        facts.push((phrase!("recognition-votes"), phrase!("recognition-votes-are", count = votes)));
    }
    if let Some(score) = row.score.as_deref().filter(|_| told) {
        let exact = Exact::decimal_or_fraction(score).map_or_else(|_| score.to_owned(), |score| score.to_string());
        facts.push((phrase!("recognition-score"), text(&exact)));
    }
    facts
}

fn answer(finding: &crate::domain::recognition::Finding) -> Answer {
    let (condition, required) = words::asked(finding);
    Answer {
        condition,
        required,
        seen: finding.seen.as_ref().map(|seen| words::value(finding.condition, seen)),
        verdict: words::verdict(finding.verdict),
    }
}

fn material(sheet: &Sheet, one: &crate::domain::policy::Coded, path: &str) -> Material {
    let file = |paper: &crate::storage::recognition::NominationPaperRow| FileRow {
        name: paper.file_name.clone(),
        path: format!("{path}/papers/{}", paper.id),
        size: u64::try_from(paper.size).ok(),
        note: None,
        remove: sheet.may_edit.then(|| format!("{path}/papers/{}/remove", paper.id)),
    };
    Material {
        label: one.label.clone().into(),
        files: sheet.papers.iter().filter(|paper| paper.material == one.code).map(file).collect(),
    }
}

fn upload(sheet: &Sheet, attempt: &Attempt) -> Form {
    let choices = sheet.programme.materials.iter();
    let choices = choices.map(|one| Choice::new(one.code.clone(), Phrase::from(one.label.clone())));
    let fields = vec![
        Field::new(Control::Select, "material", phrase!("recognition-material")).choices(choices).required(),
        Field::new(Control::File, "file", phrase!("recognition-file"))
            .accept(crate::service::evidence::ACCEPT)
            .required(),
    ];
    with_faults(fields, &own(attempt, |field| field == "material"))
}

fn check(sheet: &Sheet, attempt: &Attempt) -> Form {
    let typed = |name: &str| attempt.typed.get(name).cloned();
    let mut fields = Vec::new();
    for kind in RecordKind::ALL {
        let known = sheet.checks.iter().find(|(known, ..)| known == kind);
        let (answer, source) = (format!("answer.{kind}"), format!("source.{kind}"));
        let choices =
            RecordAnswer::ALL.iter().map(|one| Choice::new(one.as_str(), family!("recognition-answer", one.as_str())));
        let given = typed(&answer).or_else(|| known.map(|(_, answer, ..)| answer.as_str().to_owned()));
        let from = typed(&source).or_else(|| known.map(|(_, _, source, ..)| source.clone()));
        let word = family!("recognition-record", kind.as_str());
        fields.push(
            Field::new(Control::Radio, &answer, word).choices(choices).value(given.unwrap_or_default()).required(),
        );
        fields.push(
            Field::new(Control::Text, &source, phrase!("recognition-source"))
                .help(phrase!("recognition-source-help"))
                .value(from.unwrap_or_default())
                .required(),
        );
    }
    let eligible = typed("eligible").unwrap_or_else(|| match sheet.row.state {
        Standing::Admitted => "true".to_owned(),
        _ => String::new(),
    });
    fields.push(
        Field::new(Control::Radio, "eligible", phrase!("recognition-eligible"))
            .choices(yes_no(phrase!("recognition-eligible-yes"), phrase!("recognition-eligible-no")))
            .value(eligible)
            .required(),
    );
    fields.push(
        Field::new(Control::Textarea, "opinion", phrase!("recognition-opinion"))
            .help(phrase!("recognition-opinion-help"))
            .value(typed("opinion").unwrap_or_else(|| sheet.row.opinion.clone()))
            .rows(3),
    );
    // What is said of the whole stands above the form that is there.
    with_faults(fields, &own(attempt, |field| is_check(field) || (field.is_empty() && !sheet.may_edit)))
}

/// As what the reader may put the nominee forward; what it was put forward as stays.
fn offered(sheet: &Sheet, who: &Who) -> Vec<Nominator> {
    let mut offered = nominators(who, &sheet.programme);
    if !offered.contains(&sheet.row.nominator) {
        offered.push(sheet.row.nominator);
    }
    offered
}

/// What the form of the unit or of the office is filled from, by field.
pub fn stored(sheet: &Sheet, who: &Who) -> BTreeMap<String, String> {
    let all = if sheet.may_edit {
        fields(&sheet.programme, &sheet.asked, &offered(sheet, who), &sheet.typed)
    } else if sheet.may_check {
        check(sheet, &Attempt::default()).fields
    } else {
        Vec::new()
    };
    all.into_iter().map(|field| (field.name, field.value)).collect()
}

impl Page for NominationView {
    const TEMPLATE: &'static str = "pages/recognition/nomination";

    fn title(&self, say: Say) -> String {
        format!("{} {}", say.phrase(&self.programme), self.heading)
    }

    fn sample() -> NominationView {
        use crate::domain::recognition::{Condition, Nominee, findings};
        let text = |text: &str| Phrase::typed(text.to_owned());
        let nominee = Nominee { skill_level: Some(SkillLevel::Technician), ..Nominee::default() };
        let conditions = [Condition::SkillLevel(SkillLevel::Senior), Condition::InCity, Condition::AgeAtMost(60)];
        let seen = findings(&conditions, &nominee, chrono::NaiveDate::default());
        let form = |name: &str, label| Form::new(vec![Field::new(Control::Text, name, label).required()]);
        NominationView {
            path: "/nominations/1".into(),
            round: "/recognition/2".into(),
            programme: Phrase::both("市首席技师", "Chief technicians of the city"),
            heading: "王样例".into(),
            state: Standing::Submitted.into(),
            reason: Some(family!("recognition-reason", "record")),
            opinion: "样例意见".into(),
            version: 3,
            facts: vec![
                (phrase!("recognition-nominator"), family!("recognition-nominator", "unit")),
                (phrase!("recognition-resident-id"), text("**************1234")),
                (phrase!("recognition-votes"), phrase!("recognition-votes-are", count = 8)),
            ],
            statement: "样例业绩：改进工装夹具 12 项。".into(),
            findings: seen.iter().map(answer).collect(),
            materials: vec![
                Material {
                    label: Phrase::both("推荐表", "recommendation form"),
                    files: vec![FileRow {
                        name: "推荐表.pdf".into(),
                        path: "/nominations/1/papers/1".into(),
                        size: Some(84_000),
                        note: None,
                        remove: Some("/nominations/1/papers/1/remove".into()),
                    }],
                },
                Material { label: Phrase::both("证书", "certificate"), files: Vec::new() },
            ],
            edit: policies::programmes()
                .first()
                .map(|one| Form::new(fields(one, &asked(one), &one.nominators, &Typed::default()))),
            seen: "{}".into(),
            upload: Some(form("material", phrase!("recognition-material"))),
            submit: true,
            withdraw: true,
            titles: vec![Title {
                path: "/titles/1".into(),
                number: "CH-2019-0001".into(),
                programme: Phrase::both("优秀技能人才", "Excellent skilled people"),
                state: register::Standing::Valid.into(),
                look: Some((2020, phrase!("recognition-kept-no"), "已离开本市".into())),
                withdrawal: Some((phrase!("recognition-withdraw-proposed"), "样例理由：业绩不实".into())),
            }],
            checks: vec![Check {
                kind: family!("recognition-record", "tax"),
                answer: family!("recognition-answer", "clean"),
                source: "样例税务局复函".into(),
                by: "张样例".into(),
            }],
            check: Some(form("opinion", phrase!("recognition-opinion"))),
            objections: vec![
                Objection {
                    id: 1,
                    name: "钱样例".into(),
                    contact: "qian@example.com".into(),
                    reasons: "样例理由：所列业绩为他人完成。".into(),
                    answer: None,
                },
                Objection {
                    id: 2,
                    name: "周样例".into(),
                    contact: "zhou@example.com".into(),
                    reasons: "样例理由：证书编号有误。".into(),
                    answer: Some("经核实，证书无误。".into()),
                },
            ],
            answer: Some(form("answer", phrase!("notice-answer"))),
        }
    }

    fn samples() -> Vec<NominationView> {
        let read = NominationView {
            state: Standing::Granted.into(),
            reason: None,
            opinion: String::new(),
            edit: None,
            upload: None,
            submit: false,
            withdraw: false,
            titles: Vec::new(),
            checks: Vec::new(),
            check: None,
            objections: Vec::new(),
            answer: None,
            ..NominationView::sample()
        };
        vec![NominationView::sample(), read]
    }
}

/// The form with its faults; a credit code with a wrong check digit is asked to be confirmed.
fn judged(mut fields: Vec<Field>, faults: &[Fault]) -> Form {
    if faults.iter().any(|fault| fault.code == "credit-code-doubtful") {
        let at = fields.iter().position(|field| field.name == "identity").map_or(0, |at| at + 1);
        fields.insert(at, Field::new(Control::Checkbox, CODE_CONFIRMED, phrase!("recognition-code-confirmed")));
    }
    with_faults(fields, faults)
}
