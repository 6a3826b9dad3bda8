//! A rubric from a table, one indicator a row: block, criterion, points, deductions.

use super::{Body, Bonus, Deduction, Effect, Indicator, Level, Node, Rubric, Scale, Veto};
use crate::domain::evaluation::points::Points;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::text::{compact, half_width, tidy};

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Block,
    Name,
    Max,
    Deductions,
    Evidence,
    Levels,
}

/// What a column may be called; the first Chinese name leads in messages.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Block, &["项目", "block", "一级指标", "模块"]),
    (Field::Name, &["指标", "criterion", "二级指标", "评分内容"]),
    (Field::Max, &["分值", "max", "满分", "weight"]),
    (Field::Deductions, &["扣分规则", "deduction_rule", "deductions", "评分标准"]),
    (Field::Evidence, &["佐证材料", "evidence"]),
    (Field::Levels, &["等级", "levels", "档次"]),
];

const REQUIRED: &[Field] = &[Field::Block, Field::Name, Field::Max];

/// Blocks that are no part of the 100.
const BONUS: &[&str] = &["加分", "加分项", "bonus"];
const VETO: &[&str] = &["一票否决", "否决", "veto"];

const MOST: Points = Points::whole(100);

/// Reads the rows; blocks become branches in the order of their first row, with the sum of what is
/// under them. Rows of the block 加分 are the bonus, rows of 一票否决 the veto items.
///
/// # Errors
/// Every fault of every row. Whether the weights add to 100 is asked of the rubric ([`Rubric::faults`]).
pub fn read_rubric(table: &TextTable) -> Result<Rubric, Vec<RowFault>> {
    let columns = Columns::find(&table.heading, NAMES);
    let mut faults = columns.lacking(REQUIRED, table.heading_row);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rubric = Rubric::default();
    for (number, row) in &table.rows {
        let cell = |field| columns.cell(row, field);
        let fault = |field, problem| RowFault::new(*number, columns.title(field), cell(field), problem);
        let (block, name) = (tidy(cell(Field::Block)), tidy(cell(Field::Name)));
        let before = faults.len();
        for (field, empty) in [(Field::Block, block.is_empty()), (Field::Name, name.is_empty())] {
            if empty {
                faults.push(fault(field, Problem::Missing));
            }
        }
        let (bonus, veto) = (is_one_of(&block, BONUS), is_one_of(&block, VETO));
        let blank = compact(cell(Field::Max)).is_empty();
        let max = match Points::read(cell(Field::Max), MOST) {
            Ok(max) if max > Points::ZERO => Some(max),
            _ if veto || (bonus && blank) => None,
            _ => {
                faults.push(fault(Field::Max, Problem::OutOfRange).hint("0.01–100"));
                None
            }
        };
        let scale = levels(cell(Field::Levels));
        if scale.is_none() {
            faults.push(fault(Field::Levels, Problem::NotANumber).hint("优秀10;良好8;合格6;不合格0"));
        }
        if faults.len() > before {
            continue;
        }
        if veto {
            let code = format!("V{}", rubric.vetoes.len() + 1);
            rubric.vetoes.push(Veto { code, name });
        } else if bonus {
            let code = format!("B{}", rubric.bonus.len() + 1);
            rubric.bonus.push(Bonus { code, name, max });
        } else if let Some(weight) = max {
            let indicator = Indicator {
                scale: scale.unwrap_or_default(),
                deductions: deductions(cell(Field::Deductions)),
                evidence: parts(cell(Field::Evidence)).collect(),
            };
            push(&mut rubric, block, name, weight, indicator);
        }
    }
    if faults.is_empty() { Ok(rubric) } else { Err(faults) }
}

/// Every row of the bonus in the table, in order, with what its column of points is called: where a maximum
/// is to be written that the table lacks.
#[must_use]
pub fn bonus_cells(table: &TextTable) -> Vec<RowFault> {
    let columns = Columns::find(&table.heading, NAMES);
    let rows = table.rows.iter().filter(|(_, row)| is_one_of(&tidy(columns.cell(row, Field::Block)), BONUS));
    let cell = |(number, row): &(usize, Vec<String>)| {
        let value = columns.cell(row, Field::Max);
        RowFault::new(*number, columns.title(Field::Max), value, Problem::OutOfRange).hint("0.01–100")
    };
    rows.map(cell).collect()
}

fn is_one_of(block: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(block))
}

fn push(rubric: &mut Rubric, block: String, name: String, weight: Points, indicator: Indicator) {
    let at = rubric.items.iter().position(|node| node.name == block).unwrap_or_else(|| {
        let code = (rubric.items.len() + 1).to_string();
        rubric.items.push(Node { code, name: block, weight: Points::ZERO, body: Body::Branch(Vec::new()) });
        rubric.items.len() - 1
    });
    let branch = &mut rubric.items[at];
    if let Body::Branch(items) = &mut branch.body {
        let code = format!("{}.{}", branch.code, items.len() + 1);
        items.push(Node { code, name, weight, body: Body::Indicator(indicator) });
        branch.weight = branch.weight + weight;
    }
}

fn parts(text: &str) -> impl Iterator<Item = String> {
    let text = half_width(text);
    text.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>().into_iter()
}

/// `无场地0;标牌不明显-2;每少1人-1;视情扣`: nothing at all, a fixed sum less, so much for each, as seen fit.
fn deductions(text: &str) -> Vec<Deduction> {
    parts(text).map(|part| deduction(&part)).collect()
}

fn deduction(part: &str) -> Deduction {
    let number = part.len() - part.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let (words, number) = part.split_at(number);
    let minus = words.strip_suffix(['-', '\u{2212}', '\u{2013}']);
    let (when, effect) = match (Points::read(number, MOST), minus) {
        (Ok(points), Some(when)) if when.starts_with('每') => (when, Effect::LessEach(points)),
        (Ok(points), Some(when)) => (when, Effect::Less(points)),
        (Ok(Points::ZERO), None) => (words, Effect::Nought),
        _ => (part, Effect::Discretion),
    };
    Deduction { when: when.trim().to_owned(), effect }
}

/// `优秀10;良好8;不合格0`: graded levels, the best first; nothing for marks in points. Whether they go
/// down from the weight is asked of the rubric.
fn levels(text: &str) -> Option<Scale> {
    let levels: Option<Vec<Level>> = parts(text).map(|part| level(&part)).collect();
    levels.map(|levels| if levels.is_empty() { Scale::Points } else { Scale::Levels(levels) })
}

fn level(part: &str) -> Option<Level> {
    let number = part.len() - part.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let (name, number) = part.split_at(number);
    let name = name.trim().trim_end_matches([':', '=', '\u{ff1a}']).trim();
    let points = Points::read(number, MOST).ok()?;
    (!name.is_empty()).then(|| Level { name: name.to_owned(), points })
}
