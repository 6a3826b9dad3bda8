//! All that belongs to the schedule of one event, and what does not fit in it.

use crate::domain::access::{self, Action, Facts as Rights};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{EventId, OrganisationId, SittingId, UserId, VenueId};
use crate::domain::people::OrganisationKind;
use crate::domain::schedule::exchange::read_spans;
use crate::domain::schedule::span::read_time;
use crate::domain::schedule::{
    Conflict, Facts, Frame, Hours, Minutes, Person, PersonKey, Role, Room, RoomKey, Rules, Severity, Sitting,
    SittingKey, Span, Wish, conflicts,
};
use crate::domain::time::in_shanghai;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::events::{self, EventRow};
use crate::storage::schedules::{self, AckRow, ElsewhereRow, PartRow, PersonRow, SittingRow};
use crate::storage::venues::{self, BlockRow, RoomRow, VenueRow};
use crate::storage::{Conn, Tx, contest_recusals, people};
use chrono::{DateTime, Days, NaiveDateTime, Utc};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A schedule as it is being made.
#[derive(Clone, Debug)]
pub struct Book {
    pub event: EventRow,
    /// 0 before anything was written.
    pub version: i64,
    pub sittings: Vec<SittingRow>,
    pub parts: Vec<PartRow>,
    pub people: Vec<PersonRow>,
    /// Identity numbers of people that are known, by their ids.
    pub numbers: BTreeMap<i64, String>,
    pub venues: Vec<VenueRow>,
    /// Those that this event may use: its host's own, and those of the offices above it.
    pub usable: BTreeSet<VenueId>,
    /// Of every venue; those no longer offered included.
    pub rooms: Vec<RoomRow>,
    pub blocks: Vec<BlockRow>,
    /// What other events do at the time in any room.
    pub others: Vec<SittingRow>,
    /// What this event's people do in other events, by account or address.
    pub elsewhere: Vec<ElsewhereRow>,
    /// Names of the other events, by their sittings.
    pub other_events: BTreeMap<i64, String>,
    /// Sittings of other events that are drafts outside those events' own days: of them is only warned.
    pub strays: BTreeSet<i64>,
    /// Judges by account, with names, units and addresses of whom they are kept from in this event's items.
    pub recusals: Vec<(UserId, String, String, String)>,
    pub acks: Vec<AckRow>,
    pub rules: Rules,
    /// The number of the last release; 0: none.
    pub released: i32,
    pub may_edit: bool,
    pub may_release: bool,
    /// May read the addresses of people.
    pub sees_addresses: bool,
    /// The event's days, the time it is, and the beginnings of the last release.
    pub frame: Frame,
}

/// A conflict with the reason it was acknowledged with, if it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub conflict: Conflict,
    pub mark: String,
    pub reason: Option<String>,
}

impl Found {
    /// Whether it stands in the way of a release.
    pub fn holds_release(&self) -> bool {
        match self.conflict.severity {
            Severity::Ignore => false,
            Severity::Warn => self.reason.is_none(),
            Severity::BlockRelease | Severity::Block => true,
        }
    }
}

/// What the pure functions look at.
pub(super) struct Owned {
    pub sittings: Vec<Sitting>,
    pub rooms: Vec<Room>,
    pub people: Vec<Person>,
    pub interests: BTreeSet<(PersonKey, PersonKey)>,
    pub frame: Frame,
}

impl Owned {
    pub fn facts<'f>(&'f self, calendar: &'f Calendar) -> Facts<'f> {
        Facts {
            sittings: &self.sittings,
            rooms: &self.rooms,
            people: &self.people,
            interests: &self.interests,
            calendar: Some(calendar),
            frame: Some(&self.frame),
        }
    }
}

/// The schedule of an event, for those who may see the event.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: EventId) -> Result<Book, ServiceError> {
    app.store.read(|conn| {
        let row = events::get(conn, id)?;
        access::can(&who.actor, Action::EventView, &facts_of(&row))?;
        let mut book = load(conn, row, app.now())?;
        let may = |action| access::can(&who.actor, action, &facts_of(&book.event)).is_ok();
        (book.may_edit, book.may_release) = (may(Action::EventSchedule), may(Action::EventRelease));
        book.sees_addresses = may(Action::ParticipantExport);
        Ok(book)
    })
}

pub(super) fn facts_of(row: &EventRow) -> Rights {
    Rights::event(row.organisation_id, Some(row.division), row.state)
}

/// Locks the event and asks for right and version; the version is raised.
pub(super) fn open(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: EventId,
    version: i64,
) -> Result<EventRow, ServiceError> {
    let row = events::lock(tx, id)?;
    access::can(&who.actor, action, &facts_of(&row))?;
    schedules::raise(tx, id, version)?;
    Ok(row)
}

pub(super) fn load(conn: &mut Conn, event: EventRow, at: DateTime<Utc>) -> Result<Book, ServiceError> {
    let id = event.id;
    let sittings = schedules::sittings(conn, id)?;
    let starts = || sittings.iter().filter_map(|sitting| sitting.starts_at);
    let from = starts().min().or(event.starts_on.map(|day| day.and_time(chrono::NaiveTime::MIN)));
    let to = starts().max().max(event.ends_on.map(|day| day.and_time(chrono::NaiveTime::MIN)));
    let people_here = schedules::people(conn, id)?;
    let numbers = schedules::numbers(conn, id)?;
    let (others, elsewhere) = match from.zip(to) {
        // A sitting lasts seven days at most.
        Some((from, to)) => {
            let (from, to) = (earlier(from), later(to));
            let users: Vec<i64> = people_here.iter().filter_map(|person| person.user_id).collect();
            let emails: Vec<String> = people_here.iter().filter_map(|person| person.email.clone()).collect();
            let known: Vec<String> = numbers.values().cloned().collect();
            let elsewhere = schedules::elsewhere(conn, id, (&users, &emails, &known), (from, to))?;
            (schedules::others(conn, id, from, to)?, elsewhere)
        }
        None => (Vec::new(), Vec::new()),
    };
    let (mut other_events, mut strays) = (BTreeMap::new(), BTreeSet::new());
    for sitting in others.iter().chain(elsewhere.iter().map(|row| &row.sitting)) {
        if let Entry::Vacant(free) = other_events.entry(sitting.id.get()) {
            let theirs = events::get(conn, sitting.event_id)?;
            if is_stray(conn, &theirs, sitting)? {
                strays.insert(sitting.id.get());
            }
            free.insert(theirs.name);
        }
    }
    let venues = venues::all(conn)?;
    let offices: BTreeSet<OrganisationId> = people::organisations(conn)?
        .into_iter()
        .filter(|unit| unit.kind == OrganisationKind::Bureau)
        .filter(|unit| unit.division == event.division || unit.division == event.division.city())
        .map(|unit| unit.id)
        .collect();
    let may_use = |owner: OrganisationId| owner == event.organisation_id || offices.contains(&owner);
    let usable = venues.iter().filter(|venue| may_use(venue.organisation_id)).map(|venue| venue.id).collect();
    let last = schedules::last_release(conn, id)?;
    let entries = last.as_ref().map(super::release::entries_of).transpose()?.unwrap_or_default();
    let live = entries.iter().filter(|entry| !entry.cancelled);
    let frame = Frame {
        days: event.starts_on.zip(event.ends_on),
        now: Some(in_shanghai(at)),
        told: live.map(|entry| (SittingKey(entry.id), entry.start)).collect(),
    };
    Ok(Book {
        usable,
        frame,
        version: schedules::version(conn, id)?,
        parts: schedules::parts(conn, id)?,
        people: people_here,
        numbers,
        elsewhere,
        other_events,
        strays,
        recusals: contest_recusals::of_event(conn, id)?,
        venues,
        rooms: venues::rooms(conn)?,
        blocks: venues::blocks(conn)?,
        acks: schedules::acks(conn, id)?,
        rules: super::rules::of(conn, &event.division.to_string())?,
        released: last.map_or(0, |release| release.number),
        others,
        sittings,
        event,
        may_edit: false,
        may_release: false,
        sees_addresses: false,
    })
}

/// A sitting of another event outside that event's own days which was never released: a draft that nobody is bound
/// by.
fn is_stray(conn: &mut Conn, event: &EventRow, sitting: &SittingRow) -> Result<bool, ServiceError> {
    let Some((start, (first, last))) = sitting.starts_at.zip(event.starts_on.zip(event.ends_on)) else {
        return Ok(false);
    };
    if (first..=last).contains(&start.date()) {
        return Ok(false);
    }
    let released = schedules::last_release(conn, event.id)?;
    let entries = released.as_ref().map(super::release::entries_of).transpose()?.unwrap_or_default();
    Ok(!entries.iter().any(|entry| entry.id == sitting.id.get() && !entry.cancelled))
}

fn earlier(moment: NaiveDateTime) -> NaiveDateTime {
    moment.checked_sub_days(Days::new(7)).unwrap_or(moment)
}

fn later(moment: NaiveDateTime) -> NaiveDateTime {
    moment.checked_add_days(Days::new(8)).unwrap_or(moment)
}

impl Book {
    /// Every conflict of this event's sittings, those with other events' in the same room included.
    pub fn conflicts(&self, calendar: &Calendar) -> Vec<Found> {
        let owned = self.owned();
        let own: BTreeSet<i64> = self.sittings.iter().map(|sitting| sitting.id.get()).collect();
        let all = conflicts(&owned.facts(calendar), &self.rules).into_iter();
        let ours = all.filter(|conflict| {
            own.contains(&conflict.first.0) || conflict.second.is_some_and(|second| own.contains(&second.0))
        });
        let stray = |key: SittingKey| self.strays.contains(&key.0);
        ours.map(|mut conflict| {
            if stray(conflict.first) || conflict.second.is_some_and(stray) {
                conflict.severity = conflict.severity.min(Severity::Warn);
            }
            let mark = conflict.mark();
            let reason = self.acks.iter().find(|ack| ack.mark == mark).map(|ack| ack.reason.clone());
            Found { conflict, mark, reason }
        })
        .collect()
    }

    pub(super) fn owned(&self) -> Owned {
        let own = self.sittings.iter().filter_map(|row| self.sitting(row));
        let others = self.theirs();
        let people = self
            .people
            .iter()
            .map(|row| Person { key: self.person_key(row.id.get()), away: read_spans(&row.away).unwrap_or_default() });
        Owned {
            sittings: own.chain(others.into_values()).collect(),
            rooms: self.rooms.iter().map(|row| self.room(row)).collect(),
            people: people.collect(),
            interests: self.interests(),
            frame: self.frame.clone(),
        }
    }

    fn sitting(&self, row: &SittingRow) -> Option<Sitting> {
        let parts = self.parts.iter().filter(|part| part.sitting_id == row.id);
        let people = parts.map(|part| (self.person_key(part.person_id.get()), part.role)).collect();
        Some(Sitting { people, ..bare(row)? })
    }

    /// The one key of everybody who is known to be the same person.
    fn person_key(&self, id: i64) -> PersonKey {
        let found = self.people.iter().find(|person| person.id.get() == id);
        let twin = found.and_then(|own| {
            let own = self.identity(own);
            let twins = self.people.iter().filter(|other| own.is_same(&self.identity(other)));
            twins.map(|other| other.id.get()).min()
        });
        PersonKey(twin.unwrap_or(id).min(id))
    }

    fn identity<'b>(&'b self, person: &'b PersonRow) -> Identity<'b> {
        Identity {
            number: self.numbers.get(&person.id.get()).map(String::as_str),
            user: person.user_id,
            email: person.email.as_deref(),
            name: &person.name,
        }
    }

    /// Sittings of other events in rooms at the time, and those in which people of this event take part.
    fn theirs(&self) -> BTreeMap<i64, Sitting> {
        let all = self.others.iter().chain(self.elsewhere.iter().map(|row| &row.sitting));
        let mut sittings: BTreeMap<i64, Sitting> =
            all.filter_map(|row| Some((row.id.get(), Sitting { fixed: true, ..bare(row)? }))).collect();
        for row in &self.elsewhere {
            let theirs = Identity {
                number: row.number.as_deref(),
                user: row.user_id,
                email: row.email.as_deref(),
                name: &row.name,
            };
            let same = |person: &&PersonRow| self.identity(person).is_same(&theirs);
            let Some(sitting) = sittings.get_mut(&row.sitting.id.get()) else { continue };
            if let Some(person) = self.people.iter().find(same) {
                sitting.people.push((self.person_key(person.id.get()), row.role));
            }
        }
        sittings
    }

    /// What a conflict's sitting is called, one of another event by that event.
    pub fn called(&self, id: i64) -> Option<&str> {
        let own = self.sitting_row(SittingId::new(id)).map(|row| row.title.as_str());
        own.or_else(|| self.other_events.get(&id).map(String::as_str))
    }

    fn room(&self, row: &RoomRow) -> Room {
        let time = |text: &Option<String>| text.as_deref().and_then(|text| read_time(text).ok());
        let blocked = self.blocks.iter().filter(|block| block.room_id == row.id);
        Room {
            key: RoomKey(row.id.get()),
            capacity: row.capacity.and_then(|capacity| u32::try_from(capacity).ok()),
            equipment: list(&row.equipment),
            hours: time(&row.opens).zip(time(&row.closes)).map(|(opens, closes)| Hours { opens, closes }),
            blocked: blocked.filter_map(|block| Span::between(block.starts_at, block.ends_at).ok()).collect(),
        }
    }

    /// A judge does not judge people of the same unit, nor whom an item keeps them from: pupils, relatives.
    fn interests(&self) -> BTreeSet<(PersonKey, PersonKey)> {
        let mut units: BTreeMap<&str, Vec<&PersonRow>> = BTreeMap::new();
        for person in self.people.iter().filter(|person| !person.unit.is_empty()) {
            units.entry(&person.unit).or_default().push(person);
        }
        let mut pairs = BTreeSet::new();
        for people in units.values() {
            for judge in people.iter().filter(|person| person.role == Role::Judge) {
                let others = people.iter().filter(|person| person.role == Role::Contestant);
                let key = |person: &PersonRow| self.person_key(person.id.get());
                pairs.extend(others.map(|other| (key(judge), key(other))));
            }
        }
        for (user, name, unit, email) in &self.recusals {
            let judges = self.people.iter().filter(|person| person.role == Role::Judge && person.user() == Some(*user));
            for judge in judges {
                let kept_from = |other: &&PersonRow| {
                    let by_name = other.name == *name && (other.unit == *unit || other.unit.is_empty());
                    other.role == Role::Contestant
                        && (by_name || other.email.as_ref().is_some_and(|own| own == email && !email.is_empty()))
                };
                let key = |person: &PersonRow| self.person_key(person.id.get());
                pairs.extend(self.people.iter().filter(kept_from).map(|other| (key(judge), key(other))));
            }
        }
        pairs
    }

    /// The room with its venue.
    pub fn room_of(&self, id: i64) -> Option<(&RoomRow, &VenueRow)> {
        let room = self.rooms.iter().find(|room| room.id.get() == id)?;
        Some((room, self.venues.iter().find(|venue| venue.id == room.venue_id)?))
    }

    pub fn sitting_row(&self, id: SittingId) -> Option<&SittingRow> {
        self.sittings.iter().find(|sitting| sitting.id == id)
    }

    /// Rooms this event may use.
    pub fn offered(&self) -> Vec<(&RoomRow, &VenueRow)> {
        let open = |room: &&RoomRow| room.active;
        let rooms = self.rooms.iter().filter(open).filter_map(|room| self.room_of(room.id.get()));
        rooms.filter(|(_, venue)| self.usable.contains(&venue.id)).collect()
    }
}

/// What tells whether two people are one.
struct Identity<'b> {
    number: Option<&'b str>,
    user: Option<i64>,
    email: Option<&'b str>,
    name: &'b str,
}

impl Identity<'_> {
    /// The identity number decides where both have one. Else it is the same account, or the same name at the
    /// same address: many people have the address of the office that entered them.
    fn is_same(&self, other: &Identity<'_>) -> bool {
        if let (Some(one), Some(other)) = (self.number, other.number) {
            return one == other;
        }
        let by_address = self.email.is_some() && self.email == other.email && self.name == other.name;
        by_address || (self.user.is_some() && self.user == other.user)
    }
}

/// A stored sitting without its people; `None` if its length is damaged.
fn bare(row: &SittingRow) -> Option<Sitting> {
    let length = u32::try_from(row.minutes).ok().and_then(|minutes| Minutes::new(minutes).ok())?;
    Some(Sitting {
        start: row.starts_at,
        room: row.room_id.map(RoomKey),
        heads: u32::try_from(row.heads).unwrap_or(0),
        needs: list(&row.needs),
        after: row.after_ids.split(';').filter_map(|id| id.parse().ok()).map(SittingKey).collect(),
        wish: Wish {
            day: row.wish_day,
            half: row.wish_half.as_deref().and_then(|half| half.parse().ok()),
            room: row.wish_room.map(RoomKey),
        },
        fixed: row.fixed,
        allowed: row.allowed_rooms.split(';').filter_map(|id| id.parse().ok()).map(RoomKey).collect(),
        ..Sitting::new(SittingKey(row.id.get()), length)
    })
}

/// A list kept in one column.
pub(super) fn list(text: &str) -> BTreeSet<String> {
    text.split(';').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What people type into one field, separated by whatever they use, as it is kept.
pub(super) fn listed(typed: &str) -> String {
    let plain = crate::domain::text::tidy(typed).replace([',', '、', '，', '；'], ";");
    list(&plain).into_iter().collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::Identity;

    fn of(number: Option<&'static str>, user: Option<i64>, name: &'static str) -> Identity<'static> {
        Identity { number, user, email: Some("office@example.com"), name }
    }

    #[test]
    fn an_address_that_many_share_makes_nobody_another() {
        let cases = [
            (of(Some("1"), None, "赵样例"), of(Some("2"), None, "赵样例"), false),
            (of(Some("1"), Some(7), "赵样例"), of(Some("2"), Some(7), "赵样例"), false),
            (of(Some("1"), None, "赵样例"), of(Some("1"), None, "赵样"), true),
            (of(Some("1"), None, "赵样例"), of(None, None, "赵样例"), true),
            (of(None, None, "赵样例"), of(None, None, "钱样例"), false),
            (of(None, Some(7), "示例评委"), of(None, Some(7), "示例专家"), true),
        ];
        for (one, other, same) in cases {
            assert_eq!((one.is_same(&other), other.is_same(&one)), (same, same), "{} {}", one.name, other.name);
        }
        let nowhere = Identity { email: None, ..of(None, None, "赵样例") };
        assert!(!nowhere.is_same(&Identity { email: None, ..of(None, None, "赵样例") }), "a name alone is nobody");
    }
}
