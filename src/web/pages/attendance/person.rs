//! One participant's scans, and striking one.

use super::desk::direction_tag;
use super::show::presence_tag;
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::lang::Lang;
use crate::domain::participant::attendance::{Direction, HalfKey, MANUAL, Presence};
use crate::domain::schedule::sitting::Half;
use crate::service::attendance::{self, Register};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, phrase};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, strike]
}

#[derive(Debug, Serialize)]
pub struct PersonView {
    pub name: String,
    pub unit: String,
    pub entry: String,
    pub path: String,
    /// Where striking a scan is sent.
    pub strike: String,
    /// `3/4`.
    pub share: String,
    pub met: Tag,
    pub halves: Vec<HalfLine>,
    pub scans: Vec<ScanLine>,
    pub may_edit: bool,
    pub fault: Option<Phrase>,
}

#[derive(Debug, Serialize)]
pub struct HalfLine {
    pub label: Phrase,
    pub presence: Tag,
}

#[derive(Debug, Serialize)]
pub struct ScanLine {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub direction: Tag,
    /// None: entered by hand.
    pub device: Option<String>,
    pub by: String,
    pub received_at: DateTime<Utc>,
    pub note: String,
    /// Why it was struck; empty: it counts.
    pub struck: String,
}

/// Whether the share is reached; who has not reached it yet may still do so until it is over.
pub fn met_tag(met: bool, over: bool) -> Tag {
    match met {
        true => Tag::new(Tone::Done, phrase!("attendance-met")),
        false if !over => Tag::new(Tone::Plain, phrase!("attendance-not-over")),
        false => Tag::new(Tone::Wait, phrase!("attendance-not-met")),
    }
}

/// The half-day: `11月28日 上午`, `28 Nov, morning`.
pub fn half_label(key: HalfKey) -> Phrase {
    let half = |lang| family!("schedule-half", key.half.as_str()).say(lang).into_owned();
    let (zh, en) = (key.day.format("%-m月%-d日"), key.day.format("%-d %b"));
    Phrase::both(format!("{zh} {}", half(Lang::Zh)), format!("{en}, {}", half(Lang::En).to_lowercase()))
}

impl PersonView {
    fn new(
        register: &Register,
        id: ParticipantId,
        now: DateTime<Utc>,
        fault: Option<Phrase>,
    ) -> std::result::Result<Self, ServiceError> {
        let line = register.line(id).ok_or(ServiceError::NotFound)?;
        let half = |(key, presence): (&HalfKey, &Presence)| HalfLine {
            label: half_label(*key),
            presence: presence_tag(*presence, register.begun(*key, now)),
        };
        let own = register.scans.iter().filter(|(scan, _)| scan.participant_id == id);
        let scans = own.map(|(scan, by)| ScanLine {
            id: scan.id,
            at: scan.scanned_at.and_utc(),
            direction: direction_tag(scan.direction),
            device: (scan.device != MANUAL).then(|| scan.device.clone()),
            by: by.clone(),
            received_at: scan.received_at.and_utc(),
            note: scan.note.clone(),
            struck: scan.struck_reason.clone(),
        });
        Ok(PersonView {
            name: line.row.name.clone(),
            unit: line.row.unit.clone(),
            entry: line.entry.clone(),
            strike: format!("/events/{}/attendance/{id}/strike", register.event.id),
            path: format!("/events/{}/attendance", register.event.id),
            share: format!("{}/{}", line.attended.share.attended, line.attended.share.of),
            met: met_tag(line.met, register.over(now)),
            halves: line.attended.halves.iter().map(half).collect(),
            scans: scans.collect(),
            may_edit: register.may_edit,
            fault,
        })
    }
}

async fn page(view: View, event: EventId, who: ParticipantId, fault: Option<Phrase>) -> Result {
    let register = view.act(move |app, reader| attendance::show(app, reader, event)).await?;
    let status = if fault.is_none() { Status::Ok } else { Status::UnprocessableEntity };
    let now = view.app.now();
    view.page_as(status, &PersonView::new(&register, who, now, fault)?)
}

#[get("/events/<id>/attendance/<participant>", rank = 2)]
async fn show(view: View, id: i64, participant: i64) -> Result {
    page(view, self::id(id)?, self::id(participant)?, None).await
}

#[post("/events/<id>/attendance/<participant>/strike", data = "<form>")]
async fn strike(view: View, id: i64, participant: i64, form: Checked) -> Result {
    let (event, who) = (self::id::<EventId>(id)?, self::id::<ParticipantId>(participant)?);
    let scan = form.0.text("scan").parse().unwrap_or(0);
    let reason = form.0.text("reason").to_owned();
    match view.act(move |app, reader| attendance::strike(app, reader, (event, who), scan, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/attendance/{participant}"), "scan-struck")),
        Err(ServiceError::Invalid(faults)) => {
            let fault = faults.first().map(|fault: &Fault| fault_phrase(FaultFamily::Field, fault));
            page(view, event, who, fault).await
        }
        Err(error) => Err(error.into()),
    }
}

impl Page for PersonView {
    const TEMPLATE: &'static str = "pages/attendance/person";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> PersonView {
        let at = DateTime::from_timestamp(1_574_038_800, 0).unwrap_or_default();
        let scan = |id, direction, device: Option<&str>, note: &str, struck: &str| ScanLine {
            id,
            at,
            direction: direction_tag(direction),
            device: device.map(str::to_owned),
            by: "周承办".to_owned(),
            received_at: at,
            note: note.to_owned(),
            struck: struck.to_owned(),
        };
        let half = |half, presence| HalfLine {
            label: half_label(HalfKey { day: NaiveDate::from_ymd_opt(2019, 11, 28).unwrap_or_default(), half }),
            presence: presence_tag(presence, true),
        };
        PersonView {
            name: "测试学员甲".to_owned(),
            unit: "样例建筑工程有限公司".to_owned(),
            entry: "焊工".to_owned(),
            path: "/events/7/attendance".to_owned(),
            strike: "/events/7/attendance/11/strike".to_owned(),
            share: "1/2".to_owned(),
            met: met_tag(false, true),
            halves: vec![half(Half::Morning, Presence::Present), half(Half::Afternoon, Presence::Part)],
            scans: vec![
                scan(1, Direction::In, Some("3f9a20b1"), "", ""),
                scan(2, Direction::Out, None, "纸质签到表", ""),
                scan(3, Direction::Out, Some("3f9a20b1"), "", "扫错了人"),
            ],
            may_edit: true,
            fault: Some(family!("fault", "required")),
        }
    }

    fn samples() -> Vec<PersonView> {
        let bare = PersonView {
            scans: Vec::new(),
            may_edit: false,
            met: met_tag(true, true),
            fault: None,
            entry: String::new(),
            ..PersonView::sample()
        };
        vec![PersonView::sample(), bare]
    }
}
