//! Something to register for, and invented people who do.

use super::Server;
use chrono::{Duration, NaiveDateTime};
use jiangxin::domain::ids::{EntryId, EventId};
use jiangxin::service::participants::entries::{self, EntryForm};
use jiangxin::storage::entries::EntryData;
use jiangxin::storage::events::{self, Content, NewEvent};

/// An item without conditions that anybody can be entered under for a day, closed to the public.
pub fn new_entry(name: &str, opens_at: NaiveDateTime) -> EntryData {
    EntryData {
        name: name.into(),
        capacity: None,
        approval: false,
        team_least: 1,
        team_most: 1,
        opens_at,
        closes_at: opens_at + Duration::days(1),
        offer_hours: 48,
        rules: "{}".into(),
        open: false,
    }
}

impl Server {
    /// A new event of the host's, as if it had come to this state.
    pub fn new_event<'a>(&self, reference: &'a str, kind: &'static str, state: &'static str) -> NewEvent<'a> {
        let at = self.app.now().naive_utc();
        NewEvent {
            reference,
            kind,
            organisation_id: self.who("host").organisation().get(),
            division: "330300",
            plan_item_id: None,
            state,
            waiting_since: at,
            created_at: at,
            updated_at: at,
        }
    }

    /// An approved competition of the host, three weeks ahead.
    pub fn approved_event(&self, name: &str) -> EventId {
        self.approved_event_with(name, "{}")
    }

    /// As [`approved_event`](Self::approved_event), with these details.
    pub fn approved_event_with(&self, name: &str, details: &str) -> EventId {
        let reference = format!("SJ-2019-8{:03}", name.len() % 1_000);
        let new = self.new_event(&reference, "competition", "approved");
        let content = Content {
            name: name.to_owned(),
            trade: "砌筑工".into(),
            venue: "样例实训楼".into(),
            starts_on: "2019-12-09".parse().ok(),
            ends_on: "2019-12-10".parse().ok(),
            details: details.to_owned(),
        };
        let made = self.app.store.write(|tx| events::insert(tx, &new, &content));
        made.expect("an event")
    }

    /// An entry of the event as its host makes it, open from now on.
    pub fn entry(&self, event: EventId, change: impl FnOnce(EntryForm) -> EntryForm) -> EntryId {
        let row = self.app.store.read(|conn| events::get(conn, event)).expect("the event");
        let usual = EntryForm::usual(&row, self.app.now());
        let form = change(EntryForm { offer_hours: "0".to_owned(), ..usual });
        entries::add(&self.app, &self.who("host"), event, &form).expect("an entry")
    }
}

/// An invented identity number of an area that does not exist, born in 1985, with its right check digit.
pub fn resident_id(serial: u32) -> String {
    let digits = format!("9999991985{:02}{:02}{:03}", serial / 1_000 % 12 + 1, serial / 12_000 + 1, serial % 1_000);
    with_check_digit(&digits)
}

/// Seventeen digits of an identity number with the last character that belongs to them.
pub fn with_check_digit(digits: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

/// The form of an invented person.
pub fn person(serial: u32) -> Vec<(&'static str, String)> {
    vec![
        ("name", "样例".to_owned()),
        ("resident_id", resident_id(serial)),
        ("unit", "样例机械厂".to_owned()),
        ("division", "330304".to_owned()),
        ("phone", "13800000000".to_owned()),
        ("email", format!("person{serial}@example.com")),
        ("skill_level", "senior".to_owned()),
        ("agreed", "true".to_owned()),
    ]
}

/// The form as a client sends it.
pub fn fields<'f>(form: &'f [(&'static str, String)]) -> Vec<(&'f str, &'f str)> {
    form.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
