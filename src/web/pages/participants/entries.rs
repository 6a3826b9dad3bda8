//! What can be registered for, as its host sets it up and looks at what comes in.

use super::entry::{About, EntryView, entry_fields};
use crate::domain::ids::{EntryId, EventId, ParticipantId};
use crate::service::participants::changes::{self, Verdict};
use crate::service::participants::entries::{self, Entries, EntryForm, Listed};
use crate::service::{App, ServiceError, Who};
use crate::text::parts::Tag;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::pages::register::{places_phrase, window_tag};
use crate::web::shell::View;
use crate::{key, phrase};
use chrono::NaiveDateTime;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, new, add, per_item, show, edit, save, approve_all, decide, answer_change]
}

#[derive(Debug, Serialize)]
pub struct EntryList {
    pub event: String,
    pub event_path: String,
    /// `/events/7/entries`.
    pub path: String,
    pub roster_path: String,
    pub rows: Vec<Row>,
    /// Items of the competition without an entry, for who may make those.
    pub items_without: usize,
    pub may_edit: bool,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub path: String,
    pub places: Phrase,
    pub pending: i64,
    pub closes_at: NaiveDateTime,
    pub state: Tag,
}

impl From<Listed> for Row {
    fn from(listed: Listed) -> Row {
        Row {
            path: format!("/entries/{}", listed.row.id),
            places: places_phrase(&listed.places),
            pending: listed.pending,
            closes_at: listed.row.closes_at,
            state: window_tag(listed.window, &listed.places),
            name: listed.row.name,
        }
    }
}

impl EntryList {
    fn new(found: Entries) -> EntryList {
        let event_path = format!("/events/{}", found.event.id);
        EntryList {
            path: format!("{event_path}/entries"),
            roster_path: format!("{event_path}/participants"),
            event_path,
            rows: found.rows.into_iter().map(Row::from).collect(),
            items_without: if found.may_edit { found.items_without } else { 0 },
            may_edit: found.may_edit,
            event: found.event.name,
        }
    }
}

#[get("/events/<event>/entries")]
async fn index(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    let found = view.act(move |app, who| entries::list(app, who, event)).await?;
    view.page(&EntryList::new(found))
}

fn form_of(fields: &Fields) -> EntryForm {
    let text = |name: &str| fields.text(name).to_owned();
    let divisions = fields.prefixed("divisions.");
    EntryForm {
        name: text("name"),
        capacity: text("capacity"),
        approval: fields.ticked("approval"),
        team_least: text("team_least"),
        team_most: text("team_most"),
        opens_at: text("opens_at"),
        closes_at: text("closes_at"),
        offer_hours: text("offer_hours"),
        open: fields.ticked("open"),
        age_least: text("age_least"),
        age_most: text("age_most"),
        age_on: text("age_on"),
        divisions: divisions.into_keys().collect(),
        units: text("units"),
        skill: text("skill"),
        titles: text("titles"),
        sex: text("sex"),
    }
}

fn form_page(
    action: String,
    crumb: &str,
    words: Phrase,
    form: &EntryForm,
    faults: &[crate::service::Fault],
) -> FormPage {
    let page = FormPage::new(words, action, phrase!("common-save"), Vec::new());
    let page = page.crumb(crumb, phrase!("registration-entries"));
    FormPage { form: with_faults(entry_fields(form), faults), ..page }
}

#[get("/events/<event>/entries/new")]
async fn new(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    let found = view.act(move |app, who| entries::list(app, who, event)).await?;
    if !found.may_edit {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    let usual = EntryForm::usual(&found.event, view.app.now());
    let path = format!("/events/{event}/entries");
    view.page(&form_page(path.clone(), &path, phrase!("registration-entry-new"), &usual, &[]))
}

#[post("/events/<event>/entries", data = "<form>")]
async fn add(view: View, event: i64, form: Checked) -> Result {
    let (event, form) = (id::<EventId>(event)?, form_of(&form.0));
    let kept = form.clone();
    match view.act(move |app, who| entries::add(app, who, event, &kept)).await {
        Ok(entry) => Ok(Answer::done(format!("/entries/{entry}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let path = format!("/events/{event}/entries");
            let page = form_page(path.clone(), &path, phrase!("registration-entry-new"), &form, &faults);
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<event>/entries/per-item", data = "<_form>")]
async fn per_item(view: View, event: i64, _form: Checked) -> Result {
    let event = id::<EventId>(event)?;
    view.act(move |app, who| entries::add_per_item(app, who, event)).await?;
    Ok(Answer::done(format!("/events/{event}/entries"), "saved"))
}

#[get("/entries/<entry>")]
async fn show(view: View, entry: i64) -> Result {
    let entry = id::<EntryId>(entry)?;
    let shown = view.act(move |app, who| entries::show(app, who, entry)).await?;
    let page = EntryView::new(&shown, &view.app.base_url);
    view.page(&page)
}

#[get("/entries/<entry>/edit")]
async fn edit(view: View, entry: i64) -> Result {
    let entry = id::<EntryId>(entry)?;
    let shown = view.act(move |app, who| entries::show(app, who, entry)).await?;
    if !shown.may_edit {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    let row = &shown.listed.row;
    let form = EntryForm::of(row);
    let (action, crumb) = (format!("/entries/{entry}/edit"), format!("/events/{}/entries", row.event_id));
    let page = form_page(action, &crumb, phrase!("registration-entry-edit"), &form, &[]);
    view.page(&page.version(row.version))
}

#[post("/entries/<entry>/edit", data = "<form>")]
async fn save(view: View, entry: i64, form: Checked) -> Result {
    let (entry, version, form) = (id::<EntryId>(entry)?, form.0.version(), form_of(&form.0));
    let kept = form.clone();
    match view.act(move |app, who| entries::edit(app, who, entry, version, &kept)).await {
        Ok(()) => Ok(Answer::done(format!("/entries/{entry}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let shown = view.act(move |app, who| entries::show(app, who, entry)).await?;
            let (action, crumb) = (format!("/entries/{entry}/edit"), format!("/events/{}/entries", shown.event.id));
            let page = form_page(action, &crumb, phrase!("registration-entry-edit"), &form, &faults);
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/entries/<entry>/approve-all", data = "<form>")]
async fn approve_all(view: View, entry: i64, form: Checked) -> Result {
    let entry = id::<EntryId>(entry)?;
    let shown: Vec<ParticipantId> = form.0.text("shown").split_whitespace().filter_map(|id| id.parse().ok()).collect();
    let done = view.act(move |app, who| changes::approve_all(app, who, entry, &shown)).await?;
    let path = format!("/entries/{entry}");
    Ok(match done.unseen {
        0 => Answer::done(path, "registrations-approved"),
        unseen => Answer::done(path, "registrations-approved-shown").counting(unseen),
    })
}

/// Back to the entry that the decision was made on.
fn back(fields: &Fields, participant: ParticipantId) -> String {
    match fields.text("entry").parse::<EntryId>() {
        Ok(entry) => format!("/entries/{entry}"),
        Err(_) => format!("/participants/{participant}"),
    }
}

#[post("/participants/<participant>/decide", data = "<form>")]
async fn decide(view: View, participant: i64, form: Checked) -> Result {
    view.who()?;
    let participant = id::<ParticipantId>(participant)?;
    let (version, reason) = (form.0.version(), form.0.text("reason").to_owned());
    let path = back(&form.0, participant);
    let (verdict, done) = match form.0.text("verdict") {
        "approve" => (Verdict::Approve(reason), Answer::done(path, "registration-approved")),
        "refuse" => (Verdict::Refuse(reason), Answer::done(path, "registration-refused")),
        "withdraw" => (Verdict::Withdraw(reason), Answer::done(path, "registration-taken-out")),
        "leave" => (Verdict::Leave(reason), Answer::done(path, "registration-left")),
        _ => return Err(ServiceError::invalid("verdict", "choose").into()),
    };
    let decided = view.act(move |app, who| changes::decide(app, who, participant, version, &verdict)).await;
    answered(view, &form.0, About::Participant(participant.get()), decided, done).await
}

#[post("/participants/<participant>/changes/<change>", data = "<form>")]
async fn answer_change(view: View, participant: i64, change: i64, form: Checked) -> Result {
    let participant = id::<ParticipantId>(participant)?;
    let refused = (form.0.text("verdict") == "refuse").then(|| form.0.text("reason").to_owned());
    let path = back(&form.0, participant);
    let done = match refused {
        Some(_) => Answer::done(path, "change-refused"),
        None => Answer::done(path, "change-approved"),
    };
    let answer = move |app: &App, who: &Who| changes::answer_change(app, who, participant, change, refused.as_deref());
    let decided = view.act(answer).await;
    answered(view, &form.0, About::Change(change), decided, done).await
}

/// After a decision: what was done, or the entry's page with what was wrong beside the field.
async fn answered(
    view: View,
    form: &Fields,
    about: About,
    decided: std::result::Result<(), ServiceError>,
    done: Answer,
) -> Result {
    let faults = match (decided, form.text("entry").parse::<EntryId>()) {
        (Ok(()), _) => return Ok(done),
        (Err(ServiceError::Invalid(faults)), Ok(entry)) => (faults, entry),
        (Err(error), _) => return Err(error.into()),
    };
    let (faults, entry) = faults;
    let shown = view.act(move |app, who| entries::show(app, who, entry)).await?;
    let mut page = EntryView::new(&shown, &view.app.base_url);
    if let Some(fault) = faults.first() {
        page.wrong(about, &fault_phrase(FaultFamily::Field, fault));
    }
    view.page_as(Status::UnprocessableEntity, &page)
}

impl Page for EntryList {
    const TEMPLATE: &'static str = "pages/participants/entries";

    fn title(&self, say: Say) -> String {
        say.t(key!("registration-entries"))
    }

    fn sample() -> EntryList {
        use crate::domain::participant::entry::{Places, Window};
        use crate::web::pages::register::sample;
        let row = |id: i64, name: &str, places: Places, window: Window, pending: i64| Row {
            name: name.to_owned(),
            path: format!("/entries/{id}"),
            ..Row::from(Listed { row: sample::entry(1), places, window, pending })
        };
        let full = Places { capacity: Some(20), taken: 20, waiting: 6 };
        EntryList {
            event: "样例市职业技能大赛".to_owned(),
            event_path: "/events/7".to_owned(),
            path: "/events/7/entries".to_owned(),
            roster_path: "/events/7/participants".to_owned(),
            rows: vec![
                row(1, "砌筑工", full, Window::Open, 3),
                row(2, "叉车司机", Places { waiting: 0, taken: 5, ..full }, Window::Shut, 0),
            ],
            items_without: 64,
            may_edit: true,
        }
    }

    fn samples() -> Vec<EntryList> {
        let none = EntryList { rows: Vec::new(), items_without: 0, ..EntryList::sample() };
        vec![EntryList::sample(), none, EntryList { may_edit: false, ..EntryList::sample() }]
    }
}
