//! The record of everything that was done, newest first.

use super::deed::{self, Change};
use crate::domain::policy::date_from_text;
use crate::domain::time;
use crate::service::record;
use crate::storage::audit::{AuditRow, Filter};
use crate::text::parts::Empty;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::Result;
use crate::web::forms::Asked;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
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
    pub narrowed: Narrowed,
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
    pub actor: Phrase,
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

/// Who has no account is named by what they are.
fn actor(name: String) -> Phrase {
    match name.as_str() {
        "system" | "public" => family!("audit-by", &name),
        _ => Phrase::typed(name),
    }
}

fn row(row: AuditRow) -> Row {
    let id = row.object_id.map(|id| id.to_string()).unwrap_or_default();
    Row {
        seq: row.seq,
        at: row.at,
        actor: actor(row.actor_name),
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
            actor: actor("public".to_owned()),
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
            narrowed: Narrowed::default(),
            newer: Some("/audit?page=1".into()),
            older: Some("/audit?page=3".into()),
            empty: empty(),
        }
    }

    fn samples() -> Vec<Audit> {
        vec![Audit::sample(), {
            let narrowed = Narrowed {
                text: "plan".to_owned(),
                from: NaiveDate::from_ymd_opt(2019, 11, 18),
                ..Narrowed::default()
            };
            Audit { length: 0, rows: Vec::new(), narrowed, newer: None, older: None, empty: empty() }
        }]
    }
}

/// What the list is narrowed to, as its form has it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Narrowed {
    pub text: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub object: String,
    pub id: Option<i64>,
}

impl Narrowed {
    fn filter(&self) -> Filter {
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        Filter {
            object: self.id.filter(|_| !self.object.is_empty()).map(|id| (self.object.clone(), id)),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            from: self.from.map(|day| time::start_of_day(day).naive_utc()),
            before: self.to.map(|day| time::start_of_day(after(day)).naive_utc()),
        }
    }

    fn query(&self) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let id = self.id.map(|id| id.to_string()).unwrap_or_default();
        let pairs = [("q", self.text.clone()), ("from", day(self.from)), ("to", day(self.to))];
        let pairs = pairs.into_iter().chain([("object", self.object.clone()), ("id", id)]);
        let given = pairs.filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("{name}={}&", escape(&value))).collect()
    }
}

#[get("/audit?<object>&<id>&<q>&<from>&<to>&<page>")]
async fn index(
    view: View,
    object: Option<Asked>,
    id: Option<i64>,
    q: Option<Asked>,
    from: Option<&str>,
    to: Option<&str>,
    page: Option<i64>,
) -> Result {
    let page = page.unwrap_or(1).clamp(1, 1_000_000);
    let day = |text: Option<&str>| text.and_then(date_from_text);
    let text = Asked::text(q).unwrap_or_default();
    let object = Asked::text(object).unwrap_or_default();
    let narrowed = Narrowed { text, from: day(from), to: day(to), object, id };
    let filter = narrowed.filter();
    let list = move |app: &_, who: &_| record::list(app, who, &filter, (page - 1) * PER_PAGE, PER_PAGE + 1);
    let (rows, length) = view.act(list).await?;
    let more = rows.len() as i64 > PER_PAGE;
    let query = narrowed.query();
    let shown = Audit {
        length,
        rows: rows.into_iter().take(PER_PAGE as usize).map(row).collect(),
        newer: (page > 1).then(|| format!("/audit?{query}page={}", page - 1)),
        older: more.then(|| format!("/audit?{query}page={}", page + 1)),
        narrowed,
        empty: empty(),
    };
    view.page(&shown)
}

fn escape(text: &str) -> String {
    rocket::http::RawStr::new(text).percent_encode().to_string()
}
