//! The record of everything that was done, newest first.

use super::deed::{self, Change};
use crate::service::record;
use crate::storage::audit::AuditRow;
use crate::text::parts::Empty;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::Result;
use crate::web::shell::View;
use crate::{key, phrase};
use chrono::NaiveDateTime;
use rocket::{Route, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

const PER_PAGE: i64 = 50;

/// A page of the record.
#[derive(Debug, Serialize)]
pub struct Audit {
    /// How many entries the chain has.
    pub length: i64,
    pub rows: Vec<Row>,
    pub newer: Option<String>,
    pub older: Option<String>,
    pub empty: Empty,
}

fn empty() -> Empty {
    Empty { title: phrase!("audit-none"), help: Some(phrase!("audit-none-help")), action: None }
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub seq: i64,
    pub at: NaiveDateTime,
    pub actor: String,
    /// `claim.first-review`, as the chain holds it.
    pub code: String,
    pub action: Phrase,
    pub object: Phrase,
    /// Its number; empty for what has none.
    pub number: String,
    /// The object's own record.
    pub path: String,
    pub changes: Vec<Change>,
    /// As the chain holds it.
    pub before: Option<String>,
    pub after: Option<String>,
    /// The first characters of the entry's hash.
    pub hash: String,
}

fn row(row: AuditRow) -> Row {
    let id = row.object_id.map(|id| id.to_string()).unwrap_or_default();
    Row {
        seq: row.seq,
        at: row.at,
        actor: row.actor_name,
        path: format!("/audit?object={}&id={id}", row.object),
        object: deed::object(&row.object),
        number: id,
        action: deed::verb(&row.action),
        code: row.action,
        changes: deed::changes(&row.object, row.before_state.as_deref(), row.after_state.as_deref()),
        before: row.before_state,
        after: row.after_state,
        hash: row.hash.chars().take(12).collect(),
    }
}

impl Page for Audit {
    const TEMPLATE: &'static str = "pages/audit/index";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-audit"))
    }

    fn sample() -> Audit {
        let row = Row {
            seq: 7,
            at: NaiveDateTime::default(),
            actor: "张初审".to_owned(),
            code: "claim.first-review".to_owned(),
            action: deed::verb("claim.first-review"),
            object: deed::object("claim"),
            number: "42".to_owned(),
            changes: deed::changes("claim", Some(r#"{"state":"accepted"}"#), Some(r#"{"state":"first-reviewed"}"#)),
            path: "/audit?object=claim&id=42".to_owned(),
            before: Some(r#"{"state":"accepted"}"#.to_owned()),
            after: Some(r#"{"state":"first-reviewed"}"#.to_owned()),
            hash: "0f5e5a0f5e5a".to_owned(),
        };
        Audit {
            length: 7,
            rows: vec![row],
            newer: Some("/audit?page=1".into()),
            older: Some("/audit?page=3".into()),
            empty: empty(),
        }
    }

    fn samples() -> Vec<Audit> {
        vec![Audit::sample(), Audit { length: 0, rows: Vec::new(), newer: None, older: None, empty: empty() }]
    }
}

#[get("/audit?<object>&<id>&<page>")]
async fn index(view: View, object: Option<String>, id: Option<i64>, page: Option<i64>) -> Result {
    let page = page.unwrap_or(1).clamp(1, 1_000_000);
    let named = object.zip(id);
    let filter = named.as_ref().map(|(object, id)| format!("object={}&id={id}&", escape(object))).unwrap_or_default();
    let list = move |app: &_, who: &_| record::list(app, who, named, (page - 1) * PER_PAGE, PER_PAGE + 1);
    let (rows, length) = view.act(list).await?;
    let more = rows.len() as i64 > PER_PAGE;
    let shown = Audit {
        length,
        rows: rows.into_iter().take(PER_PAGE as usize).map(row).collect(),
        newer: (page > 1).then(|| format!("/audit?{filter}page={}", page - 1)),
        empty: empty(),
        older: more.then(|| format!("/audit?{filter}page={}", page + 1)),
    };
    view.page(&shown)
}

fn escape(text: &str) -> String {
    rocket::http::RawStr::new(text).percent_encode().to_string()
}
