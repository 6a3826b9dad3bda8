//! The desk at the door: a code typed, pasted or scanned, or a name searched for. `check-in.js` keeps
//! scans on the phone while there is no connection; the page works without it.

use crate::domain::ids::EventId;
use crate::domain::participant::attendance::{Direction, Odd, Refused};
use crate::service::attendance::{self, Answered, Batch, Desk, DeskLine, Outcome, Sent};
use crate::service::{App, Fault, ServiceError, Who};
use crate::text::parts::{Choice, Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked, Fields};
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::{DateTime, Utc};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, enter]
}

#[derive(Debug, Serialize)]
pub struct DeskView {
    pub event: i64,
    pub event_path: String,
    pub name: String,
    pub path: String,
    /// Whose scans wait on this phone.
    pub user: i64,
    pub people: usize,
    pub mark: String,
    /// Direction and code.
    pub form: Form,
    pub direction: &'static str,
    pub search: String,
    pub found: Vec<FoundLine>,
    pub recent: Vec<RecentLine>,
}

#[derive(Debug, Serialize)]
pub struct FoundLine {
    pub id: i64,
    pub name: String,
    pub unit: String,
    pub tail: String,
    pub state: Tag,
    /// One mark for each button, so that a second press enters nothing twice.
    pub mark: String,
}

#[derive(Debug, Serialize)]
pub struct RecentLine {
    pub name: String,
    pub unit: String,
    pub direction: Tag,
    pub at: DateTime<Utc>,
    pub struck: bool,
    /// What is odd about it.
    pub odd: Vec<Phrase>,
}

/// In or out as a word with its colour.
pub fn direction_tag(direction: Direction) -> Tag {
    let tone = if direction == Direction::In { Tone::Done } else { Tone::Plain };
    Tag::new(tone, family!("check-in", direction.as_str()))
}

/// Whether somebody is in, by their last scan.
pub fn last_tag(last: Option<(Direction, DateTime<Utc>)>) -> Tag {
    match last {
        Some((direction, _)) => direction_tag(direction),
        None => Tag::new(Tone::Wait, phrase!("check-in-not-yet")),
    }
}

fn fields(direction: &str, code: &str) -> Vec<Field> {
    let ways = Direction::ALL.iter().map(|way| Choice::new(way.as_str(), family!("check-in", way.as_str())));
    vec![
        Field::new(Control::Radio, "direction", phrase!("check-in-direction"))
            .choices(ways)
            .value(direction)
            .required(),
        Field::new(Control::Text, "code", phrase!("check-in-code"))
            .help(phrase!("check-in-code-help"))
            .autocomplete("off")
            .value(code)
            .required(),
    ]
}

impl DeskView {
    fn new(desk: &Desk, user: i64, direction: Direction, search: &str, typed: &str, faults: &[Fault]) -> DeskView {
        let event_path = format!("/events/{}", desk.event.id);
        let found = |line: &DeskLine| FoundLine {
            id: line.row.id.get(),
            name: line.row.name.clone(),
            unit: line.row.unit.clone(),
            tail: line.row.id_tail.clone(),
            state: last_tag(line.last),
            mark: format!("{}-{}", desk.mark, line.row.id),
        };
        let recent = desk.recent.iter().map(|recent| RecentLine {
            name: recent.name.clone(),
            unit: recent.unit.clone(),
            direction: direction_tag(recent.scan.direction),
            at: recent.scan.scanned_at.and_utc(),
            struck: !recent.scan.struck_reason.is_empty(),
            odd: recent.odd.iter().copied().map(oddity).collect(),
        });
        DeskView {
            event: desk.event.id.get(),
            name: desk.event.name.clone(),
            path: format!("{event_path}/check-in"),
            event_path,
            user,
            people: desk.people,
            mark: desk.mark.clone(),
            form: with_faults(fields(direction.as_str(), typed), faults),
            direction: direction.as_str(),
            search: search.to_owned(),
            found: desk.found.iter().map(found).collect(),
            recent: recent.collect(),
        }
    }
}

async fn page(view: View, event: EventId, direction: Direction, search: &str, typed: &str, faults: &[Fault]) -> Result {
    let sought = search.to_owned();
    let desk = view.act(move |app, who| attendance::desk(app, who, event, &sought)).await?;
    let user = view.who()?.id().get();
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &DeskView::new(&desk, user, direction, search, typed, faults))
}

#[get("/events/<id>/check-in?<q>&<direction>")]
async fn show(view: View, id: i64, q: Option<Asked>, direction: Option<&str>) -> Result {
    let direction = direction.and_then(|way| way.parse().ok()).unwrap_or(Direction::In);
    page(view, self::id(id)?, direction, &Asked::text(q).unwrap_or_default(), "", &[]).await
}

/// One scan from a form: its time is ours, its mark that of the page it was pressed on.
pub fn sent(form: &Fields, app: &App, who: &Who) -> Batch {
    let text = |name: &str| form.text(name).to_owned();
    let scan = Sent {
        mark: text("mark"),
        person: form.text("person").parse().ok(),
        code: text("code"),
        direction: text("direction"),
        at: app.now().to_rfc3339(),
    };
    Batch { device: format!("web-{}", who.id()), sent_at: None, scans: vec![scan] }
}

/// What was wrong with the one scan of a form.
pub fn fault(answer: Option<&Answered>) -> Option<Fault> {
    match answer.map(|answer| answer.outcome)? {
        Outcome::Entered | Outcome::Known => None,
        Outcome::Refused(Refused::NotAdmitted) => Some(Fault::new("code", "pass-not-admitted")),
        Outcome::Refused(Refused::Direction) => Some(Fault::new("direction", "choose")),
        // Back in the browser, and another code: the page now has a mark of its own.
        Outcome::Refused(Refused::Taken) => Some(Fault::new("code", "scan-mark-taken")),
        Outcome::Refused(Refused::Unknown | Refused::Time | Refused::Ahead | Refused::Old | Refused::Mark) => {
            Some(Fault::new("code", "pass-unknown"))
        }
    }
}

/// What the next page says.
pub fn done(answer: Option<&Answered>, direction: Direction) -> &'static str {
    let odd = answer.and_then(|answer| answer.odd.first().copied());
    match (answer.map(|answer| answer.outcome), direction) {
        (Some(Outcome::Known), _) => "scan-known",
        _ if odd.is_some() => odd.map_or("", Odd::as_str),
        (_, Direction::In) => "scanned-in",
        (_, Direction::Out) => "scanned-out",
    }
}

// keys: done-scan-known done-scanned-in done-scanned-out done-odd-twice-in done-odd-out-alone
// keys: done-odd-outside-days done-odd-outside-halves
#[post("/events/<id>/check-in", data = "<form>")]
async fn enter(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let form = std::sync::Arc::new(form.0);
    let kept = std::sync::Arc::clone(&form);
    let answers = view.act(move |app, who| attendance::enter(app, who, event, &sent(&kept, app, who))).await?;
    let direction = form.text("direction").parse().unwrap_or(Direction::In);
    match fault(answers.first()) {
        Some(fault) => page(view, event, direction, "", form.text("code"), &[fault]).await,
        None => {
            let path = format!("/events/{id}/check-in?direction={direction}");
            Ok(Answer::See(path, Some(done(answers.first(), direction))))
        }
    }
}

impl Page for DeskView {
    const TEMPLATE: &'static str = "pages/attendance/desk";

    fn title(&self, say: Say) -> String {
        say.t(key!("check-in-title"))
    }

    fn sample() -> DeskView {
        let at = DateTime::from_timestamp(1_574_038_800, 0).unwrap_or_default();
        let found = |id, name: &str, last| FoundLine {
            id,
            name: name.to_owned(),
            unit: "样例建筑工程有限公司".to_owned(),
            tail: "0017".to_owned(),
            state: last_tag(last),
            mark: format!("sample-{id}"),
        };
        DeskView {
            event: 7,
            event_path: "/events/7".to_owned(),
            name: "样例焊工技能竞赛".to_owned(),
            path: "/events/7/check-in".to_owned(),
            user: 3,
            people: 128,
            mark: "sample".to_owned(),
            form: with_faults(fields("in", "K7QF3-M2X9A"), &[Fault::new("code", "pass-unknown")]),
            direction: "in",
            search: "测试".to_owned(),
            found: vec![found(11, "测试学员甲", Some((Direction::In, at))), found(12, "测试学员乙", None)],
            recent: vec![
                RecentLine {
                    name: "测试学员甲".to_owned(),
                    unit: "样例建筑工程有限公司".to_owned(),
                    direction: direction_tag(Direction::In),
                    at,
                    struck: false,
                    odd: vec![oddity(Odd::TwiceIn), oddity(Odd::OutsideHalves)],
                },
                RecentLine {
                    name: "测试学员丙".to_owned(),
                    unit: String::new(),
                    direction: direction_tag(Direction::Out),
                    at,
                    struck: true,
                    odd: Vec::new(),
                },
            ],
        }
    }

    fn samples() -> Vec<DeskView> {
        let bare = DeskView {
            search: String::new(),
            found: Vec::new(),
            recent: Vec::new(),
            form: with_faults(fields("out", ""), &[]),
            direction: "out",
            ..DeskView::sample()
        };
        let nobody = DeskView { search: "无".to_owned(), found: Vec::new(), ..DeskView::sample() };
        vec![DeskView::sample(), bare, nobody]
    }
}

/// For [`super::scans`]: the words of a refusal.
pub fn refusal(refused: Refused) -> Phrase {
    family!("check-in-refusal", refused.as_str())
}

/// What is odd about a scan that was entered.
pub fn oddity(odd: Odd) -> Phrase {
    family!("check-in", odd.as_str())
}

/// The event could not be told from its address.
pub(super) fn unreadable() -> ServiceError {
    ServiceError::invalid("scans", "not-scans")
}
