//! A roster from a file: its columns mapped, looked at with all rows' faults at once, entered whole
//! or not at all.

use super::enter::{Desk, Taken};
use super::{conditions, contestants, locked, locked_with_entries, visible};
use crate::domain::access::Action;
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::ids::{EventId, ParticipantId, RosterImportId};
use crate::domain::participant::roster::{
    Change, Checked, Differs, Field, Ground, Mapping, Room, Row, check, choices, compare, masked, without_places,
};
use crate::domain::text::tidy;
use crate::platform::assets;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::files::{self, Faulty, File, Format, read_table};
use crate::service::trail::{self, By};
use crate::sheets::{Column, Sheet};
use crate::storage::events::EventRow;
use crate::storage::rosters::{self, EntryFacts, ImportRow};
use crate::storage::{Conn, StorageError, event_terms};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 15 << 20;
/// Most people of one file.
pub const MAX_ROWS: usize = 100_000;
/// Rows of the file that the mapping shows.
const FIRST: usize = 5;

/// How the columns of a kept roster are understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub columns: Mapping,
    /// What rows without an entry of their own take part in; empty: nothing.
    pub entry: String,
}

/// An empty table with the headings that a roster knows; as XLSX its cells offer what may be written.
///
/// # Errors
/// The file could not be written.
pub fn template(app: &App, who: &Who, event: EventId, format: Format) -> Result<File, ServiceError> {
    const WIDTHS: [u16; 11] = [12, 24, 32, 14, 16, 16, 26, 14, 24, 16, 30];
    let names: Vec<String> = app.store.read(|conn| {
        let event = visible(conn, who, Action::ParticipantView, event)?;
        let entries = rosters::to_enter(conn, event.id)?;
        Ok::<_, ServiceError>(entries.into_iter().map(|entry| entry.name).collect())
    })?;
    let divisions = assets::divisions().unwrap_or_default();
    let (entries, today) = (Some(names.as_slice()), app.today());
    let ground = Ground { entries, teams: &[], entry: "", divisions: &divisions, one_item: false, today };
    let wanted = |(field, _): &(&Field, u16)| names.len() > 1 || **field != Field::Entry;
    let column = |(field, width): (&Field, u16)| {
        Column::new(Mapping::default().title(&[], *field), width).offering(choices(*field, &ground))
    };
    let columns = Field::ALL.iter().zip(WIDTHS).filter(wanted).map(column).collect();
    let name = "花名册导入模板";
    format.write(&Sheet { name: name.to_owned(), columns, ..Sheet::default() }, name)
}

/// The event a roster is to be entered in.
///
/// # Errors
/// Rights; `NotFound`.
pub fn open(app: &App, who: &Who, event: EventId) -> Result<EventRow, ServiceError> {
    app.store.read(|conn| visible(conn, who, Action::ParticipantEdit, event))
}

/// What is said of a file past [`MAX_BYTES`].
pub fn too_large() -> ServiceError {
    files::too_large(MAX_BYTES)
}

/// Keeps a file to be looked at; columns are understood by their headings as far as they are known.
///
/// # Errors
/// Rights; `Invalid(file)` when it is no table; `Conflict(personal-data-erased)`.
pub fn upload(
    app: &App,
    who: &Who,
    event: EventId,
    file_name: &str,
    bytes: &[u8],
) -> Result<RosterImportId, ServiceError> {
    app.store.read(|conn| visible(conn, who, Action::ParticipantEdit, event).map(drop))?;
    let table = read_table(bytes, file_name, MAX_BYTES)?;
    if table.rows.len() > MAX_ROWS {
        return Err(ServiceError::Invalid(vec![Fault::new("file", "too-many-rows").with("max", MAX_ROWS)]));
    }
    let plan = Plan { columns: Mapping::of(&table.heading), entry: String::new() };
    let (content, plan) = (to_json(&table)?, to_json(&plan)?);
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantEdit, event)?;
        if event_terms::get(tx, event.id)?.erased_at.is_some() {
            return Err(ServiceError::conflict("personal-data-erased"));
        }
        let at = app.now().naive_utc();
        Ok(rosters::insert_import(tx, event.id, who.id(), file_name, &content, &plan, at)?)
    })
}

fn to_json<T: Serialize>(value: &T) -> Result<String, ServiceError> {
    let failed = |error: serde_json::Error| ServiceError::Storage(StorageError::Database(error.to_string()));
    serde_json::to_string(value).map_err(failed)
}

fn from_json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, ServiceError> {
    let corrupt = |error: serde_json::Error| StorageError::Corrupt { what, value: error.to_string() };
    serde_json::from_str(text).map_err(corrupt).map_err(ServiceError::Storage)
}

/// A kept roster whose columns are to be mapped.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub event: EventRow,
    pub file_name: String,
    pub heading: Vec<String>,
    /// Rows below the heading.
    pub rows: usize,
    /// The first of them, masked.
    pub first: Vec<Vec<String>>,
    pub plan: Plan,
    /// What there is to take part in.
    pub entries: Vec<String>,
}

/// A kept roster, for mapping its columns.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(roster-entered)`.
pub fn columns(app: &App, who: &Who, id: RosterImportId) -> Result<Mapped, ServiceError> {
    app.store.read(|conn| {
        let (row, event) = kept(conn, who, id)?;
        let table: TextTable = from_json("roster", &row.content)?;
        let entries = rosters::to_enter(conn, event.id)?.into_iter().map(|entry| entry.name).collect();
        let first = table.rows.iter().take(FIRST).map(|(_, cells)| cells.iter().map(|cell| masked(cell)).collect());
        Ok(Mapped {
            plan: from_json("roster mapping", &row.mapping)?,
            file_name: row.file_name,
            first: first.collect(),
            rows: table.rows.len(),
            heading: table.heading,
            entries,
            event,
        })
    })
}

/// Writes which column is which field, and what rows without an entry take part in.
///
/// # Errors
/// Rights; `Invalid` with every fault; `Conflict(roster-entered)`.
pub fn put_columns(
    app: &App,
    who: &Who,
    id: RosterImportId,
    chosen: &[(usize, Field)],
    entry: &str,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (_, event) = kept(tx, who, id)?;
        locked(tx, who, Action::ParticipantEdit, event.id)?;
        let entries = rosters::to_enter(tx, event.id)?;
        let mut faults = Vec::new();
        let columns = Mapping::chosen(chosen.iter().copied()).unwrap_or_else(|twice| {
            let again = |(index, field): &&(usize, Field)| {
                twice.contains(field) && chosen.iter().any(|(other, same)| other < index && same == field)
            };
            let fault = |(index, _): &(usize, Field)| Fault::new(format!("column-{index}"), "column-twice");
            faults.extend(chosen.iter().filter(again).map(fault));
            Mapping::default()
        });
        if faults.is_empty() && !columns.has(Field::Name) {
            faults.push(Fault::new("", "no-name-column"));
        }
        let known = entry.is_empty() || entries.iter().any(|known| known.name == entry);
        if !known || (faults.is_empty() && entries.len() > 1 && entry.is_empty() && !columns.has(Field::Entry)) {
            faults.push(Fault::new("entry", "choose-entry"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let plan = to_json(&Plan { columns, entry: entry.to_owned() })?;
        Ok(rosters::put_mapping(tx, id, &plan)?)
    })
}

/// What entering a kept roster would do.
#[derive(Clone, Debug)]
pub struct Preview {
    pub id: RosterImportId,
    pub event: EventRow,
    pub file_name: String,
    pub imported_at: Option<NaiveDateTime>,
    pub rows: usize,
    /// Every fault of every row, in the order of the table.
    pub faults: Vec<RowFault>,
    /// Conditions of what they would take part in that people do not meet: they are entered with a reason
    /// only, which their logs keep.
    pub unmet: Vec<RowFault>,
    pub warnings: Vec<RowFault>,
    /// Rows without a fault, with what would become of them.
    pub changes: Vec<(Row, Change)>,
    /// Headings of columns that are no field's.
    pub ignored: Vec<String>,
}

impl Preview {
    /// Rows that have a fault.
    pub fn faulty_rows(&self) -> usize {
        self.faults.iter().map(|fault| fault.row).collect::<BTreeSet<_>>().len()
    }

    /// Rows of people who do not meet a condition.
    pub fn unmet_rows(&self) -> BTreeSet<usize> {
        self.unmet.iter().map(|fault| fault.row).collect()
    }

    /// How many rows would have this done to them.
    pub fn count(&self, wanted: impl Fn(&Change) -> bool) -> usize {
        self.changes.iter().filter(|(_, change)| wanted(change)).count()
    }

    /// People that would be entered or changed.
    pub fn to_do(&self) -> usize {
        self.count(|change| matches!(change, Change::Add | Change::Update(..)))
    }
}

/// What a kept roster holds, against who is on the event's already.
///
/// # Errors
/// Rights; `NotFound`.
pub fn preview(app: &App, who: &Who, id: RosterImportId) -> Result<Preview, ServiceError> {
    app.store.read(|conn| {
        let row = rosters::import(conn, id)?;
        let event = visible(conn, who, Action::ParticipantEdit, row.event_id)?;
        if row.imported_at.is_none() {
            return Ok(look(app, conn, row, event)?.0);
        }
        Ok(Preview {
            id,
            event,
            file_name: row.file_name,
            imported_at: row.imported_at,
            rows: 0,
            faults: Vec::new(),
            unmet: Vec::new(),
            warnings: Vec::new(),
            changes: Vec::new(),
            ignored: Vec::new(),
        })
    })
}

/// The rows that have faults, to be mended and sent again.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(roster-entered)`.
pub fn faulty(app: &App, who: &Who, id: RosterImportId) -> Result<Faulty, ServiceError> {
    app.store.read(|conn| {
        let (row, event) = kept(conn, who, id)?;
        let (preview, table) = look(app, conn, row, event)?;
        Ok(Faulty::new(preview.file_name, table, preview.faults))
    })
}

/// Longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// Enters a kept roster, all of it; what was read is dropped. The same file again changes nothing. Who
/// does not meet a condition is let in with a reason.
///
/// # Errors
/// Rights; `Conflict(import-has-faults | roster-entered)`; `Invalid(reason)`.
pub fn take(app: &App, who: &Who, id: RosterImportId, reason: &str) -> Result<(EventId, Taken), ServiceError> {
    let (at, reason) = (app.now(), tidy(reason));
    app.store.write(|tx| {
        let (row, event) = kept(tx, who, id)?;
        let event = locked_with_entries(tx, who, Action::ParticipantEdit, event.id)?;
        // Two tabs: the first has entered it by now.
        kept(tx, who, id)?;
        let (file_name, event_id) = (row.file_name.clone(), event.id);
        let (preview, _) = look(app, tx, row, event.clone())?;
        if !preview.faults.is_empty() {
            return Err(ServiceError::conflict("import-has-faults"));
        }
        let excepted = preview.unmet_rows();
        if !excepted.is_empty() && reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(ServiceError::Invalid(vec![Fault::new("reason", "too-long").with("max", LONGEST_REASON)]));
        }
        let one_item = event_terms::get(tx, event_id)?.terms.one_item;
        let mut desk = Desk::new(tx, event_id, who.id(), at.naive_utc(), one_item)?;
        let followed = followed(&preview.changes);
        let taken = desk.enter(preview.changes, &excepted, &reason)?;
        contestants::readdress(app, tx, &event, &followed)?;
        rosters::put_entered(tx, id, at.naive_utc())?;
        let mut after = json!({
            "file": file_name, "added": taken.added, "replaced": taken.updated, "same": taken.same,
        });
        if !excepted.is_empty() {
            after["excepted"] = json!(excepted.len());
            after["reason"] = json!(reason);
        }
        trail::record(tx, at, By::who(who), "participant.import", "event", event_id.get(), None, Some(after))?;
        Ok((event_id, taken))
    })
}

/// Of whom the address or the number is another than it was.
fn followed(changes: &[(Row, Change)]) -> Vec<ParticipantId> {
    let is_followed = |differs: &Differs| matches!(differs.field, Field::Email | Field::Id);
    let changed = changes.iter().filter_map(|(_, change)| match change {
        Change::Update(id, differs) if differs.iter().any(is_followed) => Some(ParticipantId::new(*id)),
        _ => None,
    });
    changed.collect()
}

/// A roster that is not entered yet, with its event.
fn kept(conn: &mut Conn, who: &Who, id: RosterImportId) -> Result<(ImportRow, EventRow), ServiceError> {
    let row = rosters::import(conn, id)?;
    let event = visible(conn, who, Action::ParticipantEdit, row.event_id)?;
    if row.imported_at.is_some() {
        return Err(ServiceError::conflict("roster-entered"));
    }
    Ok((row, event))
}

fn look(app: &App, conn: &mut Conn, row: ImportRow, event: EventRow) -> Result<(Preview, TextTable), ServiceError> {
    let table: TextTable = from_json("roster", &row.content)?;
    let plan: Plan = from_json("roster mapping", &row.mapping)?;
    let entries = rosters::to_enter(conn, event.id)?;
    let names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
    let in_teams = entries.iter().filter(|entry| entry.team_most > 1);
    let teams: Vec<String> = in_teams.map(|entry| entry.name.clone()).collect();
    let divisions = assets::divisions().unwrap_or_default();
    let one_item = event_terms::get(conn, event.id)?.terms.one_item;
    // Where there is but one thing to take part in, nobody needs to say so.
    let entry = if let [only] = names.as_slice() { only } else { &plan.entry };
    let ground =
        Ground { entries: Some(&names), teams: &teams, entry, divisions: &divisions, one_item, today: app.today() };
    let Checked { rows, mut faults, mut warnings, ignored } = check(&table, &plan.columns, &ground);
    let known = rosters::known(conn, event.id)?;
    let title = |field| plan.columns.title(&table.heading, field);
    let mut compared = compare(&known, rows, one_item, title);
    let placed = teams_placed(conn, event.id)?;
    let unplaced = without_places(&rooms(&entries, &placed), &compared.changes, title(Field::Entry));
    let first_day = event.starts_on.unwrap_or_else(|| app.today());
    let conditions = conditions::judge(conn, &entries, &known, &compared.changes, first_day, title)?;
    // Who finds no place is among the faulty rows, with all that is against them, not among the sound ones.
    let over: BTreeSet<usize> = unplaced.iter().map(|fault| fault.row).collect();
    compared.changes.retain(|(row, _)| !over.contains(&row.number));
    let (against, unmet) = conditions.unmet.into_iter().partition(|fault| over.contains(&fault.row));
    faults.extend::<Vec<RowFault>>(against);
    faults.extend(unplaced);
    faults.extend(compared.faults);
    warnings.extend(compared.warnings);
    warnings.extend(conditions.unknown);
    faults.sort_by_key(|fault| fault.row);
    warnings.sort_by_key(|fault| fault.row);
    let preview = Preview {
        id: row.id,
        event,
        file_name: row.file_name,
        imported_at: row.imported_at,
        rows: table.rows.len(),
        faults,
        unmet,
        warnings,
        changes: compared.changes,
        ignored,
    };
    Ok((preview, table))
}

/// Teams that have a place, by entry and name.
fn teams_placed(conn: &mut Conn, event: EventId) -> Result<Vec<(i64, String)>, ServiceError> {
    let placed: BTreeSet<i64> = rosters::placed_teams(conn, event)?.into_iter().collect();
    let teams = rosters::teams(conn, event)?.into_iter().filter(|(id, ..)| placed.contains(id));
    Ok(teams.map(|(_, entry, name)| (entry, name)).collect())
}

fn rooms<'r>(entries: &'r [EntryFacts], teams: &'r [(i64, String)]) -> Vec<Room<'r>> {
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    let room = |entry: &'r EntryFacts| Room {
        entry: &entry.name,
        capacity: entry.capacity.map(count),
        taken: count(entry.taken),
        in_teams: entry.team_most > 1,
        placed: teams.iter().filter(|(of, _)| Some(*of) == entry.id).map(|(_, name)| name.as_str()).collect(),
    };
    entries.iter().map(room).collect()
}
