//! What an event knows of one participant besides the registration: attendance, results, certificates,
//! letters.

use crate::domain::ids::EventId;
use crate::domain::participant::attendance::{Direction, Presence};
use crate::service::attendance;
use crate::service::contests::{self, OwnResult};
use crate::service::error::ServiceError;
use crate::storage::contests::EntrantRow;
use crate::storage::events::EventRow;
use crate::storage::outbox::OutboxRow;
use crate::storage::participants::ParticipantRow;
use crate::storage::{Conn, attendance as attendance_rows, events};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

/// A scan, or what was entered by hand in its place.
#[derive(Clone, Debug)]
struct Seen {
    at: NaiveDateTime,
    direction: Direction,
    by_hand: bool,
    /// Empty: it counts.
    struck: String,
}

/// A certificate, of a place or of completion.
#[derive(Clone, Debug)]
struct Held {
    number: String,
    item: String,
    issued_on: NaiveDate,
    revoked: String,
}

/// Everything of one participation that is not in its own row.
#[derive(Clone, Debug)]
pub(super) struct OwnData {
    scans: Vec<Seen>,
    /// Half-days by name, with what was attended of each.
    halves: Vec<(String, Presence)>,
    results: Vec<OwnResult>,
    certificates: Vec<Held>,
    letters: Vec<OutboxRow>,
}

/// Gathers it. Marks are told once the result is published: until then nobody who knows the names knows
/// them.
pub(super) fn of(conn: &mut Conn, row: &ParticipantRow) -> Result<OwnData, ServiceError> {
    let id = EventId::new(row.event_id.get());
    let event = events::get(conn, id)?;
    let register = attendance::register(conn, event.clone())?;
    let own = register.scans.iter().filter(|(scan, _)| scan.participant_id == row.id);
    let scans = own.map(|(scan, _)| Seen {
        at: scan.scanned_at,
        direction: scan.direction,
        by_hand: !scan.note.is_empty(),
        struck: scan.struck_reason.clone(),
    });
    let line = register.line(row.id).filter(|_| register.recorded);
    let halves = line.map(|line| line.attended.halves.iter().map(|(key, there)| (attendance::half_name(*key), *there)));
    let (scans, halves) = (scans.collect(), halves.map(Iterator::collect).unwrap_or_default());
    let results = contests::own_results(conn, &event, row)?;
    let completed = attendance_rows::completions(conn, id)?;
    let completed = completed.into_iter().filter(|one| one.participant_id == row.id).map(|one| Held {
        number: one.number,
        item: String::new(),
        issued_on: one.issued_on,
        revoked: one.revoke_reason,
    });
    let certificates = won(&results).chain(completed).collect();
    let letters = super::letters::of(conn, &event, row)?;
    Ok(OwnData { scans, halves, results, certificates, letters })
}

/// What an event knows of somebody whom only the list of an item names.
pub(super) fn on_list(conn: &mut Conn, event: &EventRow, entrant: &EntrantRow) -> Result<OwnData, ServiceError> {
    let results = contests::result_on_list(conn, event, entrant.id)?;
    let certificates = won(&results).collect();
    let letters = super::letters::on_list(conn, event, entrant)?;
    Ok(OwnData { scans: Vec::new(), halves: Vec::new(), results, certificates, letters })
}

/// The certificates that results brought.
fn won(results: &[OwnResult]) -> impl Iterator<Item = Held> {
    results.iter().flat_map(|result| {
        result.certificates.iter().map(|one| Held {
            number: one.number.clone(),
            item: result.item.clone(),
            issued_on: one.issued_on,
            revoked: one.revoke_reason.clone(),
        })
    })
}

impl OwnData {
    pub(super) fn json(&self, at: impl Fn(NaiveDateTime) -> String) -> Value {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        json!({
            "scans": self.scans.iter().map(|scan| json!({
                "at": at(scan.at), "direction": scan.direction, "by_hand": scan.by_hand, "struck": some(&scan.struck),
            })).collect::<Vec<_>>(),
            "half_days": self.halves.iter().map(|(half, there)| json!({ "half_day": half, "presence": there }))
                .collect::<Vec<_>>(),
            "results": self.results.iter().map(|result| json!({
                "item": result.item, "rank": result.rank, "total": result.total, "award": some(&result.award),
                "parts": result.parts, "deduction": result.deduction,
            })).collect::<Vec<_>>(),
            "certificates": self.certificates.iter().map(|one| json!({
                "number": one.number, "item": some(&one.item), "issued_on": one.issued_on.to_string(),
                "revoked": some(&one.revoked),
            })).collect::<Vec<_>>(),
            "mails": self.letters.iter().map(|letter| json!({
                "kind": letter.kind, "to": letter.to_address, "subject": letter.subject, "state": letter.state,
                "written_at": at(letter.created_at), "sent_at": letter.sent_at.map(&at),
            })).collect::<Vec<_>>(),
        })
    }

    /// Attendance, results, certificates and letters in words, a cell each.
    pub(super) fn cells(&self, at: impl Fn(NaiveDateTime) -> String) -> [String; 4] {
        let mut there: Vec<String> =
            self.halves.iter().map(|(half, there)| format!("{half} {}", presence(*there))).collect();
        there.extend(self.scans.iter().map(|scan| {
            let way = if scan.direction == Direction::In { "签到" } else { "签退" };
            let hand = if scan.by_hand { "（补录）" } else { "" };
            let struck =
                if scan.struck.is_empty() { String::new() } else { format!("（已作废：{}）", scan.struck) };
            format!("{} {way}{hand}{struck}", at(scan.at))
        }));
        let results = self.results.iter().map(|result| {
            let parts: Vec<String> = result.parts.iter().map(|(part, mark)| format!("{part} {mark}")).collect();
            format!("{} 第 {} 名，总分 {}（{}）", result.item, result.rank, result.total, parts.join("；"))
        });
        let certificates = self.certificates.iter().map(|one| {
            let revoked =
                if one.revoked.is_empty() { String::new() } else { format!("（已撤销：{}）", one.revoked) };
            format!("{} {} {}{revoked}", one.number, one.item, one.issued_on)
        });
        let letters = self.letters.iter().map(|letter| {
            let subject = letter.subject.as_deref().unwrap_or(&letter.kind);
            format!("{} {} {subject}", at(letter.created_at), letter.to_address)
        });
        let lines = |lines: Vec<String>| lines.join("\n");
        [lines(there), lines(results.collect()), lines(certificates.collect()), lines(letters.collect())]
    }
}

const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "到",
        Presence::Part => "部分",
        Presence::Absent => "缺",
    }
}
