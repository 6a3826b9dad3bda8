//! Papers of the closing file that the system has itself: list of people, attendance, timetable,
//! published results. Each says when and from what it was made.

use super::steps::facts_of;
use crate::domain::access::{self, Action};
use crate::domain::contest::medals::Award;
use crate::domain::event::{Kind, Paper};
use crate::domain::ids::EventId;
use crate::domain::schedule::Role;
use crate::domain::schedule::release::Entry;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::attendance::{Register, register, released, sheet};
use crate::service::contests;
use crate::service::error::ServiceError;
use crate::service::evidence::{self, Owner};
use crate::service::files::{Format, cell};
use crate::sheets::{Cell, Column, Sheet};
use crate::storage::events;
use chrono::{DateTime, Utc};

/// Makes the papers that the system has and puts them into the event's file, in place of those it
/// made before. Gives how many. `award` says an award in words.
///
/// # Errors
/// Rights; `Conflict(no-papers)`: there is nothing to make any of.
pub fn attach(
    app: &App,
    who: &Who,
    id: EventId,
    award: impl Fn(Award) -> String + Copy,
) -> Result<usize, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = events::lock(tx, id)?;
        access::can(&who.actor, Action::EventUpload, &facts_of(&event))?;
        let kind = event.kind;
        let sessions = released(tx, id)?;
        let items = if kind == Kind::Competition { contests::published_of(tx, &event, at)? } else { Vec::new() };
        let register = register(tx, event)?;
        let mut made: Vec<(Paper, Sheet)> = Vec::new();
        if !register.lines.is_empty() {
            made.push((Paper::Roster, list(&register, at)));
        }
        if register.recorded {
            made.push((Paper::Roster, sheet(&register, at)));
        }
        if kind != Kind::Competition && !sessions.is_empty() {
            made.push((Paper::Timetable, timetable(&register, &sessions, at)));
        }
        for item in &items {
            let mut result = contests::file(item, award);
            result.notes.push(from(at, "已公布的成绩"));
            made.push((Paper::Results, result));
        }
        if made.is_empty() {
            return Err(ServiceError::conflict("no-papers"));
        }
        for (paper, sheet) in &made {
            let name = format!("{}（系统生成）", sheet.title);
            let file = Format::Xlsx.write(sheet, &name)?;
            evidence::keep_generated(tx, who, at, Owner::Event(id), paper.as_str(), &file)?;
        }
        Ok(made.len())
    })
}

fn from(at: DateTime<Utc>, what: &str) -> String {
    format!("{} 由匠心系统按{what}生成。", time::in_shanghai(at).format("%Y-%m-%d %H:%M"))
}

fn list(register: &Register, at: DateTime<Utc>) -> Sheet {
    let columns = [("序号", 6), ("姓名", 14), ("证件号码后四位", 12), ("单位", 34), ("项目", 18), ("备注", 20)];
    let rows = (1..).zip(&register.lines).map(|(number, line)| {
        vec![
            Cell::Whole(number),
            cell(&line.row.name),
            cell(&line.row.id_tail),
            cell(&line.row.unit),
            cell(&line.entry),
            cell(&line.row.remarks),
        ]
    });
    Sheet {
        name: "名单".to_owned(),
        title: format!("{} 名单", register.event.name),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).into(),
        rows: rows.collect(),
        notes: vec![from(at, "已录取人员名单")],
    }
}

fn timetable(register: &Register, sessions: &[Entry], at: DateTime<Utc>) -> Sheet {
    let columns = [("日期", 12), ("时间", 14), ("内容", 34), ("授课老师", 20), ("地点", 28)];
    let rows = sessions.iter().map(|session| {
        let lecturers = session.parts.iter().filter(|part| part.role == Role::Lecturer);
        let names: Vec<&str> = lecturers.map(|part| part.name.as_str()).collect();
        let time = format!("{}–{}", session.start.format("%H:%M"), session.end().format("%H:%M"));
        vec![
            Cell::Date(session.start.date()),
            cell(&time),
            cell(&session.title),
            cell(&names.join("、")),
            cell(&session.room),
        ]
    });
    Sheet {
        name: "课程表".to_owned(),
        title: format!("{} 课程表", register.event.name),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).into(),
        rows: rows.collect(),
        notes: vec![from(at, "已发布的日程")],
    }
}
