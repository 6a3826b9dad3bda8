//! Titles and promotions of a contestant by the table that is shipped, each with its reason.

use super::case::{Contest, Standing, count};
use crate::domain::code::Code;
use crate::domain::contest::honours::{HonourKind, Issuers, Lacking, Laureate, Sex, honours, issuers};
use crate::domain::contest::standing::field_is_enough;
use crate::domain::event::{Details, Field};
use crate::domain::ids::ParticipantId;
use crate::domain::plan::{Class, Level};
use crate::platform::assets;
use crate::storage::contest_members::Member;
use crate::storage::events::EventRow;

/// An honour with the rule it is given by. It tells nothing of the person but the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HonourLine {
    /// Which member of a team; blank for a single contestant.
    pub who: String,
    pub honour: String,
    pub issuer: String,
    pub kind: HonourKind,
    /// Ranks of the rule, both included.
    pub ranks: (usize, usize),
    /// Tiers of the item, both included.
    pub tiers: Option<(u8, u8)>,
    /// Oldest age in completed years.
    pub oldest: Option<i32>,
    pub sex: Option<Sex>,
    pub source: String,
    /// What is not known and decides; empty: given.
    pub lacking: Vec<Lacking>,
}

impl HonourLine {
    pub fn is_given(&self) -> bool {
        self.lacking.is_empty()
    }
}

fn level(event: &EventRow) -> Option<Level> {
    let details: Details = serde_json::from_str(&event.details).unwrap_or_default();
    Level::from_code(details.text(Field::Level).unwrap_or_default()).ok()
}

/// The bodies that may give honours in items of this competition.
pub fn issuers_of(event: &EventRow) -> Vec<String> {
    let rules = assets::honours().unwrap_or_default();
    issuers(&rules, level(event)).into_iter().map(str::to_owned).collect()
}

/// Whether the field is too small for any award.
pub(super) fn without_awards(contest: &Contest) -> bool {
    let official = contest.standings.iter().filter(|one| one.entrant.official && one.place.is_some()).count();
    !field_is_enough(official, count(contest.item.minimum_field))
}

/// Whether the place is one of those that win a prize.
pub(super) fn has_prize(contest: &Contest, standing: &Standing) -> bool {
    standing.entrant.official && standing.place.is_some_and(|place| place.rank <= count(contest.item.prizes))
}

/// The honours of a contestant, those that cannot be decided included; none for who is not official, and
/// none below the minimum field.
pub fn honours_of(contest: &Contest, standing: &Standing) -> Vec<HonourLine> {
    let (Some(level), Some(place)) = (level(&contest.event), standing.place) else { return Vec::new() };
    if !standing.entrant.official || without_awards(contest) {
        return Vec::new();
    }
    if !standing.team.is_empty() {
        return standing.team.iter().flat_map(|member| of_person(contest, level, place.rank, member)).collect();
    }
    let entrant = &standing.entrant;
    let one = Member {
        participant: ParticipantId::new(0),
        name: String::new(),
        unit: String::new(),
        email: String::new(),
        id_tail: String::new(),
        born_on: entrant.born_on,
        sex: entrant.sex.clone(),
    };
    of_person(contest, level, place.rank, &one)
}

/// The honours that a rank brings somebody.
fn of_person(contest: &Contest, level: Level, rank: usize, person: &Member) -> Vec<HonourLine> {
    let rules = assets::honours().unwrap_or_default();
    let details: Details = serde_json::from_str(&contest.event.details).unwrap_or_default();
    let held = (
        contest.event.starts_on.unwrap_or_default(),
        contest.event.ends_on.or(contest.event.starts_on).unwrap_or_default(),
    );
    let laureate = Laureate {
        level,
        class: Class::from_code(details.text(Field::Class).unwrap_or_default()).ok(),
        tier: contest.item.tier.and_then(|tier| u8::try_from(tier).ok()),
        rank,
        born_on: person.born_on,
        sex: person.sex.as_deref().and_then(|sex| Sex::from_code(sex).ok()),
        held,
    };
    let who = person.name.clone();
    let line = |honour: crate::domain::contest::honours::Honour<'_>| HonourLine {
        who: who.clone(),
        honour: honour.rule.honour.clone(),
        issuer: honour.rule.issuer.clone(),
        kind: honour.rule.kind,
        ranks: honour.rule.ranks,
        tiers: honour.rule.tiers,
        oldest: honour.rule.age.map(|(oldest, _)| oldest),
        sex: honour.rule.sex,
        source: honour.rule.source.clone(),
        lacking: honour.lacking,
    };
    honours(&rules, &Issuers::read(&contest.item.issuers), &laureate).into_iter().map(line).collect()
}
