//! A marking scheme from a table, one aspect a row.

use super::{Line, Method, Scheme};
use crate::domain::contest::exact::Exact;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::text::{compact, tidy};
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Group,
    GroupName,
    Day,
    Method,
    Name,
    Detail,
    Section,
    Max,
}

/// What a column may be called; the first Chinese name leads in messages.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Group, &["子项", "sub id", "sub criterion"]),
    (Field::GroupName, &["子项名称", "sub name"]),
    (Field::Day, &["评分日", "day"]),
    (Field::Method, &["评分方式", "type", "method"]),
    (Field::Name, &["评分点", "desc", "aspect"]),
    (Field::Detail, &["说明", "extra"]),
    (Field::Section, &["标准章节", "wsos", "section"]),
    (Field::Max, &["满分", "max", "max mark"]),
];

const REQUIRED: &[Field] = &[Field::Group, Field::Method, Field::Name, Field::Max];

/// Decimals of an aspect's maximum.
const MAX_MARK_DECIMALS: usize = 2;

/// Reads the aspects; each gets a code of its sub-criterion and its number there (`A1.3`).
///
/// # Errors
/// Every fault of every row. Whether the sum is 100 is asked of the scheme ([`Scheme::faults`]).
pub fn read_scheme(table: &TextTable) -> Result<Scheme, Vec<RowFault>> {
    let columns = Columns::find(&table.heading, NAMES);
    let mut faults = columns.lacking(REQUIRED, table.heading_row);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut lines = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in &table.rows {
        let desk = Desk { columns: &columns, row, number: *number };
        match desk.line() {
            Ok(mut line) => {
                let count = counts.entry(line.group.clone()).or_insert(0);
                *count += 1;
                line.code = format!("{}.{count}", line.group);
                lines.push(line);
            }
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(Scheme(lines)) } else { Err(faults) }
}

struct Desk<'d> {
    columns: &'d Columns<'d, Field>,
    row: &'d [String],
    number: usize,
}

impl Desk<'_> {
    fn cell(&self, field: Field) -> &str {
        self.columns.cell(self.row, field)
    }

    fn fault(&self, field: Field, problem: Problem) -> RowFault {
        RowFault::new(self.number, self.columns.title(field), self.cell(field), problem)
    }

    fn line(&self) -> Result<Line, Vec<RowFault>> {
        let mut faults = Vec::new();
        let group = compact(self.cell(Field::Group));
        let name = tidy(self.cell(Field::Name));
        for (field, empty) in [(Field::Group, group.is_empty()), (Field::Name, name.is_empty())] {
            if empty {
                faults.push(self.fault(field, Problem::Missing));
            }
        }
        let method = match compact(self.cell(Field::Method)).to_lowercase().as_str() {
            "m" | "measurement" | "测量" => Some(Method::Measurement),
            "j" | "judgement" | "judgment" | "评判" => Some(Method::Judgement),
            _ => None,
        };
        if method.is_none() {
            faults.push(self.fault(Field::Method, Problem::NotAChoice).hint("M / J"));
        }
        let max = Exact::decimal(self.cell(Field::Max), MAX_MARK_DECIMALS).ok();
        let max = max.filter(|max| *max > Exact::ZERO && *max <= Exact::whole(100));
        if max.is_none() {
            faults.push(self.fault(Field::Max, Problem::OutOfRange).hint("0.01–100"));
        }
        let [day, section] = [Field::Day, Field::Section].map(|field| match compact(self.cell(field)).as_str() {
            "" => Ok(0),
            text => text.parse::<u8>().map_err(|_| self.fault(field, Problem::NotANumber)),
        });
        faults.extend([&day, &section].into_iter().filter_map(|number| number.as_ref().err().cloned()));
        match (method, max, day, section) {
            (Some(method), Some(max), Ok(day), Ok(section)) if faults.is_empty() => Ok(Line {
                code: String::new(),
                group,
                group_name: tidy(self.cell(Field::GroupName)),
                name,
                detail: self.cell(Field::Detail).trim().to_owned(),
                method,
                max,
                weight: Exact::whole(100),
                day,
                section,
            }),
            _ => Err(faults),
        }
    }
}
