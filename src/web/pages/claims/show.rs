//! One claim: what the reader is asked to do, how the sum came about, facts, papers, course.

use super::course::course;
use super::line;
use super::register::{self, Row};
use super::words::{self, state_tag};
use crate::domain::access::Action;
use crate::domain::claim::{State, StepKind, next_step};
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::policy::{Explainer, FactSheet, Facts, Outcome, Policy, Rule};
use crate::service::claims::{ClaimShown, PaperLine, Paying};
use crate::service::evidence::{ACCEPT, OTHER, Paper};
use crate::service::origin::Fixed;
use crate::service::{App, Who};
use crate::storage::claims::StepRow;
use crate::text::parts::{
    Check, CheckState, Control, Explanation, Field, FileRow, Form, Ledger, LedgerRow, RowKind, Step, Tag, Upload,
};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::events::words::measured;
use crate::web::pages::plan::division_name;
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ClaimView {
    pub title: String,
    pub path: String,
    pub reference: String,
    pub organisation: String,
    pub rule: Phrase,
    pub state: Tag,
    /// `0` marks a page on which the reader has nothing to do.
    pub version: i64,
    pub act: Option<Act>,
    /// Why the last attempt came to nothing: somebody was faster.
    pub refused: Option<Phrase>,
    /// What was typed then, where the reader has nothing to type any more.
    pub kept: Option<String>,
    /// What the office or the organisation has it for, when the reader has nothing to do.
    pub waits: Option<Phrase>,
    pub warnings: Vec<(String, Phrase)>,
    /// Why nobody can accept the claim yet, and who can help.
    pub unpayable: Option<Phrase>,
    /// What differs from the event or the plan: each fact as it is there and as it is here.
    pub differing: Option<Phrase>,
    /// What the event's host wrote otherwise than attendance and schedule have it.
    pub measured: Option<Phrase>,
    pub explanation: Option<Explanation>,
    pub facts: Vec<(Phrase, Phrase)>,
    /// The lists, with the address where they are written, if the reader may.
    pub lists: Vec<ListView>,
    pub papers: Vec<Check>,
    pub may_upload: bool,
    pub upload_fault: Option<Phrase>,
    pub account: Vec<(Phrase, Phrase)>,
    pub steps: Vec<Step>,
    /// Some dates are not said, because the calendar of their year is not loaded.
    pub undated: bool,
    pub ledger: Option<Ledger>,
    /// To move the claim to another budget line.
    pub line: Option<Form>,
    pub event: Option<String>,
}

/// What the reader is asked to do.
#[derive(Debug, Serialize)]
pub struct Act {
    pub heading: Phrase,
    pub hint: Phrase,
    /// Why it came back: the words of whoever sent it.
    pub remark: Option<String>,
    pub form: Form,
    pub buttons: Vec<Button>,
    pub links: Vec<(String, Phrase)>,
}

#[derive(Debug, Serialize)]
pub struct Button {
    pub path: String,
    pub label: Phrase,
    pub class: &'static str,
}

/// People or invoices.
#[derive(Debug, Serialize)]
pub struct ListView {
    pub heading: Phrase,
    pub columns: Vec<Phrase>,
    pub rows: Vec<Row>,
    pub edit: Option<String>,
    /// As the register has it: said to whoever could otherwise write it.
    pub fixed: bool,
}

/// What was typed into the action's form, to be kept when it failed.
#[derive(Default)]
pub struct Typed {
    pub opinion: String,
    pub amount: String,
    pub line: String,
    pub instalment: bool,
    pub promise: bool,
}

impl ClaimView {
    pub fn new(app: &App, who: &Who, shown: &ClaimShown, typed: &Typed) -> ClaimView {
        let policies = app.policies();
        let assessment = shown.assessment.as_ref();
        let rule = policies.select(&shown.row.rule, None).ok();
        let path = format!("/claims/{}", shown.row.id);
        let calendar = app.calendar();
        let later = |day: NaiveDate, days: u32| calendar.add(day, days).ok();
        let steps = course(shown, &app.clocks, later);
        let waiting = next_step(shown.row.state, &app.clocks);
        let clocked = waiting.and_then(|waiting| waiting.days).is_some();
        let act = act(shown, typed, &path, app.today());
        let own = who.organisation() == shown.row.organisation_id;
        let may_upload = shown.may(Action::ClaimUpload);
        ClaimView {
            title: shown.row.title.clone(),
            reference: shown.row.reference.clone(),
            organisation: shown.organisation.name.clone(),
            rule: rule.map_or_else(|| Phrase::typed(&shown.row.rule), |(_, rule)| rule.title.clone().into()),
            state: state_tag(shown.row.state),
            version: shown.row.version,
            waits: match act {
                None if shown.followed => Some(phrase!("conflict-claim-title-followed")),
                None => waits(shown, waiting.map(|waiting| waiting.roles), own),
                Some(_) => None,
            },
            warnings: warnings(shown),
            unpayable: shown.lacks_treasurer.then(|| unpayable(shown, own)),
            differing: differing(app, shown),
            measured: measured(&shown.measured),
            explanation: assessment.and_then(|assessment| words::explained(&policies, assessment, shown)),
            facts: facts(app, shown),
            lists: lists(app, shown, &path),
            papers: shown.papers.iter().map(|line| paper(line, may_upload.then_some(path.as_str()))).collect(),
            may_upload,
            upload_fault: None,
            account: account(shown, own),
            undated: clocked && shown.due.is_none(),
            steps,
            ledger: shown.line.as_ref().map(ledger),
            line: line::form(shown, "", ""),
            refused: None,
            kept: None,
            event: shown.event.map(|event| format!("/events/{event}")),
            act,
            path,
        }
    }
}

fn act(shown: &ClaimShown, typed: &Typed, path: &str, today: NaiveDate) -> Option<Act> {
    let (mut buttons, mut links) = (Vec::new(), Vec::new());
    let mut asked = None;
    for action in &shown.may {
        let Some(step) = action.claim_step() else { continue };
        match action {
            Action::ClaimCorrectFacts => links.push((format!("{path}/facts"), family!("claim-step", step.as_str()))),
            Action::ClaimCorrectAccount => {
                links.push((format!("{path}/account"), family!("claim-step", step.as_str())));
                asked = asked.or(Some(step));
            }
            Action::ClaimPublish => {
                links.push(("/notices/new".to_owned(), family!("claim-step", step.as_str())));
                asked = asked.or(Some(step));
            }
            Action::ClaimPay => {
                links.push(("/payments".to_owned(), family!("claim-step", step.as_str())));
                asked = asked.or(Some(step));
            }
            _ => {
                let class = match step {
                    StepKind::Return | StepKind::SendBack | StepKind::Reopen => "plain",
                    StepKind::Decline | StepKind::Reject | StepKind::Withdraw => "danger",
                    _ => "",
                };
                if class.is_empty() || asked.is_none() {
                    asked = asked.or(Some(step));
                }
                let label = match step {
                    StepKind::FirstReview => phrase!("claim-do-first-review"),
                    StepKind::SecondReview => phrase!("claim-do-second-review"),
                    step => family!("claim-step", step.as_str()),
                };
                buttons.push(Button { path: format!("{path}/{step}"), label, class });
            }
        }
    }
    if shown.may(Action::ClaimEditFacts) {
        links.insert(0, (format!("{path}/edit"), phrase!("claim-edit")));
    }
    let asked = asked?;
    let host = matches!(shown.row.state, State::Draft | State::Returned | State::Withdrawn | State::PaymentFailed)
        || shown.may(Action::ClaimWithdraw);
    let hint = match (host, shown.due) {
        (true, _) if shown.may(Action::ClaimSubmit) => phrase!("claim-hint-submit"),
        (true, _) if asked == StepKind::CorrectAccount => phrase!("claim-hint-account"),
        (true, _) => phrase!("claim-hint-host"),
        (false, Some(due)) if due < today => phrase!("claim-hint-overdue", day = due),
        (false, Some(due)) => phrase!("claim-hint-due", day = due),
        (false, None) => phrase!("claim-hint-undated"),
    };
    let task = match (asked, shown.row.state) {
        (StepKind::Submit, State::Returned) => phrase!("claim-mend"),
        _ => family!("task", asked.as_str()),
    };
    let back = |row: &&StepRow| matches!(row.step, StepKind::Return | StepKind::SendBack | StepKind::Fail);
    let last = shown.steps.last().filter(back);
    Some(Act {
        heading: task.with("title", shown.row.title.clone()),
        hint,
        remark: last.map(|row| row.opinion.clone()).filter(|opinion| !opinion.is_empty()),
        form: Form::new(fields(shown, typed, &buttons)),
        buttons,
        links,
    })
}

fn fields(shown: &ClaimShown, typed: &Typed, buttons: &[Button]) -> Vec<Field> {
    let mut fields = Vec::new();
    if shown.may(Action::ClaimAccept) {
        let chosen = match (typed.line.as_str(), shown.row.budget_line_id) {
            ("", Some(line)) => line.to_string(),
            (line, _) => line.to_owned(),
        };
        let select = Field::new(Control::Select, "budget_line", phrase!("claim-budget-line"));
        fields.push(select.help(phrase!("claim-budget-line-help")).choices(line::choices(&shown.lines)).value(chosen));
    }
    let refers = shown.row.outcome.as_deref() == Some(Outcome::Refer.code());
    if shown.may(Action::ClaimDecide) && refers {
        let proposed = Fen(shown.row.amount);
        let value =
            if typed.amount.is_empty() && !proposed.is_zero() { proposed.to_string() } else { typed.amount.clone() };
        let amount = Field::new(Control::Money, "amount", phrase!("claim-decided-amount"));
        fields.push(amount.help(phrase!("claim-decided-amount-help")).value(value).required());
        if shown.in_parts {
            let part = Field::new(Control::Checkbox, "instalment", phrase!("claim-instalment"));
            fields.push(part.help(phrase!("claim-instalment-help")).checked(typed.instalment));
        }
    }
    if shown.may(Action::ClaimSubmit) {
        let promise = Field::new(Control::Checkbox, "promise", phrase!("claim-promise")).required();
        fields.push(promise.checked(typed.promise));
    }
    if !buttons.is_empty() && !shown.may(Action::ClaimSubmit) && !shown.may(Action::ClaimReopen) {
        let opinion = Field::new(Control::Textarea, "opinion", phrase!("claim-opinion")).rows(3).value(&typed.opinion);
        let against = !shown.may(Action::ClaimWithdraw) && buttons.iter().any(|button| !button.class.is_empty());
        let opinion = if against { opinion.help(phrase!("claim-opinion-help")) } else { opinion };
        // An officer's own sum needs its reason, as everything does that goes against the claim.
        fields.push(if shown.may(Action::ClaimDecide) && refers { opinion.required() } else { opinion });
    }
    fields
}

/// The lists that have something, or that the reader may write.
fn lists(app: &App, shown: &ClaimShown, path: &str) -> Vec<ListView> {
    let edit = |list: &str| shown.may(Action::ClaimEditFacts).then(|| format!("{path}/{list}"));
    let policies = app.policies();
    let people = policies.select(&shown.row.rule, None).ok().map(|(policy, rule)| ListView {
        heading: phrase!("claim-people"),
        columns: register::people_columns(rule),
        rows: register::people_rows(policy, rule, shown),
        edit: edit("people").filter(|_| shown.has_people && !shown.people_fixed),
        fixed: shown.people_fixed && shown.may(Action::ClaimEditFacts),
    });
    let invoices = ListView {
        heading: phrase!("claim-invoices"),
        columns: register::invoice_columns(),
        rows: register::invoice_rows(shown),
        edit: edit("invoices"),
        fixed: false,
    };
    people.into_iter().chain([invoices]).filter(|list| !list.rows.is_empty() || list.edit.is_some()).collect()
}

/// Who has it now.
fn waits(shown: &ClaimShown, roles: Option<&'static [Role]>, own: bool) -> Option<Phrase> {
    if let Some(progress) = shown.instalment {
        let said = phrase!("claim-waits-instalment", paid = progress.paid.grouped());
        return Some(said.with("floor", progress.floor.grouped()).with("lacking", progress.lacking().grouped()));
    }
    let role = roles?.first();
    Some(match (role, shown.row.notice_ends_on) {
        (_, Some(last)) if shown.row.state == State::OnNotice => phrase!("claim-waits-notice", day = last),
        (Some(Role::Host), _) => phrase!("claim-waits-host", name = shown.organisation.name.clone()),
        (Some(_), _) if own => phrase!("claim-waits-office"),
        (Some(role), _) => family!("claim-waits-for", role.as_str()),
        (None, _) => return None,
    })
}

fn unpayable(shown: &ClaimShown, own: bool) -> Phrase {
    let county = division_name(shown.organisation.division);
    match shown.payer.as_ref().and_then(|paying| paying.office.clone()) {
        _ if own => phrase!("claim-unpayable-own", county = county),
        Some(office) => phrase!("claim-unpayable-treasurer", county = county, office = office),
        None => phrase!("claim-unpayable-bureau", county = county),
    }
}

fn warnings(shown: &ClaimShown) -> Vec<(String, Phrase)> {
    let warning = |(row, duplicate): &(crate::storage::claims::ClaimRow, crate::domain::claim::Duplicate)| {
        let words = family!("claim-duplicate", duplicate.sameness.as_str());
        let words = words
            .with("reference", row.reference.clone())
            .with("title", row.title.clone())
            .with("what", duplicate.what.clone());
        (format!("/claims/{}", row.id), words)
    };
    shown.duplicates.iter().map(warning).collect()
}

/// “竞赛级别 市级 → 省级；核定成本 41,234.56 元 → 99,999 元”.
fn differing(app: &App, shown: &ClaimShown) -> Option<Phrase> {
    let policies = app.policies();
    let (policy, rule) = policies.select(&shown.row.rule, None).ok()?;
    let event = Facts::from_sheet(rule, &FactSheet(shown.fixed.clone()));
    let claim = Facts::from_sheet(rule, &shown.facts);
    let each = |lang: Lang, index: usize| {
        let fact = rule.facts.get(index)?;
        let say = |facts: &Facts| {
            let value = facts.shown(rule, index);
            value.map_or_else(|| "—".to_owned(), |value| Explainer::new(policy, rule, lang).value(fact, &value))
        };
        Some(format!("{} {} → {}", fact.label.get(lang), say(&event), say(&claim)))
    };
    let all = |lang: Lang| shown.differing.iter().filter_map(|index| each(lang, *index)).collect::<Vec<_>>();
    let (zh, en) = (all(Lang::Zh).join("；"), all(Lang::En).join("; "));
    (!zh.is_empty()).then(|| Phrase::both(zh, en))
}

fn facts(app: &App, shown: &ClaimShown) -> Vec<(Phrase, Phrase)> {
    let policies = app.policies();
    let Ok((policy, rule)) = policies.select(&shown.row.rule, None) else { return Vec::new() };
    let mut facts = said(policy, rule, &shown.facts);
    facts.extend(shown.payer.as_ref().map(|paying| (phrase!("claim-payer"), payer(policy, paying))));
    facts
}

/// “县（市、区）财政：瑞安市人力资源和社会保障局”.
fn payer(policy: &Policy, paying: &Paying) -> Phrase {
    let Some(label) = policy.payer(&paying.code).map(|payer| &payer.label) else { return Phrase::typed(&paying.code) };
    match &paying.office {
        Some(office) => {
            Phrase::both(format!("{}：{office}", label.get(Lang::Zh)), format!("{}: {office}", label.get(Lang::En)))
        }
        None => label.clone().into(),
    }
}

/// The facts that the event fixes, for the host to read beside the form.
pub fn fixed_lines(policy: &Policy, rule: &Rule, fixed: &Fixed) -> Vec<(Phrase, Phrase)> {
    said(policy, rule, &FactSheet(fixed.clone()))
}

fn said(policy: &Policy, rule: &Rule, sheet: &FactSheet) -> Vec<(Phrase, Phrase)> {
    let facts = Facts::from_sheet(rule, sheet);
    let line = |index: usize| {
        let value = register::fact_of(policy, rule, &facts, index)?;
        Some((rule.facts.get(index)?.label.clone().into(), value))
    };
    (0..rule.facts.len()).filter_map(line).collect()
}

/// A line of the checklist; with the claim's path, if papers may be handed in and taken out.
fn paper(line: &PaperLine, claim: Option<&str>) -> Check {
    let state = match (line.is_there(), line.required) {
        (true, _) => CheckState::Given,
        (false, true) => CheckState::Missing,
        (false, false) => CheckState::Optional,
    };
    let file = |paper: &Paper, note: Option<Phrase>| FileRow {
        name: paper.file_name.clone(),
        path: format!("/papers/{}", paper.id),
        size: Some(paper.size),
        note: if paper.stands() { note } else { Some(phrase!("claim-paper-removed")) },
        remove: None,
    };
    let own = line.own.iter().map(|paper| FileRow {
        remove: claim.filter(|_| paper.stands()).map(|_| format!("/papers/{}/remove", paper.id)),
        ..file(paper, None)
    });
    let of_event = line.of_event.iter().map(|paper| file(paper, Some(phrase!("claim-paper-of-event"))));
    let label = match (&line.label, line.code.as_str()) {
        (Some(label), _) => label.clone().into(),
        (None, OTHER) => phrase!("claim-paper-other"),
        (None, code) => Phrase::typed(code),
    };
    Check {
        state,
        label,
        help: line.by_plan.then(|| phrase!("claim-paper-by-plan")),
        files: own.chain(of_event).collect(),
        upload: claim.map(|claim| Upload {
            path: format!("{claim}/papers"),
            requirement: line.code.clone(),
            accept: ACCEPT,
        }),
    }
}

fn account(shown: &ClaimShown, own: bool) -> Vec<(Phrase, Phrase)> {
    let account = &shown.account;
    let number = if own { account.number.clone() } else { account.masked() };
    [
        (phrase!("claim-account-name"), account.name.clone()),
        (phrase!("claim-account-number"), number),
        (phrase!("claim-account-bank"), account.bank.clone()),
    ]
    .into_iter()
    .map(|(label, value)| (label, Phrase::typed(if value.is_empty() { "—".to_owned() } else { value })))
    .collect()
}

fn ledger(line: &crate::storage::budgets::LineRow) -> Ledger {
    let sum = |amount: i64| Phrase::typed(Fen(amount).grouped());
    Ledger {
        caption: phrase!("claim-budget"),
        rows: vec![
            LedgerRow::new(RowKind::Plain, Phrase::typed(&line.name), sum(line.appropriation)),
            LedgerRow::new(RowKind::Plain, phrase!("claim-budget-reserved"), sum(-line.reserved)),
            LedgerRow::new(RowKind::Plain, phrase!("claim-budget-committed"), sum(-line.committed)),
            LedgerRow::new(RowKind::Plain, phrase!("claim-budget-paid"), sum(-line.paid)),
            LedgerRow::new(RowKind::Sum, phrase!("claim-budget-available"), sum(line.available().0)),
        ],
    }
}

impl Page for ClaimView {
    const TEMPLATE: &'static str = "pages/claims/show";

    fn title(&self, _: Say) -> String {
        format!("{} {}", self.reference, self.title)
    }

    fn sample() -> ClaimView {
        super::sample::view()
    }

    fn samples() -> Vec<ClaimView> {
        vec![super::sample::view(), super::sample::waiting()]
    }
}

/// The printable sheet.
#[derive(Debug, Serialize)]
pub struct ClaimSheet {
    pub title: String,
    pub path: String,
    pub reference: String,
    pub organisation: String,
    pub state: Tag,
    pub explanation: Option<Explanation>,
    pub facts: Vec<(Phrase, Phrase)>,
    /// The people, where each is assessed for themselves.
    pub lists: Vec<ListView>,
    pub steps: Vec<Step>,
    pub policy: String,
}

impl ClaimSheet {
    pub fn new(app: &App, who: &Who, shown: &ClaimShown) -> ClaimSheet {
        let view = ClaimView::new(app, who, shown, &Typed::default());
        let done = shown.steps.len();
        let policy = shown.assessment.as_ref().map(|assessment| &assessment.policy);
        ClaimSheet {
            policy: policy.map(|it| format!("{} {} · SHA-256 {}", it.id, it.version, it.hash)).unwrap_or_default(),
            title: view.title,
            path: view.path,
            reference: view.reference,
            organisation: view.organisation,
            state: view.state,
            explanation: view.explanation,
            facts: view.facts,
            lists: view.lists.into_iter().filter(|list| list.rows.iter().any(|row| row.state.is_some())).collect(),
            steps: view.steps.into_iter().take(done).collect(),
        }
    }
}

impl Page for ClaimSheet {
    const TEMPLATE: &'static str = "pages/claims/sheet";

    fn title(&self, say: Say) -> String {
        format!("{} {}", say.t(crate::key!("claim-sheet")), self.reference)
    }

    fn sample() -> ClaimSheet {
        let view = super::sample::view();
        ClaimSheet {
            title: view.title,
            path: view.path,
            reference: view.reference,
            organisation: view.organisation,
            state: view.state,
            explanation: view.explanation,
            facts: view.facts,
            lists: view.lists,
            steps: view.steps,
            policy: "wenzhou 2019 · SHA-256 0000".to_owned(),
        }
    }
}
