//! The attendance of an event as a file.

use super::load::{Register, show};
use crate::domain::ids::EventId;
use crate::domain::participant::attendance::{HalfKey, Presence};
use crate::domain::schedule::sitting::Half;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::sheets::{Cell, Column, Sheet};
use chrono::{DateTime, Utc};

/// The attendance table as a file; of identity numbers the last four, for those who may read them.
///
/// # Errors
/// Rights.
pub fn export(app: &App, who: &Who, id: EventId, format: Format) -> Result<File, ServiceError> {
    let register = show(app, who, id)?;
    format.write(&sheet(&register, app.now()), &format!("{} 签到表", register.event.name))
}

/// `11月18日上午`.
pub(in crate::service) fn half_name(key: HalfKey) -> String {
    let half = match key.half {
        Half::Morning => "上午",
        Half::Afternoon => "下午",
        Half::Evening => "晚上",
    };
    format!("{}{half}", key.day.format("%-m月%-d日"))
}

/// The table with what it was made from.
pub(in crate::service) fn sheet(register: &Register, at: DateTime<Utc>) -> Sheet {
    let fixed = [("序号", 6), ("姓名", 14), ("证件号码后四位", 12), ("单位", 30), ("项目", 16)];
    let after = [("出勤半天数", 10), ("应到半天数", 10), ("是否达到要求", 12)];
    let column = |(heading, width): (&str, u16)| Column::new(heading, width);
    let mut columns: Vec<Column> = fixed.map(column).into();
    // Where no number is known, or the reader may read none, there is no column of them.
    let tails = register.lines.iter().any(|line| !line.row.id_tail.is_empty());
    if !tails {
        columns.remove(2);
    }
    columns.extend(register.halves.iter().map(|half| Column::new(half_name(half.key), 8)));
    columns.extend(after.map(column));
    let over = register.over(at);
    let rows = (1..).zip(&register.lines).map(|(number, line)| {
        let mut cells = vec![
            Cell::Whole(number),
            cell(&line.row.name),
            cell(&line.row.id_tail),
            cell(&line.row.unit),
            cell(&line.entry),
        ];
        if !tails {
            cells.remove(2);
        }
        cells.extend(register.halves.iter().map(|half| match line.attended.halves.get(&half.key) {
            Some(Presence::Present) => cell("到"),
            Some(Presence::Part) => cell("部分"),
            Some(Presence::Absent) if register.begun(half.key, at) => cell("缺"),
            Some(Presence::Absent) => Cell::Blank,
            None => Cell::Blank,
        }));
        let share = line.attended.share;
        cells.extend([Cell::Whole(share.attended.into()), Cell::Whole(share.of.into())]);
        cells.push(cell(match line.met {
            true => "是",
            false if over => "否",
            false => "未结束",
        }));
        cells
    });
    let rule = register.rule;
    let made = time::in_shanghai(at).format("%Y-%m-%d %H:%M");
    let from = if register.by_schedule { "已发布日程" } else { "活动日期" };
    let notes = vec![
        format!("{made} 由匠心系统按签到记录（{} 条）和{from}生成。", register.scans.len()),
        format!(
            "半天内到场时间达到 {} 计为出勤；出勤半天数达到应到的 {} 为达到要求。",
            rule.present.in_words(),
            rule.share.in_words()
        ),
    ];
    Sheet {
        name: "签到表".to_owned(),
        title: format!("{} 签到表", register.event.name),
        columns,
        rows: rows.collect(),
        notes,
    }
}
