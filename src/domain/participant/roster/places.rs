//! Whether everybody whom a roster would add finds a place.

use super::check::Row;
use super::compare::Change;
use super::field::Field;
use crate::domain::fault::{Problem, RowFault};
use std::collections::{BTreeMap, BTreeSet};

/// What there is to take part in, before the roster is entered.
#[derive(Clone, Debug, Default)]
pub struct Room<'r> {
    pub entry: &'r str,
    /// None: no limit.
    pub capacity: Option<u32>,
    pub taken: u32,
    /// A team takes one place, whoever is in it.
    pub in_teams: bool,
    /// Teams that have a place already.
    pub placed: BTreeSet<&'r str>,
}

/// What the rows of one entry ask for.
#[derive(Default)]
struct Asked<'r> {
    places: u32,
    /// Each row with the place that it takes or shares, from 1.
    rows: Vec<(usize, u32)>,
    teams: BTreeMap<&'r str, u32>,
}

/// A fault for each row that finds no place: places are given in the order of the table. Each says how
/// many places there are, how many are taken, and how many the whole table asks for.
pub fn without_places(rooms: &[Room], changes: &[(Row, Change)], title: &str) -> Vec<RowFault> {
    let mut faults = Vec::new();
    for room in rooms {
        let Some(capacity) = room.capacity else { continue };
        let left = capacity.saturating_sub(room.taken);
        let asked = asked(room, changes);
        if asked.places <= left {
            continue;
        }
        let fault = |(row, _): &(usize, u32)| {
            RowFault::new(*row, title, room.entry, Problem::NoPlaces)
                .hint(left)
                .with("places", capacity)
                .with("taken", room.taken)
                .with("asked", asked.places)
                .with("over", asked.places - left)
        };
        faults.extend(asked.rows.iter().filter(|(_, place)| *place > left).map(fault));
    }
    faults
}

fn asked<'r>(room: &Room<'_>, changes: &'r [(Row, Change)]) -> Asked<'r> {
    let mut asked = Asked::default();
    for (row, change) in changes {
        let person = &row.person;
        if person.get(Field::Entry) != room.entry || !joins(change) {
            continue;
        }
        let team = person.get(Field::Team);
        let shares = room.in_teams && !team.is_empty();
        if shares && room.placed.contains(team) {
            continue;
        }
        let place = match asked.teams.get(team).filter(|_| shares) {
            Some(place) => *place,
            None => {
                asked.places += 1;
                asked.teams.insert(team, asked.places);
                asked.places
            }
        };
        asked.rows.push((row.number, place));
    }
    asked
}

/// Whether a place may be taken: by somebody new, or by somebody who was in no entry before.
fn joins(change: &Change) -> bool {
    match change {
        Change::Add => true,
        Change::Update(_, differs) => differs.iter().any(|differs| differs.field == Field::Entry),
        Change::Same | Change::Ended => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::Differs;
    use super::super::person::Person;
    use super::*;

    fn row(number: usize, team: &str, change: Change) -> (Row, Change) {
        let person = Person::default().with(Field::Entry, "焊工").with(Field::Team, team);
        (Row { number, person }, change)
    }

    fn said(room: &Room, changes: &[(Row, Change)]) -> Vec<String> {
        let faults = without_places(std::slice::from_ref(room), changes, "参赛项目");
        let arg = |fault: &RowFault, name: &str| fault.args.get(name).cloned().unwrap_or_default();
        let said = |fault: &RowFault| {
            let [places, taken, asked, over] = ["places", "taken", "asked", "over"].map(|name| arg(fault, name));
            format!("{}: {places} - {taken}, {asked}, {over}", fault.row)
        };
        faults.iter().map(said).collect()
    }

    #[test]
    fn every_row_past_the_last_place_is_named() {
        let room = Room { entry: "焊工", capacity: Some(5), taken: 3, ..Room::default() };
        let joined = Differs { field: Field::Entry, before: String::new(), after: "焊工".to_owned() };
        let moved = Differs { field: Field::Unit, before: "甲".to_owned(), after: "乙".to_owned() };
        let changes = [
            row(2, "", Change::Same),
            row(3, "", Change::Add),
            row(4, "", Change::Update(1, vec![moved])),
            row(5, "", Change::Update(2, vec![joined])),
            row(6, "", Change::Ended),
            row(7, "", Change::Add),
            row(8, "", Change::Add),
        ];
        assert_eq!(said(&room, &changes), ["7: 5 - 3, 4, 2", "8: 5 - 3, 4, 2"]);
        assert!(said(&room, &changes[..5]).is_empty(), "two places for two");
        assert!(said(&Room { capacity: None, ..room }, &changes).is_empty(), "no limit");
    }

    #[test]
    fn a_team_takes_one_place_and_none_where_it_has_one() {
        let placed = BTreeSet::from(["老队"]);
        let room = Room { entry: "焊工", capacity: Some(3), taken: 2, in_teams: true, placed };
        let changes = [
            row(2, "老队", Change::Add),
            row(3, "新队", Change::Add),
            row(4, "新队", Change::Add),
            row(5, "后队", Change::Add),
            row(6, "后队", Change::Add),
            row(7, "", Change::Add),
        ];
        let over = ["5: 3 - 2, 3, 2", "6: 3 - 2, 3, 2", "7: 3 - 2, 3, 2"];
        assert_eq!(said(&room, &changes), over);
        assert!(said(&room, &changes[..3]).is_empty());
    }
}
