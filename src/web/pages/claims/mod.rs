//! Claims: the list, a new one, one claim with its forms, its sheet.

mod course;
pub mod fields;
pub mod form;
mod line;
pub mod list;
mod lists;
pub mod new;
pub mod register;
mod sample;
pub mod show;
mod steps;
pub mod words;

use crate::domain::access::Action;
use crate::domain::claim::State;
use crate::domain::ids::ClaimId;
use crate::domain::people::Role;
use crate::domain::policy::{Assessment, FactSheet};
use crate::service::claims::{self, Account, ClaimShown, Content, NewDraft, Signed};
use crate::service::files::Format;
use crate::service::origin::Fixed;
use crate::service::{Fault, ServiceError};
use crate::storage::claims::Filter;
use crate::text::Phrase;
use crate::text::parts::{Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::explanation::explanation;
use crate::web::forms::{Asked, Checked, Fields};
use crate::web::pages::form_page::with_faults;
use crate::web::shell::View;
use crate::{family, phrase};
use fields::By;
use form::ClaimForm;
use list::ClaimList;
use new::ChooseRule;
use rocket::http::{ContentType, Status};
use rocket::{Route, get, post, routes};
use show::{ClaimSheet, ClaimView, Typed, fixed_lines};

pub fn routes() -> Vec<Route> {
    let pages = routes![
        index,
        export,
        choose,
        make,
        show_claim,
        sheet,
        edit,
        save,
        facts_form,
        correct,
        account_form,
        correct_account,
        stored_assessment
    ];
    pages.into_iter().chain(steps::routes()).chain(lists::routes()).collect()
}

/// One of the list's views.
type Views = list::View;

#[get("/claims?<view>&<q>&<state>&<rule>&<page>")]
async fn index(
    view: Option<&str>,
    asks: View,
    q: Option<Asked>,
    state: Option<&str>,
    rule: Option<Asked>,
    page: Option<i64>,
) -> Result {
    let (shown, state) = (Views::of(view, state), one_state(state));
    let filter = filter(&asks, shown, q, state, rule);
    let page = page.unwrap_or(1).max(1);
    let wanted = filter.clone();
    let listed = asks.act(move |app, who| claims::list(app, who, &wanted, page)).await?;
    let policies = asks.app.policies();
    let list = ClaimList::new(policies.latest(), listed, shown, state, &filter, page.unsigned_abs());
    asks.page(&list)
}

fn one_state(code: Option<&str>) -> Option<State> {
    code.and_then(|code| code.parse().ok())
}

fn filter(asks: &View, view: Views, q: Option<Asked>, state: Option<State>, rule: Option<Asked>) -> Filter {
    let writes = asks.visitor.who.as_ref().is_some_and(|who| who.actor.holds(Role::Host));
    Filter {
        states: state.map_or_else(|| view.states(writes), |state| vec![state]),
        rule: Asked::text(rule),
        event: None,
        text: Asked::text(q),
        // What waits is worked off from its oldest; what is over is looked up, the latest first.
        latest_first: view != Views::Going,
    }
}

/// The list as a file, narrowed the same way.
#[get("/claims/export?<view>&<q>&<state>&<rule>&<format>", rank = 1)]
async fn export(
    view: Option<&str>,
    asks: View,
    q: Option<Asked>,
    state: Option<&str>,
    rule: Option<Asked>,
    format: Option<&str>,
) -> Result {
    let filter = filter(&asks, Views::of(view, state), q, one_state(state), rule);
    let format = Format::of(format)?;
    Ok(asks.act(move |app, who| claims::export(app, who, &filter, format)).await?.into())
}

#[get("/claims/new?<rule>")]
async fn choose(view: View, rule: Option<&str>) -> Result {
    let events = view.act(claims::closed_events).await?;
    let policies = view.app.policies();
    match rule {
        None => view.page(&ChooseRule::new(&policies, events)),
        Some(rule) => {
            let page = new_form(&view, rule, "", &FactSheet::default(), Vec::new(), None)?;
            view.page(&page)
        }
    }
}

#[post("/claims/new", data = "<form>")]
async fn make(view: View, form: Checked) -> Result {
    let (rule, title) = (form.0.text("version").to_owned(), form.0.text("title").to_owned());
    let facts = fields::read_facts(&form.0);
    let calculator = {
        let policies = view.app.policies();
        policies.select(&rule, None).is_ok_and(|(_, rule)| rule.calculator)
    };
    if calculator {
        let (name, sheet) = (rule.clone(), facts.clone());
        let assessment = view.act(move |app, who| claims::calculate(app, who, &name, &sheet)).await?;
        let page = new_form(&view, &rule, &title, &facts, Vec::new(), Some(&assessment))?;
        return view.page(&page);
    }
    let draft =
        NewDraft { rule: rule.clone(), title: title.clone(), facts: facts.clone(), event: None, budget_line: None };
    match view.act(move |app, who| claims::create(app, who, &draft)).await {
        Ok(id) => Ok(Answer::done(format!("/claims/{id}"), "claim-made")),
        Err(ServiceError::Invalid(faults)) => {
            let page = new_form(&view, &rule, &title, &facts, faults, None)?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form of a new claim. The hidden field `version` carries the rule.
fn new_form(
    view: &View,
    rule: &str,
    title: &str,
    facts: &FactSheet,
    faults: Vec<Fault>,
    result: Option<&Assessment>,
) -> std::result::Result<ClaimForm, ServiceError> {
    let policies = view.app.policies();
    let (policy, rule) = policies.select(rule, None).map_err(|_| ServiceError::NotFound)?;
    let mut all = Vec::new();
    if !rule.calculator {
        all.push(title_field(title));
    }
    all.extend(fields::of_facts(policy, rule, facts, By::Claimant, &Fixed::new()));
    let faults = fields::worded(policy, rule, faults, view.visitor.lang);
    Ok(ClaimForm {
        heading: rule.title.clone().into(),
        crumb: ("/claims/new".to_owned(), phrase!("claim-new")),
        fixed: Vec::new(),
        lead: if rule.calculator { phrase!("claim-calculators-help") } else { phrase!("claim-form-lead") },
        form: with_faults(all, &faults),
        action: "/claims/new".to_owned(),
        submit: if rule.calculator { phrase!("claim-calculate") } else { phrase!("claim-save-draft") },
        version: rule.id.clone(),
        explanation: result.and_then(|assessment| explanation(&policies, assessment)),
    })
}

fn title_field(title: &str) -> Field {
    Field::new(Control::Text, "title", phrase!("claim-title")).help(phrase!("claim-title-help")).value(title).required()
}

/// Why nothing was done, in words.
fn conflict(fault: &Fault) -> Phrase {
    fault_phrase(FaultFamily::Conflict, fault)
}

/// What the three forms below do with a refusal: faults at their fields; a conflict above them, with
/// everything that was typed and the version of now, so that it can be sent again.
fn refusal(error: ServiceError) -> std::result::Result<(Status, Vec<Fault>, Option<Phrase>), ServiceError> {
    match error {
        ServiceError::Invalid(faults) => Ok((Status::UnprocessableEntity, faults, None)),
        ServiceError::Conflict(fault) => Ok((Status::Conflict, Vec::new(), Some(conflict(&fault)))),
        other => Err(other),
    }
}

/// The form again, as [`refusal`] wants it.
fn refused(view: View, mut page: ClaimForm, status: Status, why: Option<Phrase>) -> Result {
    if let Some(why) = why {
        page.form = page.form.fault(why);
    }
    view.page_as(status, &page)
}

async fn shown(view: &View, id: i64) -> std::result::Result<ClaimShown, ServiceError> {
    let id = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    view.act(move |app, who| claims::show(app, who, id)).await
}

/// As [`shown`], for somebody who may do this now.
async fn shown_for(view: &View, id: i64, action: Action) -> std::result::Result<ClaimShown, ServiceError> {
    let id = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    view.act(move |app, who| claims::show_for(app, who, id, action)).await
}

#[get("/claims/<id>")]
async fn show_claim(view: View, id: i64) -> Result {
    let shown = shown(&view, id).await?;
    let page = ClaimView::new(&view.app, &view.who()?, &shown, &Typed::default());
    view.page(&page)
}

#[get("/claims/<id>/sheet")]
async fn sheet(view: View, id: i64) -> Result {
    let shown = shown(&view, id).await?;
    let page = ClaimSheet::new(&view.app, &view.who()?, &shown);
    view.page(&page)
}

/// The stored assessment, byte for byte.
#[get("/api/v1/claims/<id>/assessment")]
async fn stored_assessment(view: View, id: i64) -> Result {
    let id = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let text = view.act(move |app, who| claims::assessment_text(app, who, id)).await?;
    Ok(Answer::Raw(Status::Ok, ContentType::JSON, text.into_bytes()))
}

/// One of the three forms that change a claim.
struct Filled {
    title: Option<String>,
    facts: Option<(FactSheet, By)>,
    account: Option<Account>,
    opinion: Option<String>,
}

fn claim_form(
    view: &View,
    shown: &ClaimShown,
    heading: Phrase,
    lead: Phrase,
    path: &str,
    filled: Filled,
    faults: Vec<Fault>,
) -> std::result::Result<ClaimForm, ServiceError> {
    let policies = view.app.policies();
    let (policy, rule) = policies.select(&shown.row.rule, None).map_err(|_| ServiceError::NotFound)?;
    let mut all = Vec::new();
    all.extend(filled.title.as_deref().map(title_field));
    if let Some((facts, by)) = &filled.facts {
        all.extend(fields::of_facts(policy, rule, facts, *by, &shown.held));
    }
    all.extend(filled.account.iter().flat_map(fields::of_account));
    if let Some(opinion) = &filled.opinion {
        all.push(Field::new(Control::Textarea, "opinion", phrase!("claim-reason")).value(opinion).required());
    }
    let faults = fields::worded(policy, rule, faults, view.visitor.lang);
    let id = shown.row.id;
    let by_host = matches!(filled.facts, Some((_, By::Claimant)));
    Ok(ClaimForm {
        fixed: if by_host { fixed_lines(policy, rule, &shown.held) } else { Vec::new() },
        heading,
        crumb: (format!("/claims/{id}"), Phrase::typed(&shown.row.reference)),
        lead,
        form: with_faults(all, &faults),
        action: format!("/claims/{id}/{path}"),
        submit: phrase!("common-save"),
        version: shown.row.version.to_string(),
        explanation: shown.assessment.as_ref().and_then(|assessment| words::explained(&policies, assessment, shown)),
    })
}

fn edit_form(
    view: &View,
    shown: &ClaimShown,
    title: &str,
    facts: FactSheet,
    account: Account,
    faults: Vec<Fault>,
) -> std::result::Result<ClaimForm, ServiceError> {
    let filled = Filled {
        title: Some(title.to_owned()),
        facts: Some((facts, By::Claimant)),
        account: Some(account),
        opinion: None,
    };
    claim_form(view, shown, phrase!("claim-edit"), phrase!("claim-form-lead"), "edit", filled, faults)
}

/// What was typed, as an account to show again.
fn typed_account(form: &Fields) -> Account {
    let typed = fields::read_account(form);
    Account {
        name: typed.name,
        number: typed.number,
        bank: typed.bank,
        bank_code: typed.bank_code,
        name_confirmed: typed.name_confirmed,
    }
}

#[get("/claims/<id>/edit")]
async fn edit(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimEditFacts).await?;
    let (title, facts, account) = (shown.row.title.clone(), shown.facts.clone(), shown.account.clone());
    let page = edit_form(&view, &shown, &title, facts, account, Vec::new())?;
    view.page(&page)
}

#[post("/claims/<id>/edit", data = "<form>")]
async fn save(view: View, id: i64, form: Checked) -> Result {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let title = form.0.text("title").to_owned();
    let facts = fields::read_facts(&form.0);
    let content = Content { title: title.clone(), facts: facts.clone(), account: Some(fields::read_account(&form.0)) };
    let seen = form.0.version();
    match view.act(move |app, who| claims::edit(app, who, claim, seen, &content)).await {
        Ok(_) => Ok(Answer::done(format!("/claims/{id}"), "saved")),
        Err(error) => {
            let (status, faults, why) = refusal(error)?;
            let shown = shown(&view, id).await?;
            let page = edit_form(&view, &shown, &title, facts, typed_account(&form.0), faults)?;
            refused(view, page, status, why)
        }
    }
}

fn facts_page(
    view: &View,
    shown: &ClaimShown,
    facts: FactSheet,
    opinion: &str,
    faults: Vec<Fault>,
) -> std::result::Result<ClaimForm, ServiceError> {
    let filled =
        Filled { title: None, facts: Some((facts, By::Officer)), account: None, opinion: Some(opinion.to_owned()) };
    let heading = family!("claim-step", "correct-facts");
    claim_form(view, shown, heading, phrase!("claim-facts-lead"), "facts", filled, faults)
}

#[get("/claims/<id>/facts")]
async fn facts_form(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimCorrectFacts).await?;
    let page = facts_page(&view, &shown, shown.facts.clone(), "", Vec::new())?;
    view.page(&page)
}

#[post("/claims/<id>/facts", data = "<form>")]
async fn correct(view: View, id: i64, form: Checked) -> Result {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let facts = fields::read_facts(&form.0);
    let signed = Signed { claim, version: form.0.version(), opinion: form.0.text("opinion").to_owned() };
    let (opinion, sheet) = (signed.opinion.clone(), facts.clone());
    match view.act(move |app, who| claims::correct_facts(app, who, &signed, &sheet)).await {
        Ok(_) => Ok(Answer::done(format!("/claims/{id}"), "saved")),
        Err(error) => {
            let (status, faults, why) = refusal(error)?;
            let shown = shown(&view, id).await?;
            let page = facts_page(&view, &shown, facts, &opinion, faults)?;
            refused(view, page, status, why)
        }
    }
}

fn account_page(
    view: &View,
    shown: &ClaimShown,
    account: Account,
    faults: Vec<Fault>,
) -> std::result::Result<ClaimForm, ServiceError> {
    let filled = Filled { title: None, facts: None, account: Some(account), opinion: None };
    let heading = family!("claim-step", "correct-account");
    claim_form(view, shown, heading, phrase!("claim-account-lead"), "account", filled, faults)
}

#[get("/claims/<id>/account")]
async fn account_form(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimCorrectAccount).await?;
    let page = account_page(&view, &shown, shown.account.clone(), Vec::new())?;
    view.page(&page)
}

#[post("/claims/<id>/account", data = "<form>")]
async fn correct_account(view: View, id: i64, form: Checked) -> Result {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let signed = Signed { claim, version: form.0.version(), opinion: String::new() };
    let typed = fields::read_account(&form.0);
    match view.act(move |app, who| claims::correct_account(app, who, &signed, &typed)).await {
        Ok(_) => Ok(Answer::done(format!("/claims/{id}"), "saved")),
        Err(error) => {
            let (status, faults, why) = refusal(error)?;
            let shown = shown(&view, id).await?;
            let page = account_page(&view, &shown, typed_account(&form.0), faults)?;
            refused(view, page, status, why)
        }
    }
}
