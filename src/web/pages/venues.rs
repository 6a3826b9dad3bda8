//! Venues and rooms, and the rules that schedules are checked by.

use super::form_page::{FormPage, with_faults};
use super::notices::id;
use crate::domain::ids::{RoomId, VenueId};
use crate::domain::people::Role;
use crate::domain::schedule::{Kind, Rules, Severity};
use crate::service::schedules::{self, RoomForm, Site};
use crate::service::{Fault, ServiceError};
use crate::storage::venues::RoomRow;
use crate::text::parts::{Choice, Control, Empty, Field, Form, Tag, Tone};
use crate::text::{Page, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::shell::View;
use crate::{family, key, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![index, create, venue, save, new_room, room, save_room, block, unblock, rules, save_rules]
}

#[derive(Debug, Serialize)]
pub struct Venues {
    pub venues: Vec<Card>,
    pub empty: Empty,
    /// For those who may add one.
    pub form: Option<Form>,
    pub may_rules: bool,
}

#[derive(Debug, Serialize)]
pub struct Card {
    pub path: String,
    pub name: String,
    pub address: String,
    pub owner: String,
    pub may_edit: bool,
    pub rooms: Vec<RoomLine>,
}

#[derive(Debug, Serialize)]
pub struct RoomLine {
    pub path: String,
    pub name: String,
    pub capacity: Option<i32>,
    pub equipment: String,
    /// `08:00–18:00`; empty: always.
    pub hours: String,
    pub closed: Option<Tag>,
}

fn room_line(room: &RoomRow) -> RoomLine {
    RoomLine {
        path: format!("/rooms/{}", room.id),
        name: room.name.clone(),
        capacity: room.capacity,
        equipment: room.equipment.replace(';', "、"),
        hours: room.opens.iter().zip(&room.closes).map(|(opens, closes)| format!("{opens}–{closes}")).collect(),
        closed: (!room.active).then(|| Tag::new(Tone::Plain, phrase!("venue-room-closed"))),
    }
}

fn card(site: &Site) -> Card {
    Card {
        path: format!("/venues/{}", site.venue.id),
        name: site.venue.name.clone(),
        address: site.venue.address.clone(),
        owner: site.owner.clone(),
        may_edit: site.may_edit,
        rooms: site.rooms.iter().map(room_line).collect(),
    }
}

fn venue_fields(name: &str, address: &str) -> Vec<Field> {
    vec![
        Field::new(Control::Text, "name", phrase!("venue-name")).value(name).required(),
        Field::new(Control::Text, "address", phrase!("venue-address")).value(address),
    ]
}

impl Venues {
    fn new(sites: &[Site], may_add: bool, may_rules: bool, typed: (&str, &str), faults: &[Fault]) -> Venues {
        Venues {
            venues: sites.iter().map(card).collect(),
            empty: Empty { title: phrase!("venue-none"), help: Some(phrase!("venue-none-help")), action: None },
            form: may_add.then(|| with_faults(venue_fields(typed.0, typed.1), faults)),
            may_rules,
        }
    }
}

async fn list(view: View, typed: (String, String), faults: Vec<Fault>) -> Result {
    let sites = view.act(schedules::list_venues).await?;
    let rules = view.act(schedules::show_rules).await.is_ok();
    let may_add = rules || view.who()?.actor.holds(Role::Host);
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &Venues::new(&sites, may_add, rules, (&typed.0, &typed.1), &faults))
}

#[get("/venues")]
async fn index(view: View) -> Result {
    list(view, Default::default(), Vec::new()).await
}

#[post("/venues", data = "<form>")]
async fn create(view: View, form: Checked) -> Result {
    let typed = (form.0.text("name").to_owned(), form.0.text("address").to_owned());
    let sent = typed.clone();
    match view.act(move |app, who| schedules::add_venue(app, who, &sent.0, &sent.1)).await {
        Ok(id) => Ok(Answer::done(format!("/venues/{id}"), "saved")),
        Err(ServiceError::Invalid(faults)) => list(view, typed, faults).await,
        Err(error) => Err(error.into()),
    }
}

/// One venue: its name, its rooms, and a form for a further one.
#[derive(Debug, Serialize)]
pub struct VenueView {
    pub name: String,
    pub path: String,
    pub version: i64,
    pub form: Form,
    pub rooms: Vec<RoomLine>,
    pub room: Form,
}

fn room_fields(typed: &RoomForm, known: bool) -> Vec<Field> {
    let mut fields = vec![
        Field::new(Control::Text, "name", phrase!("venue-room")).value(&typed.name).required(),
        Field::new(Control::Number, "capacity", phrase!("venue-capacity"))
            .value(&typed.capacity)
            .unit(phrase!("venue-people")),
        Field::new(Control::Text, "equipment", phrase!("venue-equipment"))
            .help(phrase!("venue-equipment-help"))
            .value(&typed.equipment),
        Field::new(Control::Time, "opens", phrase!("venue-opens")).value(&typed.opens),
        Field::new(Control::Time, "closes", phrase!("venue-closes"))
            .help(phrase!("venue-hours-help"))
            .value(&typed.closes),
    ];
    if known {
        fields.push(Field::new(Control::Checkbox, "active", phrase!("venue-active")).checked(typed.active));
    }
    fields
}

fn room_form(fields: &Fields) -> RoomForm {
    let text = |name: &str| fields.text(name).to_owned();
    RoomForm {
        name: text("name"),
        capacity: text("capacity"),
        equipment: text("equipment"),
        opens: text("opens"),
        closes: text("closes"),
        active: fields.ticked("active"),
    }
}

fn prefixed(mut fields: Vec<Field>) -> Vec<Field> {
    // Two forms on one page: each control has an id of its own.
    for field in &mut fields {
        field.id = format!("{}-room", field.id);
        field.focus = format!("{}-room", field.focus);
        field.described_by =
            field.described_by.as_ref().map(|ids| ids.replace("-help", "-room-help").replace("-error", "-room-error"));
    }
    fields
}

async fn venue_page(
    view: View,
    raw: i64,
    typed: Option<(String, String)>,
    room: RoomForm,
    faults: (Vec<Fault>, Vec<Fault>),
) -> Result {
    let venue = id::<VenueId>(raw)?;
    let site = view.act(move |app, who| schedules::show_venue(app, who, venue)).await?;
    let (name, address) = typed.unwrap_or_else(|| (site.venue.name.clone(), site.venue.address.clone()));
    let status = if faults.0.is_empty() && faults.1.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let second = with_faults(room_fields(&room, false), &faults.1);
    let page = VenueView {
        name: site.venue.name.clone(),
        path: format!("/venues/{raw}"),
        version: site.venue.version,
        form: with_faults(venue_fields(&name, &address), &faults.0),
        rooms: site.rooms.iter().map(room_line).collect(),
        room: Form::new(prefixed(second.fields)),
    };
    view.page_as(status, &page)
}

#[get("/venues/<venue>")]
async fn venue(view: View, venue: i64) -> Result {
    venue_page(view, venue, None, RoomForm::default(), Default::default()).await
}

#[post("/venues/<venue>", data = "<form>")]
async fn save(view: View, venue: i64, form: Checked) -> Result {
    let (of, version) = (id::<VenueId>(venue)?, form.0.version());
    let typed = (form.0.text("name").to_owned(), form.0.text("address").to_owned());
    let sent = typed.clone();
    match view.act(move |app, who| schedules::edit_venue(app, who, of, version, &sent.0, &sent.1)).await {
        Ok(()) => Ok(Answer::done(format!("/venues/{venue}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            venue_page(view, venue, Some(typed), RoomForm::default(), (faults, Vec::new())).await
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/venues/<venue>/rooms", data = "<form>")]
async fn new_room(view: View, venue: i64, form: Checked) -> Result {
    let (of, typed) = (id::<VenueId>(venue)?, room_form(&form.0));
    let sent = typed.clone();
    match view.act(move |app, who| schedules::add_room(app, who, of, &sent)).await {
        Ok(_) => Ok(Answer::done(format!("/venues/{venue}"), "saved")),
        Err(ServiceError::Invalid(faults)) => venue_page(view, venue, None, typed, (Vec::new(), faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// One room, and when it cannot be used.
#[derive(Debug, Serialize)]
pub struct RoomView {
    pub name: String,
    pub venue: String,
    pub venue_path: String,
    pub path: String,
    pub version: i64,
    pub form: Form,
    pub blocks: Vec<Blocked>,
    pub block: Form,
}

#[derive(Debug, Serialize)]
pub struct Blocked {
    pub id: i64,
    /// As on the wall.
    pub from: String,
    pub to: String,
    pub reason: String,
}

fn block_fields(typed: &[String; 3]) -> Vec<Field> {
    vec![
        Field::new(Control::Text, "from", phrase!("venue-from"))
            .help(phrase!("venue-from-help"))
            .value(&typed[0])
            .required(),
        Field::new(Control::Text, "to", phrase!("venue-to")).value(&typed[1]).required(),
        Field::new(Control::Text, "reason", phrase!("venue-reason")).value(&typed[2]),
    ]
}

async fn room_page(
    view: View,
    raw: i64,
    typed: Option<RoomForm>,
    block: [String; 3],
    faults: (Vec<Fault>, Vec<Fault>),
) -> Result {
    let of = id::<RoomId>(raw)?;
    let (room, site) = view.act(move |app, who| schedules::show_room(app, who, of)).await?;
    let stored = || RoomForm {
        name: room.name.clone(),
        capacity: room.capacity.map(|heads| heads.to_string()).unwrap_or_default(),
        equipment: room.equipment.replace(';', "、"),
        opens: room.opens.clone().unwrap_or_default(),
        closes: room.closes.clone().unwrap_or_default(),
        active: room.active,
    };
    let blocks = site.blocks.iter().filter(|block| block.room_id == room.id).map(|block| Blocked {
        id: block.id,
        from: block.starts_at.format("%Y-%m-%d %H:%M").to_string(),
        to: block.ends_at.format("%Y-%m-%d %H:%M").to_string(),
        reason: block.reason.clone(),
    });
    let status = if faults.0.is_empty() && faults.1.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let page = RoomView {
        name: room.name.clone(),
        venue: site.venue.name.clone(),
        venue_path: format!("/venues/{}", site.venue.id),
        path: format!("/rooms/{raw}"),
        version: room.version,
        form: with_faults(room_fields(&typed.unwrap_or_else(stored), true), &faults.0),
        blocks: blocks.collect(),
        block: with_faults(block_fields(&block), &faults.1),
    };
    view.page_as(status, &page)
}

#[get("/rooms/<room>")]
async fn room(view: View, room: i64) -> Result {
    room_page(view, room, None, Default::default(), Default::default()).await
}

#[post("/rooms/<room>", data = "<form>")]
async fn save_room(view: View, room: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<RoomId>(room)?, form.0.version(), room_form(&form.0));
    let sent = typed.clone();
    match view.act(move |app, who| schedules::edit_room(app, who, of, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/rooms/{room}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            room_page(view, room, Some(typed), Default::default(), (faults, Vec::new())).await
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/rooms/<room>/blocks", data = "<form>")]
async fn block(view: View, room: i64, form: Checked) -> Result {
    let of = id::<RoomId>(room)?;
    let typed = ["from", "to", "reason"].map(|name| form.0.text(name).to_owned());
    let sent = typed.clone();
    match view.act(move |app, who| schedules::add_block(app, who, of, (&sent[0], &sent[1], &sent[2]))).await {
        Ok(()) => Ok(Answer::done(format!("/rooms/{room}"), "saved")),
        Err(ServiceError::Invalid(faults)) => room_page(view, room, None, typed, (Vec::new(), faults)).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/rooms/<room>/blocks/<block>/remove", data = "<_form>")]
async fn unblock(view: View, room: i64, block: i64, _form: Checked) -> Result {
    let of = id::<RoomId>(room)?;
    view.act(move |app, who| schedules::remove_block(app, who, of, block)).await?;
    Ok(Answer::done(format!("/rooms/{room}"), "saved"))
}

fn rule_fields(typed: &BTreeMap<String, String>) -> Vec<Field> {
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let severities =
        || Severity::ALL.iter().map(|known| Choice::new(known.as_str(), family!("schedule-severity", known.as_str())));
    let mut fields = vec![
        Field::new(Control::Number, "buffer", phrase!("schedule-buffer"))
            .unit(phrase!("schedule-minute-unit"))
            .value(value("buffer"))
            .required(),
        Field::new(Control::Number, "limit", phrase!("schedule-workload"))
            .unit(phrase!("schedule-minute-unit"))
            .value(value("limit"))
            .required(),
    ];
    fields.extend(Kind::ALL.iter().map(|kind| {
        let name = kind.as_str();
        Field::new(Control::Select, name, family!("schedule-kind", name))
            .choices(severities())
            .value(value(name))
            .required()
    }));
    fields
}

fn rule_values(rules: &Rules) -> BTreeMap<String, String> {
    let numbers = [("buffer", rules.buffer.to_string()), ("limit", rules.workload.to_string())];
    let kinds = Kind::ALL.iter().map(|kind| (kind.as_str(), rules.severity(*kind).as_str().to_owned()));
    numbers.into_iter().chain(kinds).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn rules_page(typed: &BTreeMap<String, String>, faults: &[Fault]) -> FormPage {
    let page = FormPage::new(phrase!("schedule-rules"), "/schedule-rules", phrase!("common-save"), Vec::new());
    let form = with_faults(rule_fields(typed), faults);
    FormPage { form, ..page.crumb("/venues", phrase!("nav-venues")).lead(phrase!("schedule-rules-lead")) }
}

#[get("/schedule-rules")]
async fn rules(view: View) -> Result {
    let rules = view.act(schedules::show_rules).await?;
    view.page(&rules_page(&rule_values(&rules), &[]))
}

#[post("/schedule-rules", data = "<form>")]
async fn save_rules(view: View, form: Checked) -> Result {
    let typed = form.0.typed();
    let sent = typed.clone();
    match view.act(move |app, who| schedules::edit_rules(app, who, &sent)).await {
        Ok(()) => Ok(Answer::done("/venues", "saved")),
        Err(ServiceError::Invalid(faults)) => view.page_as(Status::UnprocessableEntity, &rules_page(&typed, &faults)),
        Err(error) => Err(error.into()),
    }
}

fn sample_room() -> RoomRow {
    RoomRow {
        id: RoomId::new(1),
        venue_id: VenueId::new(1),
        name: "焊接实训室".to_owned(),
        capacity: Some(40),
        equipment: "焊机;投影".to_owned(),
        opens: Some("08:00".to_owned()),
        closes: Some("18:00".to_owned()),
        active: true,
        version: 1,
    }
}

impl Page for Venues {
    const TEMPLATE: &'static str = "pages/venues/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-venues"))
    }

    fn sample() -> Venues {
        let venue = crate::storage::venues::VenueRow {
            id: VenueId::new(1),
            organisation_id: crate::domain::ids::OrganisationId::new(1),
            division: "330300".to_owned(),
            name: "样例技师学院".to_owned(),
            address: "样例路 1 号".to_owned(),
            version: 1,
        };
        let rooms =
            vec![sample_room(), RoomRow { active: false, capacity: None, opens: None, closes: None, ..sample_room() }];
        let site = Site { venue, owner: "样例技师学院".to_owned(), rooms, blocks: Vec::new(), may_edit: true };
        Venues::new(&[site], true, true, ("", ""), &[Fault::new("name", "required")])
    }

    fn samples() -> Vec<Venues> {
        vec![Venues::sample(), Venues::new(&[], false, false, ("", ""), &[])]
    }
}

impl Page for VenueView {
    const TEMPLATE: &'static str = "pages/venues/show";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> VenueView {
        VenueView {
            name: "样例技师学院".to_owned(),
            path: "/venues/1".to_owned(),
            version: 1,
            form: Form::new(venue_fields("样例技师学院", "样例路 1 号")),
            rooms: vec![room_line(&sample_room())],
            room: Form::new(prefixed(
                with_faults(room_fields(&RoomForm::default(), false), &[Fault::new("name", "required")]).fields,
            )),
        }
    }
}

impl Page for RoomView {
    const TEMPLATE: &'static str = "pages/venues/room";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> RoomView {
        RoomView {
            name: "焊接实训室".to_owned(),
            venue: "样例技师学院".to_owned(),
            venue_path: "/venues/1".to_owned(),
            path: "/rooms/1".to_owned(),
            version: 1,
            form: Form::new(room_fields(&RoomForm::default(), true)),
            blocks: vec![Blocked {
                id: 3,
                from: "2019-11-28 09:00".to_owned(),
                to: "2019-11-28 12:00".to_owned(),
                reason: "设备检修".to_owned(),
            }],
            block: with_faults(block_fields(&Default::default()), &[Fault::new("from", "not-a-moment")]),
        }
    }
}
