//! The published result as anyone reads it, as a page and as a file.

use super::case::{Contest, Standing};
use super::honours::{HonourLine, honours_of, without_awards};
use super::load::load;
use crate::domain::contest::exact::{Exact, MAX_DECIMALS};
use crate::domain::contest::honours::age;
use crate::domain::contest::medals::Award;
use crate::domain::contest::phase::{Phase, appeals_open};
use crate::domain::contest::standing::{Scores, TieKey};
use crate::domain::contest::total::clock;
use crate::domain::identity::PersonName;
use crate::domain::ids::{ContestId, EventId};
use crate::domain::lang::Lang;
use crate::domain::time;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::sheets::{Cell, Column, Sheet};
use crate::storage::Conn;
use crate::storage::contests::{self, ItemRow};
use crate::storage::events::{self, EventRow};
use chrono::{DateTime, NaiveDate, Utc};

/// Decimals of a total where it is shown; places are decided on the exact one.
pub(super) const DECIMALS: usize = 2;
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
    /// The result no longer counts and is being corrected; there are no rows.
    pub correcting: bool,
    /// It was published before, and corrected.
    pub corrected: bool,
    /// An objection is being looked into.
    pub held: bool,
    /// Below the minimum field: a selection without awards.
    pub without_awards: bool,
    /// By result; who is not official stands among the others, and takes no rank.
    pub rows: Vec<PublicRow>,
}

impl PublicItem {
    /// Whether something was deducted from somebody: their totals say less than their marks.
    #[must_use]
    pub fn has_deductions(&self) -> bool {
        self.rows.iter().any(|row| !row.deduction.is_empty())
    }
}

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    pub rank: usize,
    /// Another official contestant has the same rank.
    pub joint: bool,
    pub official: bool,
    pub name: String,
    /// Of a team; who is younger than of age by surname only.
    pub members: Vec<String>,
    pub unit: String,
    /// A decimal; empty where nothing was deducted.
    pub deduction: String,
    pub total: String,
    /// What told this one from others with the same total, in the order of the chain.
    pub decided: Vec<Decided>,
    pub points: Option<i64>,
    pub award: Option<Award>,
    pub honours: Vec<HonourLine>,
}

/// What decided between equal totals, and what it was here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// `practical`, `time`, `theory`; of a module its name.
    pub by: String,
    pub value: String,
}

/// The published items with their events' names, the latest first; those of one event in its order.
///
/// # Errors
/// The database failed.
pub fn list_published(app: &App, event: Option<EventId>) -> Result<Vec<(ItemRow, String)>, ServiceError> {
    app.store.read(|conn| {
        let Some(event) = event else {
            return Ok(contests::list(conn, crate::domain::access::Visibility::PublicOnly, LISTED)?);
        };
        let name = events::get(conn, event)?.name;
        let mut items = contests::of_event(conn, event)?;
        items.retain(|item| item.published_at.is_some());
        Ok(items.into_iter().map(|item| (item, name.clone())).collect())
    })
}

/// A published item; one that is being corrected says so and shows no result.
///
/// # Errors
/// `NotFound` for what was never published.
pub fn published(app: &App, id: ContestId) -> Result<PublicItem, ServiceError> {
    let contest = app.store.read(|conn| {
        let item = contests::get(conn, id)?;
        if item.published_at.is_none() {
            return Err(ServiceError::NotFound);
        }
        let event = events::get(conn, item.event_id)?;
        load(conn, item, event)
    })?;
    Ok(public(&contest, app.now()))
}

/// The published items of an event, for its closing file.
///
/// # Errors
/// The database failed, or what is stored is damaged.
pub(in crate::service) fn published_of(
    conn: &mut Conn,
    event: &EventRow,
    now: DateTime<Utc>,
) -> Result<Vec<PublicItem>, ServiceError> {
    let items = contests::of_event(conn, event.id)?.into_iter().filter(|item| item.phase == Phase::Published);
    items.map(|item| Ok(public(&load(conn, item, event.clone())?, now))).collect()
}

fn public(contest: &Contest, now: DateTime<Utc>) -> PublicItem {
    let at = contest.item.published_at.unwrap_or_default().and_utc();
    let minutes = u32::try_from(contest.item.appeal_minutes).unwrap_or_default();
    let (without_awards, correcting) = (without_awards(contest), contest.item.phase != Phase::Published);
    let shown = contest.in_order().into_iter().filter(|_| !correcting);
    let all: Vec<&Scores> = contest.standings.iter().filter_map(|one| one.scores.as_ref()).collect();
    let rows: Vec<PublicRow> = shown.filter_map(|standing| row(contest, standing, &all, at)).collect();
    PublicItem {
        id: contest.item.id,
        name: contest.item.name.clone(),
        event: contest.event.name.clone(),
        published_at: at,
        appeals_until: at + chrono::Duration::minutes(minutes.into()),
        open: !correcting && appeals_open(at, minutes, now),
        correcting,
        corrected: !contest.reopenings.is_empty() && !correcting,
        held: contest.objections.iter().any(|objection| objection.answer.is_none()),
        without_awards,
        rows,
    }
}

fn row(contest: &Contest, standing: &Standing, all: &[&Scores], at: DateTime<Utc>) -> Option<PublicRow> {
    let (place, scores) = (standing.place?, standing.scores.as_ref()?);
    let entrant = &standing.entrant;
    let shown = |name: &str, born_on: Option<NaiveDate>| {
        let young = born_on.is_some_and(|born| age(born, time::shanghai_date(at)) < OF_AGE);
        let surname = || name.parse::<PersonName>().map(|name| name.surname_only()).unwrap_or_default();
        if young { surname() } else { name.to_owned() }
    };
    let honour = |line: HonourLine| {
        let member = standing.team.iter().find(|member| member.name == line.who);
        let who = member.map(|member| shown(&member.name, member.born_on)).unwrap_or_default();
        HonourLine { who, ..line }
    };
    Some(PublicRow {
        rank: place.rank,
        joint: entrant.official && place.joint,
        official: entrant.official,
        name: shown(&entrant.name, entrant.born_on),
        members: standing.team.iter().map(|member| shown(&member.name, member.born_on)).collect(),
        unit: entrant.unit.clone(),
        deduction: Some(entrant.deduction.clone()).filter(|deduction| deduction != "0").unwrap_or_default(),
        total: shown_total(scores.total, all),
        decided: scores.decided_by(all, &contest.chain).into_iter().filter_map(|key| decided(scores, key)).collect(),
        points: standing.points,
        award: standing.award.filter(|_| !without_awards(contest)),
        honours: honours_of(contest, standing).into_iter().map(honour).collect(),
    })
}

/// With as many decimals as tell it from every other total.
fn shown_total(total: Exact, all: &[&Scores]) -> String {
    let alike = |places: usize| {
        let shown = total.fixed(places);
        all.iter().any(|other| other.total != total && other.total.fixed(places) == shown)
    };
    let places = (DECIMALS..=MAX_DECIMALS).find(|places| !alike(*places));
    total.fixed(places.unwrap_or(MAX_DECIMALS))
}

/// None where this one lacks what decided.
fn decided(scores: &Scores, key: &TieKey) -> Option<Decided> {
    let by = match key {
        TieKey::Module(name) => name.clone(),
        key => key.to_string(),
    };
    let value = match key {
        TieKey::Time => clock(scores.seconds?),
        key => scores.result(key)?.fixed(DECIMALS),
    };
    Some(Decided { by, value })
}

/// The result as a sheet, in Chinese, as it is posted. `award` says an award in words.
pub fn file(item: &PublicItem, award: impl Fn(Award) -> String) -> Sheet {
    let deductions = item.has_deductions();
    let columns =
        [("名次", 8), ("姓名", 12), ("单位", 32), ("扣分", 8), ("总分", 10), ("奖项", 10), ("荣誉", 44), ("备注", 28)];
    let columns = columns.into_iter().filter(|(heading, _)| deductions || *heading != "扣分");
    let rows = item.rows.iter().map(|row| {
        let deduction = deductions.then(|| match row.deduction.as_str() {
            "" => Cell::Blank,
            deduction => Cell::text(deduction),
        });
        let before = [
            match row.official {
                true => Cell::Whole(i64::try_from(row.rank).unwrap_or(i64::MAX)),
                false => Cell::text(format!("({})", row.rank)),
            },
            Cell::text(match row.members.is_empty() {
                true => row.name.clone(),
                false => format!("{}（{}）", row.name, row.members.join("、")),
            }),
            Cell::text(&row.unit),
        ];
        let after = [
            Cell::text(&row.total),
            row.award.map_or(Cell::Blank, |medal| Cell::text(award(medal))),
            Cell::text(
                row.honours
                    .iter()
                    .filter(|one| one.lacking.is_empty())
                    .map(|one| said(one, Lang::Zh))
                    .collect::<Vec<_>>()
                    .join("；"),
            ),
            noted(row),
        ];
        before.into_iter().chain(deduction).chain(after).collect()
    });
    Sheet {
        name: item.name.clone(),
        title: format!("{} {} 成绩公布", item.event, item.name),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).collect(),
        rows: rows.collect(),
        notes: std::iter::once(format!("公布日期：{}", day(time::shanghai_date(item.published_at))))
            .chain(item.without_awards.then(|| "参赛人数不足，只作选拔，不设奖。".to_owned()))
            .collect(),
    }
}

/// What the last column of the sheet says.
fn noted(row: &PublicRow) -> Cell {
    let by = |one: &Decided| {
        let name = match one.by.as_str() {
            "practical" => "实操",
            "time" => "用时",
            "theory" => "理论",
            module => module,
        };
        format!("{name} {}", one.value)
    };
    let mut said: Vec<String> = Vec::new();
    if !row.official {
        said.push("非正式，不占名次".to_owned());
    }
    if row.joint {
        said.push("并列".to_owned());
    }
    if !row.decided.is_empty() {
        said.push(format!("同分，{}", row.decided.iter().map(by).collect::<Vec<_>>().join("、")));
    }
    if said.is_empty() { Cell::Blank } else { Cell::text(said.join("；")) }
}

/// An honour and who gives it, or what is not known. Its name is the rule's own.
pub(super) fn said(line: &HonourLine, lang: Lang) -> String {
    let said = said_alone(line, lang);
    match (line.who.as_str(), lang) {
        ("", _) => said,
        (who, Lang::Zh) => format!("{who}：{said}"),
        (who, Lang::En) => format!("{who}: {said}"),
    }
}

fn said_alone(line: &HonourLine, lang: Lang) -> String {
    use crate::domain::contest::honours::Lacking;
    let lacking = line.lacking.iter().map(|lacking| match (lang, lacking) {
        (Lang::Zh, Lacking::BirthDate) => "缺出生日期",
        (Lang::Zh, Lacking::Sex) => "缺性别",
        (Lang::En, Lacking::BirthDate) => "no date of birth",
        (Lang::En, Lacking::Sex) => "sex not given",
    });
    let lacking: Vec<&str> = lacking.collect();
    match (lang, lacking.is_empty()) {
        (Lang::Zh, true) => format!("{}（{}）", line.honour, line.issuer),
        (Lang::Zh, false) => format!("{}（无法判定：{}）", line.honour, lacking.join("、")),
        (Lang::En, true) => format!("{} ({})", line.honour, line.issuer),
        (Lang::En, false) => format!("{} (cannot be decided: {})", line.honour, lacking.join(", ")),
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}
