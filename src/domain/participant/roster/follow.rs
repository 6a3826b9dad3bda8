//! What follows from a roster elsewhere: contestants of an item, people of a schedule.

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody on the roster who belongs there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The participant's id.
    pub participant: i64,
    pub name: String,
    pub unit: String,
    /// The last four of the identity number.
    pub id_tail: String,
    pub email: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
}

/// Somebody who is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct There {
    pub id: i64,
    /// None: entered there directly.
    pub participant: Option<i64>,
    pub name: String,
    pub unit: String,
    /// None where it is not kept.
    pub id_tail: Option<String>,
    pub email: String,
}

/// What is to be done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follow<'w> {
    Enter(&'w Wanted),
    /// Written anew, or now known to be this participant.
    Put(i64, &'w Wanted),
    /// No longer on the roster.
    Remove(i64),
}

/// What brings those who are there in line with the roster. Who was entered there directly stays,
/// and is taken for the participant of the same name, unit and number. Done twice, the second time
/// there is nothing to do.
pub fn follow<'w>(wanted: &'w [Wanted], there: &[There]) -> Vec<Follow<'w>> {
    let linked: BTreeMap<i64, &There> = there.iter().filter_map(|one| Some((one.participant?, one))).collect();
    let mut direct: Vec<&There> = there.iter().filter(|one| one.participant.is_none()).collect();
    let mut done = Vec::new();
    for one in wanted {
        if let Some(known) = linked.get(&one.participant) {
            let tail = known.id_tail.as_ref().is_none_or(|tail| *tail == one.id_tail);
            let same = (&known.name, &known.unit, &known.email) == (&one.name, &one.unit, &one.email);
            if !same || !tail {
                done.push(Follow::Put(known.id, one));
            }
            continue;
        }
        let is = |known: &&There| {
            let tail = known.id_tail.as_ref().is_none_or(|tail| *tail == one.id_tail);
            known.name == one.name && known.unit == one.unit && tail
        };
        match direct.iter().position(is) {
            Some(index) => done.push(Follow::Put(direct.swap_remove(index).id, one)),
            None => done.push(Follow::Enter(one)),
        }
    }
    let still: BTreeSet<i64> = wanted.iter().map(|one| one.participant).collect();
    let gone = there.iter().filter(|one| one.participant.is_some_and(|participant| !still.contains(&participant)));
    done.extend(gone.map(|one| Follow::Remove(one.id)));
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wanted(participant: i64, name: &str) -> Wanted {
        let (name, id_tail) = (name.to_owned(), "0011".to_owned());
        Wanted { participant, name, id_tail, unit: "样例".to_owned(), ..Wanted::default() }
    }

    fn there(id: i64, participant: Option<i64>, name: &str) -> There {
        let (name, unit, email) = (name.to_owned(), "样例".to_owned(), String::new());
        There { id, participant, name, unit, id_tail: Some("0011".to_owned()), email }
    }

    #[test]
    fn who_is_there_directly_is_linked_and_who_left_goes() {
        let roster = [wanted(1, "赵样例"), wanted(2, "钱样例"), wanted(3, "孙样例")];
        let item = [
            there(10, None, "赵样例"),
            there(11, Some(2), "钱样"),
            there(12, Some(9), "李样例"),
            there(13, None, "周样例"),
        ];
        let done = follow(&roster, &item);
        let expected =
            [Follow::Put(10, &roster[0]), Follow::Put(11, &roster[1]), Follow::Enter(&roster[2]), Follow::Remove(12)];
        assert_eq!(done, expected);
    }

    proptest! {
        #[test]
        fn the_second_time_there_is_nothing_to_do(
            roster in prop::collection::btree_set(0i64..20, 0..12),
            item in prop::collection::btree_map(100i64..120, prop::option::of(0i64..20), 0..12),
        ) {
            let roster: Vec<Wanted> = roster.into_iter().map(|id| wanted(id, &format!("样例{}", id % 5))).collect();
            let mut seen = BTreeSet::new();
            let mut item: Vec<There> = item
                .into_iter()
                .filter(|(_, participant)| participant.is_none_or(|participant| seen.insert(participant)))
                .map(|(id, participant)| there(id, participant, &format!("样例{}", id % 5)))
                .collect();
            let mut next = 1_000;
            for step in follow(&roster, &item.clone()) {
                match step {
                    Follow::Enter(one) => {
                        next += 1;
                        item.push(there(next, Some(one.participant), &one.name));
                    }
                    Follow::Put(id, one) => {
                        item.retain(|known| known.id != id);
                        item.push(there(id, Some(one.participant), &one.name));
                    }
                    Follow::Remove(id) => item.retain(|known| known.id != id),
                }
            }
            prop_assert!(follow(&roster, &item).is_empty());
            prop_assert!(roster.iter().all(|one| item.iter().filter(|known| known.participant == Some(one.participant)).count() == 1));
        }
    }
}
