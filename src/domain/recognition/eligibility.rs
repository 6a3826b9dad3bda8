//! Who may be recognised: a closed list of conditions, each answered with what was seen and what is
//! asked for.

use crate::domain::code::codes;
use crate::domain::identity::ResidentId;
use crate::domain::participant::{Employer, SkillLevel};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

codes! {
    /// The highest level of a skill honour that somebody holds, none first.
    pub enum HonourLevel: "level of an honour" {
        None = "none",
        County = "county",
        City = "city",
        Provincial = "provincial",
        National = "national",
    }
}

/// What a programme may ask of a nominee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Works for one of these.
    Employer(Vec<Employer>),
    /// This level or above.
    SkillLevel(SkillLevel),
    /// Holds an honour of this level or above.
    Honour(HonourLevel),
    /// At most so many completed years on the last day of nominations.
    AgeAtMost(u32),
    /// So many full years in the trade, or more.
    YearsInTrade(u32),
    /// Works in a division of the city.
    InCity,
    /// Newly built, for enterprises.
    NewlyBuilt,
}

impl Condition {
    /// The kind's code, for wording.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Condition::Employer(_) => "employer",
            Condition::SkillLevel(_) => "skill-level",
            Condition::Honour(_) => "honour",
            Condition::AgeAtMost(_) => "age-at-most",
            Condition::YearsInTrade(_) => "years-in-trade",
            Condition::InCity => "in-city",
            Condition::NewlyBuilt => "newly-built",
        }
    }

    /// The codes of all kinds.
    pub const CODES: [&'static str; 7] =
        ["employer", "skill-level", "honour", "age-at-most", "years-in-trade", "in-city", "newly-built"];
}

/// What the conditions look at; `None` is not yet said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nominee {
    pub employer: Option<Employer>,
    pub skill_level: Option<SkillLevel>,
    pub honour: Option<HonourLevel>,
    pub resident_id: Option<ResidentId>,
    pub years_in_trade: Option<u32>,
    /// Whether the place of work is a division of the city.
    pub in_city: bool,
    pub newly_built: Option<bool>,
}

/// How a condition was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Met,
    NotMet,
    /// What it looks at was not said.
    Lacking,
}

/// A value seen or required: a code of the condition's own set, or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Codes(Vec<&'static str>),
    Number(u32),
    Yes,
    No,
}

/// One condition with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// See [`Condition::code`].
    pub condition: &'static str,
    pub verdict: Verdict,
    pub seen: Option<Value>,
    pub required: Value,
}

/// Every condition with its answer on `day`, in the order of the programme.
#[must_use]
pub fn findings(conditions: &[Condition], nominee: &Nominee, day: NaiveDate) -> Vec<Finding> {
    conditions.iter().map(|condition| finding(condition, nominee, day)).collect()
}

fn finding(condition: &Condition, nominee: &Nominee, day: NaiveDate) -> Finding {
    let code = |code: &'static str| Value::Codes(vec![code]);
    let (met, seen, required) = match condition {
        Condition::Employer(of) => (
            nominee.employer.map(|seen| of.contains(&seen)),
            nominee.employer.map(|seen| code(seen.as_str())),
            Value::Codes(of.iter().map(|one| one.as_str()).collect()),
        ),
        Condition::SkillLevel(least) => (
            nominee.skill_level.map(|seen| seen >= *least),
            nominee.skill_level.map(|seen| code(seen.as_str())),
            code(least.as_str()),
        ),
        Condition::Honour(least) => (
            nominee.honour.map(|seen| seen >= *least),
            nominee.honour.map(|seen| code(seen.as_str())),
            code(least.as_str()),
        ),
        Condition::AgeAtMost(most) => {
            let age = nominee.resident_id.as_ref().and_then(|id| id.age_on(day));
            (age.map(|age| age <= *most), age.map(Value::Number), Value::Number(*most))
        }
        Condition::YearsInTrade(least) => {
            let seen = nominee.years_in_trade;
            (seen.map(|seen| seen >= *least), seen.map(Value::Number), Value::Number(*least))
        }
        Condition::InCity => (Some(nominee.in_city), Some(yes_no(nominee.in_city)), Value::Yes),
        Condition::NewlyBuilt => (nominee.newly_built, nominee.newly_built.map(yes_no), Value::Yes),
    };
    let verdict = match met {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::NotMet,
        None => Verdict::Lacking,
    };
    Finding { condition: condition.code(), verdict, seen, required }
}

fn yes_no(yes: bool) -> Value {
    if yes { Value::Yes } else { Value::No }
}

codes! {
    /// What is asked of a nominee's record before a panel sees it: the closed list.
    pub enum RecordKind: "kind of clean-record check" {
        Criminal = "criminal",
        Tax = "tax",
        Safety = "safety",
        Credit = "credit",
    }
}

codes! {
    /// What the authority answered.
    pub enum RecordAnswer: "answer to a clean-record check" {
        Clean = "clean",
        /// Something is on record: a veto.
        Found = "found",
    }
}

/// What the answers come to: none while one is missing, `false` with anything on record.
#[must_use]
pub fn is_clean(answers: &[(RecordKind, RecordAnswer)]) -> Option<bool> {
    if answers.iter().any(|(_, answer)| *answer == RecordAnswer::Found) {
        return Some(false);
    }
    let asked = |kind: &RecordKind| answers.iter().any(|(known, _)| known == kind);
    RecordKind::ALL.iter().all(asked).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 11, 18).unwrap()
    }

    #[test]
    fn every_condition_says_what_was_seen_and_what_is_asked_for() {
        let asked = [
            Condition::Employer(vec![Employer::Private]),
            Condition::SkillLevel(SkillLevel::Senior),
            Condition::Honour(HonourLevel::Provincial),
            Condition::AgeAtMost(50),
            Condition::YearsInTrade(10),
            Condition::InCity,
        ];
        let nominee = Nominee {
            employer: Some(Employer::State),
            skill_level: Some(SkillLevel::Technician),
            honour: Some(HonourLevel::City),
            resident_id: "11010519491231002X".parse().ok(),
            years_in_trade: None,
            in_city: false,
            newly_built: None,
        };
        let said: Vec<String> = findings(&asked, &nominee, day())
            .iter()
            .map(|one| format!("{} {:?}: {:?} of {:?}", one.condition, one.verdict, one.seen, one.required))
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        employer NotMet: Some(Codes(["state"])) of Codes(["private"])
        skill-level Met: Some(Codes(["technician"])) of Codes(["senior"])
        honour NotMet: Some(Codes(["city"])) of Codes(["provincial"])
        age-at-most NotMet: Some(Number(69)) of Number(50)
        years-in-trade Lacking: None of Number(10)
        in-city NotMet: Some(No) of Yes
        "#);
    }

    #[test]
    fn one_entry_on_record_is_a_veto_and_all_four_must_be_answered() {
        let clean: Vec<_> = RecordKind::ALL.iter().map(|kind| (*kind, RecordAnswer::Clean)).collect();
        assert_eq!(is_clean(&clean), Some(true));
        assert_eq!(is_clean(&clean[1..]), None);
        assert_eq!(is_clean(&[(RecordKind::Tax, RecordAnswer::Found)]), Some(false));
    }

    proptest! {
        #[test]
        fn a_higher_level_never_loses_what_a_lower_one_met(own in 0_usize..8, least in 0_usize..8) {
            let asked = [Condition::SkillLevel(SkillLevel::ALL[least])];
            let with = |level: usize| Nominee { skill_level: Some(SkillLevel::ALL[level]), ..Nominee::default() };
            let met = |level| findings(&asked, &with(level), day())[0].verdict == Verdict::Met;
            prop_assert_eq!(met(own), own >= least);
            prop_assert!(!met(own) || met(7));
        }
    }
}
