//! What the approver should look at twice. A warning never forbids.

use super::details::Details;
use super::field::Field;
use crate::domain::code::codes;
use crate::domain::ids::{EventId, OrganisationId};
use crate::domain::plan::{Kind, PlanItem};
use crate::domain::text::compact;
use chrono::NaiveDate;

codes! {
    /// What may be wrong.
    pub enum WarningCode: "warning" {
        /// No item of a published plan.
        NotInPlan = "not-in-plan",
        /// The first day is less than [`super::Clocks::notice_days`] ahead; the number says how many.
        ShortNotice = "short-notice",
        /// The first day is past: the grant is asked for afterwards.
        AlreadyBegun = "already-begun",
        SameHost = "same-host",
        SameVenue = "same-venue",
        SameTrade = "same-trade",
        /// An entry fee excludes the grant.
        EntryFee = "entry-fee",
        /// Level or class differ from the plan's.
        DiffersFromPlan = "differs-from-plan",
    }
}

/// One warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    pub code: WarningCode,
    /// The event that it meets at the same time.
    pub other: Option<EventId>,
    /// Days ahead, for short notice.
    pub days: Option<i64>,
}

/// The event under review.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'p> {
    pub event: EventId,
    pub host: OrganisationId,
    pub kind: Kind,
    pub details: &'p Details,
    /// Its item in a published plan.
    pub planned: Option<&'p PlanItem>,
}

/// Another live event (see [`super::State::is_live`]).
#[derive(Clone, Debug)]
pub struct Other<'o> {
    pub event: EventId,
    pub host: OrganisationId,
    pub kind: Kind,
    pub venue: &'o str,
    pub trade: &'o str,
    pub starts_on: NaiveDate,
    /// Inclusive.
    pub ends_on: NaiveDate,
}

/// All warnings, those about the event itself first. Fewer than `notice_days` calendar days ahead
/// are short notice.
pub fn warnings(proposal: &Proposal, others: &[Other], today: NaiveDate, notice_days: u32) -> Vec<Warning> {
    let Proposal { details, planned, .. } = *proposal;
    let own = |code| Warning { code, other: None, days: None };
    let mut found = Vec::new();
    match planned {
        None => found.push(own(WarningCode::NotInPlan)),
        Some(item) => {
            let differs = proposal.kind != item.kind
                || (item.level.is_some() && details.level() != item.level)
                || (item.class.is_some() && details.class() != item.class);
            if differs {
                found.push(own(WarningCode::DiffersFromPlan));
            }
        }
    }
    if details.flag(Field::EntryFeeCharged) == Some(true) {
        found.push(own(WarningCode::EntryFee));
    }
    let Some(starts_on) = details.date(Field::StartsOn) else { return found };
    let ends_on = details.date(Field::EndsOn).unwrap_or(starts_on);
    match (starts_on - today).num_days() {
        days if days < 0 => found.push(own(WarningCode::AlreadyBegun)),
        days if days < i64::from(notice_days) => {
            found.push(Warning { days: Some(days), ..own(WarningCode::ShortNotice) });
        }
        _ => {}
    }
    let meets =
        |other: &&Other| other.event != proposal.event && other.starts_on <= ends_on && starts_on <= other.ends_on;
    for other in others.iter().filter(meets) {
        let same = |field: Field, theirs: &str| {
            let ours = details.text(field).map(plain).filter(|text| !text.is_empty());
            ours.is_some_and(|ours| ours == plain(theirs))
        };
        let codes = [
            (other.host == proposal.host, WarningCode::SameHost),
            (same(Field::Venue, other.venue), WarningCode::SameVenue),
            (other.kind == proposal.kind && same(Field::Trade, other.trade), WarningCode::SameTrade),
        ];
        let met = codes.into_iter().filter(|(holds, _)| *holds);
        found.extend(met.map(|(_, code)| Warning { code, other: Some(other.event), days: None }));
    }
    found
}

fn plain(text: &str) -> String {
    compact(text).to_lowercase()
}
