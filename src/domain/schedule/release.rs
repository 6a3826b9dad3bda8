//! A released schedule as it was said to the world, and what the next one changes.

use super::sitting::Role;
use super::span::Minutes;
use crate::domain::code::codes;
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody's part in a released session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    pub person: i64,
    pub name: String,
    pub role: Role,
}

/// A session as released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: i64,
    /// Rises with every release that changes the session: a calendar takes the higher one.
    pub sequence: u32,
    pub title: String,
    pub item: String,
    pub group: String,
    pub start: NaiveDateTime,
    /// Not zero.
    pub minutes: u32,
    pub room: String,
    /// Venue and address.
    pub place: String,
    pub parts: Vec<Part>,
    /// Called off after it was released; kept, so that calendars are told.
    pub cancelled: bool,
}

codes! {
    /// What is different.
    pub enum Aspect: "aspect" {
        Added = "added",
        Removed = "removed",
        Time = "time",
        Room = "room",
        Title = "title",
        People = "people",
    }
}

/// What a release changes about one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub aspects: Vec<Aspect>,
    pub before: Option<Entry>,
    /// `None`: called off.
    pub after: Option<Entry>,
}

/// What one person has to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Sessions that are new to the person, or have changed.
    pub come: Vec<Entry>,
    /// What the person had been told of those of `come` that have changed, by their id.
    pub before: BTreeMap<i64, Entry>,
    /// Sessions the person is not wanted at any more.
    pub stay_away: Vec<Entry>,
    /// How many other sessions of the person stay as they were.
    pub unchanged: usize,
}

impl Entry {
    #[must_use]
    pub fn end(&self) -> NaiveDateTime {
        self.start + Duration::minutes(self.minutes.min(Minutes::MAX).into())
    }

    fn same_as(&self, other: &Entry) -> bool {
        !self.cancelled && Entry { sequence: other.sequence, ..self.clone() } == *other
    }

    fn persons(&self) -> BTreeSet<i64> {
        self.parts.iter().map(|part| part.person).collect()
    }
}

/// The entries of the next release with their sequences, and what it changes, in order of time.
/// `now` need not have sequences; people are compared without regard to their order.
#[must_use]
pub fn next(previous: &[Entry], now: Vec<Entry>) -> (Vec<Entry>, Vec<Change>) {
    let mut before: BTreeMap<i64, &Entry> = previous.iter().map(|entry| (entry.id, entry)).collect();
    let (mut entries, mut changes) = (Vec::new(), Vec::new());
    for mut entry in now {
        entry.parts.sort();
        entry.parts.dedup();
        match before.remove(&entry.id) {
            Some(old) if old.same_as(&entry) => entry.sequence = old.sequence,
            Some(old) => {
                entry.sequence = old.sequence + 1;
                let aspects = if old.cancelled { vec![Aspect::Added] } else { aspects(old, &entry) };
                let before = (!old.cancelled).then(|| old.clone());
                changes.push(Change { aspects, before, after: Some(entry.clone()) });
            }
            None => {
                entry.sequence = 0;
                changes.push(Change { aspects: vec![Aspect::Added], before: None, after: Some(entry.clone()) });
            }
        }
        entries.push(entry);
    }
    for old in before.into_values() {
        if old.cancelled {
            entries.push(old.clone());
            continue;
        }
        entries.push(Entry { cancelled: true, sequence: old.sequence + 1, ..old.clone() });
        changes.push(Change { aspects: vec![Aspect::Removed], before: Some(old.clone()), after: None });
    }
    entries.sort_by_key(|entry| (entry.start, entry.id));
    changes.sort_by_key(|change| change.after.as_ref().or(change.before.as_ref()).map(|entry| (entry.start, entry.id)));
    (entries, changes)
}

fn aspects(old: &Entry, new: &Entry) -> Vec<Aspect> {
    let found = [
        ((old.start, old.minutes) != (new.start, new.minutes), Aspect::Time),
        (old.room != new.room || old.place != new.place, Aspect::Room),
        ((&old.title, &old.item, &old.group) != (&new.title, &new.item, &new.group), Aspect::Title),
        (old.parts != new.parts, Aspect::People),
    ];
    found.into_iter().filter(|(differs, _)| *differs).map(|(_, aspect)| aspect).collect()
}

/// What each person has to be told: only those whose own session is new, different or called off.
/// That somebody else joins or leaves is no reason to write.
#[must_use]
pub fn notices(changes: &[Change], released: &[Entry]) -> BTreeMap<i64, Notice> {
    let mut notices: BTreeMap<i64, Notice> = BTreeMap::new();
    for change in changes {
        let of = |entry: &Option<Entry>| entry.as_ref().map(Entry::persons).unwrap_or_default();
        let (were, are) = (of(&change.before), of(&change.after));
        let moved = change.aspects.iter().any(|aspect| *aspect != Aspect::People);
        if let Some(entry) = &change.after {
            for person in are.iter().filter(|person| moved || !were.contains(person)) {
                let notice = notices.entry(*person).or_default();
                notice.come.push(entry.clone());
                if let Some(before) = change.before.as_ref().filter(|_| were.contains(person)) {
                    notice.before.insert(entry.id, before.clone());
                }
            }
        }
        // A cancellation has the new sequence too, or calendars would not believe it.
        let id = change.before.as_ref().map(|entry| entry.id);
        let Some(last) = released.iter().find(|entry| Some(entry.id) == id) else { continue };
        for person in were.difference(&are) {
            notices.entry(*person).or_default().stay_away.push(last.clone());
        }
    }
    for (person, notice) in &mut notices {
        let told: BTreeSet<i64> = notice.come.iter().map(|entry| entry.id).collect();
        let other = |entry: &&Entry| !entry.cancelled && !told.contains(&entry.id) && entry.persons().contains(person);
        notice.unchanged = released.iter().filter(other).count();
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(id: i64, hour: u32, people: &[i64]) -> Entry {
        let start = chrono::NaiveDate::from_ymd_opt(2019, 11, 28).and_then(|day| day.and_hms_opt(hour, 0, 0)).unwrap();
        let part = |person: &i64| Part { person: *person, name: format!("示例{person}"), role: Role::Judge };
        Entry {
            id,
            sequence: 0,
            title: format!("第{id}场"),
            item: String::new(),
            group: String::new(),
            start,
            minutes: 60,
            room: "A101".into(),
            place: String::new(),
            parts: people.iter().map(part).collect(),
            cancelled: false,
        }
    }

    fn told(changes: &[Change], released: &[Entry]) -> Vec<(i64, Vec<i64>, Vec<i64>)> {
        let ids = |entries: &[Entry]| entries.iter().map(|entry| entry.id).collect();
        notices(changes, released).iter().map(|(who, n)| (*who, ids(&n.come), ids(&n.stay_away))).collect()
    }

    #[test]
    fn only_those_are_told_whose_session_changes() {
        let (first, changes) = next(&[], vec![entry(1, 9, &[1, 2]), entry(2, 10, &[2, 3])]);
        assert_eq!(told(&changes, &first), [(1, vec![1], vec![]), (2, vec![1, 2], vec![]), (3, vec![2], vec![])]);
        // Session 1 moves; in session 2 person 4 comes for person 3.
        let (second, changes) = next(&first, vec![entry(1, 11, &[2, 1]), entry(2, 10, &[2, 4])]);
        assert_eq!(changes.iter().map(|c| c.aspects.clone()).collect::<Vec<_>>(), [[Aspect::People], [Aspect::Time]]);
        let all = [(1, vec![1], vec![]), (2, vec![1], vec![]), (3, vec![], vec![2]), (4, vec![2], vec![])];
        assert_eq!(told(&changes, &second), all);
        let notices = notices(&changes, &second);
        assert_eq!(notices[&2].before[&1].start, first[0].start, "what was said before");
        assert_eq!((notices[&2].unchanged, notices[&1].unchanged, notices[&3].unchanged), (1, 0, 0));
        assert!(notices[&4].before.is_empty(), "who is new was told nothing");
        let (third, changes) = next(&second, vec![entry(1, 11, &[1, 2])]);
        assert_eq!(told(&changes, &third), [(2, vec![], vec![2]), (4, vec![], vec![2])]);
        let sequences: Vec<(i64, u32, bool)> = third.iter().map(|e| (e.id, e.sequence, e.cancelled)).collect();
        assert_eq!(sequences, [(2, 2, true), (1, 1, false)]);
        let (fourth, _) = next(&third, vec![entry(1, 11, &[1, 2]), entry(2, 10, &[2, 4])]);
        assert_eq!(fourth.iter().map(|e| (e.id, e.sequence)).collect::<Vec<_>>(), [(2, 3), (1, 1)], "back again");
    }

    proptest! {
        #[test]
        fn the_same_again_changes_nothing_and_sequences_never_fall(
            before in proptest::collection::btree_map(0..8i64, (8..20u32, proptest::collection::vec(0..4i64, 0..3)), 0..6),
            after in proptest::collection::btree_map(0..8i64, (8..20u32, proptest::collection::vec(0..4i64, 0..3)), 0..6),
        ) {
            let all = |drawn: &BTreeMap<i64, (u32, Vec<i64>)>| -> Vec<Entry> {
                drawn.iter().map(|(id, (hour, people))| entry(*id, *hour, people)).collect()
            };
            let (first, _) = next(&[], all(&before));
            let (second, changes) = next(&first, all(&after));
            prop_assert_eq!(next(&second, all(&after)), (second.clone(), vec![]));
            for old in &first {
                let new = second.iter().find(|new| new.id == old.id).unwrap();
                let changed = changes.iter().any(|c| c.before.as_ref().is_some_and(|e| e.id == old.id));
                prop_assert_eq!(new.sequence, old.sequence + u32::from(changed));
            }
        }
    }
}
