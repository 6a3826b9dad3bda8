//! What a plan holds.

use crate::domain::code::codes;
use crate::domain::fault::{FieldFault, Problem};
use crate::domain::text::compact;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a year's plan is.
    pub enum PlanState: "plan state" {
        Draft = "draft",
        /// 列入年度计划 and published; items change only by amendment.
        Published = "published",
    }
}

codes! {
    /// What an item of the plan, and later its event, is.
    pub enum Kind: "kind of event" {
        /// 职业技能竞赛 (T2-7).
        Competition = "competition",
        /// 高级研修班 in Wenzhou (T2-4).
        Seminar = "seminar",
        /// 赴国内知名院校培训班 (T2-4).
        ClassAway = "class-away",
    }
}

codes! {
    /// The level of a competition; the codes are those of the policy's fact `level`.
    pub enum Level: "level" {
        National = "national",
        Provincial = "provincial",
        City = "city",
        County = "county",
        Enterprise = "enterprise",
    }
}

codes! {
    /// The class of a competition; the codes are those of the policy's fact `class`.
    pub enum Class: "class" {
        /// 一类: across industries, led by the human-resources department.
        One = "1",
        /// 二类: one industry, led by that industry's department or system.
        Two = "2",
    }
}

impl Kind {
    /// The rule under which its host may claim.
    pub const fn rule(self) -> &'static str {
        match self {
            Kind::Competition => "competition.host",
            Kind::Seminar => "seminar.host",
            Kind::ClassAway => "class.away",
        }
    }
}

/// One item of a year's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    pub year: i32,
    pub kind: Kind,
    pub name: String,
    /// Competitions only.
    pub level: Option<Level>,
    /// As the plan has it; the policy asks for it of provincial competitions.
    pub class: Option<Class>,
    /// 职业(工种), or a seminar's subject.
    pub trade: String,
    /// 主办.
    pub organiser: String,
    /// 承办: who claims.
    pub host: String,
    /// First day, as exactly as is planned: of a month its first.
    pub from: Option<NaiveDate>,
    /// Last day, inclusive.
    pub to: Option<NaiveDate>,
    pub venue: String,
    pub expected_people: Option<u32>,
    /// Code of the budget line.
    pub budget_line: String,
    pub note: String,
}

const LONGEST_NAME: usize = 120;

impl PlanItem {
    /// What makes it the same item when a file comes again: year, name and host, blanks, width and
    /// case apart.
    pub fn natural_key(&self) -> String {
        let plain = |text: &str| compact(text).to_lowercase();
        format!("{}|{}|{}", self.year, plain(&self.name), plain(&self.host))
    }

    /// Every fault of an item from a form; fields as in this struct.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (field, text) in [("name", &self.name), ("host", &self.host)] {
            match text.trim().chars().count() {
                0 => faults.push(FieldFault::new(field, Problem::Missing)),
                count if count > LONGEST_NAME => faults.push(FieldFault::with(field, Problem::TooLong, LONGEST_NAME)),
                _ => {}
            }
        }
        let competition = self.kind == Kind::Competition;
        if competition && self.level.is_none() {
            faults.push(FieldFault::new("level", Problem::Missing));
        }
        if !competition && self.level.is_some() {
            faults.push(FieldFault::new("level", Problem::NotWanted));
        }
        if self.class.is_some() && !matches!(self.level, Some(Level::National | Level::Provincial)) {
            faults.push(FieldFault::new("class", Problem::NotWanted));
        }
        if self.trade.trim().is_empty() {
            faults.push(FieldFault::new("trade", Problem::Missing));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            faults.push(FieldFault::with("to", Problem::TooEarly, from));
        }
        for (field, date) in [("from", self.from), ("to", self.to)] {
            if date.is_some_and(|date| date.year() != self.year) {
                faults.push(FieldFault::with(field, Problem::OtherYear, self.year));
            }
        }
        faults
    }
}
