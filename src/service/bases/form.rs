//! What a unit writes of its base: particulars, an application, the figures of a year.

use super::{open, readable};
use crate::domain::access::{self, Action, Facts};
use crate::domain::base::{self, Level, is_written};
use crate::domain::ids::BaseId;
use crate::domain::text::{compact, one_line, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::bases::{self, BaseRow, FigureRow, Particulars};
use crate::storage::{Constraint, StorageError, people};
use chrono::Datelike;
use serde_json::json;
use std::collections::BTreeMap;

/// Longest name and address, in characters.
const LINE_MAX: usize = 120;
/// Longest statement and list of equipment, in characters.
const TEXT_MAX: usize = 4_000;
const COUNT_MAX: i32 = 10_000_000;
const FIRST_YEAR: i32 = 2000;

/// A form as typed, by field.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub BTreeMap<String, String>);

impl Typed {
    fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    fn line(&self, field: &str, faults: &mut Vec<Fault>) -> String {
        let line = one_line(self.text(field));
        if line.is_empty() {
            faults.push(Fault::new(field, "required"));
        } else if line.chars().count() > LINE_MAX {
            faults.push(Fault::new(field, "too-long").with("max", LINE_MAX));
        }
        line
    }

    fn long(&self, field: &str, required: bool, faults: &mut Vec<Fault>) -> String {
        let text = self.text(field).to_owned();
        if text.is_empty() && required {
            faults.push(Fault::new(field, "required"));
        } else if text.chars().count() > TEXT_MAX {
            faults.push(Fault::new(field, "too-long").with("max", TEXT_MAX));
        }
        text
    }

    fn count(&self, field: &str, faults: &mut Vec<Fault>) -> Option<i32> {
        let typed = compact(self.text(field));
        if typed.is_empty() {
            return None;
        }
        let read = typed.parse().ok().filter(|count| (0..=COUNT_MAX).contains(count));
        if read.is_none() {
            faults.push(Fault::new(field, "whole-number").with("max", COUNT_MAX));
        }
        read
    }

    fn particulars(&self, faults: &mut Vec<Fault>) -> Particulars {
        let trades: Vec<String> = self
            .text("trades")
            .split([';', '\u{ff1b}', '\u{3001}', ',', '\u{ff0c}', '\n'])
            .map(tidy)
            .filter(|trade| !trade.is_empty())
            .collect();
        if trades.is_empty() {
            faults.push(Fault::new("trades", "required"));
        }
        Particulars {
            name: self.line("name", faults),
            industry: self.line("industry", faults),
            address: self.line("address", faults),
            trades: trades.join(";"),
            area: self.count("area", faults),
            workstations: self.count("workstations", faults),
            teachers: self.count("teachers", faults),
            equipment: self.long("equipment", false, faults),
        }
    }

    fn level(&self, current: Option<Level>, faults: &mut Vec<Fault>) -> Option<Level> {
        let level = self.text("level").parse().ok().filter(|level| base::may_apply(current, *level));
        if level.is_none() {
            faults.push(Fault::new("level", "required"));
        }
        level
    }
}

fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::BaseNameTaken) => ServiceError::invalid("name", "base-name-taken"),
        StorageError::Violated(Constraint::BaseApplicationOpen) => ServiceError::conflict("base-application-open"),
        other => other.into(),
    }
}

/// Whether the person may enter a base of their unit.
///
/// # Errors
/// Rights.
pub fn may_create(app: &App, who: &Who) -> Result<(), ServiceError> {
    app.store.read(|conn| {
        let owner = people::organisation(conn, who.organisation())?;
        Ok(access::can(&who.actor, Action::BaseCreate, &Facts::new_for(owner.id, Some(owner.division)))?)
    })
}

/// A base as its form shows it, with its version; with the statement while an application is written.
///
/// # Errors
/// Rights of changing it.
pub fn typed(app: &App, who: &Who, id: BaseId) -> Result<(Typed, i64), ServiceError> {
    app.store.read(|conn| {
        let (base, application) = readable(conn, who, Action::BaseEdit, id)?;
        let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        let of = particulars_of(&base);
        for (field, text) in [
            ("name", of.name),
            ("industry", of.industry),
            ("address", of.address),
            ("trades", of.trades.replace(';', "\u{3001}")),
            ("area", number(of.area)),
            ("workstations", number(of.workstations)),
            ("teachers", number(of.teachers)),
            ("equipment", of.equipment),
        ] {
            fields.insert(field.to_owned(), text);
        }
        if let Some(application) = application.filter(|one| is_written(one.state)) {
            fields.insert("statement".to_owned(), application.statement);
        }
        Ok((Typed(fields), base.version))
    })
}

/// Name and present level of a base that may apply for a higher one.
///
/// # Errors
/// Rights of applying.
pub fn may_apply(app: &App, who: &Who, id: BaseId) -> Result<(String, Option<Level>), ServiceError> {
    app.store.read(|conn| {
        let (base, _) = readable(conn, who, Action::BaseApply, id)?;
        Ok((base.name.clone(), base.level()))
    })
}

/// Enters a base of the person's own unit, with a first application as a draft.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn create(app: &App, who: &Who, typed: &Typed) -> Result<BaseId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let owner = people::organisation(tx, who.organisation())?;
        access::can(&who.actor, Action::BaseCreate, &Facts::new_for(owner.id, Some(owner.division)))?;
        let mut faults = Vec::new();
        let particulars = typed.particulars(&mut faults);
        let statement = typed.long("statement", true, &mut faults);
        let Some(level) = typed.level(None, &mut faults).filter(|_| faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        let id = bases::insert(tx, owner.id, owner.division, &particulars, at.naive_utc()).map_err(taken)?;
        bases::apply(tx, id, level, &statement, at.naive_utc()).map_err(taken)?;
        let after = json!({ "level": level, "of": particulars });
        trail::record(tx, at, By::who(who), "base.create", "base", id.get(), None, Some(after))?;
        Ok(id)
    })
}

/// Changes what a base is, and the statement of the application that is being written.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault.
pub fn edit(app: &App, who: &Who, id: BaseId, version: i64, typed: &Typed) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (base, application) = open(tx, who, Action::BaseEdit, id)?;
        let writing = application.filter(|one| is_written(one.state));
        let mut faults = Vec::new();
        let particulars = typed.particulars(&mut faults);
        let statement = typed.long("statement", writing.is_some(), &mut faults);
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        bases::put(tx, id, version, &particulars).map_err(taken)?;
        if let Some(application) = writing {
            bases::put_statement(tx, application.id, &statement)?;
        }
        let before = json!({ "of": particulars_of(&base) });
        let after = json!({ "of": particulars });
        trail::record(tx, at, By::who(who), "base.edit", "base", id.get(), Some(before), Some(after))
    })
}

fn particulars_of(base: &BaseRow) -> Particulars {
    Particulars {
        name: base.name.clone(),
        industry: base.industry.clone(),
        address: base.address.clone(),
        trades: base.trades.clone(),
        area: base.area,
        workstations: base.workstations,
        teachers: base.teachers,
        equipment: base.equipment.clone(),
    }
}

/// Applies anew, for a higher level than the base has.
///
/// # Errors
/// Rights; `Invalid` with every fault; `Conflict(base-application-open)`.
pub fn apply(app: &App, who: &Who, id: BaseId, typed: &Typed) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (base, _) = open(tx, who, Action::BaseApply, id)?;
        let mut faults = Vec::new();
        let statement = typed.long("statement", true, &mut faults);
        let Some(level) = typed.level(base.level(), &mut faults).filter(|_| faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        bases::apply(tx, id, level, &statement, at.naive_utc()).map_err(taken)?;
        let after = json!({ "level": level });
        trail::record(tx, at, By::who(who), "base.apply", "base", id.get(), None, Some(after))
    })
}

/// Writes the figures of one year, in place of earlier ones.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn put_figures(app: &App, who: &Who, id: BaseId, typed: &Typed) -> Result<(), ServiceError> {
    let (at, this_year) = (app.now(), app.today().year());
    app.store.write(|tx| {
        open(tx, who, Action::BaseFigures, id)?;
        let mut faults = Vec::new();
        let year = compact(typed.text("year")).parse().ok().filter(|year| (FIRST_YEAR..=this_year).contains(year));
        if year.is_none() {
            let range = format!("{FIRST_YEAR}\u{2013}{this_year}");
            faults.push(Fault::new("year", "out-of-range").with("hint", range));
        }
        let mut number = |field: &str| {
            let before = faults.len();
            let count = typed.count(field, &mut faults);
            if count.is_none() && faults.len() == before {
                faults.push(Fault::new(field, "required"));
            }
            count
        };
        let counts = (number("trainees"), number("certificates"), number("competitions"));
        let (Some(year), (Some(trainees), Some(certificates), Some(competitions))) = (year, counts) else {
            return Err(ServiceError::Invalid(faults));
        };
        let before = bases::figures(tx, id)?.into_iter().find(|known| known.year == year);
        let of = FigureRow { year, trainees, certificates, competitions };
        bases::put_figures(tx, id, of)?;
        let before = before.map(|before| json!(before));
        trail::record(tx, at, By::who(who), "base.figures", "base", id.get(), before, Some(json!(of)))
    })
}
