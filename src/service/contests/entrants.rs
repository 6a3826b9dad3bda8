//! Contestants from a table, and workstations by lot.

use super::judges::{no_longer_same_unit, recuse_same_unit};
use super::locked;
use crate::domain::access::Action;
use crate::domain::heading::{Columns, TextTable};
use crate::domain::identity::{EmailAddress, PersonName, ResidentId, Sex, last_four};
use crate::domain::ids::{ContestId, EntrantId};
use crate::domain::participant::roster::shown;
use crate::domain::text::tidy;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::files::{cell_fault, read_table};
use crate::service::trail::{self, By};
use crate::storage::contest_recusals;
use crate::storage::contests::{self, EntrantRow, NewEntrant};
use chrono::NaiveDate;
use serde_json::json;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 5 << 20;

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Name,
    Unit,
    Id,
    Email,
    Official,
}

const NAMES: &[(Field, &[&str])] = &[
    (Field::Name, &["姓名", "选手", "name"]),
    (Field::Unit, &["单位", "工作单位", "unit"]),
    (Field::Id, &["身份证号", "证件号", "id number"]),
    (Field::Email, &["邮箱", "电子邮箱", "email"]),
    (Field::Official, &["正式", "正式选手", "official"]),
];

/// What a list came to, in contestants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub added: usize,
    /// Known already, and another unit, number, address or standing now.
    pub updated: usize,
    pub unchanged: usize,
}

/// Enters the contestants of a table: name, unit, identity number (of which only birth date, sex and
/// the last four are kept), e-mail, whether official. Nothing is half entered. Who is there already is
/// written as the list says, a blank cell says nothing; the same file again changes nothing. Judges of
/// the same unit are recused at once, and no longer those of a unit that was corrected.
///
/// # Errors
/// Rights; `Invalid` with every fault of every row.
pub fn import(app: &App, who: &Who, id: ContestId, file: &str, bytes: &[u8]) -> Result<Entered, ServiceError> {
    let read = read_table(bytes, file, MAX_BYTES);
    let read = read.and_then(|table| read_rows(&table).map_err(ServiceError::Invalid));
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestSetUp, id)?;
        let (rows, says_official) = read?;
        let at = app.now();
        let known = contests::entrants(tx, item.id)?;
        let matched = matched(&rows, &known);
        let mut entered = Entered::default();
        for (mut row, old) in rows.into_iter().zip(matched) {
            let Some(old) = old else {
                row.item_id = item.id.get();
                row.created_at = at.naive_utc();
                contests::insert_entrant(tx, &row)?;
                entered.added += 1;
                continue;
            };
            let new = written(old, row, says_official);
            if facts(&new) == facts(old) {
                entered.unchanged += 1;
                continue;
            }
            if new.unit != old.unit {
                no_longer_same_unit(tx, item.id, old)?;
            }
            contests::put_entrant(tx, &new)?;
            entered.updated += 1;
        }
        recuse_same_unit(tx, item.id, None)?;
        let after = json!({ "entered": entered.added, "replaced": entered.updated });
        trail::record(tx, at, By::who(who), "contest.entrants", "contest", id.get(), None, Some(after))?;
        Ok(entered)
    })
}

/// Who of the known each row is, the surest first: all the same; the same number; the same unit with a number
/// missing on one side; the only one of that name, with no number that speaks against it.
fn matched<'k>(rows: &[NewEntrant], known: &'k [EntrantRow]) -> Vec<Option<&'k EntrantRow>> {
    let no_contradiction = |row: &NewEntrant, old: &EntrantRow| {
        row.id_tail.is_empty() || old.id_tail.is_empty() || row.id_tail == old.id_tail
    };
    let mut found: Vec<Option<&EntrantRow>> = vec![None; rows.len()];
    for pass in 0..4 {
        for at in 0..rows.len() {
            let row = &rows[at];
            let free = |old: &&EntrantRow, found: &[Option<&EntrantRow>]| {
                old.name == row.name && found.iter().flatten().all(|taken| taken.id != old.id)
            };
            if found[at].is_some() {
                continue;
            }
            let left: Vec<&EntrantRow> = known.iter().filter(|old| free(old, &found)).collect();
            let alone = left.len() == 1
                && (0..rows.len()).filter(|other| rows[*other].name == row.name && found[*other].is_none()).count()
                    == 1;
            let is_same = |old: &&&EntrantRow| match pass {
                0 => (&row.unit, &row.id_tail) == (&old.unit, &old.id_tail),
                1 => !row.id_tail.is_empty() && row.id_tail == old.id_tail,
                2 => row.unit == old.unit && no_contradiction(row, old),
                _ => alone && no_contradiction(row, old),
            };
            found[at] = left.iter().find(is_same).copied();
        }
    }
    found
}

/// The contestant as the list says; a blank cell says nothing.
fn written(old: &EntrantRow, row: NewEntrant, says_official: bool) -> EntrantRow {
    let or = |new: String, old: &String| if new.is_empty() { old.clone() } else { new };
    EntrantRow {
        unit: or(row.unit, &old.unit),
        id_tail: or(row.id_tail, &old.id_tail),
        email: or(row.email, &old.email),
        born_on: row.born_on.or(old.born_on),
        sex: row.sex.or_else(|| old.sex.clone()),
        official: if says_official { row.official } else { old.official },
        ..old.clone()
    }
}

type Facts<'r> = (&'r str, &'r str, &'r str, Option<NaiveDate>, Option<&'r str>, bool);

fn facts(row: &EntrantRow) -> Facts<'_> {
    (&row.unit, &row.id_tail, &row.email, row.born_on, row.sex.as_deref(), row.official)
}

/// Takes a contestant off an item that is not opened, with the recusals.
///
/// # Errors
/// Rights; `NotFound`.
pub fn remove_entrant(app: &App, who: &Who, id: ContestId, entrant: EntrantId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestSetUp, id)?;
        let row = contests::entrants(tx, item.id)?.into_iter().find(|row| row.id == entrant);
        let row = row.ok_or(ServiceError::NotFound)?;
        contests::delete_entrant(tx, row.id)?;
        // Not by name: the record outlives the personal data.
        let before = json!({ "entrant": row.id, "unit": row.unit });
        let at = app.now();
        trail::record(tx, at, By::who(who), "contest.remove-entrant", "contest", id.get(), Some(before), None)
    })
}

/// The rows, and whether they say who is official.
fn read_rows(table: &TextTable) -> Result<(Vec<NewEntrant>, bool), Vec<Fault>> {
    let columns = Columns::find(&table.heading, NAMES);
    if !columns.has(Field::Name) {
        return Err(vec![Fault::new("file", "no-column").with("hint", "姓名")]);
    }
    let (mut faults, mut rows, mut numbers) = (Vec::new(), Vec::<NewEntrant>::new(), Vec::new());
    for (number, row) in &table.rows {
        let cell = |field| tidy(columns.cell(row, field));
        let wrong = |field, value: &str| {
            let column = columns.title(field);
            Fault::new("file", "table-cell").with("row", number).with("column", column).with("value", value)
        };
        let name = cell(Field::Name).parse::<PersonName>();
        let id = Some(cell(Field::Id)).filter(|id| !id.is_empty()).map(|id| id.parse::<ResidentId>());
        let email =
            Some(cell(Field::Email)).filter(|email| !email.is_empty()).map(|email| email.parse::<EmailAddress>());
        let official = match cell(Field::Official).as_str() {
            "" | "是" | "true" | "正式" => true,
            "否" | "false" | "非正式" => false,
            other => {
                let fault = wrong(Field::Official, other);
                faults.push(Fault { code: "table-cell-hint", ..fault }.with("hint", "是、否"));
                true
            }
        };
        // The identity number itself is not repeated: a page or a log would keep it.
        let identity = [
            (Field::Name, name.as_ref().err().copied(), cell(Field::Name)),
            (Field::Id, id.as_ref().and_then(|id| id.as_ref().err()).copied(), shown(&cell(Field::Id))),
            (Field::Email, email.as_ref().and_then(|email| email.as_ref().err()).copied(), cell(Field::Email)),
        ];
        for (field, why, value) in identity {
            faults.extend(why.map(|why| cell_fault("file", *number, columns.title(field), &value, why)));
        }
        let (Ok(name), Ok(id), Ok(email)) = (name, id.transpose(), email.transpose()) else { continue };
        let new = NewEntrant {
            item_id: 0,
            participant_id: None,
            name: name.as_str().to_owned(),
            id_tail: id.as_ref().map(|id| last_four(id.as_str())).unwrap_or_default(),
            born_on: id.as_ref().map(ResidentId::birth_date),
            sex: id.map(|id| if id.sex() == Sex::Male { "male".to_owned() } else { "female".to_owned() }),
            unit: cell(Field::Unit),
            email: email.map(|email| email.as_str().to_owned()).unwrap_or_default(),
            station: String::new(),
            official,
            created_at: chrono::NaiveDateTime::default(),
        };
        let same =
            |other: &NewEntrant| (&other.name, &other.unit, &other.id_tail) == (&new.name, &new.unit, &new.id_tail);
        if let Some(at) = rows.iter().position(same) {
            let fault = Fault::new("file", "table-row-twice").with("row", number).with("value", &new.name);
            faults.push(fault.with("other", numbers[at]));
        } else {
            rows.push(new);
            numbers.push(number);
        }
    }
    if faults.is_empty() { Ok((rows, columns.has(Field::Official))) } else { Err(faults) }
}

/// How many more numbers are in the drum than contestants: some workstations stay free, so that a number that a
/// judge does not see says nothing.
fn spare(contestants: usize) -> usize {
    contestants.div_ceil(4).max(2)
}

/// Gives every contestant a workstation by lot; an earlier lot no longer counts.
///
/// # Errors
/// Rights.
pub fn draw(app: &App, who: &Who, id: ContestId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestSetUp, id)?;
        let mut drawn: Vec<([u8; 16], crate::domain::ids::EntrantId)> =
            contests::entrants(tx, item.id)?.into_iter().map(|entrant| (chance::bytes(), entrant.id)).collect();
        drawn.sort_unstable();
        for (_, entrant) in &drawn {
            contests::put_station(tx, *entrant, "")?;
        }
        let mut numbers: Vec<([u8; 16], usize)> =
            (1..=drawn.len() + spare(drawn.len())).map(|number| (chance::bytes(), number)).collect();
        numbers.sort_unstable();
        for ((_, station), (_, entrant)) in numbers.iter().zip(&drawn) {
            contests::put_station(tx, *entrant, &format!("{station:02}"))?;
        }
        // Whoever saw the lot before knows nothing of this one.
        contest_recusals::forget_seatings(tx, item.id)?;
        // The record says that lots were drawn, not whose they are.
        let after = json!({ "stations": drawn.len() });
        trail::record(tx, app.now(), By::who(who), "contest.draw", "contest", id.get(), None, Some(after))
    })
}
