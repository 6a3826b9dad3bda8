//! From competitions: whoever won the title that a programme takes without review appears as a nominee.

use super::terms;
use crate::domain::access::{self, Action, Facts, Visibility};
use crate::domain::contest::honours::HonourKind;
use crate::domain::contest::phase::Phase;
use crate::domain::ids::{EntrantId, NominationId, ParticipantId, RoundId};
use crate::domain::recognition::programme::Nominator;
use crate::service::app::{App, Who};
use crate::service::contests::{Honoured, honours_in};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::contest_members::{self, Member};
use crate::storage::recognition::{self, NominationData, NominationOf, RoundRow};
use crate::storage::{Conn, contests, events, people};
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use std::fmt;
use std::str::FromStr;

/// Which place it was: the contestant's, and of a team which member's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Won {
    pub entrant: EntrantId,
    /// Of a team.
    pub member: Option<ParticipantId>,
}

impl fmt::Display for Won {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member {
            Some(member) => write!(f, "{}-{member}", self.entrant),
            None => write!(f, "{}", self.entrant),
        }
    }
}

impl FromStr for Won {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Won, NotAPlace> {
        let (entrant, member) = text.split_once('-').map_or((text, None), |(entrant, member)| (entrant, Some(member)));
        let member = member.map(str::parse).transpose().map_err(|_| NotAPlace)?;
        Ok(Won { entrant: entrant.parse().map_err(|_| NotAPlace)?, member })
    }
}

/// A text that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a contestant's number")]
pub struct NotAPlace;

/// Somebody who won the title in published competitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laureate {
    /// The best of what was won.
    pub won: Won,
    pub name: String,
    pub unit: String,
    /// Competition, item, rank, of everything that was won; the best first.
    pub source: String,
    /// The unit is registered, and can be given the draft.
    pub registered: bool,
}

/// One place that brings the title.
struct Win {
    won: Won,
    name: String,
    unit: String,
    id_tail: String,
    born_on: Option<NaiveDate>,
    rank: usize,
    source: String,
    taken: bool,
}

impl Win {
    /// Whether both are one person's: the same name and end of the number; where no number was given, the same unit.
    fn is_same_person(&self, other: &Win) -> bool {
        let born = self.born_on.zip(other.born_on).is_none_or(|(one, other)| one == other);
        let known = !self.id_tail.is_empty() && !other.id_tail.is_empty();
        let number = if known { self.id_tail == other.id_tail } else { self.unit == other.unit };
        self.won.entrant != other.won.entrant && self.name == other.name && born && number
    }
}

/// Each person once with all they won, but whom a nomination already has.
fn persons(mut wins: Vec<Win>) -> Vec<Laureate> {
    wins.sort_by_key(|win| win.rank);
    let mut found: Vec<Vec<Win>> = Vec::new();
    for win in wins {
        match found.iter_mut().find(|own| own.iter().any(|one| one.is_same_person(&win))) {
            Some(own) => own.push(win),
            None => found.push(vec![win]),
        }
    }
    let laureate = |own: Vec<Win>| {
        let source = own.iter().map(|win| win.source.as_str()).collect::<Vec<_>>().join("\u{ff1b}");
        let best = own.into_iter().next()?;
        Some(Laureate { won: best.won, name: best.name, unit: best.unit, source, registered: false })
    };
    found.into_iter().filter(|own| own.iter().all(|win| !win.taken)).filter_map(laureate).collect()
}

/// How many of the latest competitions are looked at.
const MOST: i64 = 500;

/// The winners of the round's year and the year before whom no nomination of the round has yet.
///
/// # Errors
/// The database failed.
pub fn laureates(conn: &mut Conn, round: &RoundRow) -> Result<Vec<Laureate>, ServiceError> {
    let programme = terms(round)?;
    if programme.without_review.is_empty() {
        return Ok(Vec::new());
    }
    let of_round = recognition::of_round(conn, Visibility::All, round.id)?;
    let mut known: Vec<(i64, String)> =
        of_round.into_iter().filter_map(|(one, _)| Some((one.entrant_id?, one.name))).collect();
    let mut wins = Vec::new();
    for (item, _) in contests::list(conn, Visibility::PublicOnly, MOST)? {
        let event = events::get(conn, item.event_id)?;
        let year = event.ends_on.or(event.starts_on).map(|day| day.year());
        if item.phase != Phase::Published || year.is_none_or(|year| year != round.year && year + 1 != round.year) {
            continue;
        }
        let name = format!("{} {}", event.name, item.name);
        for Honoured { person, member, rank, lines } in honours_in(conn, item, event)? {
            let won = lines.iter().any(|line| {
                line.is_given() && line.kind == HonourKind::Title && programme.without_review.contains(&line.honour)
            });
            if !won {
                continue;
            }
            // Of a team's members with one name as many are taken as there are nominations.
            let of = (person.id.get(), person.name.clone());
            let taken = known.iter().position(|one| *one == of).map(|at| known.swap_remove(at)).is_some();
            wins.push(Win {
                won: Won { entrant: person.id, member },
                name: person.name,
                unit: person.unit,
                id_tail: person.id_tail,
                born_on: person.born_on,
                rank,
                source: format!("{name} 第 {rank} 名"),
                taken,
            });
        }
    }
    let mut found = persons(wins);
    for one in &mut found {
        one.registered = people::organisation_named(conn, &one.unit)?.is_some();
    }
    Ok(found)
}

/// The ends of the identity numbers of those who can be meant by a winner's nomination: of a team, of its members of
/// this name.
///
/// # Errors
/// The database failed.
pub(super) fn tails(conn: &mut Conn, entrant: EntrantId, name: &str) -> Result<Vec<String>, ServiceError> {
    let (won, _) = contests::entrant(conn, entrant)?;
    let members = contest_members::members(conn, won.item_id)?.into_iter().filter(|(team, _)| *team == entrant);
    let members: Vec<Member> = members.map(|(_, member)| member).collect();
    if members.is_empty() {
        return Ok(vec![won.id_tail]);
    }
    Ok(members.into_iter().filter(|member| member.name == name).map(|member| member.id_tail).collect())
}

/// Makes the draft of a winner's nomination, in the name of the unit they competed for; the unit
/// completes and submits it, and the panel does not review it.
///
/// # Errors
/// Rights, the wrong state; `NotFound`; `Conflict(laureate-unit)` where the unit is not registered.
pub fn take_laureate(app: &App, who: &Who, id: RoundId, won: Won) -> Result<NominationId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let round = recognition::lock_round(tx, id)?;
        access::can(&who.actor, Action::RecognitionOpen, &Facts::NONE)?;
        access::can(&who.actor, Action::RecognitionNominate, &Facts::round(None, None, round.state))?;
        let laureate = laureates(tx, &round)?.into_iter().find(|one| one.won == won);
        let laureate = laureate.ok_or(ServiceError::NotFound)?;
        let unit = people::organisation_named(tx, &laureate.unit)?;
        let unit = unit.ok_or_else(|| ServiceError::conflict("laureate-unit"))?;
        let data = NominationData {
            nominator: Nominator::Unit.as_str(),
            name: laureate.name.clone(),
            identity: None,
            email: String::new(),
            facts: "{}".to_owned(),
            statement: laureate.source.clone(),
        };
        let of = NominationOf { round: id, organisation: unit.id, nominated_by: unit.id, by: who.id() };
        let new = recognition::insert(tx, of, &unit.division.to_string(), &data, at.naive_utc())?;
        recognition::put_direct(tx, new, won.entrant, &laureate.source)?;
        let after = json!({ "name": laureate.name, "unit": unit.id });
        trail::record(tx, at, By::who(who), "nomination.nominate", "nomination", new.get(), None, Some(after))?;
        Ok(new)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn win(entrant: i64, name: &str, id_tail: &str, rank: usize) -> Win {
        Win {
            won: Won { entrant: EntrantId::new(entrant), member: None },
            name: name.into(),
            unit: "样例单位".into(),
            id_tail: id_tail.into(),
            born_on: None,
            rank,
            source: format!("赛事{entrant} 第 {rank} 名"),
            taken: false,
        }
    }

    #[test]
    fn each_winner_is_offered_once_with_the_best_first() {
        let all =
            || vec![win(1, "甲", "0019", 2), win(2, "甲", "0019", 1), win(3, "甲", "0027", 1), win(4, "甲", "", 3)];
        let found = persons(all());
        let said: Vec<_> = found.iter().map(|one| (one.won.to_string(), one.source.as_str())).collect();
        let sources = "赛事2 第 1 名；赛事1 第 2 名；赛事4 第 3 名";
        assert_eq!(
            said,
            [("2".to_owned(), sources), ("3".to_owned(), "赛事3 第 1 名")],
            "another number, another person"
        );
        let mut taken = all();
        taken[0].taken = true;
        assert_eq!(persons(taken).len(), 1, "whom a nomination has is not offered for the other contest either");
        let elsewhere = Win { unit: "别的单位".into(), ..win(4, "甲", "", 3) };
        assert_eq!(persons(vec![win(1, "甲", "0019", 1), elsewhere]).len(), 2, "no number and another unit: not known");
    }

    #[test]
    fn members_of_one_team_are_told_apart() {
        let of = |member| Won { entrant: EntrantId::new(7), member: Some(ParticipantId::new(member)) };
        let one = Win { won: of(12), ..win(7, "甲", "0019", 1) };
        let other = Win { won: of(13), ..win(7, "乙", "0027", 1) };
        let found: Vec<_> = persons(vec![one, other]).into_iter().map(|one| one.won).collect();
        assert_eq!(found, [of(12), of(13)]);
        for won in found {
            assert_eq!(won.to_string().parse(), Ok(won));
        }
        for text in ["", "7-", "-7", "7-x"] {
            assert_eq!(text.parse::<Won>(), Err(NotAPlace), "{text}");
        }
    }
}
