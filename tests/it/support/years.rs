//! Years of the evaluation of bases that no form can open any more.

use chrono::{NaiveDate, NaiveDateTime};
use jiangxin::domain::ids::EvaluationId;
use jiangxin::storage::evaluations::{self, NewEvaluation};
use jiangxin::storage::scoring::{entries, runs};
use jiangxin::storage::{StorageError, Tx};

/// The year 2018 with the bases, rubric and, unless others are given, the rules of another year; its timetable ends
/// on the day.
pub fn earlier(
    tx: &mut Tx,
    like: EvaluationId,
    rules: Option<&str>,
    (day, at): (NaiveDate, NaiveDateTime),
) -> Result<EvaluationId, StorageError> {
    let row = evaluations::get(tx, like)?;
    let new = NewEvaluation {
        year: 2018,
        cut_off: row.cut_off,
        population: row.population,
        places: row.places,
        register: &row.register,
        register_hash: &row.register_hash,
        rubric: &row.rubric,
        rubric_hash: &row.rubric_hash,
        rules: rules.unwrap_or(&row.rules),
        opened_by: 1,
        opened_at: at,
    };
    let id = evaluations::insert(tx, &new)?;
    runs::insert(tx, id, (day, day), None, at)?;
    for entry in entries::of(tx, like)? {
        entries::insert(tx, id, entry.base_id, entry.organisation_id)?;
    }
    Ok(id)
}
