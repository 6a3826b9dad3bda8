//! Titles and promotions for the first places, by a table of rules that other cities replace.
//!
//! One person may get several; each says by which rule.

use crate::domain::code::{Code, codes};
use crate::domain::plan::{Class, Level};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

codes! {
    /// What an honour is.
    pub enum HonourKind: "kind of honour" {
        /// A title, such as 技术能手.
        Title = "title",
        /// A higher skill grade outside the normal terms.
        Promotion = "promotion",
    }
}

codes! {
    /// As the rules ask.
    pub enum Sex: "sex" { Male = "male", Female = "female" }
}

codes! {
    /// The day on which an age counts.
    pub enum AgeOn: "day an age counts on" {
        CompetitionStart = "competition_start",
        CompetitionEnd = "competition_end",
    }
}

/// One row of the table; what is `None` does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HonourRule {
    /// Who gives it.
    pub issuer: String,
    pub level: Level,
    pub class: Option<Class>,
    /// Tiers of the item, both included: 1 is 一档.
    pub tiers: Option<(u8, u8)>,
    /// Ranks, both included.
    pub ranks: (usize, usize),
    /// Oldest age in completed years, and the day it counts on.
    pub age: Option<(i32, AgeOn)>,
    pub sex: Option<Sex>,
    pub honour: String,
    pub kind: HonourKind,
    pub source: String,
}

/// What the rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laureate {
    pub level: Level,
    pub class: Option<Class>,
    pub tier: Option<u8>,
    /// Among the official contestants.
    pub rank: usize,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<Sex>,
    /// First and last day of the competition.
    pub held: (NaiveDate, NaiveDate),
}

codes! {
    /// What a rule asks for and is not known of a person.
    pub enum Lacking: "unknown fact" { BirthDate = "birth-date", Sex = "sex" }
}

/// What a rule says of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Honour<'r> {
    pub rule: &'r HonourRule,
    /// Age in completed years on the day that counts, where the rule asks.
    pub age: Option<i32>,
    /// Facts without which nobody can tell; empty: the honour is given.
    pub lacking: Vec<Lacking>,
}

/// The bodies whose honours are given in a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuers {
    /// Every body of the table.
    All,
    Only(BTreeSet<String>),
}

impl Issuers {
    /// As it is kept: `*`, or names separated by `;`; blank: none.
    #[must_use]
    pub fn read(text: &str) -> Issuers {
        if text == "*" {
            return Issuers::All;
        }
        Issuers::Only(text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    #[must_use]
    pub fn include(&self, issuer: &str) -> bool {
        match self {
            Issuers::All => true,
            Issuers::Only(names) => names.contains(issuer),
        }
    }
}

/// Every honour of the person by these bodies, in the order of the table. Where all that is known
/// speaks for it and a fact is not known, the honour says which fact is lacking.
#[must_use]
pub fn honours<'r>(rules: &'r [HonourRule], issuers: &Issuers, person: &Laureate) -> Vec<Honour<'r>> {
    let considered = |rule: &'r HonourRule| {
        let age = age_asked(rule, person);
        let too_old = rule.age.is_some_and(|(oldest, _)| age.is_some_and(|age| age > oldest));
        let other_sex = rule.sex.is_some_and(|sex| person.sex.is_some_and(|own| own != sex));
        if too_old || other_sex || !for_place(rule, person) || !issuers.include(&rule.issuer) {
            return None;
        }
        let no_age = (rule.age.is_some() && age.is_none()).then_some(Lacking::BirthDate);
        let no_sex = (rule.sex.is_some() && person.sex.is_none()).then_some(Lacking::Sex);
        Some(Honour { rule, age, lacking: no_age.into_iter().chain(no_sex).collect() })
    };
    rules.iter().filter_map(considered).collect()
}

/// The bodies of a table that give anything at this level, each once, in the order of the table.
#[must_use]
pub fn issuers(rules: &[HonourRule], level: Option<Level>) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for rule in rules.iter().filter(|rule| level.is_none_or(|level| rule.level == level)) {
        if !names.contains(&rule.issuer.as_str()) {
            names.push(&rule.issuer);
        }
    }
    names
}

fn for_place(rule: &HonourRule, person: &Laureate) -> bool {
    let within = |bounds: (u8, u8)| person.tier.is_some_and(|tier| (bounds.0..=bounds.1).contains(&tier));
    rule.level == person.level
        && rule.class.is_none_or(|class| person.class == Some(class))
        && rule.tiers.is_none_or(within)
        && (rule.ranks.0..=rule.ranks.1).contains(&person.rank)
}

fn age_asked(rule: &HonourRule, person: &Laureate) -> Option<i32> {
    let (_, on) = rule.age?;
    let day = match on {
        AgeOn::CompetitionStart => person.held.0,
        AgeOn::CompetitionEnd => person.held.1,
    };
    Some(age(person.born_on?, day))
}

/// Completed years of life on a day; who was born on 29 February ends a year on 28 February's morrow.
#[must_use]
pub fn age(born_on: NaiveDate, day: NaiveDate) -> i32 {
    let before_birthday = (day.month(), day.day()) < (born_on.month(), born_on.day());
    day.year() - born_on.year() - i32::from(before_birthday)
}

/// Why a text is no table of honours: the line, from 1, and its column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: `{value}` is no {column}")]
pub struct HonoursError {
    pub line: usize,
    pub column: &'static str,
    pub value: String,
}

const COLUMNS: usize = 12;

/// Reads `issuer,level,class,item_tier,rank_from,rank_to,age_max,age_on,sex,honour,honour_kind,source`
/// (first line: headings; no quotes).
///
/// # Errors
/// The first cell that cannot be read.
pub fn read_rules(text: &str) -> Result<Vec<HonourRule>, HonoursError> {
    let rows = text.lines().enumerate().skip(1).filter(|(_, row)| !row.trim().is_empty());
    rows.map(|(index, row)| read_rule(index + 1, row.trim_end())).collect()
}

fn read_rule(line: usize, row: &str) -> Result<HonourRule, HonoursError> {
    let error = |column, value: &str| HonoursError { line, column, value: value.to_owned() };
    let cells: Vec<&str> = row.split(',').map(str::trim).collect();
    let [issuer, level, class, tier, from, to, age_max, age_on, sex, honour, kind, source] = cells[..] else {
        return Err(error("row of 12 cells", if cells.len() < COLUMNS { row } else { cells[COLUMNS - 1] }));
    };
    let number = |column, text: &str| text.parse::<usize>().map_err(|_| error(column, text));
    let tiers = match tier.split_once('-').unwrap_or((tier, tier)) {
        ("", "") => None,
        (from, to) => {
            let read = |text: &str| text.parse::<u8>().map_err(|_| error("tier", tier));
            Some((read(from)?, read(to)?))
        }
    };
    let age = match age_max {
        "" => None,
        text => Some((text.parse().map_err(|_| error("age", text))?, code("age_on", age_on, line)?)),
    };
    Ok(HonourRule {
        issuer: issuer.to_owned(),
        level: code("level", level, line)?,
        class: optional("class", class, line)?,
        tiers,
        ranks: (number("rank", from)?, number("rank", to)?),
        age,
        sex: optional("sex", sex, line)?,
        honour: honour.to_owned(),
        kind: code("honour_kind", kind, line)?,
        source: source.to_owned(),
    })
}

fn code<C: Code>(column: &'static str, text: &str, line: usize) -> Result<C, HonoursError> {
    C::from_code(text).map_err(|_| HonoursError { line, column, value: text.to_owned() })
}

fn optional<C: Code>(column: &'static str, text: &str, line: usize) -> Result<Option<C>, HonoursError> {
    if text.is_empty() { Ok(None) } else { code(column, text, line).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = include_str!("../../../data/honours.csv");

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn city() -> Laureate {
        Laureate {
            level: Level::City,
            class: Some(Class::One),
            tier: Some(2),
            rank: 1,
            born_on: Some(day("1988-06-16")),
            sex: Some(Sex::Female),
            held: (day("2023-06-15"), day("2023-10-31")),
        }
    }

    fn names(person: &Laureate) -> Vec<String> {
        let rules = read_rules(RULES).unwrap();
        honours(&rules, &Issuers::All, person)
            .into_iter()
            .filter(|honour| honour.lacking.is_empty())
            .map(|honour| format!("{}/{}", honour.rule.honour, honour.rule.kind))
            .collect()
    }

    #[test]
    fn one_person_can_get_several() {
        insta::assert_snapshot!(names(&city()).join("\n"), @"
        市技术能手/title
        晋升技师或高级技师/promotion
        温州市首席技师/title
        温州市技术能手/title
        温州市职业技能带头人/title
        温州市青年岗位能手/title
        温州市巾帼建功标兵/title
        ");
        let older = Laureate { born_on: Some(day("1987-06-15")), sex: Some(Sex::Male), tier: Some(3), ..city() };
        assert_eq!(age(day("1987-06-15"), city().held.0), 36);
        insta::assert_snapshot!(names(&older).join("\n"), @"
        市技术能手/title
        晋升技师或高级技师/promotion
        温州市技术能手/title
        温州市职业技能带头人/title
        ");
        assert_eq!(names(&Laureate { rank: 4, ..city() }), Vec::<String>::new());
        let third = Laureate { rank: 3, class: Some(Class::Two), sex: None, born_on: None, ..city() };
        insta::assert_snapshot!(names(&third).join("\n"), @"
        温州市技术能手/title
        温州市职业技能带头人/title
        ");
        let rules = read_rules(RULES).unwrap();
        let all = honours(&rules, &Issuers::All, &third);
        let open: Vec<(&str, &[Lacking])> = all
            .iter()
            .filter(|honour| !honour.lacking.is_empty())
            .map(|honour| (honour.rule.honour.as_str(), honour.lacking.as_slice()))
            .collect();
        let lacking = [("温州市青年岗位能手", &[Lacking::BirthDate][..]), ("温州市巾帼建功标兵", &[Lacking::Sex][..])];
        assert_eq!(open, lacking, "asked for, but not known");
    }

    #[test]
    fn only_the_bodies_of_the_contest_give_honours() {
        let rules = read_rules(RULES).unwrap();
        let of = |kept: &str| {
            let all = honours(&rules, &Issuers::read(kept), &city());
            all.iter().map(|honour| honour.rule.honour.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("温州市人力社保局;温州市总工会"), "温州市技术能手 温州市职业技能带头人");
        assert_eq!(of(""), "");
        assert_eq!(of("*").split(' ').count(), 7);
        assert_eq!(issuers(&rules, Some(Level::City)).len(), 6);
        assert_eq!(issuers(&rules, None).len(), 7);
    }

    #[test]
    fn provinces_go_by_class_and_rank() {
        let provincial =
            |class, rank| names(&Laureate { level: Level::Provincial, class: Some(class), rank, ..city() });
        assert_eq!(provincial(Class::One, 5), ["浙江省技术能手/title", "晋升技师或高级技师/promotion"]);
        assert_eq!(provincial(Class::One, 8), ["晋升技师或高级技师/promotion"]);
        assert_eq!(provincial(Class::Two, 3), ["浙江省技术能手/title", "晋升技师或高级技师/promotion"]);
        assert!(provincial(Class::Two, 6).is_empty() && provincial(Class::One, 9).is_empty());
    }

    #[test]
    fn an_age_is_in_completed_years() {
        assert_eq!(age(day("1988-06-16"), day("2023-06-15")), 34);
        assert_eq!(age(day("1988-06-15"), day("2023-06-15")), 35);
        assert_eq!((age(day("2000-02-29"), day("2023-02-28")), age(day("2000-02-29"), day("2023-03-01"))), (22, 23));
    }

    #[test]
    fn a_damaged_table_is_refused() {
        let head = "issuer,level,class,item_tier,rank_from,rank_to,age_max,age_on,sex,honour,honour_kind,source\n";
        let error = |row: &str| read_rules(&format!("{head}{row}")).unwrap_err().to_string();
        assert_eq!(error("x,moon,,,1,3,,,,t,title,s"), "line 2: `moon` is no level");
        assert_eq!(error("x,city,,a,1,3,,,,t,title,s"), "line 2: `a` is no tier");
        assert_eq!(error("x,city,,,1,3,35,,,t,title,s"), "line 2: `` is no age_on");
        assert_eq!(read_rules(RULES).unwrap().len(), 13);
    }
}
