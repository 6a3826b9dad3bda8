//! A plan from a file: looked at first, with all rows' faults at once; taken over whole or, when
//! the clerk says so in so many words, without the rows that have faults. Never half by accident.

use super::items::{data_with, item_of};
use super::open::{lock, open_year_in, own_division};
use super::view::lines_of;
use crate::domain::access::{self, Action, Facts};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::TextTable;
use crate::domain::ids::PlanImportId;
use crate::domain::people::DivisionCode;
use crate::domain::plan::{Change, PlanItem, PlanState, Refused, Sound, compare, read_plan};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{self, Faulty, read_table};
use crate::service::trail::{self, By};
use crate::storage::plans::{self, ImportRow, ItemData, ItemRow, PlanRow};
use crate::storage::{Conn, Tx, budgets};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 5 << 20;

/// What taking the file over would do.
#[derive(Clone, Debug)]
pub struct Preview {
    pub id: PlanImportId,
    pub file_name: String,
    /// None: each row belongs to the plan of its own year.
    pub year: Option<i32>,
    pub imported_at: Option<NaiveDateTime>,
    /// Every fault of every row, in the order of the table.
    pub faults: Vec<RowFault>,
    pub rows: usize,
    /// Items by what would become of them, with their row numbers.
    pub changes: Vec<(usize, Change)>,
    /// Headings of columns that were not used.
    pub ignored: Vec<String>,
    /// Years whose plan is published already: nothing can be imported into those.
    pub published: Vec<i32>,
}

impl Preview {
    /// Rows that have a fault.
    pub fn faulty_rows(&self) -> usize {
        self.faults.iter().map(|fault| fault.row).collect::<BTreeSet<_>>().len()
    }

    /// Items that would be added or replaced.
    pub fn to_do(&self) -> usize {
        self.changes.iter().filter(|(_, change)| !matches!(change, Change::Same(_))).count()
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub added: usize,
    pub replaced: usize,
    pub same: usize,
    pub left_out: usize,
}

/// Keeps a file to be looked at.
///
/// # Errors
/// Rights; `Invalid(file)` when it is no table.
pub fn upload(
    app: &App,
    who: &Who,
    year: Option<i32>,
    file_name: &str,
    bytes: &[u8],
) -> Result<PlanImportId, ServiceError> {
    access::can(&who.actor, Action::PlanImport, &Facts::NONE)?;
    read_table(bytes, file_name, MAX_BYTES)?;
    app.store.write(|tx| {
        let division = own_division(who).to_string();
        Ok(plans::insert_import(tx, &division, year, file_name, bytes, who.id(), app.now().naive_utc())?)
    })
}

/// What is said of a file past [`MAX_BYTES`].
pub fn too_large() -> ServiceError {
    files::too_large(MAX_BYTES)
}

/// What the file holds, compared with the plans as they are now.
///
/// # Errors
/// Rights; `NotFound`.
pub fn preview(app: &App, who: &Who, id: PlanImportId) -> Result<Preview, ServiceError> {
    app.store.read(|conn| {
        let row = visible(conn, who, id)?;
        looked_at(conn, row).map(|(preview, _)| preview)
    })
}

/// The rows that have faults, to be mended and sent again.
///
/// # Errors
/// Rights; `NotFound`.
pub fn faulty(app: &App, who: &Who, id: PlanImportId) -> Result<Faulty, ServiceError> {
    app.store.read(|conn| {
        let row = visible(conn, who, id)?;
        let table = read_table(&row.content, &row.file_name, MAX_BYTES)?;
        let (preview, _) = looked_at(conn, row)?;
        Ok(Faulty::new(preview.file_name, table, preview.faults))
    })
}

/// Takes the file's items over. With faults only when `without_faulty` says that those rows are
/// left out. The same file again changes nothing.
///
/// # Errors
/// Rights; `Conflict(import-has-faults | plan-published)`.
pub fn take(app: &App, who: &Who, id: PlanImportId, without_faulty: bool) -> Result<Taken, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = visible(tx, who, id)?;
        let (file_name, division) = (row.file_name.clone(), row.division);
        let (preview, _) = looked_at(tx, row)?;
        if !preview.faults.is_empty() && !without_faulty {
            return Err(ServiceError::conflict("import-has-faults"));
        }
        if !preview.published.is_empty() {
            return Err(ServiceError::conflict("plan-published"));
        }
        let left_out = preview.faulty_rows();
        let mut by_year: BTreeMap<i32, Vec<(usize, Change)>> = BTreeMap::new();
        for (number, change) in preview.changes {
            by_year.entry(item(&change).year).or_default().push((number, change));
        }
        let mut taken = Taken { left_out, ..Taken::default() };
        for (year, changes) in by_year {
            let mut pen = Pen { tx: &mut *tx, who, at, file_name: &file_name, division };
            pen.write(year, changes, &mut taken)?;
        }
        plans::put_imported(tx, id, at.naive_utc())?;
        Ok(taken)
    })
}

/// The years the file's items belong to, for going there afterwards.
///
/// # Errors
/// Rights; `NotFound`.
pub fn years(app: &App, who: &Who, id: PlanImportId) -> Result<BTreeSet<i32>, ServiceError> {
    let preview = preview(app, who, id)?;
    Ok(preview.changes.iter().map(|(_, change)| item(change).year).collect())
}

/// The item a change is about.
pub fn item(change: &Change) -> &PlanItem {
    match change {
        Change::Add(item) | Change::Replace(item) | Change::Same(item) => item,
    }
}

/// A file of the person's own office.
fn visible(conn: &mut Conn, who: &Who, id: PlanImportId) -> Result<ImportRow, ServiceError> {
    let row = plans::import(conn, id)?;
    access::can(&who.actor, Action::PlanImport, &Facts { division: Some(row.division), ..Facts::NONE })?;
    Ok(row)
}

/// Reads the whole table: the faults of all rows, and the items of those without.
fn read(table: TextTable, year: Option<i32>) -> (Sound, Vec<RowFault>) {
    match read_plan(&table, year) {
        Ok(sound) => (sound, Vec::new()),
        Err(Refused { faults, .. }) => {
            let bad: BTreeSet<usize> = faults.iter().map(|fault| fault.row).collect();
            if bad.contains(&table.heading_row) {
                return (Sound::default(), faults);
            }
            let rows = table.rows.iter().filter(|(number, _)| !bad.contains(number)).cloned().collect();
            let sound = read_plan(&TextTable { rows, ..table }, year).unwrap_or_default();
            (sound, faults)
        }
    }
}

/// The plan of each year that the file's rows name, as it is now.
type Plans = BTreeMap<i32, (PlanRow, Vec<ItemRow>)>;

fn looked_at(conn: &mut Conn, row: ImportRow) -> Result<(Preview, Plans), ServiceError> {
    let table = read_table(&row.content, &row.file_name, MAX_BYTES)?;
    let rows = table.rows.len();
    let (sound, mut faults) = read(table, row.year);
    let division = row.division.to_string();
    let mut plans: Plans = BTreeMap::new();
    let mut changes = Vec::new();
    let years: BTreeSet<i32> = sound.items.iter().map(|(_, item)| item.year).collect();
    for year in years {
        let lines: Vec<_> = budgets::lines(conn, year)?.into_iter().filter(|line| line.division == division).collect();
        let plan = plans::find(conn, year, &division)?;
        let items = match &plan {
            Some(plan) => plans::all_items(conn, plan.id)?,
            None => Vec::new(),
        };
        let known: Vec<PlanItem> = match &plan {
            Some(plan) => {
                items.iter().filter(|item| item.struck_at.is_none()).map(|item| item_of(item, plan, &lines)).collect()
            }
            None => Vec::new(),
        };
        if let Some(plan) = plan {
            plans.insert(year, (plan, items));
        }
        for (number, item) in sound.items.iter().filter(|(_, item)| item.year == year) {
            if !item.budget_line.is_empty() && !lines.iter().any(|line| line.code == item.budget_line) {
                let codes: Vec<&str> = lines.iter().map(|line| line.code.as_str()).collect();
                let fault = RowFault::new(*number, "预算科目", &item.budget_line, Problem::Unknown);
                faults.push(fault.hint(codes.join(" / ")));
                continue;
            }
            let change = compare(&known, [item.clone()]).pop();
            changes.extend(change.map(|change| (*number, change)));
        }
    }
    faults.sort_by_key(|fault| fault.row);
    changes.sort_by_key(|(number, _)| *number);
    let published = plans
        .iter()
        .filter(|(year, (plan, _))| {
            let touched =
                |(_, change): &(usize, Change)| item(change).year == **year && !matches!(change, Change::Same(_));
            plan.state == PlanState::Published && changes.iter().any(touched)
        })
        .map(|(year, _)| *year)
        .collect();
    let preview = Preview {
        id: row.id,
        file_name: row.file_name,
        year: row.year,
        imported_at: row.imported_at,
        faults,
        rows,
        changes,
        ignored: sound.ignored,
        published,
    };
    Ok((preview, plans))
}

/// Writes the items of one year's plan.
struct Pen<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    who: &'a Who,
    at: DateTime<Utc>,
    file_name: &'a str,
    division: DivisionCode,
}

impl Pen<'_, '_> {
    fn write(&mut self, year: i32, changes: Vec<(usize, Change)>, taken: &mut Taken) -> Result<(), ServiceError> {
        let same = changes.iter().filter(|(_, change)| matches!(change, Change::Same(_))).count();
        taken.same += same;
        if same == changes.len() {
            return Ok(());
        }
        let id = match plans::find(self.tx, year, &self.division.to_string())? {
            Some(plan) => plan.id,
            None => open_year_in(self.tx, self.who, year, self.at)?,
        };
        let plan = lock(self.tx, self.who, Action::PlanImport, id)?;
        let lines = lines_of(self.tx, &plan)?;
        let names: Vec<String> = changes.iter().map(|(_, change)| item(change).host.clone()).collect();
        let hosts = plans::hosts_by_name(self.tx, &names)?;
        let known: BTreeMap<String, ItemRow> = plans::all_items(self.tx, id)?
            .into_iter()
            .filter(|row| row.struck_at.is_none())
            .map(|row| (row.natural_key.clone(), row))
            .collect();
        let mut seq = plans::next_seq(self.tx, id)?;
        let (mut added, mut replaced) = (0, 0);
        for (number, change) in &changes {
            let item = item(change);
            let source = format!("{} #{number}", self.file_name);
            let data = ItemData { source, ..data_with(item, &lines, hosts.get(&item.host).copied()) };
            match (change, known.get(&item.natural_key())) {
                (Change::Add(_), _) => {
                    plans::insert_item(self.tx, id, seq, &data, self.at.naive_utc()).map_err(super::items::repeated)?;
                    seq += 1;
                    added += 1;
                }
                (Change::Replace(_), Some(row)) => {
                    plans::update_item(self.tx, row.id, row.version, &data)?;
                    replaced += 1;
                }
                (Change::Replace(_), None) | (Change::Same(_), _) => {}
            }
        }
        plans::touch(self.tx, id)?;
        let after = json!({ "file": self.file_name, "added": added, "replaced": replaced, "same": same });
        trail::record(self.tx, self.at, By::who(self.who), "plan.import", "plan", id.get(), None, Some(after))?;
        taken.added += added;
        taken.replaced += replaced;
        Ok(())
    }
}
