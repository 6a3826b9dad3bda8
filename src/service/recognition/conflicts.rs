//! The conflicts that can be found between a panel and the nominees: units, former employers, telephones,
//! accounts, own nominations, and who reviewed whom last year.

use super::bench::{Bench, Seated};
use crate::domain::access::Visibility;
use crate::domain::evaluation::conflict::{Conflict, Evaluated, LastYear, conflicts};
use crate::domain::identity::CreditCode;
use crate::domain::ids::{NominationId, OrganisationId, UserId};
use crate::domain::recognition::Subject;
use crate::service::error::ServiceError;
use crate::service::evaluations::{evaluated, evaluator, mutual};
use crate::storage::recognition::NominationRow;
use crate::storage::recognition_panels::{self as rows, ConflictRow};
use crate::storage::scoring::pool;
use crate::storage::{Conn, recognition};
use chrono::NaiveDate;
use std::collections::btree_map::Entry::Vacant;
use std::collections::{BTreeMap, BTreeSet};

/// For so many years after leaving somebody counts as having worked there (T2-6, as for training bases).
const RECUSAL_YEARS: u32 = 3;

/// Every conflict between these seats and the nominees. `on` is the day on which the panel begins.
pub(super) fn found(
    conn: &mut Conn,
    bench: &Bench,
    seats: &[&Seated],
    on: NaiveDate,
) -> Result<Vec<ConflictRow>, ServiceError> {
    let last_year = last_year(conn, bench)?;
    let all = pool::all(conn)?;
    let mut units: BTreeMap<OrganisationId, Evaluated> = BTreeMap::new();
    for (one, _) in &bench.nominees {
        for unit in [one.organisation_id, one.nominated_by] {
            if let Vacant(new) = units.entry(unit) {
                new.insert(evaluated(conn, unit)?);
            }
        }
    }
    let mut found = Vec::new();
    for seat in seats {
        let user = seat.row.user_id;
        let Some(known) = all.iter().find(|one| one.user == user) else { continue };
        let of = evaluator(conn, known)?;
        for (one, _) in &bench.nominees {
            let mut reasons = Vec::new();
            if seat.unit == one.organisation_id {
                reasons.push(Conflict::SameUnit);
            }
            if seat.unit == one.nominated_by && one.nominated_by != one.organisation_id {
                reasons.push(Conflict::OwnNomination);
            }
            if let Some(unit) = units.get(&one.organisation_id) {
                reasons.extend(conflicts(&of, &with_own_code(bench, one, unit), on, RECUSAL_YEARS, &last_year));
            }
            if let Some(unit) = units.get(&one.nominated_by)
                && unit.unit.is_some()
                && unit.unit == of.unit
            {
                reasons.push(Conflict::OwnNomination);
            }
            if seat.name == one.name {
                reasons.push(Conflict::SameName);
            }
            found.extend(reasons.into_iter().map(|reason| row(one.id, user, reason)));
        }
    }
    Ok(found)
}

fn row(nomination_id: NominationId, user_id: UserId, reason: Conflict) -> ConflictRow {
    ConflictRow { nomination_id, user_id, reason, note: String::new(), found: true }
}

/// The unit; of an enterprise that is itself put forward by another account, with its own code.
fn with_own_code(bench: &Bench, one: &NominationRow, unit: &Evaluated) -> Evaluated {
    let own = match bench.programme.subject {
        Subject::Enterprise => one.identity.as_deref().and_then(|code| code.parse::<CreditCode>().ok()),
        Subject::Person => None,
    };
    Evaluated { unit: own.or_else(|| unit.unit.clone()), ..unit.clone() }
}

/// Whose evaluators marked whose nominees in the rounds of the year before.
fn last_year(conn: &mut Conn, bench: &Bench) -> Result<Vec<LastYear>, ServiceError> {
    let mut judged = BTreeSet::new();
    for round in recognition::rounds(conn)?.into_iter().filter(|round| round.year == bench.round.year - 1) {
        let all = recognition::of_round(conn, Visibility::All, round.id)?;
        let units: BTreeMap<_, _> = all.into_iter().map(|(one, _)| (one.id, one.organisation_id)).collect();
        let marks = rows::marks(conn, round.id)?.into_iter().filter(|mark| mark.round == 1);
        judged.extend(marks.filter_map(|mark| Some((mark.user_id, *units.get(&mark.nomination_id)?))));
    }
    Ok(mutual(conn, judged)?)
}
