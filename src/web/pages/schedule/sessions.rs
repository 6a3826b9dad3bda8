//! Adding, moving and removing a session.

use crate::domain::ids::{EventId, SittingId};
use crate::domain::schedule::Minutes;
use crate::domain::schedule::sitting::Half;
use crate::service::schedules::{self, Book, SittingForm};
use crate::service::{Fault, ServiceError};
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![blank, create, edit, save, remove]
}

fn typed(fields: &Fields) -> SittingForm {
    let text = |name: &str| fields.text(name).to_owned();
    SittingForm {
        title: text("title"),
        item: text("item"),
        group: text("group"),
        room: text("room"),
        day: text("day"),
        start: text("start"),
        length: text("length"),
        heads: text("heads"),
        needs: text("needs"),
        after: fields.prefixed("after.").into_keys().collect(),
        people: fields.prefixed("people.").into_keys().collect(),
        wish_day: text("wish_day"),
        wish_half: text("wish_half"),
        wish_room: text("wish_room"),
        rooms: fields.prefixed("rooms.").into_keys().collect(),
        fixed: fields.ticked("fixed"),
    }
}

fn stored(book: &Book, id: SittingId) -> Option<SittingForm> {
    let row = book.sitting_row(id)?;
    let number = |value: Option<i64>| value.map(|id| id.to_string()).unwrap_or_default();
    let minutes = u32::try_from(row.minutes).ok().and_then(|minutes| Minutes::new(minutes).ok());
    let people = book.parts.iter().filter(|part| part.sitting_id == id).map(|part| part.person_id.to_string());
    Some(SittingForm {
        title: row.title.clone(),
        item: row.item.clone(),
        group: row.grp.clone(),
        room: number(row.room_id),
        day: row.starts_at.map(|start| start.date().to_string()).unwrap_or_default(),
        start: row.starts_at.map(|start| start.format("%H:%M").to_string()).unwrap_or_default(),
        length: minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        heads: if row.heads > 0 { row.heads.to_string() } else { String::new() },
        needs: row.needs.replace(';', "、"),
        after: row.after_ids.split(';').map(str::to_owned).collect(),
        people: people.collect(),
        wish_day: row.wish_day.map(|day| day.to_string()).unwrap_or_default(),
        wish_half: row.wish_half.clone().unwrap_or_default(),
        wish_room: number(row.wish_room),
        rooms: row.allowed_rooms.split(';').map(str::to_owned).collect(),
        fixed: row.fixed,
    })
}

fn fields(book: &Book, own: Option<SittingId>, form: &SittingForm) -> Vec<Field> {
    let rooms = || {
        let choice = |(room, venue): &(&crate::storage::venues::RoomRow, &crate::storage::venues::VenueRow)| {
            let seats = room.capacity.map(|heads| format!(" ({heads})")).unwrap_or_default();
            Choice::new(room.id.to_string(), Phrase::typed(format!("{} · {}{seats}", venue.name, room.name)))
        };
        book.offered().iter().map(choice).collect::<Vec<_>>()
    };
    let others = book.sittings.iter().filter(|row| Some(row.id) != own);
    let others = others.map(|row| Choice::new(row.id.to_string(), Phrase::typed(&row.title)));
    let people = book.people.iter().map(|person| {
        let unit = if person.unit.is_empty() { String::new() } else { format!(" · {}", person.unit) };
        let mut choice = Choice::new(person.id.to_string(), Phrase::typed(format!("{}{unit}", person.name)));
        choice.help = Some(family!("schedule-role", person.role.as_str()));
        choice
    });
    let halves = Half::ALL.iter().map(|half| Choice::new(half.as_str(), family!("schedule-half", half.as_str())));
    let text = |name: &str, label: Phrase, value: &str| Field::new(Control::Text, name, label).value(value);
    let mut fields = vec![
        text("title", phrase!("schedule-session"), &form.title).required(),
        text("item", phrase!("schedule-item"), &form.item),
        text("group", phrase!("schedule-group"), &form.group),
        Field::new(Control::Date, "day", phrase!("schedule-day")).help(phrase!("schedule-day-help")).value(&form.day),
        Field::new(Control::Time, "start", phrase!("schedule-start")).value(&form.start),
        text("length", phrase!("schedule-length"), &form.length).help(phrase!("schedule-length-help")).required(),
        Field::new(Control::Select, "room", phrase!("venue-room")).choices(rooms()).value(&form.room),
        Field::new(Control::Number, "heads", phrase!("schedule-heads"))
            .unit(phrase!("venue-people"))
            .value(&form.heads),
        text("needs", phrase!("schedule-needs"), &form.needs).help(phrase!("venue-equipment-help")),
    ];
    if !book.people.is_empty() {
        fields.push(
            Field::new(Control::Checks, "people", phrase!("schedule-people"))
                .boxes(people.map(|choice| ticked(choice, &form.people))),
        );
    }
    if book.sittings.iter().any(|row| Some(row.id) != own) {
        let after = Field::new(Control::Checks, "after", phrase!("schedule-after"))
            .boxes(others.map(|choice| ticked(choice, &form.after)));
        fields.push(after.help(phrase!("schedule-after-help")));
    }
    fields.extend([
        Field::new(Control::Date, "wish_day", phrase!("schedule-wish-day")).value(&form.wish_day),
        Field::new(Control::Select, "wish_half", phrase!("schedule-wish-half")).choices(halves).value(&form.wish_half),
        Field::new(Control::Select, "wish_room", phrase!("schedule-wish-room")).choices(rooms()).value(&form.wish_room),
        Field::new(Control::Checks, "rooms", phrase!("schedule-rooms-allowed"))
            .help(phrase!("schedule-rooms-allowed-help"))
            .boxes(rooms().into_iter().map(|choice| ticked(choice, &form.rooms))),
        Field::new(Control::Checkbox, "fixed", phrase!("schedule-fixed")).checked(form.fixed),
    ]);
    fields
}

fn ticked(choice: Choice, values: &[String]) -> (Choice, bool) {
    let ticked = values.contains(&choice.value);
    (choice, ticked)
}

/// Only a page on which something can be done is a form.
async fn opened(view: &View, event: EventId) -> std::result::Result<Book, ServiceError> {
    let book = view.act(move |app, who| schedules::show(app, who, event)).await?;
    if book.may_edit { Ok(book) } else { Err(ServiceError::conflict("wrong-state")) }
}

async fn page(
    view: View,
    event: EventId,
    own: Option<SittingId>,
    typed: Option<(SittingForm, i64)>,
    faults: Vec<Fault>,
) -> Result {
    let book = opened(&view, event).await?;
    let (form, version) = match (typed, own) {
        (Some((form, version)), _) => (form, version),
        (None, Some(own)) => (stored(&book, own).ok_or(ServiceError::NotFound)?, book.version),
        (None, None) => (SittingForm::default(), book.version),
    };
    let path = format!("/events/{event}/schedule");
    let (heading, action) = match own {
        Some(own) => (phrase!("schedule-edit"), format!("{path}/sessions/{own}")),
        None => (phrase!("schedule-new"), format!("{path}/sessions")),
    };
    let mut page = FormPage::new(heading, action.clone(), phrase!("common-save"), Vec::new())
        .crumb(&path, phrase!("schedule-title"))
        .version(version);
    page.form = with_faults(fields(&book, own, &form), &faults);
    if own.is_some() {
        page.others.push((format!("{action}/remove"), phrase!("schedule-remove"), "danger"));
    }
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[get("/events/<id>/schedule/new-session")]
async fn blank(view: View, id: i64) -> Result {
    page(view, self::id(id)?, None, None, Vec::new()).await
}

#[post("/events/<id>/schedule/sessions", data = "<form>")]
async fn create(view: View, id: i64, form: Checked) -> Result {
    let (event, version, form) = (self::id::<EventId>(id)?, form.0.version(), typed(&form.0));
    let sent = form.clone();
    match view.act(move |app, who| schedules::add_sitting(app, who, event, version, &sent)).await {
        Ok(_) => Ok(Answer::done(format!("/events/{id}/schedule"), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, event, None, Some((form, version)), faults).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/events/<id>/schedule/sessions/<session>")]
async fn edit(view: View, id: i64, session: i64) -> Result {
    page(view, self::id(id)?, Some(self::id(session)?), None, Vec::new()).await
}

#[post("/events/<id>/schedule/sessions/<session>", data = "<form>")]
async fn save(view: View, id: i64, session: i64, form: Checked) -> Result {
    let (event, own) = (self::id::<EventId>(id)?, self::id::<SittingId>(session)?);
    let (version, form) = (form.0.version(), typed(&form.0));
    let sent = form.clone();
    match view.act(move |app, who| schedules::edit_sitting(app, who, event, version, own, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/schedule"), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, event, Some(own), Some((form, version)), faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/schedule/sessions/<session>/remove", data = "<form>")]
async fn remove(view: View, id: i64, session: i64, form: Checked) -> Result {
    let (event, own, version) = (self::id::<EventId>(id)?, self::id::<SittingId>(session)?, form.0.version());
    view.act(move |app, who| schedules::remove_sitting(app, who, event, version, own)).await?;
    Ok(Answer::done(format!("/events/{id}/schedule"), "schedule-removed"))
}
