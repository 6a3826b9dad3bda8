//! Programmes as data: `policies/NAME.programmes.toml`, read strictly.

use super::eligibility::Condition;
use crate::domain::code::codes;
use crate::domain::lang::Words;
use crate::domain::people::{DivisionCode, OrganisationKind, Role, Roles};
use crate::domain::policy::{Coded, FileFault, FileFaults, Kind, Policy, syntax_fault};
use crate::domain::ratio::Ratio;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

codes! {
    /// Whom a programme recognises.
    pub enum Subject: "subject of a programme" {
        Person = "person",
        Enterprise = "enterprise",
    }
}

codes! {
    /// Who puts somebody forward.
    pub enum Nominator: "kind of nominator" {
        /// The employing unit.
        Unit = "unit",
        /// The office of a county.
        County = "county",
        /// An industry's association.
        Industry = "industry",
        Expert = "expert",
        /// The person, by the unit's account.
        SelfNominated = "self",
    }
}

impl Nominator {
    /// Whether somebody with these rights, registered there, puts people forward as this. An association speaks for
    /// its industry, a county's bureau for the county; an expert acts for a unit and sits in the pool of evaluators.
    #[must_use]
    pub fn fits(self, roles: Roles, kind: OrganisationKind, division: DivisionCode) -> bool {
        let holds = |role: Role| roles.contains(role) && role.fits(kind);
        match self {
            Nominator::Unit => holds(Role::Host) && kind != OrganisationKind::Association,
            Nominator::Industry => holds(Role::Host) && kind == OrganisationKind::Association,
            Nominator::Expert => holds(Role::Host) && holds(Role::Evaluator),
            Nominator::SelfNominated => holds(Role::Host),
            Nominator::County => holds(Role::Clerk) && division != division.city(),
        }
    }
}

/// A number that the text calls 左右: met inclusively between the two ends, else a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub about: u32,
    pub at_least: u32,
    pub at_most: u32,
}

/// How many in all until the last day, inclusive; it binds no single round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    pub count: u32,
    #[serde(deserialize_with = "day")]
    pub by: NaiveDate,
}

/// How the panel finds the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// By secret ballot.
    Vote(Ballot),
    /// By independent marks out of 100.
    Score(Scoring),
}

impl Review {
    /// `vote` or `score`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Review::Vote(_) => "vote",
            Review::Score(_) => "score",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The least share of those present, inclusive.
    #[serde(serialize_with = "as_text", deserialize_with = "ratio")]
    pub bar: Ratio,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// Fewer marks give no score.
    pub evaluators_at_least: u32,
    /// From so many marks on one highest and one lowest are dropped.
    pub drop_extremes_from: u32,
    /// The least exact mean, inclusive.
    pub minimum: u32,
    /// Points between highest and lowest mark above which the panel meets and marks a second time; none
    /// for never.
    #[serde(default)]
    pub spread: Option<u32>,
}

/// The claim that a title leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    pub rule: String,
    /// Facts of the rule that the title fixes.
    pub facts: BTreeMap<String, String>,
    /// The rule's fact that takes the day of the title.
    pub day: String,
}

/// One programme. Its round comes once a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub id: String,
    pub title: Words,
    pub article: String,
    pub place: Words,
    /// Word for word from the policy's source; … stands for an omission.
    pub quote: String,
    pub note: Option<Words>,
    pub subject: Subject,
    pub nominators: Vec<Nominator>,
    pub conditions: Vec<Condition>,
    pub materials: Vec<Coded>,
    pub review: Review,
    /// How many a round should come to, where the text says so.
    pub places: Option<About>,
    pub target: Option<Total>,
    pub award: Award,
    pub payer: String,
    /// Whether a round may set places by county.
    #[serde(default)]
    pub county_quotas: bool,
    /// How long a title lasts; none for good.
    pub term_years: Option<u32>,
    /// Whether each title is looked at every year.
    #[serde(default)]
    pub yearly_review: bool,
    /// Honours of competitions whose holder stands without a panel's review.
    #[serde(default)]
    pub without_review: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    policy: String,
    programme: Vec<toml::Spanned<Programme>>,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    use serde::de::Error;
    // A date of the file, or the text that a fixed programme keeps.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Date(toml::value::Datetime),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Date(date) => date.to_string(),
        Written::Text(text) => text,
    };
    text.parse().map_err(|_| D::Error::custom("expected a date without a time"))
}

fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ratio, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn as_text<S: Serializer>(ratio: &Ratio, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(ratio)
}

/// The programmes of a file, and the policy they belong to.
///
/// # Errors
/// Every fault with file, line and key; what cannot be parsed is said first and alone.
pub fn read(name: &str, text: &str) -> Result<(String, Vec<Programme>), FileFaults> {
    let file: File = toml::from_str(text).map_err(|error| syntax_fault(name, text, &error))?;
    let mut faults = Vec::new();
    for (at, written) in file.programme.iter().enumerate() {
        let programme = written.get_ref();
        let line = text.bytes().take(written.span().start).filter(|byte| *byte == b'\n').count() + 1;
        let mut found = own_faults(programme);
        if file.programme[..at].iter().any(|other| other.get_ref().id == programme.id) {
            found.push(("id", format!("{} 写了两次", programme.id)));
        }
        faults.extend(found.into_iter().map(|(key, problem)| FileFault {
            file: name.to_owned(),
            line,
            key: key.to_owned(),
            problem,
        }));
    }
    if faults.is_empty() {
        Ok((file.policy, file.programme.into_iter().map(toml::Spanned::into_inner).collect()))
    } else {
        Err(FileFaults(faults))
    }
}

/// What a programme says against itself.
fn own_faults(programme: &Programme) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if programme.nominators.is_empty() {
        faults.push(("nominators", "至少要有一种推荐渠道".to_owned()));
    }
    for (key, words) in [("title", &programme.title), ("place", &programme.place)] {
        if words.is_incomplete() {
            faults.push((key, "中英文都要写".to_owned()));
        }
    }
    for (at, paper) in programme.materials.iter().enumerate() {
        if paper.label.is_incomplete() {
            faults.push(("materials", format!("{} 的名称中英文都要写", paper.code)));
        }
        if programme.materials[..at].iter().any(|other| other.code == paper.code) {
            faults.push(("materials", format!("{} 写了两次", paper.code)));
        }
    }
    match programme.review {
        Review::Vote(Ballot { bar }) if bar.num > bar.den || bar.num == 0 => {
            faults.push(("bar", format!("当选票数比例 {bar} 须大于零、不大于一，如 2/3")));
        }
        Review::Score(scoring) if scoring.minimum > 100 => {
            faults.push(("minimum", "最低分须在 0 至 100 之间".to_owned()));
        }
        Review::Score(scoring) if scoring.spread.is_some_and(|points| points == 0 || points > 100) => {
            faults.push(("spread", "分差须在 1 至 100 之间".to_owned()));
        }
        Review::Score(scoring) if scoring.evaluators_at_least == 0 || scoring.drop_extremes_from < 3 => {
            faults.push(("review", "至少一名评审专家；去掉最高最低分须从 3 名以上起".to_owned()));
        }
        Review::Vote(_) | Review::Score(_) => {}
    }
    if let Some(places) = programme.places
        && !(places.at_least <= places.about && places.about <= places.at_most)
    {
        faults.push(("places", "人数须为 at_least ≤ about ≤ at_most".to_owned()));
    }
    faults
}

/// What a programme asks of a policy that the policy does not have: its key, and a sentence. `source`
/// is the policy's source text, where it is at hand.
#[must_use]
pub fn unfit(programme: &Programme, policy: &Policy, source: Option<&str>) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if policy.payer(&programme.payer).is_none() {
        faults.push(("payer", format!("政策没有登记支付方 {}", programme.payer)));
    }
    match policy.rule(&programme.award.rule) {
        None => faults.push(("award", format!("政策没有规则 {}", programme.award.rule))),
        Some(rule) => {
            let fact = |name: &str| rule.facts.iter().find(|fact| fact.name == name);
            if fact(&programme.award.day).is_none_or(|fact| fact.kind != Kind::Date) {
                faults.push(("award", format!("规则 {} 没有日期要素 {}", rule.id, programme.award.day)));
            }
            for (name, value) in &programme.award.facts {
                let fits = fact(name).is_some_and(|fact| match &fact.kind {
                    Kind::Choice(choices) => choices.iter().any(|choice| choice.code == *value),
                    Kind::Bool => matches!(value.as_str(), "true" | "false"),
                    _ => true,
                });
                if !fits {
                    faults.push(("award", format!("规则 {} 没有要素 {name} 或取值 {value}", rule.id)));
                }
            }
        }
    }
    if let Some(mut rest) = source {
        for words in programme.quote.split('…').filter(|words| !words.is_empty()) {
            match rest.find(words) {
                Some(at) => rest = &rest[at + words.len()..],
                None => {
                    faults.push(("quote", format!("原文没有这段文字：{words}")));
                    break;
                }
            }
        }
    }
    if programme.quote.trim().is_empty() {
        faults.push(("quote", "缺少引文".to_owned()));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../../policies/wenzhou-2019.programmes.toml");
    const SOURCE: &str = include_str!("../../../policies/sources/wenzhou-2019.txt");

    fn policy() -> Policy {
        Policy::from_toml("wenzhou-2019.toml", include_str!("../../../policies/wenzhou-2019.toml")).unwrap()
    }

    #[test]
    fn the_shipped_programmes_fit_the_policy_word_for_word() {
        let (policy_id, programmes) = read("p.toml", FILE).unwrap();
        assert_eq!((policy_id.as_str(), programmes.len()), ("wenzhou", 8));
        for programme in &programmes {
            assert_eq!(unfit(programme, &policy(), Some(SOURCE)), [], "{}", programme.id);
            // What a round keeps of it is read back as it was.
            let kept = serde_json::to_string(programme).unwrap();
            assert_eq!(serde_json::from_str::<Programme>(&kept).unwrap(), *programme, "{kept}");
        }
        let totals: Vec<_> = programmes.iter().filter_map(|one| one.target.map(|total| total.count)).collect();
        assert_eq!(totals, [10, 100, 1000, 10, 50]);
    }

    fn faults(from: &str, to: &str) -> String {
        assert!(FILE.contains(from), "{from}");
        read("p.toml", &FILE.replacen(from, to, 1)).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn every_fault_names_file_line_and_key() {
        let said = [
            faults("subject = \"person\"", "subjekt = \"person\""),
            faults("skill_level = \"senior\"", "skill_level = \"master\""),
            faults("bar = \"2/3\"", "bar = \"3/2\""),
            faults("at_least = 8", "at_least = 11"),
            faults("nominators = [\"unit\", \"county\", \"industry\"]", "nominators = [\"neighbour\"]"),
            faults("id = \"topnotch\"", "id = \"outstanding\""),
        ];
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn what_the_policy_lacks_is_said() {
        let (_, mut programmes) = read("p.toml", FILE).unwrap();
        let mut one = programmes.remove(0);
        one.payer = "province".into();
        one.quote = "给予99万元".into();
        one.award.facts.insert("title".into(), "genius".into());
        one.award.day = "birthday".into();
        let keys: Vec<_> = unfit(&one, &policy(), Some(SOURCE)).iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["payer", "award", "award", "quote"]);
    }
}
