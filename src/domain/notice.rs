//! Public notices (公示), their lines and the objections to them.
//!
//! The period comes from the calendar. What anyone may read is [`PublicRow`] and nothing else: the
//! page and the file are both made from it.

use super::code::codes;
use super::fault::{FieldFault, Problem};
use super::identity::{EmailAddress, PersonName, Phone, ResidentId, last_four};
use super::money::Fen;
use super::text::tidy;
use chrono::NaiveDate;
use serde::Serialize;

codes! {
    /// Where one line of a notice is. A notice itself has no state: it is published by being made.
    pub enum LineState: "state of a notice line" {
        Published = "published",
        /// By a real-name objection not yet answered.
        Held = "held",
        /// Ran its days and was approved.
        Cleared = "cleared",
        /// Its claim goes a new round and will be published again.
        Superseded = "superseded",
        /// What its claim was for was withdrawn: it is not paid.
        TakenOff = "taken-off",
    }
}

/// Why a line cannot be approved today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotApprovable {
    #[error("the notice runs until {last_day}, that day included")]
    StillRuns { last_day: NaiveDate },
    #[error("an objection holds the line")]
    Held,
    #[error("the line is `{0}`")]
    Done(LineState),
}

impl LineState {
    /// Whether it stands for its sum.
    pub fn stands(self) -> bool {
        !matches!(self, LineState::Superseded | LineState::TakenOff)
    }

    /// Whether the line may be approved on that day: the day after the last one at the earliest,
    /// and each line for itself, whatever happens to the others.
    ///
    /// # Errors
    /// What it waits for.
    pub fn approvable(self, last_day: NaiveDate, today: NaiveDate) -> Result<(), NotApprovable> {
        match self {
            LineState::Published if today > last_day => Ok(()),
            LineState::Published => Err(NotApprovable::StillRuns { last_day }),
            LineState::Held => Err(NotApprovable::Held),
            LineState::Cleared | LineState::Superseded | LineState::TakenOff => Err(NotApprovable::Done(self)),
        }
    }

    /// Whether an objection can still be made on that day.
    pub fn open_to_objection(self, last_day: NaiveDate, today: NaiveDate) -> bool {
        matches!(self, LineState::Published | LineState::Held) && today <= last_day
    }
}

/// How an objector can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    Phone(Phone),
    Email(EmailAddress),
}

impl Contact {
    pub fn as_str(&self) -> &str {
        match self {
            Contact::Phone(phone) => phone.as_str(),
            Contact::Email(email) => email.as_str(),
        }
    }
}

/// A real-name objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub name: PersonName,
    pub contact: Contact,
    pub reasons: String,
}

/// Fewer characters cannot say what is wrong and how one knows.
const SHORTEST_REASONS: usize = 10;
const LONGEST_REASONS: usize = 4_000;
/// What people write who do not want to give a name.
const NO_NAMES: &[&str] = &[
    "匿名",
    "无名",
    "佚名",
    "某人",
    "某某",
    "不愿透露",
    "保密",
    "群众",
    "市民",
    "网友",
    "知情人",
    "anonymous",
    "nobody",
    "noname",
];

impl Objection {
    /// Reads the form; every fault at once. Fields: `name`, `contact`, `reasons`.
    ///
    /// # Errors
    /// No real name, no way to reach the person, or no reasons.
    pub fn parse(name: &str, contact: &str, reasons: &str) -> Result<Objection, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let name = real_name(name).map_err(|fault| faults.push(fault)).ok();
        let contact = read_contact(contact).map_err(|fault| faults.push(fault)).ok();
        let reasons = reasons.trim();
        match reasons.chars().count() {
            0 => faults.push(FieldFault::new("reasons", Problem::Missing)),
            count if count < SHORTEST_REASONS => {
                faults.push(FieldFault::with("reasons", Problem::TooShort, SHORTEST_REASONS));
            }
            count if count > LONGEST_REASONS => {
                faults.push(FieldFault::with("reasons", Problem::TooLong, LONGEST_REASONS));
            }
            _ => {}
        }
        match (name, contact) {
            (Some(name), Some(contact)) if faults.is_empty() => {
                Ok(Objection { name, contact, reasons: reasons.to_owned() })
            }
            _ => Err(faults),
        }
    }
}

fn real_name(text: &str) -> Result<PersonName, FieldFault> {
    let name: PersonName = text.parse().map_err(|fault| FieldFault::identity("name", fault))?;
    let lower = name.as_str().to_lowercase();
    let none = NO_NAMES.iter().any(|word| lower.contains(word)) || lower.chars().count() < 2;
    // 张某, 李先生: a surname is not a name.
    let surname_only = ["某", "先生", "女士", "同志"].iter().any(|ending| lower.ends_with(ending));
    if none || surname_only { Err(FieldFault::new("name", Problem::Anonymous)) } else { Ok(name) }
}

fn read_contact(text: &str) -> Result<Contact, FieldFault> {
    if text.trim().is_empty() {
        return Err(FieldFault::new("contact", Problem::Missing));
    }
    if text.contains('@') {
        return text.parse().map(Contact::Email).map_err(|fault| FieldFault::identity("contact", fault));
    }
    text.parse().map(Contact::Phone).map_err(|fault| FieldFault::identity("contact", fault))
}

/// One line as anyone may read it: name and unit, at most the last four of an ID, never phone,
/// bank account or address. Made only by [`Line::public`], so that nothing else gets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicRow {
    pub number: u32,
    /// The claim's reference number.
    pub reference: String,
    pub unit: String,
    /// For grants to a person.
    pub person: Option<String>,
    /// The last four characters of the ID, where two people could be confused.
    pub id_tail: Option<String>,
    pub title: String,
    /// The rule's id, for its wording and article.
    pub rule: String,
    pub amount: Fen,
}

impl PublicRow {
    /// The person as the public reads it: the name, and the end of the ID where it is shown.
    pub fn named(&self) -> Option<String> {
        let name = self.person.as_ref()?;
        Some(match &self.id_tail {
            Some(tail) => format!("{name} **{tail}"),
            None => name.clone(),
        })
    }
}

/// One line as the office has it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    pub number: u32,
    pub reference: &'l str,
    pub unit: &'l str,
    pub person: Option<(&'l PersonName, Option<&'l ResidentId>)>,
    pub title: &'l str,
    pub rule: &'l str,
    pub amount: Fen,
}

impl Line<'_> {
    /// Masks what the public may not see. Minors (by the ID, on the day of publication) appear by
    /// surname only. Long numbers in a title or a unit's name are hidden, whatever they are.
    pub fn public(&self, published_on: NaiveDate) -> PublicRow {
        let is_minor = |id: &ResidentId| id.age_on(published_on).is_none_or(|age| age < 18);
        let id = self.person.and_then(|(_, id)| id);
        let minor = id.is_some_and(is_minor);
        let name = |name: &PersonName| if minor { name.surname_only() } else { name.as_str().to_owned() };
        PublicRow {
            number: self.number,
            reference: self.reference.to_owned(),
            unit: without_numbers(self.unit),
            person: self.person.map(|(person, _)| name(person)),
            id_tail: id.filter(|_| !minor).map(|id| last_four(id.as_str())),
            title: without_numbers(self.title),
            rule: self.rule.to_owned(),
            amount: self.amount,
        }
    }
}

/// From so many digits on, a number is taken for an ID, a telephone or an account that got into a
/// text; a date without hyphens has eight.
const LONG_NUMBER: usize = 9;

/// Stars for every long run of digits, blanks within it ignored.
fn without_numbers(text: &str) -> String {
    let text: Vec<char> = tidy(text).chars().collect();
    let mut shown = String::new();
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|c| c.is_ascii_digit() || **c == ' ').count();
        let digits = text[at..at + run].iter().filter(|c| c.is_ascii_digit()).count();
        if digits >= LONG_NUMBER {
            shown.push_str("****");
        } else {
            shown.extend(&text[at..at + run]);
        }
        at += run;
        if let Some(other) = text.get(at) {
            shown.push(*other);
            at += 1;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn each_line_is_approved_for_itself_after_the_last_day() {
        let last_day = day("2019-11-25");
        let published = LineState::Published;
        assert_eq!(published.approvable(last_day, last_day), Err(NotApprovable::StillRuns { last_day }));
        assert_eq!(published.approvable(last_day, day("2019-11-26")), Ok(()));
        assert_eq!(LineState::Held.approvable(last_day, day("2019-12-26")), Err(NotApprovable::Held));
        assert!(published.open_to_objection(last_day, last_day));
        assert!(!published.open_to_objection(last_day, day("2019-11-26")));
    }

    #[test]
    fn an_objection_has_a_name_a_contact_and_reasons() {
        let reasons = "参赛名单中有三人当日在外地，附车票。";
        let objection = Objection::parse(" 张 三丰 ", "0577-88001234", reasons).expect("a real name");
        assert_eq!((objection.name.as_str(), objection.reasons.as_str()), ("张三丰", reasons));
        for name in ["匿名", "张某", "李先生", "热心市民", "Anonymous", "张"] {
            let faults = Objection::parse(name, "zhang@example.com", reasons).expect_err(name);
            assert_eq!(faults, [FieldFault::new("name", Problem::Anonymous)], "{name}");
        }
        let all = Objection::parse("", "88", "不公平").expect_err("nothing right");
        let keys: Vec<_> = all.iter().map(|fault| (fault.field.as_str(), fault.key)).collect();
        assert_eq!(keys, [("name", "fault-name-empty"), ("contact", "fault-phone"), ("reasons", "fault-too-short")]);
    }

    #[test]
    fn the_public_reads_no_numbers() {
        let id: ResidentId = "330302199001010015".parse().or_else(|_| "11010519491231002X".parse()).expect("an ID");
        let name: PersonName = "测试甲".parse().expect("a name");
        let line = Line {
            number: 1,
            reference: "JX-2019-0042",
            unit: "测试公司(联系人13900000000)",
            person: Some((&name, Some(&id))),
            title: "20190618电工竞赛 账号 6222 0000 0000 0000 123",
            rule: "person.award",
            amount: Fen::yuan(30_000),
        };
        let row = line.public(day("2019-11-18"));
        assert_eq!(row.unit, "测试公司(联系人****)");
        assert_eq!(row.title, "20190618电工竞赛 账号****");
        assert_eq!((row.person.as_deref(), row.id_tail.map(|tail| tail.len())), (Some("测试甲"), Some(4)));
        let child = line.public(id.birth_date() + chrono::Days::new(3_000));
        assert_eq!((child.person.as_deref(), child.id_tail), (Some("测**"), None));
    }
}
