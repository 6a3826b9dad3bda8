//! Who may register: a closed set of conditions kept as data, and one pure function that says of a
//! person every condition that does not hold, with the value seen and the value required.

use super::SkillLevel;
use crate::domain::contest::honours::{Sex, age};
use crate::domain::divisions::DivisionCode;
use crate::domain::text::{compact, tidy};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One condition. All bounds are inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rule {
    /// Age in completed years on a day; on the event's first day where none is named.
    Age {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
    },
    /// The unit is in one of these divisions; the city's own code stands for all of them.
    Region {
        divisions: Vec<DivisionCode>,
    },
    /// The unit is one of these, by its whole name.
    Employer {
        units: Vec<String>,
    },
    /// A level of skill, or a higher one.
    Skill {
        least: SkillLevel,
    },
    /// Who holds one of these titles sits out.
    Without {
        titles: Vec<String>,
    },
    Sex {
        sex: Sex,
    },
}

/// The conditions of an entry. Whether a person may be in several items is the event's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub rules: Vec<Rule>,
}

impl Rules {
    /// Whether somebody's titles matter, so that they must be looked up.
    pub fn asks_titles(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule, Rule::Without { .. }))
    }
}

/// What is known of the person who would register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub born_on: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub unit: String,
    pub division: Option<DivisionCode>,
    pub skill: Option<SkillLevel>,
    /// Declared by the person, and granted by the office as far as it knows.
    pub titles: Vec<String>,
    /// The other item of the event that the person takes part in, where the event allows one.
    pub other_item: Option<String>,
}

/// A condition that does not hold: what was seen, and what is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "condition", rename_all = "kebab-case")]
pub enum Unmet {
    Age {
        seen: i32,
        least: Option<u32>,
        most: Option<u32>,
        on: NaiveDate,
    },
    Region {
        seen: Option<DivisionCode>,
        required: Vec<DivisionCode>,
    },
    Employer {
        seen: String,
        required: Vec<String>,
    },
    Skill {
        seen: Option<SkillLevel>,
        required: SkillLevel,
    },
    /// Titles held, among those whose holders sit out.
    Title {
        seen: Vec<String>,
        excluded: Vec<String>,
    },
    Sex {
        seen: Sex,
        required: Sex,
    },
    /// The person takes part in this item already, and one is allowed.
    OtherItem {
        seen: String,
    },
}

/// Every condition that does not hold, in the order of the rules. What is not known yet because it
/// was mistyped (birth date, sex) is not held against the person here: the fault of the field is.
#[must_use]
pub fn unmet(rules: &Rules, person: &Person, first_day: NaiveDate) -> Vec<Unmet> {
    let other = person.other_item.clone().map(|seen| Unmet::OtherItem { seen });
    rules.rules.iter().filter_map(|rule| against(rule, person, first_day)).chain(other).collect()
}

fn against(rule: &Rule, person: &Person, first_day: NaiveDate) -> Option<Unmet> {
    match rule {
        Rule::Age { least, most, on } => {
            let on = on.unwrap_or(first_day);
            let seen = age(person.born_on?, on);
            let bound = |bound: &Option<u32>| bound.map(i64::from);
            let old_enough = bound(least).is_none_or(|least| i64::from(seen) >= least);
            let young_enough = bound(most).is_none_or(|most| i64::from(seen) <= most);
            (!old_enough || !young_enough).then_some(Unmet::Age { seen, least: *least, most: *most, on })
        }
        Rule::Region { divisions } => {
            let seen = person.division;
            let covers = |own: &DivisionCode, code: DivisionCode| *own == code || *own == code.city();
            let covered = seen.is_some_and(|code| divisions.iter().any(|own| covers(own, code)));
            (!covered).then(|| Unmet::Region { seen, required: divisions.clone() })
        }
        Rule::Employer { units } => {
            let same = |unit: &String| compact(unit) == compact(&person.unit);
            let unmet = || Unmet::Employer { seen: tidy(&person.unit), required: units.clone() };
            (!units.iter().any(same)).then(unmet)
        }
        Rule::Skill { least } => {
            let seen = person.skill;
            (seen < Some(*least)).then_some(Unmet::Skill { seen, required: *least })
        }
        Rule::Without { titles } => {
            let held = |title: &&String| person.titles.iter().any(|own| names(own, title));
            let seen: Vec<String> = titles.iter().filter(held).cloned().collect();
            (!seen.is_empty()).then(|| Unmet::Title { seen, excluded: titles.clone() })
        }
        Rule::Sex { sex } => {
            let seen = person.sex?;
            (seen != *sex).then_some(Unmet::Sex { seen, required: *sex })
        }
    }
}

/// Whether what somebody holds is that title: `2018年浙江省技术能手` is `浙江省技术能手`.
fn names(own: &str, title: &str) -> bool {
    let title = compact(title);
    !title.is_empty() && compact(own).contains(&title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn code(text: &str) -> DivisionCode {
        text.parse().expect("a code")
    }

    fn rules(rules: Vec<Rule>) -> Rules {
        Rules { rules }
    }

    fn welder() -> Person {
        Person {
            born_on: Some(day("1985-06-01")),
            sex: Some(Sex::Male),
            unit: "温州示例机械有限公司".to_owned(),
            division: Some(code("330304")),
            skill: Some(SkillLevel::Senior),
            titles: vec!["2018年浙江省技术能手".to_owned()],
            other_item: None,
        }
    }

    #[test]
    fn every_failed_condition_is_said_at_once_with_both_values() {
        let all = rules(vec![
            Rule::Age { least: Some(18), most: Some(30), on: None },
            Rule::Region { divisions: vec![code("330381"), code("330382")] },
            Rule::Employer { units: vec!["瑞安示例阀门厂".to_owned()] },
            Rule::Skill { least: SkillLevel::Technician },
            Rule::Without { titles: vec!["浙江省技术能手".to_owned(), "全国技术能手".to_owned()] },
            Rule::Sex { sex: Sex::Female },
        ]);
        let person = Person { other_item: Some("钳工".to_owned()), ..welder() };
        let found = unmet(&all, &person, day("2019-11-18"));
        let json: Vec<String> = found.iter().map(|unmet| serde_json::to_string(unmet).expect("JSON")).collect();
        insta::assert_snapshot!(json.join("\n"), @r#"
        {"condition":"age","seen":34,"least":18,"most":30,"on":"2019-11-18"}
        {"condition":"region","seen":"330304","required":["330381","330382"]}
        {"condition":"employer","seen":"温州示例机械有限公司","required":["瑞安示例阀门厂"]}
        {"condition":"skill","seen":"senior","required":"technician"}
        {"condition":"title","seen":["浙江省技术能手"],"excluded":["浙江省技术能手","全国技术能手"]}
        {"condition":"sex","seen":"male","required":"female"}
        {"condition":"other-item","seen":"钳工"}
        "#);
    }

    #[test]
    fn bounds_are_inclusive_and_the_day_counts() {
        let on = |on: Option<&str>| rules(vec![Rule::Age { least: Some(18), most: Some(34), on: on.map(day) }]);
        assert_eq!(unmet(&on(None), &welder(), day("2020-05-31")), []);
        assert_eq!(unmet(&on(None), &welder(), day("2020-06-01")).len(), 1, "35 on the birthday");
        assert_eq!(unmet(&on(Some("2020-05-31")), &welder(), day("2020-06-01")), []);
        let young = Person { born_on: Some(day("2001-11-19")), ..welder() };
        assert_eq!(unmet(&on(None), &young, day("2019-11-18")).len(), 1, "17 for one more day");
        assert_eq!(unmet(&on(None), &young, day("2019-11-19")), []);
    }

    #[test]
    fn the_city_stands_for_its_counties_and_a_skill_for_the_lower_ones() {
        let city = rules(vec![Rule::Region { divisions: vec![code("330300")] }]);
        assert_eq!(unmet(&city, &welder(), day("2019-11-18")), []);
        let elsewhere = Person { division: Some(code("330102")), ..welder() };
        assert_eq!(unmet(&city, &elsewhere, day("2019-11-18")).len(), 1);
        let county = rules(vec![Rule::Region { divisions: vec![code("330381")] }]);
        assert_eq!(unmet(&county, &welder(), day("2019-11-18")).len(), 1, "a county is not its neighbour");
        let unsaid = Person { division: None, skill: None, ..welder() };
        assert_eq!(unmet(&city, &unsaid, day("2019-11-18")).len(), 1);
        let skilled = |least| rules(vec![Rule::Skill { least }]);
        assert_eq!(unmet(&skilled(SkillLevel::Intermediate), &welder(), day("2019-11-18")), []);
        assert_eq!(unmet(&skilled(SkillLevel::Junior), &unsaid, day("2019-11-18")).len(), 1);
    }

    #[test]
    fn what_could_not_be_read_is_the_fields_fault_not_the_persons() {
        let all = rules(vec![Rule::Age { least: Some(18), most: None, on: None }, Rule::Sex { sex: Sex::Female }]);
        assert_eq!(unmet(&all, &Person::default(), day("2019-11-18")), []);
    }

    #[test]
    fn an_entry_without_rules_is_an_empty_object() {
        assert_eq!(serde_json::from_str::<Rules>("{}").ok(), Some(Rules::default()));
        assert!(serde_json::from_str::<Rules>(r#"{"rules":[{"rule":"tall"}]}"#).is_err());
    }

    proptest! {
        /// What one rule says never depends on the others, nor on their order.
        #[test]
        fn rules_are_judged_one_by_one(picked in prop::collection::vec(0usize..5, 0..6)) {
            let known = [
                Rule::Age { least: None, most: Some(30), on: None },
                Rule::Region { divisions: vec![code("330381")] },
                Rule::Skill { least: SkillLevel::Junior },
                Rule::Without { titles: vec!["技术能手".to_owned()] },
                Rule::Sex { sex: Sex::Male },
            ];
            let first = day("2019-11-18");
            let together = rules(picked.iter().map(|index| known[*index].clone()).collect());
            let alone: Vec<Unmet> = picked.iter()
                .flat_map(|index| unmet(&rules(vec![known[*index].clone()]), &welder(), first))
                .collect();
            prop_assert_eq!(unmet(&together, &welder(), first), alone);
        }

        #[test]
        fn rules_survive_being_stored(least in prop::option::of(0u32..100), on in prop::bool::ANY) {
            let rules = rules(vec![
                Rule::Age { least, most: None, on: on.then(|| day("2019-11-18")) },
                Rule::Employer { units: vec!["甲".to_owned()] },
            ]);
            let text = serde_json::to_string(&rules).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Rules>(&text).ok(), Some(rules));
        }
    }
}
