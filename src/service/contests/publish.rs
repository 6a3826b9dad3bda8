//! The published result: what anyone reads, who is told, and objections while the clock runs.

use super::load::{Contest, Standing, load};
use super::locked;
use crate::domain::access::Action;
use crate::domain::code::Code;
use crate::domain::contest::honours::{Laureate, Sex, age, honours};
use crate::domain::contest::medals::Award;
use crate::domain::contest::phase::{Phase, appeals_open};
use crate::domain::contest::standing::field_is_enough;
use crate::domain::event::{Details, Field};
use crate::domain::identity::PersonName;
use crate::domain::ids::{AppealId, ContestId};
use crate::domain::message::MessageKind;
use crate::domain::people::Role;
use crate::domain::plan::{Class, Level};
use crate::domain::time;
use crate::platform::assets;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::notices::{Filed, check_objection};
use crate::service::trail::{self, By, Mail};
use crate::sheets::{Cell, Column, Sheet};
use crate::storage::contests::{self, ItemRow};
use crate::storage::{Tx, events, people};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use std::collections::BTreeMap;

/// Decimals of a total where it is shown; places are decided on the exact one.
const DECIMALS: usize = 2;
/// Who is younger is named by surname only.
const OF_AGE: i32 = 18;
/// Items of one page of the public list.
const LISTED: i64 = 200;

/// One published item as anyone may read it. Page and file are both made from this and nothing else.
#[derive(Clone, Debug)]
pub struct PublicItem {
    pub id: ContestId,
    pub name: String,
    pub event: String,
    pub published_at: DateTime<Utc>,
    /// The last moment of the appeal clock.
    pub appeals_until: DateTime<Utc>,
    pub open: bool,
    /// An objection is being looked into.
    pub held: bool,
    /// Below the minimum field: a selection without awards.
    pub without_awards: bool,
    /// By rank; those who are not official come after all others.
    pub rows: Vec<PublicRow>,
}

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    pub rank: usize,
    pub official: bool,
    pub name: String,
    pub unit: String,
    pub total: String,
    pub points: Option<i64>,
    pub award: Option<Award>,
    pub honours: Vec<String>,
}

/// The published items with their events' names, the latest first.
///
/// # Errors
/// The database failed.
pub fn list_published(app: &App) -> Result<Vec<(ItemRow, String)>, ServiceError> {
    app.store.read(|conn| Ok(contests::list(conn, crate::domain::access::Visibility::PublicOnly, LISTED)?))
}

/// A published item.
///
/// # Errors
/// `NotFound` for what is not published.
pub fn published(app: &App, id: ContestId) -> Result<PublicItem, ServiceError> {
    let contest = app.store.read(|conn| {
        let item = contests::get(conn, id)?;
        if item.phase != Phase::Published {
            return Err(ServiceError::NotFound);
        }
        let event = events::get(conn, item.event_id)?;
        load(conn, item, event)
    })?;
    Ok(public(&contest, app.now()))
}

fn public(contest: &Contest, now: DateTime<Utc>) -> PublicItem {
    let at = contest.item.published_at.unwrap_or_default().and_utc();
    let minutes = u32::try_from(contest.item.appeal_minutes).unwrap_or_default();
    let official = contest.standings.iter().filter(|one| one.entrant.official && one.place.is_some()).count();
    let without_awards = !field_is_enough(official, super::load::count(contest.item.minimum_field));
    let mut rows: Vec<PublicRow> =
        contest.standings.iter().filter_map(|standing| row(contest, standing, without_awards, at)).collect();
    rows.sort_by(|one, other| (!one.official, one.rank, &one.name).cmp(&(!other.official, other.rank, &other.name)));
    PublicItem {
        id: contest.item.id,
        name: contest.item.name.clone(),
        event: contest.event.name.clone(),
        published_at: at,
        appeals_until: at + chrono::Duration::minutes(minutes.into()),
        open: appeals_open(at, minutes, now),
        held: contest.objections.iter().any(|objection| objection.answer.is_none()),
        without_awards,
        rows,
    }
}

fn row(contest: &Contest, standing: &Standing, without_awards: bool, at: DateTime<Utc>) -> Option<PublicRow> {
    let (place, scores) = (standing.place?, standing.scores.as_ref()?);
    let entrant = &standing.entrant;
    let young = entrant.born_on.is_some_and(|born| age(born, time::shanghai_date(at)) < OF_AGE);
    let surname = || entrant.name.parse::<PersonName>().map(|name| name.surname_only()).unwrap_or_default();
    let honours = if entrant.official && !without_awards { honours_of(contest, standing) } else { Vec::new() };
    Some(PublicRow {
        rank: place.rank,
        official: entrant.official,
        name: if young { surname() } else { entrant.name.clone() },
        unit: entrant.unit.clone(),
        total: scores.total.fixed(DECIMALS),
        points: standing.points,
        award: standing.award.filter(|_| !without_awards),
        honours,
    })
}

/// Titles and promotions by the rules that are shipped; each with who gives it.
fn honours_of(contest: &Contest, standing: &Standing) -> Vec<String> {
    let Ok(rules) = assets::honours() else { return Vec::new() };
    let details: Details = serde_json::from_str(&contest.event.details).unwrap_or_default();
    let code = |field| details.text(field).unwrap_or_default();
    let (Ok(level), Some(place)) = (Level::from_code(code(Field::Level)), standing.place) else { return Vec::new() };
    let held = (
        contest.event.starts_on.unwrap_or_default(),
        contest.event.ends_on.or(contest.event.starts_on).unwrap_or_default(),
    );
    let person = Laureate {
        level,
        class: Class::from_code(code(Field::Class)).ok(),
        tier: contest.item.tier.and_then(|tier| u8::try_from(tier).ok()),
        rank: place.rank,
        born_on: standing.entrant.born_on,
        sex: standing.entrant.sex.as_deref().and_then(|sex| Sex::from_code(sex).ok()),
        held,
    };
    honours(&rules, &person)
        .into_iter()
        .map(|honour| format!("{}（{}）", honour.rule.honour, honour.rule.issuer))
        .collect()
}

/// The result as a sheet, in Chinese, as it is posted. `award` says an award in words.
pub fn file(item: &PublicItem, award: impl Fn(Award) -> String) -> Sheet {
    let columns = [("名次", 8), ("姓名", 12), ("单位", 32), ("总分", 10), ("奖项", 10), ("荣誉", 44), ("备注", 12)];
    let rows = item.rows.iter().map(|row| {
        vec![
            Cell::Whole(i64::try_from(row.rank).unwrap_or(i64::MAX)),
            Cell::text(&row.name),
            Cell::text(&row.unit),
            Cell::text(&row.total),
            row.award.map_or(Cell::Blank, |medal| Cell::text(award(medal))),
            Cell::text(row.honours.join("；")),
            if row.official { Cell::Blank } else { Cell::text("非正式，不占名次") },
        ]
    });
    Sheet {
        name: item.name.clone(),
        title: format!("{} {} 成绩公布", item.event, item.name),
        columns: columns.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
        rows: rows.collect(),
        notes: vec![format!("公布日期：{}", day(time::shanghai_date(item.published_at)))],
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// Mails each contestant their own marks, and each unit and the host the places of theirs.
pub(super) fn tell(app: &App, tx: &mut Tx, contest: &Contest) -> Result<(), ServiceError> {
    let at = app.now();
    let title = format!("{} {}", contest.event.name, contest.item.name);
    let link = format!("/results/{}", contest.item.id);
    let mut units: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for standing in &contest.standings {
        let (Some(place), Some(scores)) = (standing.place, &standing.scores) else { continue };
        let entrant = &standing.entrant;
        units.entry(entrant.unit.clone()).or_default().push(format!("{} {}", entrant.name, place.rank));
        let Ok(to) = entrant.email.parse() else { continue };
        let parts = contest.scheme.by_criterion();
        let part = |(code, max): (&&str, &crate::domain::contest::exact::Exact)| {
            let worth = scores.modules.get(*code)?;
            Some(format!("{} {}/{max}", part_name(contest, code), worth.fixed(DECIMALS)))
        };
        let mail = Mail::new(MessageKind::ContestResult, format!("contest-result:{}:{}", contest.item.id, entrant.id))
            .reference(&contest.event.reference)
            .link(&link)
            .with("title", title.as_str())
            .with("rank", place.rank.to_string().as_str())
            .with("total", scores.total.fixed(DECIMALS).as_str())
            .with("marks", parts.iter().filter_map(part).collect::<Vec<_>>().join("；").as_str());
        trail::mail_outside(tx, at, to, &entrant.name, mail)?;
    }
    let mail = |places: &str| {
        Mail::new(MessageKind::ContestPublished, format!("contest-published:{}", contest.item.id))
            .reference(&contest.event.reference)
            .link(&link)
            .with("title", title.as_str())
            .with("places", places)
    };
    let host = people::organisation(tx, contest.event.organisation_id)?;
    for (unit, places) in &units {
        match people::organisation_named(tx, unit)? {
            Some(found) if found.id != host.id => {
                trail::mail_organisation(tx, at, found.id, &mail(&places.join("；")))?
            }
            _ => {}
        }
    }
    let all: Vec<String> = units.into_values().flatten().collect();
    trail::mail_organisation(tx, at, host.id, &mail(&all.join("；")))
}

/// The name of a part or a criterion.
fn part_name<'c>(contest: &'c Contest, code: &'c str) -> &'c str {
    contest.scheme.line(code).map_or(code, |line| line.name.as_str())
}

/// Files an objection to a published item while its clock runs. It holds this item and no other.
///
/// # Errors
/// `NotFound`; `Conflict(appeals-over)`; `Invalid`: no real name, no contact, no reasons.
pub fn object(app: &App, id: ContestId, filed: &Filed) -> Result<(), ServiceError> {
    let objection = check_objection(filed);
    app.store.write(|tx| {
        let item = contests::lock(tx, id)?;
        let (Phase::Published, Some(published)) = (item.phase, item.published_at) else {
            return Err(ServiceError::NotFound);
        };
        let at = app.now();
        let minutes = u32::try_from(item.appeal_minutes).unwrap_or_default();
        if !appeals_open(published.and_utc(), minutes, at) {
            return Err(ServiceError::conflict("appeals-over"));
        }
        let objection = objection?;
        let event = events::get(tx, item.event_id)?;
        let filed = contests::insert_objection(tx, id, &objection, at.naive_utc())?;
        let after = json!({ "objection": filed });
        trail::record(tx, at, By::Public("public"), "contest.object", "contest", id.get(), None, Some(after))?;
        let mail = Mail::new(MessageKind::ContestObjection, format!("contest-objection:{filed}"))
            .reference(&event.reference)
            .link(format!("/contests/{id}"))
            .with("title", format!("{} {}", event.name, item.name).as_str());
        trail::mail_roles(tx, at, &[Role::Clerk], &event.division.to_string(), &mail)?;
        trail::mail_organisation(tx, at, event.organisation_id, &mail)
    })
}

/// Answers an objection.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(answer)` without words; `Conflict(stale)` when it has one.
pub fn answer(app: &App, who: &Who, id: ContestId, objection: AppealId, words: &str) -> Result<(), ServiceError> {
    let words = words.trim();
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestAnswer, id)?;
        if !contests::objections(tx, item.id)?.iter().any(|row| row.id == objection) {
            return Err(ServiceError::NotFound);
        }
        if words.is_empty() {
            return Err(ServiceError::invalid("answer", "required"));
        }
        let at = app.now();
        contests::answer_objection(tx, objection, words, who.id(), at.naive_utc())?;
        let after = json!({ "objection": objection, "answer": words });
        trail::record(tx, at, By::who(who), "contest.answer", "contest", id.get(), None, Some(after))
    })
}
