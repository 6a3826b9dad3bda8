//! The result as a workbook, for the office.

use super::view::{ResultView, result};
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::campaign::{Line, Score};
use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::EvaluationId;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::Entry;
use crate::service::files::{File, Format, cell};
use crate::sheets::{Cell, Column, Sheet};

/// Names of grades and reasons, as the pages have them.
#[derive(Clone, Copy)]
pub struct Words {
    pub grade: fn(Grade) -> String,
    pub reason: fn(Reason) -> String,
}

/// The whole result with every evaluator's mark; in Chinese, whoever fetches it.
///
/// # Errors
/// Rights; `Conflict(result-not-open)` while marks are sealed.
pub fn workbook(app: &App, who: &Who, id: EvaluationId, words: Words) -> Result<File, ServiceError> {
    let shown = result(app, who, id)?;
    let outcome = shown.outcome.as_ref().ok_or_else(|| ServiceError::conflict("result-not-open"))?;
    let members: Vec<(i64, String)> =
        shown.campaign.counted().map(|one| (one.row.user_id.get(), one.name.clone())).collect();
    let mut columns = vec![("名次", 8), ("基地名称", 36), ("建设单位", 32), ("等级", 10), ("理由", 30), ("得分", 14)];
    columns.extend([("精确得分", 16), ("分差", 8), ("轮次", 6), ("去掉的分数", 16), ("奖励（元）", 14)]);
    let headings = columns.iter().map(|(heading, width)| Column::new(*heading, *width));
    let own = members.iter().map(|(_, name)| Column::new(name.as_str(), 12));
    let mut lines: Vec<(&Line, &Entry)> =
        outcome.lines.iter().filter_map(|line| Some((line, entry(&shown, line)?))).collect();
    lines.sort_by_key(|(line, _)| (line.rank.unwrap_or(usize::MAX), line.base));
    let rows = lines.into_iter().map(|(line, entry)| row(&shown, line, entry, &members, words)).collect();
    let name = format!("{}年度公共实训基地考评结果", shown.campaign.opened.row.year);
    let mut notes: Vec<String> =
        shown.campaign.run.result_hash.iter().map(|hash| format!("结果校验值（SHA-256）：{hash}")).collect();
    if shown.is_revised() {
        notes.push("校验值和名次属于首次审定的结果；等级、理由和奖励按异议成立后重新审定的结果列出".to_owned());
    }
    let sheet =
        Sheet {
            name: "考评结果".to_owned(), title: name.clone(), columns: headings.chain(own).collect(), rows, notes
        };
    Format::Xlsx.write(&sheet, &name)
}

fn entry<'s>(shown: &'s ResultView, line: &Line) -> Option<&'s Entry> {
    shown.campaign.entries.iter().find(|entry| entry.row.base_id.get() == line.base)
}

fn row(shown: &ResultView, line: &Line, entry: &Entry, members: &[(i64, String)], words: Words) -> Vec<Cell> {
    let of = |text: fn(&Score) -> String| cell(&line.score.as_ref().map(text).unwrap_or_default());
    let whole = |number: usize| i64::try_from(number).map_or(Cell::Blank, Cell::Whole);
    let stands = shown.stands(line);
    let dropped = |score: &Score| {
        let texts: Vec<String> = score.dropped.iter().map(|mark: &Exact| mark.to_string()).collect();
        texts.join("、")
    };
    let mut cells = vec![
        line.rank.map_or(Cell::Blank, whole),
        cell(&entry.name),
        cell(&entry.host),
        // No grade yet, while the panel has to meet or scores again.
        if line.apart || stands.set_aside { Cell::Blank } else { cell(&(words.grade)(stands.grade)) },
        if line.apart {
            Cell::text("分差过大，会商复评后定等级")
        } else if stands.set_aside {
            Cell::text("异议成立，待重新审定")
        } else {
            cell(&(words.reason)(stands.reason))
        },
        of(|score| score.decimal.clone()),
        of(|score| score.fraction.clone()),
        of(|score| score.spread.to_string()),
        line.score.as_ref().map_or(Cell::Blank, |score| Cell::Whole(score.round.into())),
        cell(&line.score.as_ref().map(dropped).unwrap_or_default()),
        stands.award.filter(|_| !stands.set_aside).map_or(Cell::Blank, Cell::Yuan),
    ];
    cells.extend(members.iter().map(|(member, _)| {
        let marks = line.score.as_ref().map(|score| score.marks.as_slice()).unwrap_or_default();
        let own = marks.iter().find(|(by, _)| by == member);
        own.map_or(Cell::Blank, |(_, mark)| Cell::text(mark.to_string()))
    }));
    cells
}
