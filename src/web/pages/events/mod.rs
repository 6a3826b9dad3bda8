//! Events, from the proposal to the closed file.

pub mod estimate;
pub mod form;
pub mod list;
pub mod show;
pub mod words;

use crate::domain::access::{self, Area, Visibility};
use crate::domain::contest::medals::Award;
use crate::domain::event::{Kind, Stage, StepKind, open_stage};
use crate::domain::ids::EventId;
use crate::domain::lang::Lang;
use crate::family;
use crate::service::events::{self, Signed};
use crate::service::evidence::{self, Owner, Sent};
use crate::service::files::Format;
use crate::service::{Fault, ServiceError};
use crate::storage::events::Filter;
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::shell::View;
use form::{EventForm, NewEvent, Values};
use list::{EventList, View as Tab};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use show::{Attempt, EventView};

pub fn routes() -> Vec<Route> {
    routes![
        list_events,
        choose,
        create,
        attach,
        show_event,
        edit_form,
        save,
        submit,
        file,
        mark_held,
        close,
        decide,
        cancel,
        claim,
        add_paper,
        export
    ]
}

/// The list's narrowing, as its address says it.
fn filter(kind: Option<&str>, q: Option<Asked>) -> Filter {
    let kind = kind.and_then(|kind| kind.parse::<Kind>().ok());
    Filter { kind, text: Asked::text(q), ..Filter::default() }
}

#[get("/events?<view>&<kind>&<q>&<page>")]
async fn list_events(
    here: View,
    view: Option<&str>,
    kind: Option<&str>,
    q: Option<Asked>,
    page: Option<u32>,
) -> Result {
    let who = here.who()?;
    let waiting = events::waiting_states(&here.app, &who);
    let tab = Tab::of(view, if waiting.is_empty() { Tab::Going } else { Tab::Mine });
    let filter = filter(kind, q);
    let page = page.unwrap_or(1).max(1);
    let kept = filter.clone();
    let (listed, counts) = here
        .act(move |app, who| {
            let mut counts = Vec::new();
            for tab in Tab::ALL {
                let Some(states) = tab.states(&waiting) else { continue };
                counts.push((tab, events::count(app, who, &states)?));
            }
            let states = tab.states(&waiting).unwrap_or_default();
            let listed = events::list(app, who, &Filter { states, ..filter }, i64::from(page))?;
            Ok((listed, counts))
        })
        .await?;
    let may_create = crate::service::worklist::is_host(&who);
    let all = !matches!(access::visibility(&who.actor, Area::Event), Visibility::Organisation(_));
    here.page(&EventList::new(tab, listed, &kept, u64::from(page), &counts, may_create, all))
}

/// The list as a file: the same view, narrowed the same way.
#[get("/events/export?<view>&<kind>&<q>&<format>", rank = 1)]
async fn export(here: View, view: Option<&str>, kind: Option<&str>, q: Option<Asked>, format: Option<&str>) -> Result {
    let waiting = events::waiting_states(&here.app, &here.who()?);
    // Nothing waits: nothing narrows.
    let states = Tab::of(view, Tab::All).states(&waiting).unwrap_or_default();
    let (filter, format) = (Filter { states, ..filter(kind, q) }, Format::of(format)?);
    Ok(here.act(move |app, who| events::export(app, who, &filter, format)).await?.into())
}

#[get("/events/new", rank = 1)]
async fn choose(view: View) -> Result {
    let items = view.act(events::open_items).await?;
    view.page(&NewEvent::new(&items))
}

#[post("/events/new", data = "<form>")]
async fn create(view: View, form: Checked) -> Result {
    view.who()?;
    let Ok(kind) = form.0.text("kind").parse::<Kind>() else {
        return Err(ServiceError::invalid("kind", "choose").into());
    };
    let id = view.act(move |app, who| events::create(app, who, kind)).await?;
    Ok(Answer::done(format!("/events/{id}/edit"), "event-created"))
}

#[get("/events/<id>", rank = 2)]
async fn show_event(view: View, id: i64) -> Result {
    event_page(view, id, Attempt::default()).await
}

async fn event_page(view: View, id: i64, attempt: Attempt) -> Result {
    let shown = view.act(move |app, who| events::show(app, who, EventId::new(id))).await?;
    let estimate = estimate::estimate(&view.app.policies(), &shown.estimate);
    let status = if attempt.faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &EventView::new(&shown, estimate, &attempt))
}

#[get("/events/<id>/edit")]
async fn edit_form(view: View, id: i64) -> Result {
    form_page(view, id, None, Vec::new()).await
}

async fn form_page(view: View, id: i64, typed: Option<(i64, Values)>, faults: Vec<Fault>) -> Result {
    let shown = view.act(move |app, who| events::show(app, who, EventId::new(id))).await?;
    let row = &shown.row;
    let stage = open_stage(row.state).filter(|_| shown.may(access::Action::EventEdit));
    let stage = stage.ok_or_else(|| ServiceError::conflict("wrong-state"))?;
    // What was measured is filled in where the host wrote nothing yet, and stands beside what was written.
    let measured = if stage == Stage::Closing { shown.measured.as_slice() } else { &[] };
    let filled = || {
        let mut values = form::values(&shown.details);
        for (field, value) in measured {
            values.entry(field.as_str().to_owned()).or_insert_with(|| value.clone());
        }
        values
    };
    let (version, values) = typed.unwrap_or_else(|| (row.version, filled()));
    let page = EventForm {
        path: format!("/events/{id}"),
        name: row.name.clone(),
        reference: row.reference.clone(),
        kind: crate::family!("event-kind", row.kind.as_str()),
        stage: crate::family!("event-write", stage.as_str()),
        version,
        form: form::form(row.kind, stage, &values, &faults, measured),
    };
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[post("/events/<id>/edit", data = "<form>")]
async fn save(view: View, id: i64, form: Checked) -> Result {
    let version = form.0.version();
    let typed = form.0.typed();
    let sent = typed.clone();
    match view.act(move |app, who| events::edit(app, who, EventId::new(id), version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}"), "saved")),
        Err(ServiceError::Invalid(faults)) => form_page(view, id, Some((version, typed)), faults).await,
        Err(error) => Err(error.into()),
    }
}

/// Takes a step; what is missing is shown on the event's own page.
async fn step(view: View, id: i64, step: StepKind, version: i64, attempt: Attempt, done: &'static str) -> Result {
    let opinion = if step == StepKind::Cancel { &attempt.reason } else { &attempt.opinion };
    let signed = Signed { event: EventId::new(id), version, opinion: opinion.clone() };
    match view.act(move |app, who| events::take(app, who, step, &signed)).await {
        Ok(_) => Ok(Answer::See(format!("/events/{id}"), Some(done))),
        Err(ServiceError::Invalid(mut faults)) => {
            for fault in faults.iter_mut().filter(|fault| step == StepKind::Cancel && fault.field == "opinion") {
                fault.field = "reason".to_owned();
            }
            event_page(view, id, Attempt { faults, ..attempt }).await
        }
        Err(error) => Err(error.into()),
    }
}

// keys: done-event-submitted done-event-filed done-event-held done-event-closed done-event-cancelled
// keys: done-event-approved done-event-returned
#[post("/events/<id>/submit", data = "<form>")]
async fn submit(view: View, id: i64, form: Checked) -> Result {
    step(view, id, StepKind::Submit, form.0.version(), Attempt::default(), "event-submitted").await
}

#[post("/events/<id>/file", data = "<form>")]
async fn file(view: View, id: i64, form: Checked) -> Result {
    step(view, id, StepKind::File, form.0.version(), Attempt::default(), "event-filed").await
}

#[post("/events/<id>/mark-held", data = "<form>")]
async fn mark_held(view: View, id: i64, form: Checked) -> Result {
    step(view, id, StepKind::MarkHeld, form.0.version(), Attempt::default(), "event-held").await
}

#[post("/events/<id>/close", data = "<form>")]
async fn close(view: View, id: i64, form: Checked) -> Result {
    step(view, id, StepKind::Close, form.0.version(), Attempt::default(), "event-closed").await
}

/// Approves, or returns once with all faults.
#[post("/events/<id>/decide", data = "<form>")]
async fn decide(view: View, id: i64, form: Checked) -> Result {
    let attempt = Attempt { opinion: form.0.text("opinion").to_owned(), ..Attempt::default() };
    let (verdict, done) = match form.0.text("verdict") {
        "approve" => (StepKind::Approve, "event-approved"),
        _ => (StepKind::Return, "event-returned"),
    };
    step(view, id, verdict, form.0.version(), attempt, done).await
}

#[post("/events/<id>/cancel", data = "<form>")]
async fn cancel(view: View, id: i64, form: Checked) -> Result {
    let attempt = Attempt { reason: form.0.text("reason").to_owned(), ..Attempt::default() };
    step(view, id, StepKind::Cancel, form.0.version(), attempt, "event-cancelled").await
}

#[post("/events/<id>/claim", data = "<_form>")]
async fn claim(view: View, id: i64, _form: Checked) -> Result {
    let claim = view.act(move |app, who| events::make_claim(app, who, EventId::new(id))).await?;
    Ok(Answer::done(format!("/claims/{claim}"), "event-claimed"))
}

#[post("/events/<id>/attendance/papers", data = "<_form>")]
async fn attach(view: View, id: i64, _form: Checked) -> Result {
    // Papers are in Chinese, whoever makes them.
    let award = |award: Award| family!("contest-award", award.as_str()).say(Lang::Zh).into_owned();
    view.act(move |app, who| events::attach_generated(app, who, EventId::new(id), award)).await?;
    Ok(Answer::done(format!("/events/{id}#papers"), "papers-generated"))
}

#[post("/events/<id>/papers", data = "<form>")]
async fn add_paper(view: View, id: i64, form: Checked) -> Result {
    let requirement = form.0.text("requirement").to_owned();
    let sent = match form.0.file("file") {
        Some(file) => Sent { file_name: file.name.clone(), bytes: file.bytes.clone(), cut: file.too_large },
        None => Sent { file_name: String::new(), bytes: Vec::new(), cut: false },
    };
    let owner = Owner::Event(EventId::new(id));
    match view.act(move |app, who| evidence::upload(app, who, owner, &requirement, &sent)).await {
        Ok(_) => Ok(Answer::done(format!("/events/{id}#papers"), "event-paper-added")),
        Err(ServiceError::Invalid(faults)) => event_page(view, id, Attempt { faults, ..Attempt::default() }).await,
        Err(error) => Err(error.into()),
    }
}
