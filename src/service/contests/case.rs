//! One item with everything that belongs to it.

use super::origins::Passage;
use crate::domain::contest::checks::Finding;
use crate::domain::contest::medals::Award;
use crate::domain::contest::run::RunFact;
use crate::domain::contest::scheme::Scheme;
use crate::domain::contest::standing::{Place, Scores, TieKey};
use crate::domain::contest::total::Marks;
use crate::domain::ids::{ChangeId, UserId};
use crate::storage::contest_additions::AdditionRow;
use crate::storage::contest_corrections::{Reopening, RunChangeRow, SentBack};
use crate::storage::contest_marks::{ChangeRow, MarkRow};
use crate::storage::contest_members::Member;
use crate::storage::contest_objections::ObjectionRow;
use crate::storage::contest_recusals::Recusal;
use crate::storage::contests::{EntrantRow, ItemRow, Judge};
use crate::storage::events::EventRow;

/// One item with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Contest {
    pub item: ItemRow,
    pub event: EventRow,
    pub scheme: Scheme,
    pub chain: Vec<TieKey>,
    pub judges: Vec<Judge>,
    pub recusals: Vec<Recusal>,
    /// Who has opened the lot by name.
    pub seen_by: Vec<UserId>,
    pub marks: Vec<MarkRow>,
    pub changes: Vec<(ChangeRow, MarkRow)>,
    /// Of deductions and times.
    pub run_changes: Vec<RunChangeRow>,
    /// Marks that were missing after the decoding.
    pub additions: Vec<AdditionRow>,
    pub reopenings: Vec<Reopening>,
    /// How often the submitted result was sent back.
    pub returns: Vec<SentBack>,
    pub objections: Vec<ObjectionRow>,
    /// From other items into this one, and from this one into others.
    pub passages: Vec<Passage>,
    /// In the order in which the contestants were entered.
    pub standings: Vec<Standing>,
    pub findings: Vec<(Finding, Option<Answered>)>,
}

/// What was answered to a warning, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub answer: String,
    pub by: String,
}

/// A contestant and where they stand.
#[derive(Clone, Debug)]
pub struct Standing {
    pub entrant: EntrantRow,
    /// Who competes, where the contestant is a team.
    pub team: Vec<Member>,
    /// The mark of each line that has one, by its code.
    pub marks: Marks,
    /// None while a mark is missing, and for who did not come.
    pub scores: Option<Scores>,
    pub place: Option<Place>,
    /// On the WorldSkills scale, where the item has one and the field a spread.
    pub points: Option<i64>,
    /// None below the minimum field.
    pub award: Option<Award>,
}

/// Stands for what the reader may not read of a person.
pub const WITHHELD: &str = "***";

impl Standing {
    /// The names of a team's members; nobody's for a single contestant.
    pub fn members(&self) -> Vec<&str> {
        self.team.iter().map(|member| member.name.as_str()).collect()
    }
}

impl Contest {
    /// Without numbers and addresses of contestants, and without what was corrected of their birthdays and sex.
    /// Birthday and sex themselves stay: honours are worked out by them, and no page shows them.
    #[must_use]
    pub(super) fn without_particulars(mut self) -> Contest {
        for standing in &mut self.standings {
            standing.entrant.id_tail.clear();
            standing.entrant.email.clear();
            for member in &mut standing.team {
                member.id_tail.clear();
                member.email.clear();
            }
        }
        for passage in &mut self.passages {
            for entrant in passage.missing.iter_mut().chain(&mut passage.surplus) {
                entrant.id_tail.clear();
                entrant.email.clear();
            }
        }
        for change in self.run_changes.iter_mut().filter(|change| matches!(change.field, RunFact::Born | RunFact::Sex))
        {
            for value in [&mut change.before, &mut change.after].into_iter().filter(|value| !value.is_empty()) {
                WITHHELD.clone_into(value);
            }
        }
        self
    }

    /// Names and workstations are kept apart.
    pub fn is_blind(&self) -> bool {
        self.item.phase.is_blind()
    }

    /// Whether this person knows whose workstation is whose while others must not.
    pub fn is_known_to(&self, user: UserId) -> bool {
        !self.item.phase.is_decoded() && self.seen_by.contains(&user)
    }

    /// Everybody by their results, who has none last. Who is not official stands where their results put them,
    /// behind official equals; while it is blind nothing but workstations orders equals.
    pub fn in_order(&self) -> Vec<&Standing> {
        let blind = self.is_blind();
        let mut all: Vec<&Standing> = self.standings.iter().collect();
        all.sort_by(|one, other| {
            let results = match (&one.scores, &other.scores) {
                (Some(own), Some(theirs)) => own.against(theirs, &self.chain),
                (own, theirs) => own.is_none().cmp(&theirs.is_none()),
            };
            results.then_with(|| match blind {
                true => one.entrant.station.cmp(&other.entrant.station),
                false => {
                    let key = |one: &Standing| (!one.entrant.official, one.entrant.name.clone(), one.entrant.id);
                    key(one).cmp(&key(other))
                }
            })
        });
        all
    }

    /// The change with this number, and the mark it is about.
    pub fn change(&self, id: ChangeId) -> Option<&(ChangeRow, MarkRow)> {
        self.changes.iter().find(|(change, _)| change.id == id)
    }
}

/// A count that cannot be negative; the form has seen to it.
pub(super) fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}
