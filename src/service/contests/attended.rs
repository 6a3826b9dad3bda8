//! What attendance says against the certificates of an item.

use super::case::{Contest, Standing};
use crate::domain::ids::{EntrantId, ParticipantId};
use crate::domain::participant::attendance::{FlagKind, Recorded, Share};
use crate::service::attendance::{self, Line};
use crate::service::error::ServiceError;
use crate::storage::contest_members::Member;
use crate::storage::{Conn, attendance as attendance_rows};
use std::collections::BTreeMap;

/// A contestant, or a member of a team, who attended too little for a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub name: String,
    /// The team of a member.
    pub team: Option<String>,
    /// Half-days attended, of those expected.
    pub share: Share,
}

/// What attendance says against certificates.
#[derive(Default)]
pub(super) struct Attendance {
    /// Of the contestants who came and are on the roster, members of teams each, how many were ever recorded.
    pub taken: Recorded,
    /// Of a team: nobody of it attended enough.
    pub short: BTreeMap<EntrantId, Withheld>,
    /// The members of a team that has somebody who attended enough, who did not: the certificate does not name them.
    pub absent: BTreeMap<EntrantId, Vec<(ParticipantId, Withheld)>>,
    /// Who attended enough, with what puts that in doubt and nobody has answered.
    pub doubted: BTreeMap<EntrantId, (String, FlagKind)>,
}

impl Attendance {
    /// Contestants of the item who attended too little, or whose presence is in doubt: by the participant they are,
    /// or by name and the end of the identity number. A few scans are no register: attendance says something only
    /// where it was taken of at least half of those who came.
    pub(super) fn of(conn: &mut Conn, contest: &Contest) -> Result<Attendance, ServiceError> {
        let mut found = Attendance::default();
        let Some(register) = attendance::recorded(conn, &contest.event)? else { return Ok(found) };
        let known: BTreeMap<EntrantId, ParticipantId> =
            attendance_rows::of_entrants(conn, contest.item.id)?.into_iter().collect();
        let lines_of = |standing: &Standing| -> Vec<&Line> {
            let entrant = &standing.entrant;
            let mate = |line: &Line| standing.team.iter().any(|member| member.participant == line.row.id);
            let own = |line: &Line| match known.get(&entrant.id) {
                Some(participant) => line.row.id == *participant,
                None => line.row.name == entrant.name && line.row.id_tail == entrant.id_tail,
            };
            match standing.team.is_empty() {
                true => register.lines.iter().find(|line| own(line)).into_iter().collect(),
                false => register.lines.iter().filter(|line| mate(line)).collect(),
            }
        };
        let came = contest.standings.iter().filter(|standing| standing.entrant.present != Some(false));
        let all: Vec<(&Standing, Vec<&Line>)> = came.map(|standing| (standing, lines_of(standing))).collect();
        let recorded = |line: &&&Line| !line.attended.intervals.is_empty();
        let lines = || all.iter().flat_map(|(_, lines)| lines);
        found.taken = Recorded { seen: lines().filter(recorded).count(), of: lines().count() };
        for (standing, lines) in all.iter().filter(|(_, lines)| !lines.is_empty() && found.taken.counts()) {
            let (id, name) = (standing.entrant.id, &standing.entrant.name);
            let (met, short): (Vec<&Line>, Vec<&Line>) = lines.iter().copied().partition(|line| line.met);
            if met.is_empty() {
                let share = short.iter().map(|line| line.attended.share).max_by_key(|share| share.attended);
                let withheld = share.map(|share| Withheld { name: name.clone(), team: None, share });
                found.short.extend(withheld.map(|withheld| (id, withheld)));
                continue;
            }
            let absent = short.iter().map(|line| {
                let (name, team) = (line.row.name.clone(), Some(name.clone()));
                (line.row.id, Withheld { name, team, share: line.attended.share })
            });
            let absent: Vec<_> = absent.collect();
            if !absent.is_empty() {
                found.absent.insert(id, absent);
            }
            if let Some((line, flag)) = met.iter().find_map(|line| Some((line, register.doubt(line.row.id)?))) {
                found.doubted.insert(id, (line.row.name.clone(), flag));
            }
        }
        Ok(found)
    }

    /// Whom a team's certificate names: the members who attended enough.
    pub(super) fn named<'s>(&self, standing: &'s Standing) -> Vec<&'s Member> {
        let absent = self.absent.get(&standing.entrant.id).map(Vec::as_slice).unwrap_or_default();
        let there = |member: &&Member| absent.iter().all(|(participant, _)| *participant != member.participant);
        standing.team.iter().filter(there).collect()
    }
}
