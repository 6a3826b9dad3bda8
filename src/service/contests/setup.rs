//! Entering an item and what it is marked and ranked by; looking at it.

use super::case::Contest;
use super::load::load;
use super::origins::only_running;
use super::visible;
use crate::domain::access::{self, Action, Area, Denied, Facts};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::scheme::{Scheme, SchemeFault, read_scheme};
use crate::domain::contest::standing::TieKey;
use crate::domain::event::{Kind, State};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::ids::{ContestId, EventId};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::files::read_table;
use crate::service::trail::{self, By};
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
    /// Names of the bodies whose honours are given; none chosen: all of the table.
    pub issuers: Vec<String>,
    /// Shares of the sections of the standards, as `1:5, 2:10`; blank: not compared.
    pub standards: String,
}

const LONGEST_NAME: usize = 100;
/// Parts of a simple scheme, in the order of the form.
pub const PARTS: [(&str, &str); 3] = [("theory", "理论"), ("practical", "实操"), ("oral", "答辩")];

/// Adds an item to a competition that is approved and not over.
///
/// # Errors
/// Rights; `Conflict(contest-event)` for other events; `Invalid` with every fault.
pub fn add(app: &App, who: &Who, event: EventId, new: &NewItem) -> Result<ContestId, ServiceError> {
    let data = read(new, None);
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

/// Writes the settings of an item anew, until it is opened for judging. Without a file and without
/// parts the scheme stays.
///
/// # Errors
/// Rights, a stale version; `Conflict(contest-opened)` afterwards; `Invalid` with every fault.
pub fn edit(app: &App, who: &Who, id: ContestId, version: i64, new: &NewItem) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let item = contests::lock(tx, id)?;
        let event = events::get(tx, item.event_id)?;
        let facts = super::facts_of(&item, &event);
        access::can(&who.actor, Action::ContestView, &facts)?;
        match access::can(&who.actor, Action::ContestSetUp, &facts) {
            Err(Denied::WrongState) => return Err(ServiceError::conflict("contest-opened")),
            other => other?,
        }
        if item.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let data = read(new, Some(super::load::scheme_of(&item)?)).map_err(ServiceError::Invalid)?;
        contests::put_data(tx, &item, &data).map_err(taken)?;
        let before = said(&item.name, &item.chain, item.trim_from, item.prizes, item.appeal_minutes);
        let after = said(&data.name, &data.chain, data.trim_from, data.prizes, data.appeal_minutes);
        trail::record(tx, app.now(), By::who(who), "contest.edit", "contest", id.get(), Some(before), Some(after))
    })
}

fn said(name: &str, chain: &str, trim: i32, prizes: i32, appeal: i32) -> serde_json::Value {
    json!({ "name": name, "chain": chain, "trim": trim, "prizes": prizes, "appeal": appeal })
}

/// The settings of an item as its form shows them; of a scheme that is not simple parts nothing is typed.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of; `Conflict(contest-opened)` once it is judged.
pub fn settings(app: &App, who: &Who, id: ContestId) -> Result<(ItemRow, EventRow, NewItem), ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        match access::can(&who.actor, Action::ContestSetUp, &super::facts_of(&item, &event)) {
            Err(Denied::WrongState) => return Err(ServiceError::conflict("contest-opened")),
            other => other?,
        }
        let typed = typed(&item)?;
        Ok((item, event, typed))
    })
}

fn typed(item: &ItemRow) -> Result<NewItem, ServiceError> {
    let scheme = super::load::scheme_of(item)?;
    let simple = scheme.0.iter().all(|line| PARTS.iter().any(|(code, _)| line.code == *code));
    let weight = |code: &str| {
        let line = scheme.0.iter().find(|line| simple && line.code == code);
        line.map(|line| line.weight.to_string()).unwrap_or_default()
    };
    let optional = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    Ok(NewItem {
        name: item.name.clone(),
        tier: optional(item.tier),
        theory: weight(PARTS[0].0),
        practical: weight(PARTS[1].0),
        oral: weight(PARTS[2].0),
        trim_from: item.trim_from.to_string(),
        chain: item.chain.clone(),
        minimum_field: item.minimum_field.to_string(),
        prizes: item.prizes.to_string(),
        tolerance: optional(item.tolerance),
        appeal_minutes: item.appeal_minutes.to_string(),
        issuers: match item.issuers.as_str() {
            "*" => Vec::new(),
            names => names.split(';').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        },
        ..NewItem::default()
    })
}

fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::ContestNameTaken) => ServiceError::invalid("name", "contest-name-taken"),
        other => other.into(),
    }
}

fn read(new: &NewItem, known: Option<Scheme>) -> Result<ItemData, Vec<Fault>> {
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
        // The scheme of a file stays as long as neither another file nor a part comes in its place.
        None if known.is_some()
            && [&new.theory, &new.practical, &new.oral].iter().all(|part| part.trim().is_empty()) =>
        {
            known.unwrap_or_default()
        }
        None => {
            let mut percent = |field: &str, text: &str| match text.trim() {
                "" => 0,
                text => compact(text).parse::<u8>().ok().filter(|percent| *percent <= 100).unwrap_or_else(|| {
                    faults.push(Fault::new(field, "out-of-range").with("hint", "0–100"));
                    0
                }),
            };
            let typed = [&new.theory, &new.practical, &new.oral];
            let parts: Vec<(&str, &str, u8)> =
                PARTS.iter().zip(typed).map(|((code, name), typed)| (*code, *name, percent(code, typed))).collect();
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
        faults.extend(unknown_module(keys.as_deref().unwrap_or_default(), &scheme));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let issuers = if new.issuers.is_empty() { "*".to_owned() } else { new.issuers.join(";") };
    let chain = keys.unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let scheme = serde_json::to_string(&scheme).unwrap_or_default();
    Ok(ItemData { name, tier, scheme, trim_from, chain, minimum_field, prizes, tolerance, appeal_minutes, issuers })
}

/// A tie is not decided by a module that is not marked.
fn unknown_module(chain: &[TieKey], scheme: &Scheme) -> Option<Fault> {
    let known = scheme.by_criterion();
    let unknown = chain.iter().find_map(|key| match key {
        TieKey::Module(name) if !known.contains_key(name.as_str()) => Some(name),
        _ => None,
    })?;
    let known: Vec<&str> = known.into_keys().collect();
    Some(Fault::new("chain", "tie-module").with("module", unknown).with("known", known.join(" / ")))
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
    let table = match read_table(bytes, name, super::MAX_BYTES) {
        Ok(table) => table,
        Err(ServiceError::Invalid(found)) => {
            faults.extend(found.into_iter().map(|fault| Fault { field: "scheme".to_owned(), ..fault }));
            return Scheme::default();
        }
        Err(_) => return Scheme::default(),
    };
    read_scheme(&table).unwrap_or_else(|found| {
        faults.extend(found.iter().map(of_cell));
        Scheme::default()
    })
}

/// What is wrong with a cell of a scheme, or which column it lacks.
fn of_cell(fault: &RowFault) -> Fault {
    if fault.key == Problem::NoColumn.as_str() {
        return Fault::new("scheme", "scheme-column").with("column", &fault.column);
    }
    let said = match fault.hint.is_empty() {
        true => Fault::new("scheme", "table-cell"),
        false => Fault::new("scheme", "table-cell-hint").with("hint", &fault.hint),
    };
    said.with("row", fault.row).with("column", &fault.column).with("value", &fault.value)
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
        let of_people = Facts::event(event.organisation_id, Some(event.division), event.state);
        let all = access::can(&who.actor, Action::ParticipantExport, &of_people).is_ok();
        let mut contest = load(conn, item, event)?;
        only_running(&mut contest.passages, app.now());
        Ok((if all { contest } else { contest.without_particulars() }, may))
    })
}
