//! Ranks and grades of the bases of one year (T2-6).

use super::places::{Seat, fill};
use crate::domain::code::codes;
use crate::domain::contest::exact::Exact;
use crate::domain::contest::standing::{self, Contender, Scores, TieKey};
use crate::domain::policy::TieRule;
use crate::domain::ratio::Ratio;

codes! {
    /// The result of a year, the best first. The codes are those of the fact `grade` of `base.excellent`.
    pub enum Grade: "grade" {
        Excellent = "excellent",
        Qualified = "qualified",
        /// A deadline for putting things right goes with it.
        Unqualified = "unqualified",
        NotGraded = "not_graded",
    }
}

codes! {
    /// Why a base has its grade; one of these decides.
    pub enum Reason: "reason of a grade" {
        /// Excellent: among the best, within the places.
        Place = "place",
        /// Excellent: level across the line, chosen by the panel's vote.
        Voted = "voted",
        /// The share of the bases comes to no place at all.
        NoPlaces = "no-places",
        /// The places went to better ones, or stay empty behind a tie that nobody may pass.
        Beyond = "beyond-places",
        /// Level across the line after every tie key: none takes a place.
        Tie = "tie-across-line",
        /// The same, and the panel has still to vote.
        VoteDue = "vote-due",
        /// Level across the line, not chosen by the panel's vote.
        NotVoted = "not-voted",
        BelowMinimum = "below-minimum",
        Veto = "veto",
        BelowPass = "below-pass",
        /// No score: too few evaluators marked it.
        NoScore = "no-score",
        /// No score: it sent no self-score in by the last day, and took no part.
        Absent = "absent",
    }
}

/// One base of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The exact score with what the tie keys look at; none without a result.
    pub scores: Option<Scores>,
    /// Whether a veto item was found: safety accident, misuse of money, false records.
    pub veto: bool,
}

/// What was published before the first score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Most that may be excellent, of all bases counted.
    pub share: Ratio,
    /// The least exact score for excellent, inclusive.
    pub minimum: Exact,
    /// The least exact score for qualified, inclusive.
    pub pass: Exact,
    /// What decides between equal scores, in this order.
    pub chain: Vec<TieKey>,
    /// What becomes of those who are level across the line.
    pub tie: TieRule,
}

/// The result of one base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Among all bases with a score, from 1; joint where score and every tie key are equal.
    pub rank: Option<usize>,
    pub grade: Grade,
    pub reason: Reason,
}

/// The results of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Most that may be excellent: the share of all bases counted, rounded down.
    pub places: u32,
    /// In the order of the candidates.
    pub outcomes: Vec<Outcome>,
}

/// Why the panel's vote cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteFault {
    #[error("there is nothing to vote about")]
    NothingDue,
    #[error("one of those chosen is not level across the line")]
    NotTied,
    #[error("more were chosen than the {0} places left")]
    TooMany(usize),
    #[error("a vote needs its minutes")]
    NoMinutes,
}

/// Ranks and grades. `population` is the number of all bases counted (N), whether or not they took part.
///
/// A veto or a score under the pass mark is unqualified and stands for no place; of the others those
/// with the minimum score do, by score, then by the tie keys. Bases still level across the line take
/// no place (or await the panel's vote), and no lower one moves up.
#[must_use]
pub fn rank(candidates: &[Candidate], population: u32, rules: &Rules) -> Ranking {
    let places = rules.share.of_count_floor(population);
    let mut outcomes: Vec<Outcome> = candidates.iter().map(|one| without_place(one, rules)).collect();
    let standing: Vec<(usize, &Scores)> =
        candidates.iter().enumerate().filter_map(|(index, one)| Some((index, one.scores.as_ref()?))).collect();
    let contenders: Vec<Contender> =
        standing.iter().map(|(_, scores)| Contender { official: true, scores: (*scores).clone() }).collect();
    for ((index, _), place) in standing.iter().zip(standing::places(&contenders, &rules.chain)) {
        outcomes[*index].rank = Some(place.rank);
    }
    let eligible: Vec<(usize, &Scores)> =
        standing.into_iter().filter(|(index, _)| outcomes[*index].reason == Reason::Beyond).collect();
    let limit = usize::try_from(places).unwrap_or(usize::MAX);
    let seats = fill(&eligible, limit, |(_, one), (_, other)| one.against(other, &rules.chain));
    for ((index, _), seat) in eligible.into_iter().zip(seats) {
        let outcome = &mut outcomes[index];
        (outcome.grade, outcome.reason) = match seat {
            Seat::Taken => (Grade::Excellent, Reason::Place),
            Seat::AcrossLine if rules.tie == TieRule::PanelVote => (Grade::Qualified, Reason::VoteDue),
            Seat::AcrossLine => (Grade::Qualified, Reason::Tie),
            Seat::Beyond if places == 0 => (Grade::Qualified, Reason::NoPlaces),
            Seat::Beyond => (Grade::Qualified, Reason::Beyond),
        };
    }
    Ranking { places, outcomes }
}

/// The grade before places are given: [`Reason::Beyond`] for whoever stands for one.
fn without_place(candidate: &Candidate, rules: &Rules) -> Outcome {
    let (grade, reason) = match &candidate.scores {
        None => (Grade::NotGraded, Reason::NoScore),
        Some(_) if candidate.veto => (Grade::Unqualified, Reason::Veto),
        Some(scores) if scores.total < rules.pass => (Grade::Unqualified, Reason::BelowPass),
        Some(scores) if scores.total < rules.minimum => (Grade::Qualified, Reason::BelowMinimum),
        Some(_) => (Grade::Qualified, Reason::Beyond),
    };
    Outcome { rank: None, grade, reason }
}

impl Ranking {
    /// How many are excellent.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.grade == Grade::Excellent).count()
    }

    /// How many places stay empty, as far as is known.
    #[must_use]
    pub fn empty(&self) -> usize {
        usize::try_from(self.places).unwrap_or(usize::MAX).saturating_sub(self.taken())
    }

    /// With the panel's vote between those level across the line: the `chosen` are excellent, the
    /// others are not, and a place that the vote does not give stays empty.
    ///
    /// # Errors
    /// Every fault at once: see [`VoteFault`].
    pub fn with_vote(&self, chosen: &[usize], minutes: &str) -> Result<Ranking, Vec<VoteFault>> {
        let due = |outcome: &Outcome| outcome.reason == Reason::VoteDue;
        if !self.outcomes.iter().any(due) {
            return Err(vec![VoteFault::NothingDue]);
        }
        let mut faults = Vec::new();
        if !chosen.iter().all(|index| self.outcomes.get(*index).is_some_and(due)) {
            faults.push(VoteFault::NotTied);
        }
        if minutes.trim().is_empty() {
            faults.push(VoteFault::NoMinutes);
        }
        let mut voted = self.clone();
        for (index, outcome) in voted.outcomes.iter_mut().enumerate().filter(|(_, outcome)| due(outcome)) {
            (outcome.grade, outcome.reason) = if chosen.contains(&index) {
                (Grade::Excellent, Reason::Voted)
            } else {
                (Grade::Qualified, Reason::NotVoted)
            };
        }
        let left = self.empty();
        if voted.taken() - self.taken() > left {
            faults.push(VoteFault::TooMany(left));
        }
        if faults.is_empty() { Ok(voted) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests;
