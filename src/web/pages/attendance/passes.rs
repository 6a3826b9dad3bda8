//! Passes: the sheet to be printed, and the page behind a pass's QR code.

use super::desk::{done, fault, last_tag, sent};
use crate::domain::ids::EventId;
use crate::domain::participant::attendance::Direction;
use crate::domain::participant::pass::shown_pass;
use crate::service::ServiceError;
use crate::service::attendance::{self, Pass, PassShown};
use crate::storage::events::EventRow;
use crate::text::parts::{Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::qr::{Qr, qr};
use crate::web::run;
use crate::web::shell::View;
use crate::{key, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![sheet, make, show, scan]
}

#[derive(Debug, Serialize)]
pub struct PassSheet {
    pub event_path: String,
    pub name: String,
    pub path: String,
    /// How many have no pass yet.
    pub missing: usize,
    pub cards: Vec<Card>,
}

#[derive(Debug, Serialize)]
pub struct Card {
    pub name: String,
    pub unit: String,
    /// For reading aloud.
    pub code: String,
    pub qr: Option<Qr>,
}

impl PassSheet {
    fn new(event: &EventRow, passes: &[Pass], missing: usize) -> PassSheet {
        let event_path = format!("/events/{}", event.id);
        let card = |pass: &Pass| Card {
            name: pass.name.clone(),
            unit: pass.unit.clone(),
            code: shown_pass(&pass.code),
            qr: qr(&pass.address),
        };
        PassSheet {
            path: format!("{event_path}/passes"),
            event_path,
            name: event.name.clone(),
            missing,
            cards: passes.iter().map(card).collect(),
        }
    }
}

#[get("/events/<id>/passes")]
async fn sheet(view: View, id: i64) -> Result {
    let event = self::id::<EventId>(id)?;
    let (event, passes, missing) = view.act(move |app, who| attendance::passes(app, who, event)).await?;
    view.page(&PassSheet::new(&event, &passes, missing))
}

#[post("/events/<id>/passes", data = "<_form>")]
async fn make(view: View, id: i64, _form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    view.act(move |app, who| attendance::make_passes(app, who, event)).await?;
    Ok(Answer::done(format!("/events/{id}/passes"), "passes-made"))
}

/// What the holder of a pass sees, and what those at the door see.
#[derive(Debug, Serialize)]
pub struct PassView {
    pub event: String,
    pub event_path: String,
    pub days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    pub name: String,
    pub unit: String,
    pub admitted: bool,
    /// Where the scan is sent; none for whoever may not.
    pub action: Option<String>,
    pub state: Tag,
    pub mark: String,
    pub fault: Option<Phrase>,
}

impl PassView {
    fn new(shown: &PassShown, code: &str, fault: Option<Phrase>) -> PassView {
        let event = &shown.event;
        let state = match shown.admitted {
            true => last_tag(shown.last),
            false => Tag::new(Tone::Stop, phrase!("pass-not-valid")),
        };
        PassView {
            event: event.name.clone(),
            event_path: format!("/events/{}", event.id),
            days: event.starts_on.map(|first| (first, event.ends_on.unwrap_or(first))),
            name: shown.name.clone(),
            unit: shown.unit.clone(),
            admitted: shown.admitted,
            action: (shown.may_check_in && shown.admitted).then(|| format!("/pass/{code}")),
            state,
            mark: shown.mark.clone(),
            fault,
        }
    }
}

async fn pass_page(view: View, code: String, fault: Option<Phrase>) -> Result {
    let (who, sought) = (view.visitor.who.clone(), code.clone());
    let shown = run(&view.app, move |app| attendance::by_pass(app, who.as_ref(), &sought)).await?;
    let status = if fault.is_none() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &PassView::new(&shown, &code, fault))
}

/// Codes are letters, digits and two signs: nothing else becomes part of an address.
fn checked(code: &str) -> std::result::Result<String, ServiceError> {
    let sound = (1..=64).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if sound { Ok(code.to_owned()) } else { Err(ServiceError::NotFound) }
}

#[get("/pass/<code>")]
async fn show(view: View, code: &str) -> Result {
    pass_page(view, checked(code)?, None).await
}

#[post("/pass/<code>", data = "<form>")]
async fn scan(view: View, code: &str, form: Checked) -> Result {
    let code = checked(code)?;
    let direction = form.0.text("direction").parse().unwrap_or(Direction::In);
    let (form, sought) = (form.0, code.clone());
    let answers = view
        .act(move |app, who| {
            let shown = attendance::by_pass(app, Some(who), &sought)?;
            let mut batch = sent(&form, app, who);
            batch.scans.iter_mut().for_each(|scan| scan.person = Some(shown.participant.get()));
            attendance::enter(app, who, shown.event.id, &batch)
        })
        .await?;
    match fault(answers.first()) {
        Some(fault) => pass_page(view, code, Some(fault_phrase(FaultFamily::Field, &fault))).await,
        None => Ok(Answer::See(format!("/pass/{code}"), Some(done(answers.first(), direction)))),
    }
}

impl Page for PassSheet {
    const TEMPLATE: &'static str = "pages/attendance/passes";

    fn title(&self, say: Say) -> String {
        say.t(key!("passes-title"))
    }

    fn sample() -> PassSheet {
        let card = |name: &str, code: &str| Card {
            name: name.to_owned(),
            unit: "样例建筑工程有限公司".to_owned(),
            code: shown_pass(code),
            qr: qr(&format!("http://127.0.0.1:8000/pass/{code}")),
        };
        PassSheet {
            event_path: "/events/7".to_owned(),
            name: "样例焊工技能竞赛".to_owned(),
            path: "/events/7/passes".to_owned(),
            missing: 3,
            cards: vec![card("测试学员甲", "K7QF3M2X9A"), card("测试学员乙", "0123456789")],
        }
    }

    fn samples() -> Vec<PassSheet> {
        let none = PassSheet { cards: Vec::new(), missing: 0, ..PassSheet::sample() };
        vec![PassSheet::sample(), none]
    }
}

impl Page for PassView {
    const TEMPLATE: &'static str = "pages/attendance/pass";

    fn title(&self, say: Say) -> String {
        say.t(key!("pass-title"))
    }

    fn sample() -> PassView {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2019, 11, day);
        PassView {
            event: "样例焊工技能竞赛".to_owned(),
            event_path: "/events/7".to_owned(),
            days: day(28).zip(day(29)),
            name: "测试学员甲".to_owned(),
            unit: "样例建筑工程有限公司".to_owned(),
            admitted: true,
            action: Some("/pass/K7QF3M2X9A".to_owned()),
            state: last_tag(None),
            mark: "sample".to_owned(),
            fault: None,
        }
    }

    fn samples() -> Vec<PassView> {
        let public = PassView { name: "测***甲".to_owned(), unit: String::new(), action: None, ..PassView::sample() };
        let gone = PassView {
            admitted: false,
            action: None,
            state: Tag::new(Tone::Stop, phrase!("pass-not-valid")),
            fault: Some(phrase!("pass-not-valid")),
            ..PassView::sample()
        };
        vec![PassView::sample(), public, gone]
    }
}
