//! From competitions: whoever won the title that a programme takes without review appears as a nominee.

use super::terms;
use crate::domain::access::{self, Action, Facts, Visibility};
use crate::domain::contest::honours::HonourKind;
use crate::domain::contest::phase::Phase;
use crate::domain::ids::{EntrantId, NominationId, RoundId};
use crate::domain::recognition::programme::Nominator;
use crate::service::app::{App, Who};
use crate::service::contests::honours_in;
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, NominationData, NominationOf, RoundRow};
use crate::storage::{Conn, contests, events, people};
use chrono::Datelike;
use serde_json::json;

/// Somebody who won the title in a published competition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laureate {
    pub entrant: EntrantId,
    pub name: String,
    pub unit: String,
    /// Competition, item, rank.
    pub source: String,
    /// The unit is registered, and can be given the draft.
    pub registered: bool,
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
    let known = recognition::of_round(conn, Visibility::All, round.id)?;
    let mut found = Vec::new();
    for (item, _) in contests::list(conn, Visibility::PublicOnly, MOST)? {
        let event = events::get(conn, item.event_id)?;
        let year = event.ends_on.or(event.starts_on).map(|day| day.year());
        if item.phase != Phase::Published || year.is_none_or(|year| year != round.year && year + 1 != round.year) {
            continue;
        }
        let name = format!("{} {}", event.name, item.name);
        for (entrant, rank, lines) in honours_in(conn, item, event)? {
            let won = lines.iter().any(|line| {
                line.is_given() && line.kind == HonourKind::Title && programme.without_review.contains(&line.honour)
            });
            let source = format!("{name} 第 {rank} 名");
            if won && !known.iter().any(|(one, _)| one.entrant_id == Some(entrant.id.get())) {
                let registered = people::organisation_named(conn, &entrant.unit)?.is_some();
                found.push(Laureate {
                    entrant: entrant.id,
                    name: entrant.name,
                    unit: entrant.unit,
                    source,
                    registered,
                });
            }
        }
    }
    Ok(found)
}

/// Makes the draft of a winner's nomination, in the name of the unit they competed for; the unit
/// completes and submits it, and the panel does not review it.
///
/// # Errors
/// Rights, the wrong state; `NotFound`; `Conflict(laureate-unit)` where the unit is not registered.
pub fn take_laureate(app: &App, who: &Who, id: RoundId, entrant: EntrantId) -> Result<NominationId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let round = recognition::lock_round(tx, id)?;
        access::can(&who.actor, Action::RecognitionOpen, &Facts::NONE)?;
        access::can(&who.actor, Action::RecognitionNominate, &Facts::round(None, None, round.state))?;
        let laureate = laureates(tx, &round)?.into_iter().find(|one| one.entrant == entrant);
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
        recognition::put_direct(tx, new, entrant, &laureate.source)?;
        let after = json!({ "name": laureate.name, "unit": unit.id });
        trail::record(tx, at, By::who(who), "nomination.nominate", "nomination", new.get(), None, Some(after))?;
        Ok(new)
    })
}
