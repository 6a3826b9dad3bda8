//! A plan from a table: every fault of every row at once, and nothing half-imported.

use super::dates::read_period;
use super::item::{Kind, PlanItem};
use super::words::{read_class, read_kind, read_level};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, Desk, TextTable};
use crate::domain::policy::date_from_text;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Year,
    Kind,
    Name,
    Level,
    Class,
    Trade,
    Organiser,
    Host,
    When,
    From,
    To,
    Venue,
    /// Planned: a number.
    People,
    /// As counted afterwards: `79(报道近百名)`, `近万名`.
    Entrants,
    BudgetLine,
    Note,
    Source,
}

/// What a column may be called; the first Chinese name is the one of the template.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Year, &["年度", "年份", "year"]),
    (Field::Kind, &["类别", "项目类别", "种类", "kind", "type"]),
    (Field::Name, &["项目名称", "名称", "竞赛名称", "赛事名称", "name", "title"]),
    (Field::Level, &["级别", "竞赛级别", "level"]),
    (Field::Class, &["竞赛类别", "等级", "class"]),
    (Field::Trade, &["职业(工种)", "职业", "工种", "竞赛工种", "主题", "trade", "items or trades", "subject"]),
    (Field::Organiser, &["主办单位", "主办", "organiser", "organizer"]),
    (Field::Host, &["承办单位", "承办", "host"]),
    (Field::When, &["时间地点", "时间", "举办时间", "place dates", "dates", "when"]),
    (Field::From, &["开始日期", "from", "starts on"]),
    (Field::To, &["结束日期", "to", "ends on"]),
    (Field::Venue, &["地点", "举办地点", "venue", "place"]),
    (Field::People, &["预计人数", "人数", "expected people"]),
    (Field::Entrants, &["参赛人数", "entrants"]),
    (Field::BudgetLine, &["预算科目", "预算项目", "budget line"]),
    (Field::Note, &["备注", "note", "remarks"]),
    (Field::Source, &["来源", "source", "source url"]),
];

const REQUIRED: &[Field] = &[Field::Name, Field::Level, Field::Trade, Field::Host];

/// A table that was read without a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sound {
    /// Each item with its row number.
    pub items: Vec<(usize, PlanItem)>,
    /// Headings of columns that were not used.
    pub ignored: Vec<String>,
}

/// A table with faults: nothing of it is imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in {} of {rows} rows", .faults.len(), .rows - .sound)]
pub struct Refused {
    /// In the order of the table.
    pub faults: Vec<RowFault>,
    pub rows: usize,
    /// Rows without a fault.
    pub sound: usize,
}

/// Reads a plan. With a `year`, rows of another year are faults, and a table without a column for
/// it is of that year.
///
/// # Errors
/// Every fault of every row.
pub fn read_plan(table: &TextTable, year: Option<i32>) -> Result<Sound, Refused> {
    let columns = Columns::find(&table.heading, NAMES);
    let rows = table.rows.len();
    let mut faults = columns.lacking(REQUIRED, table.heading_row);
    if year.is_none() {
        faults.extend(columns.lacking(&[Field::Year], table.heading_row));
    }
    if !faults.is_empty() {
        return Err(Refused { faults, rows, sound: 0 });
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut items = Vec::new();
    for (number, row) in &table.rows {
        let mut desk = Desk::new(&columns, *number, row);
        let item = desk.read(year);
        let first = item.as_ref().and_then(|item| seen.get(&item.natural_key()).copied());
        if let Some(first) = first {
            desk.fault(Field::Name, Problem::Repeated, first);
        }
        match item {
            Some(item) if desk.faults.is_empty() => {
                seen.insert(item.natural_key(), *number);
                items.push((*number, item));
            }
            _ => faults.append(&mut desk.faults),
        }
    }
    if faults.is_empty() {
        let ignored = columns.unknown.iter().map(|heading| (*heading).to_owned()).collect();
        Ok(Sound { items, ignored })
    } else {
        Err(Refused { faults, rows, sound: items.len() })
    }
}

/// Longest name of an item or a host, in characters.
const LONGEST: usize = 120;

impl Desk<'_, '_, Field> {
    fn read(&mut self, wanted: Option<i32>) -> Option<PlanItem> {
        let year = self.year(wanted);
        let name = self.needed(Field::Name);
        let kind = self.kind();
        let (level, class) = self.level_and_class(kind);
        let trade = self.needed(Field::Trade);
        let host = self.needed(Field::Host);
        if ["同上", "同前", "ditto", "as above"].contains(&host.to_lowercase().as_str()) {
            self.fault(Field::Host, Problem::AsAbove, "");
        }
        let (from, to, venue) = self.when_and_where(year);
        let expected_people = self.people();
        let item = PlanItem {
            year: year?,
            kind: kind?,
            name,
            level,
            class,
            trade,
            organiser: self.cell(Field::Organiser),
            host,
            from,
            to,
            venue,
            expected_people,
            budget_line: self.cell(Field::BudgetLine),
            note: self.note(),
        };
        self.length(Field::Name, &item.name, LONGEST);
        self.length(Field::Host, &item.host, LONGEST);
        Some(item)
    }

    fn year(&mut self, wanted: Option<i32>) -> Option<i32> {
        if !self.columns.has(Field::Year) {
            return wanted;
        }
        let text = self.needed(Field::Year);
        if text.is_empty() {
            return None;
        }
        let year = text.trim_end_matches("年度").trim_end_matches('年').parse::<i32>().ok();
        match (year.filter(|year| (2000..2200).contains(year)), wanted) {
            (None, _) => self.fault(Field::Year, Problem::NotANumber, ""),
            (Some(year), Some(wanted)) if year != wanted => self.fault(Field::Year, Problem::OtherYear, wanted),
            (Some(year), _) => return Some(year),
        }
        None
    }

    /// A table without the column is a plan of competitions.
    fn kind(&mut self) -> Option<Kind> {
        if !self.columns.has(Field::Kind) {
            return Some(Kind::Competition);
        }
        let text = self.needed(Field::Kind);
        let kind = read_kind(&text);
        if kind.is_none() && !text.is_empty() {
            self.fault(Field::Kind, Problem::NotAChoice, "竞赛 / 高级研修班 / 外出培训班");
        }
        kind
    }

    fn level_and_class(&mut self, kind: Option<Kind>) -> (Option<super::Level>, Option<super::Class>) {
        if kind.is_some_and(|kind| kind != Kind::Competition) {
            return (None, None);
        }
        let text = self.needed(Field::Level);
        if text.is_empty() {
            return (None, None);
        }
        let (level, from_level) = match read_level(&text) {
            Ok((level, class)) => (level, class),
            Err(problem) => {
                self.fault(Field::Level, problem, "国家级 / 省级 / 市级 / 县级 / 企业级");
                return (None, None);
            }
        };
        let text = self.cell(Field::Class);
        let class = if text.is_empty() { from_level } else { read_class(&text) };
        if !text.is_empty() {
            if class.is_none() {
                self.fault(Field::Class, Problem::NotAChoice, "一类 / 二类");
            } else if !matches!(level, super::Level::National | super::Level::Provincial) {
                self.fault(Field::Class, Problem::NotWanted, "");
            }
        }
        (Some(level), class)
    }

    /// Either one cell for time and place, or columns of their own, which win.
    fn when_and_where(&mut self, year: Option<i32>) -> (Option<NaiveDate>, Option<NaiveDate>, String) {
        let cell = self.cell(Field::When);
        // Where the year is wanting, that is the fault and not a day without one.
        let period = read_period(&cell, year.or(Some(2000))).unwrap_or_else(|| {
            self.fault(Field::When, Problem::NotADate, "2019-06-18/19");
            super::Period::default()
        });
        let from = self.date(Field::From).or(period.from);
        let to = self.date(Field::To).or(period.to);
        let field = if self.cell(Field::From).is_empty() { Field::When } else { Field::From };
        if let (Some(from), Some(year)) = (from, year)
            && from.year() != year
        {
            self.fault(field, Problem::OtherYear, year);
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let field = if self.cell(Field::To).is_empty() { Field::When } else { Field::To };
            self.fault(field, Problem::TooEarly, from);
        }
        let venue = self.cell(Field::Venue);
        (from, to, if venue.is_empty() { period.venue } else { venue })
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let text = self.cell(field);
        let date = date_from_text(&text);
        if date.is_none() && !text.is_empty() {
            self.fault(field, Problem::NotADate, "2019-06-18");
        }
        date
    }

    fn people(&mut self) -> Option<u32> {
        let text = self.cell(Field::People);
        let people = text.trim_end_matches('人').parse().ok();
        if people.is_none() && !text.is_empty() {
            self.fault(Field::People, Problem::NotANumber, "");
        }
        // What was counted afterwards is worth its leading number; the words stay in the note.
        let entrants = self.cell(Field::Entrants);
        let digits: String = entrants.chars().take_while(char::is_ascii_digit).collect();
        people.or_else(|| digits.parse().ok())
    }

    fn note(&self) -> String {
        let entrants = self.cell(Field::Entrants);
        let words = entrants.parse::<u32>().is_err();
        let parts = [self.cell(Field::Note), if words { entrants } else { String::new() }, self.cell(Field::Source)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// What an import would do with one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Add(PlanItem),
    /// The same item with other particulars.
    Replace(PlanItem),
    Same(PlanItem),
}

/// Compares a file with the plan as it is: the same file again changes nothing. Items that are
/// not in the file stay.
pub fn compare(plan: &[PlanItem], items: impl IntoIterator<Item = PlanItem>) -> Vec<Change> {
    let known: BTreeMap<String, &PlanItem> = plan.iter().map(|item| (item.natural_key(), item)).collect();
    let change = |item: PlanItem| match known.get(&item.natural_key()) {
        None => Change::Add(item),
        Some(same) if **same == item => Change::Same(item),
        Some(_) => Change::Replace(item),
    };
    items.into_iter().map(change).collect()
}
