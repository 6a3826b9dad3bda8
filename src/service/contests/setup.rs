//! Entering an item and what it is marked and ranked by; looking at it.

use super::load::{Contest, load};
use super::visible;
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::scheme::{Scheme, SchemeFault, read_scheme};
use crate::domain::contest::standing::TieKey;
use crate::domain::event::{Kind, State};
use crate::domain::ids::{ContestId, EventId};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::contests::{self, ItemData, ItemRow};
use crate::storage::events::{self, EventRow};
use crate::storage::{Constraint, StorageError};
use serde_json::json;

/// The form of a new item, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewItem {
    pub name: String,
    pub tier: String,
    /// Weights in percent.
    pub theory: String,
    pub practical: String,
    pub oral: String,
    pub trim_from: String,
    /// Keys that decide a tie, in their order, separated by commas.
    pub chain: String,
    pub minimum_field: String,
    pub prizes: String,
    /// Points within which a medal is shared on the WorldSkills scale; blank: no scale.
    pub tolerance: String,
    pub appeal_minutes: String,
    /// A marking scheme in a file, in place of the parts: its name and content.
    pub scheme: Option<(String, Vec<u8>)>,
    /// Shares of the sections of the standards, as `1:5, 2:10`; blank: not compared.
    pub standards: String,
}

const LONGEST_NAME: usize = 100;

/// Adds an item to a competition that is approved and not over.
///
/// # Errors
/// Rights; `Conflict(contest-event)` for other events; `Invalid` with every fault.
pub fn add(app: &App, who: &Who, event: EventId, new: &NewItem) -> Result<ContestId, ServiceError> {
    let data = read(new);
    app.store.write(|tx| {
        let event = events::lock(tx, event)?;
        let facts = Facts::new_for(event.organisation_id, Some(event.division));
        access::can(&who.actor, Action::ContestView, &facts)?;
        access::can(&who.actor, Action::ContestSetUp, &facts)?;
        let under_way = matches!(event.state, State::Approved | State::Filed | State::Held);
        if event.kind != Kind::Competition || !under_way {
            return Err(ServiceError::conflict("contest-event"));
        }
        let data = data.map_err(ServiceError::Invalid)?;
        let at = app.now();
        let id = contests::insert(tx, event.id, &data, at.naive_utc()).map_err(taken)?;
        let after = json!({ "event": event.id, "name": data.name, "chain": data.chain, "trim": data.trim_from });
        trail::record(tx, at, By::who(who), "contest.add", "contest", id.get(), None, Some(after))?;
        Ok(id)
    })
}

fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::ContestNameTaken) => ServiceError::invalid("name", "contest-name-taken"),
        other => other.into(),
    }
}

fn read(new: &NewItem) -> Result<ItemData, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut number = |field: &'static str, text: &str, least: i32, most: i32| {
        let read = compact(text).parse::<i32>().ok().filter(|number| (least..=most).contains(number));
        if read.is_none() {
            faults.push(Fault::new(field, "out-of-range").with("hint", format!("{least}–{most}")));
        }
        read.unwrap_or(least)
    };
    let tier = if new.tier.trim().is_empty() { None } else { Some(number("tier", &new.tier, 1, 9)) };
    let tolerance = match new.tolerance.trim() {
        "" => None,
        text => Some(number("tolerance", text, 0, 100)),
    };
    let trim_from = number("trim_from", &new.trim_from, 0, 99);
    let minimum_field = number("minimum_field", &new.minimum_field, 0, 9_999);
    let prizes = number("prizes", &new.prizes, 0, 9_999);
    let appeal_minutes = number("appeal_minutes", &new.appeal_minutes, 0, 100_000);
    let scheme = match &new.scheme {
        Some((name, bytes)) => read_file(name, bytes, &mut faults),
        None => {
            let mut percent = |field, text: &str| match text.trim() {
                "" => 0,
                text => compact(text).parse::<u8>().ok().filter(|percent| *percent <= 100).unwrap_or_else(|| {
                    faults.push(Fault::new(field, "out-of-range").with("hint", "0–100"));
                    0
                }),
            };
            let parts = [
                ("theory", "理论", percent("theory", &new.theory)),
                ("practical", "实操", percent("practical", &new.practical)),
                ("oral", "答辩", percent("oral", &new.oral)),
            ];
            Scheme::parts(&parts)
        }
    };
    let name = tidy(&new.name);
    if name.is_empty() {
        faults.push(Fault::new("name", "required"));
    } else if name.chars().count() > LONGEST_NAME {
        faults.push(Fault::new("name", "too-long").with("max", LONGEST_NAME));
    }
    if matches!(trim_from, 1 | 2) {
        faults.push(Fault::new("trim_from", "trim-from"));
    }
    let keys: Result<Vec<TieKey>, _> =
        compact(&new.chain).split(',').filter(|key| !key.is_empty()).map(str::parse).collect();
    if keys.is_err() {
        faults.push(Fault::new("chain", "tie-chain"));
    }
    let standards = read_standards(&new.standards).unwrap_or_else(|| {
        faults.push(Fault::new("standards", "standards-written"));
        Vec::new()
    });
    let field = if new.scheme.is_some() { "scheme" } else { "practical" };
    if faults.is_empty() {
        faults.extend(scheme.faults(&standards).iter().map(|fault| fault_of(field, fault)));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let chain = keys.unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let scheme = serde_json::to_string(&scheme).unwrap_or_default();
    Ok(ItemData { name, tier, scheme, trim_from, chain, minimum_field, prizes, tolerance, appeal_minutes })
}

fn fault_of(field: &str, fault: &SchemeFault) -> Fault {
    match fault {
        SchemeFault::NotOneHundred(sum) => Fault::new(field, "scheme-sum").with("sum", sum),
        SchemeFault::OtherShare { section, share, marks } => {
            Fault::new("standards", "scheme-share").with("section", section).with("share", share).with("marks", marks)
        }
        SchemeFault::Empty | SchemeFault::Repeated(_) | SchemeFault::NoMarks(_) => Fault::new(field, "scheme-lines"),
    }
}

/// Sections with their shares of 100; `None` when it is not written as `1:5, 2:10`.
fn read_standards(text: &str) -> Option<Vec<(u8, Exact)>> {
    let text = compact(text).replace('、', ",");
    let shares = text.split(',').filter(|share| !share.is_empty());
    let read = |share: &str| {
        let (section, share) = share.split_once(':')?;
        Some((section.parse().ok()?, Exact::decimal(share, 2).ok()?))
    };
    shares.map(read).collect()
}

/// The scheme in a file; each fault names its row and column.
fn read_file(name: &str, bytes: &[u8], faults: &mut Vec<Fault>) -> Scheme {
    let Ok(table) = sheets::read(bytes, name) else {
        faults.push(Fault::new("scheme", "sheet-damaged"));
        return Scheme::default();
    };
    read_scheme(&super::entrants::text_table(&table)).unwrap_or_else(|found| {
        faults.extend(found.iter().map(|fault| {
            Fault::new("scheme", "table-cell")
                .with("row", fault.row)
                .with("column", &fault.column)
                .with("value", &fault.value)
        }));
        Scheme::default()
    })
}

/// The items of an event the reader may see, and whether they may add one.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn of_event(app: &App, who: &Who, event: EventId) -> Result<(EventRow, Vec<ItemRow>, bool), ServiceError> {
    app.store.read(|conn| {
        let event = events::get(conn, event)?;
        let facts = Facts::new_for(event.organisation_id, Some(event.division));
        access::can(&who.actor, Action::ContestView, &facts)?;
        let may = access::can(&who.actor, Action::ContestSetUp, &facts).is_ok();
        let rows = contests::of_event(conn, event.id)?;
        Ok((event, rows, may))
    })
}

/// One item with everything that belongs to it, and what the reader may do with it now.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: ContestId) -> Result<(Contest, Vec<Action>), ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        let facts = super::facts_of(&item, &event);
        let of_contest = Action::ALL.iter().copied().filter(|action| action.area() == Area::Contest);
        let may = of_contest.filter(|action| access::can(&who.actor, *action, &facts).is_ok()).collect();
        Ok((load(conn, item, event)?, may))
    })
}
