//! A round's review at once: who sits on the panel, who is kept from whom, what was marked. For the office and
//! for what is decided; members are shown parts of it only.

use super::terms;
use crate::domain::access::Visibility;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::filling::{Filling, filling};
use crate::domain::evaluation::phase::Seat;
use crate::domain::evaluation::result::{Mark, Result as Scored};
use crate::domain::ids::{NominationId, OrganisationId, UserId};
use crate::domain::recognition::round::{Standing, State};
use crate::domain::recognition::{Programme, Review, outcome};
use crate::service::error::ServiceError;
use crate::storage::Conn;
use crate::storage::recognition::{self, NominationRow, RoundRow};
use crate::storage::recognition_panels::{self as rows, ConflictRow, MarkRow, SeatRow};

/// Fewer ballots on a nominee would tell who voted how.
pub(super) const BALLOTS_LEAST: u32 = 3;

/// The fewest members that come to a result.
pub(super) fn least(programme: &Programme) -> u32 {
    match programme.review {
        Review::Score(scoring) => scoring.evaluators_at_least,
        Review::Vote(_) => BALLOTS_LEAST,
    }
}

/// A drawn evaluator.
#[derive(Clone, Debug)]
pub struct Seated {
    pub row: SeatRow,
    pub unit: OrganisationId,
    pub name: String,
    pub unit_name: String,
}

#[derive(Clone, Debug)]
pub struct Bench {
    pub round: RoundRow,
    pub programme: Programme,
    /// In the order drawn.
    pub panel: Vec<Seated>,
    pub conflicts: Vec<ConflictRow>,
    pub(super) marks: Vec<MarkRow>,
    /// Those whom the panel reviews, or has reviewed, with their units' names, in the order they came.
    pub nominees: Vec<(NominationRow, String)>,
}

impl Bench {
    pub(super) fn load(conn: &mut Conn, round: &RoundRow) -> Result<Bench, ServiceError> {
        let seated = |(row, unit, name, unit_name)| Seated { row, unit, name, unit_name };
        let over = round.state.is_listed();
        let reviewed = |(one, _): &(NominationRow, String)| {
            let judged =
                matches!(one.state, Standing::Proposed | Standing::NotChosen | Standing::StruckOut | Standing::Granted);
            (one.state == Standing::Admitted || (over && judged)) && one.direct_source.is_empty()
        };
        let all = recognition::of_round(conn, Visibility::All, round.id)?;
        Ok(Bench {
            programme: terms(round)?,
            panel: rows::of(conn, round.id)?.into_iter().map(seated).collect(),
            conflicts: rows::conflicts(conn, round.id)?,
            marks: rows::marks(conn, round.id)?,
            nominees: all.into_iter().filter(reviewed).collect(),
            round: round.clone(),
        })
    }

    /// Those who review, in the order drawn.
    pub fn members(&self) -> impl Iterator<Item = &Seated> {
        self.panel.iter().filter(|one| one.row.seat == Seat::Member)
    }

    #[must_use]
    pub fn member(&self, user: UserId) -> Option<&Seated> {
        self.members().find(|one| one.row.user_id == user)
    }

    /// Whether the evaluator is kept from the nominee: by what was found or declared, and in any case from
    /// their own unit's and from themselves.
    #[must_use]
    pub fn is_recused(&self, one: &NominationRow, of: &Seated) -> bool {
        Bench::is_own(one, of)
            || self.conflicts.iter().any(|row| row.nomination_id == one.id && row.user_id == of.row.user_id)
    }

    fn is_own(one: &NominationRow, of: &Seated) -> bool {
        of.unit == one.organisation_id || of.unit == one.nominated_by || of.name == one.name
    }

    /// The members who review a nominee.
    pub fn scorers(&self, one: &NominationRow) -> impl Iterator<Item = &Seated> {
        self.members().filter(move |of| !self.is_recused(one, of))
    }

    /// A member's own list: whoever is kept from a nominee has a list without a gap.
    pub fn list_of(&self, of: &Seated) -> Vec<&(NominationRow, String)> {
        self.nominees.iter().filter(|(one, _)| !self.is_recused(one, of)).collect()
    }

    /// 1, or 2 after a moderation meeting.
    #[must_use]
    pub fn round_of(one: &NominationRow) -> i32 {
        if one.meeting.is_empty() { 1 } else { 2 }
    }

    #[must_use]
    pub fn mark(&self, one: NominationId, by: UserId, round: i32) -> Option<&MarkRow> {
        self.marks.iter().find(|mark| mark.nomination_id == one && mark.user_id == by && mark.round == round)
    }

    #[must_use]
    pub fn is_scored(&self) -> bool {
        matches!(self.programme.review, Review::Score(_))
    }

    /// Those of a member's list that the member has to mark now: none once the marks are handed in, and those
    /// the panel has met about alone in the second round. It looks at the member's own list only, so that it
    /// tells nothing of whom the member is kept from.
    #[must_use]
    pub fn to_mark(&self, of: &Seated) -> Vec<&NominationRow> {
        if !self.is_scored() || of.row.voted {
            return Vec::new();
        }
        let list: Vec<_> = self.list_of(of).into_iter().map(|(one, _)| one).collect();
        let round = list.iter().map(|one| Bench::round_of(one)).max().unwrap_or(1);
        list.into_iter().filter(|one| Bench::round_of(one) == round).collect()
    }

    /// How many marks are still to be handed in, of all members.
    #[must_use]
    pub fn missing_marks(&self) -> usize {
        self.members().map(|of| self.to_mark(of).len()).sum()
    }

    /// Whether the panel has met: marks of the first round are known to the bureau.
    #[must_use]
    pub fn has_met(&self) -> bool {
        self.nominees.iter().any(|(one, _)| Bench::round_of(one) == 2)
    }

    /// What a nominee's marks come to, both rounds.
    pub(super) fn result(&self, one: &NominationRow) -> Option<Scored<UserId>> {
        let Review::Score(scoring) = self.programme.review else { return None };
        let marks = |round| -> Vec<Mark<UserId>> {
            let own = self.marks.iter().filter(|mark| mark.nomination_id == one.id && mark.round == round);
            let by_scorer = own.filter(|mark| self.scorers(one).any(|of| of.row.user_id == mark.user_id));
            by_scorer.map(|mark| (mark.user_id, Exact::hundredths(mark.mark))).collect()
        };
        Some(outcome::score(&[marks(1), marks(2)], &[], scoring))
    }

    /// What was given to a nominee in a round, the highest first, and the remarks: of nobody by name, and nothing
    /// before the list is made.
    #[must_use]
    pub fn given(&self, one: NominationId, round: i32) -> (Vec<Exact>, Vec<String>) {
        if !self.round.state.is_listed() {
            return (Vec::new(), Vec::new());
        }
        let own = self.marks.iter().filter(|mark| mark.nomination_id == one && mark.round == round);
        let own = own.filter(|mark| self.member(mark.user_id).is_some());
        let mut own: Vec<&MarkRow> = own.collect();
        own.sort_by_key(|mark| std::cmp::Reverse(mark.mark));
        let remarks = own.iter().map(|mark| mark.remark.clone()).filter(|remark| !remark.is_empty()).collect();
        (own.iter().map(|mark| Exact::hundredths(mark.mark)).collect(), remarks)
    }

    /// Those whose marks are too far apart; nobody before all marks are handed in, for until then they are sealed.
    #[must_use]
    pub fn apart(&self) -> Vec<(&NominationRow, Exact)> {
        if !self.is_scored() || self.missing_marks() > 0 || self.calls_for() > 0 {
            return Vec::new();
        }
        let apart = |(one, _): &'_ (NominationRow, String)| match self.result(one) {
            Some(Scored::Apart(scored)) => Some(scored.spread),
            _ => None,
        };
        self.nominees.iter().filter_map(|entry| Some((&entry.0, apart(entry)?))).collect()
    }

    /// The nominees with fewer members than a result needs, and who can be called in for each before the panel
    /// has met: substitutes first, then who was called in for others and has handed nothing in.
    #[must_use]
    pub fn short(&self) -> Vec<(&NominationRow, Filling<UserId>)> {
        if self.round.state != State::Panel || self.round.drawn_at.is_none() || self.has_met() {
            return Vec::new();
        }
        let least = usize::try_from(least(&self.programme)).unwrap_or(usize::MAX);
        let of = |seat| self.panel.iter().filter(move |one: &&Seated| one.row.seat == seat && !one.row.voted);
        let called =
            |one: NominationId| of(Seat::Member).filter(move |by| self.is_called_elsewhere(one, by.row.user_id));
        let short = |one: &NominationRow| {
            let waiting = of(Seat::Substitute).chain(called(one.id));
            let free = filling(self.scorers(one).count(), least, waiting, |by| self.is_kept_but_for_calls(one, by));
            match free {
                Filling::Enough => Filling::Enough,
                Filling::Nobody => Filling::Nobody,
                Filling::Call(free) => Filling::Call(free.iter().map(|by| by.row.user_id).collect()),
            }
        };
        let all = self.nominees.iter().map(|(one, _)| (one, short(one)));
        all.filter(|(_, filling)| *filling != Filling::Enough).collect()
    }

    /// How many nominees somebody can, and so must, be called in for.
    #[must_use]
    pub fn calls_for(&self) -> usize {
        self.short().iter().filter(|(_, filling)| filling.is_due()).count()
    }

    /// The nominees that a member was called in for alone; empty for whoever has a seat for all of them.
    #[must_use]
    pub fn called_for(&self, user: UserId) -> Vec<&NominationRow> {
        let elsewhere = |one: NominationId| self.is_called_elsewhere(one, user);
        let all = || self.nominees.iter().map(|(one, _)| one);
        if all().any(|one| elsewhere(one.id)) { all().filter(|one| !elsewhere(one.id)).collect() } else { Vec::new() }
    }

    /// How many nominees have too few ballots because members have not voted whose seat a substitute can take who
    /// may vote on them.
    #[must_use]
    pub fn silent(&self) -> usize {
        let least = usize::try_from(BALLOTS_LEAST).unwrap_or(usize::MAX);
        let few = |one: &NominationRow| {
            let cast = self.scorers(one).filter(|by| by.row.voted).count();
            let silent = self.scorers(one).any(|by| !by.row.voted);
            let free = |by: &Seated| by.row.seat == Seat::Substitute && !self.is_recused(one, by);
            cast < least && silent && self.panel.iter().any(free)
        };
        self.nominees.iter().filter(|(one, _)| few(one)).count()
    }

    fn is_called_elsewhere(&self, one: NominationId, user: UserId) -> bool {
        let is =
            |row: &ConflictRow| row.nomination_id == one && row.user_id == user && row.reason == Conflict::Elsewhere;
        self.conflicts.iter().any(is)
    }

    fn is_kept_but_for_calls(&self, one: &NominationRow, of: &Seated) -> bool {
        let is = |row: &ConflictRow| {
            row.nomination_id == one.id && row.user_id == of.row.user_id && row.reason != Conflict::Elsewhere
        };
        Bench::is_own(one, of) || self.conflicts.iter().any(is)
    }

    /// Members who have not said yet whether they are in conflict.
    #[must_use]
    pub fn undeclared(&self) -> usize {
        self.members().filter(|one| one.row.declared_at.is_none()).count()
    }

    /// Whether anything was marked or voted.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        !self.marks.is_empty() || self.panel.iter().any(|one| one.row.voted)
    }
}

/// Keeps a member from every nominee but those they were called in for.
pub(super) fn elsewhere(user_id: UserId, nomination_id: NominationId) -> ConflictRow {
    ConflictRow { nomination_id, user_id, reason: Conflict::Elsewhere, note: String::new(), found: true }
}
