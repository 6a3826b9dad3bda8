//! The outbox: what is queued, what went out, what is dead.

use crate::domain::message::MessageKind;
use crate::service::mail;
use crate::storage::outbox::{Filter, OutboxRow};
use crate::text::parts::{Empty, Tab, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDateTime;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, show, redrive]
}

const PER_PAGE: i64 = 50;
const STATES: [&str; 3] = ["queued", "sent", "dead"];

/// A page of messages.
#[derive(Debug, Serialize)]
pub struct Outbox {
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    pub newer: Option<String>,
    pub older: Option<String>,
    pub empty: Empty,
    /// What was searched for, and the state of the tab.
    pub text: String,
    pub state: String,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub id: i64,
    pub kind: Phrase,
    pub to: String,
    pub address: String,
    pub reference: String,
    pub state: Tag,
    pub created_at: NaiveDateTime,
    pub attempts: i32,
    pub error: Option<String>,
    /// When recipient, or text, were deleted with the personal data they are.
    pub forgotten_at: Option<NaiveDateTime>,
}

/// One message as it was written.
#[derive(Debug, Serialize)]
pub struct Message {
    pub row: Row,
    pub subject: Option<String>,
    pub text: Option<String>,
    /// The text holds a link that lets its bearer in, and is not shown.
    pub secret: bool,
    pub next_attempt_at: Option<NaiveDateTime>,
    pub sent_at: Option<NaiveDateTime>,
    /// Where a dead message is queued again.
    pub redrive: Option<String>,
}

fn state_tag(state: &str) -> Tag {
    let tone = match state {
        "sent" => Tone::Done,
        "dead" => Tone::Stop,
        _ => Tone::Wait,
    };
    Tag::new(tone, family!("outbox-state", state))
}

fn row(row: &OutboxRow) -> Row {
    Row {
        id: row.id,
        kind: family!("mail-kind", &row.kind),
        to: row.to_name.clone(),
        address: row.to_address.clone(),
        reference: row.reference.clone(),
        state: state_tag(&row.state),
        created_at: row.created_at,
        attempts: row.attempts,
        error: row.last_error.clone(),
        forgotten_at: row.forgotten_at,
    }
}

impl Page for Outbox {
    const TEMPLATE: &'static str = "pages/outbox/index";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-outbox"))
    }

    fn sample() -> Outbox {
        let rows = ["queued", "sent", "dead"].into_iter().zip(1..).map(|(state, id)| sample_row(id, state));
        Outbox {
            tabs: tabs(&[("dead".to_owned(), 1)], Some("dead")),
            rows: rows.collect(),
            newer: Some("/outbox?page=1".to_owned()),
            older: Some("/outbox?page=3".to_owned()),
            empty: empty(),
            text: String::new(),
            state: "dead".to_owned(),
        }
    }

    fn samples() -> Vec<Outbox> {
        vec![Outbox::sample(), Outbox { rows: Vec::new(), newer: None, older: None, ..Outbox::sample() }]
    }
}

fn sample_row(id: i64, state: &str) -> Row {
    Row {
        id,
        kind: family!("mail-kind", "claim-decided"),
        to: "周承办".to_owned(),
        address: "host@demo.example".to_owned(),
        reference: "JX-2019-0042".to_owned(),
        state: state_tag(state),
        created_at: NaiveDateTime::default(),
        attempts: 3,
        error: (state == "dead").then(|| "550 no such user".to_owned()),
        forgotten_at: None,
    }
}

impl Page for Message {
    const TEMPLATE: &'static str = "pages/outbox/show";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-outbox"))
    }

    fn sample() -> Message {
        Message {
            row: sample_row(3, "dead"),
            subject: Some("补助已审定".to_owned()),
            text: Some("周承办，您好：\n\n补助已审定。".to_owned()),
            secret: false,
            next_attempt_at: None,
            sent_at: None,
            redrive: Some("/outbox/3/redrive".to_owned()),
        }
    }

    fn samples() -> Vec<Message> {
        let queued = Message {
            row: sample_row(1, "queued"),
            subject: None,
            text: None,
            secret: true,
            next_attempt_at: Some(NaiveDateTime::default()),
            sent_at: Some(NaiveDateTime::default()),
            redrive: None,
        };
        let mut row = sample_row(2, "sent");
        (row.to, row.address, row.forgotten_at) = (String::new(), String::new(), Some(NaiveDateTime::default()));
        let forgotten = Message { row, subject: None, text: None, redrive: None, ..Message::sample() };
        vec![Message::sample(), queued, forgotten]
    }
}

fn empty() -> Empty {
    Empty { title: phrase!("outbox-empty"), help: Some(phrase!("outbox-empty-help")), action: None }
}

fn tabs(counts: &[(String, i64)], chosen: Option<&str>) -> Vec<Tab> {
    let count = |state: &str| counts.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
    let tab = |state: &&str| Tab {
        label: family!("outbox-state", state),
        path: format!("/outbox?state={state}"),
        count: u64::try_from(count(state)).ok(),
        current: chosen == Some(*state),
    };
    let all = Tab { label: phrase!("outbox-all"), path: "/outbox".to_owned(), count: None, current: chosen.is_none() };
    std::iter::once(all).chain(STATES.iter().map(tab)).collect()
}

#[get("/outbox?<state>&<q>&<page>")]
async fn index(view: View, state: Option<String>, q: Option<Asked>, page: Option<i64>) -> Result {
    let state = state.filter(|state| STATES.contains(&state.as_str()));
    let page = page.unwrap_or(1).clamp(1, 1_000_000);
    let text = Asked::text(q);
    let asked = Filter { state: state.clone(), text: text.clone() };
    let list = move |app: &_, who: &_| mail::list(app, who, &asked, (page - 1) * PER_PAGE, PER_PAGE + 1);
    let found = view.act(list).await?;
    let mut filter = state.as_deref().map(|state| format!("state={state}&")).unwrap_or_default();
    if let Some(text) = &text {
        filter.push_str(&format!("q={}&", rocket::http::RawStr::new(text).percent_encode()));
    }
    let more = found.rows.len() as i64 > PER_PAGE;
    let shown = Outbox {
        tabs: tabs(&found.counts, state.as_deref()),
        rows: found.rows.iter().take(PER_PAGE as usize).map(row).collect(),
        newer: (page > 1).then(|| format!("/outbox?{filter}page={}", page - 1)),
        older: more.then(|| format!("/outbox?{filter}page={}", page + 1)),
        empty: empty(),
        text: text.unwrap_or_default(),
        state: state.unwrap_or_default(),
    };
    view.page(&shown)
}

#[get("/outbox/<id>")]
async fn show(view: View, id: i64) -> Result {
    let found = view.act(move |app, who| mail::show(app, who, id)).await?;
    let secret = found.kind.parse().is_ok_and(MessageKind::carries_secret_link);
    let shown = Message {
        row: row(&found),
        subject: found.subject.clone(),
        // A link that lets its bearer in is for the recipient alone.
        text: found.body_text.clone().filter(|_| !secret),
        secret,
        next_attempt_at: (found.state == "queued").then_some(found.next_attempt_at),
        sent_at: found.sent_at,
        redrive: (found.state == "dead" && found.forgotten_at.is_none()).then(|| format!("/outbox/{id}/redrive")),
    };
    view.page(&shown)
}

#[post("/outbox/<id>/redrive", data = "<_form>")]
async fn redrive(view: View, id: i64, _form: Checked) -> Result {
    view.act(move |app, who| mail::redrive(app, who, id)).await?;
    Ok(Answer::done(format!("/outbox/{id}"), "requeued"))
}
