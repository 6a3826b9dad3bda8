//! The roster of an event as a file, with whole identity numbers: for those who must have them, and
//! with an entry in the record each time.

use super::changes::SEPARATOR;
use super::visible;
use crate::domain::access::Action;
use crate::domain::ids::EventId;
use crate::domain::participant::{Employer, SkillLevel, Source, State};
use crate::platform::assets;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::service::trail::{self, By};
use crate::sheets::Cell;
use crate::storage::rosters::{self, Filter, Listed};
use serde_json::json;
use std::collections::BTreeMap;

/// The most rows of one file.
const MOST: i64 = 200_000;

/// Headings with the widths of their columns; those of a roster are the ones an import knows.
pub(super) const COLUMNS: [(&str, u16); 16] = [
    ("姓名", 12),
    ("身份证号", 24),
    ("性别", 8),
    ("出生日期", 12),
    ("单位", 32),
    ("单位性质", 14),
    ("所属县(市、区)", 16),
    ("手机", 16),
    ("邮箱", 26),
    ("技能等级", 14),
    ("参赛项目", 24),
    ("团队", 16),
    ("状态", 12),
    ("来源", 12),
    ("已获称号", 30),
    ("备注", 30),
];

/// Names of divisions by their code.
pub(super) type Places = BTreeMap<String, String>;

pub(super) fn places() -> Places {
    let divisions = assets::divisions().unwrap_or_default();
    divisions.iter().map(|division| (division.code.to_string(), division.name.clone())).collect()
}

/// An event's participants as a file, narrowed as the list is. The record says who took how many,
/// not whose numbers.
///
/// # Errors
/// Rights; `NotFound`.
pub fn export(app: &App, who: &Who, event: EventId, filter: &Filter, format: Format) -> Result<File, ServiceError> {
    let (event, rows) = app.store.read(|conn| {
        let event = visible(conn, who, Action::ParticipantExport, event)?;
        let filter = Filter { by_number: true, ..filter.clone() };
        let rows = rosters::list(conn, event.id, &filter, 0, MOST)?;
        Ok::<_, ServiceError>((event, rows))
    })?;
    let places = places();
    let file = format.list("参加人员", &COLUMNS, rows.iter().map(|listed| cells(listed, &places)).collect())?;
    app.store.write(|tx| {
        visible(tx, who, Action::ParticipantExport, event.id)?;
        let after = Some(json!({ "rows": rows.len() }));
        let id = event.id.get();
        trail::record(tx, app.now(), By::who(who), "participant.export", "event", id, None, after)
    })?;
    Ok(file)
}

pub(super) fn cells(listed: &Listed, places: &Places) -> Vec<Cell> {
    let row = &listed.row;
    let sex = match row.sex.as_deref() {
        Some("male") => "男",
        Some("female") => "女",
        _ => "",
    };
    vec![
        cell(&row.name),
        cell(row.resident_id.as_deref().unwrap_or_default()),
        cell(sex),
        row.born_on.map_or(Cell::Blank, Cell::Date),
        cell(&row.unit),
        cell(row.employer.parse().map_or("", Employer::word)),
        cell(places.get(&row.division).unwrap_or(&row.division)),
        cell(&row.phone),
        cell(&row.email),
        cell(row.skill_level.parse().map_or("", level)),
        cell(listed.entry.as_deref().unwrap_or_default()),
        cell(listed.team.as_deref().unwrap_or_default()),
        cell(state(row.state)),
        cell(source(row.source)),
        cell(&row.titles),
        cell(&row.remarks),
    ]
}

/// A value of a person's log in words: a division by its name, a level and a kind of unit as an import
/// reads them.
pub(super) fn in_words(text: &str, places: &Places) -> String {
    let word = |value: &str| {
        let place = places.get(value).cloned();
        let level = || value.parse().ok().map(|found| level(found).to_owned());
        let employer = || value.parse().ok().map(|found: Employer| found.word().to_owned());
        let state = || value.parse().ok().map(|found| state(found).to_owned());
        let changed = || match value {
            "phone" => Some("手机".to_owned()),
            "email" => Some("邮箱".to_owned()),
            _ => None,
        };
        let known = place.or_else(level).or_else(employer).or_else(state).or_else(changed);
        known.unwrap_or_else(|| value.to_owned())
    };
    text.split(SEPARATOR).map(word).collect::<Vec<_>>().join(SEPARATOR)
}

/// In the words an import reads.
const fn level(level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Apprentice => "学徒工",
        SkillLevel::Junior => "初级工",
        SkillLevel::Intermediate => "中级工",
        SkillLevel::Senior => "高级工",
        SkillLevel::Technician => "技师",
        SkillLevel::SeniorTechnician => "高级技师",
        SkillLevel::SpecialTechnician => "特级技师",
        SkillLevel::ChiefTechnician => "首席技师",
    }
}

const fn state(state: State) -> &'static str {
    match state {
        State::Pending => "待审核",
        State::Admitted => "已录取",
        State::Waiting => "候补",
        State::Offered => "候补待确认",
        State::Refused => "未通过",
        State::Withdrawn => "已退出",
        State::Replaced => "已更换",
        State::Lapsed => "逾期未确认",
    }
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Roster => "花名册",
        Source::Public => "网上报名",
        Source::Office => "单位录入",
    }
}
