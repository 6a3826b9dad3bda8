//! The conflicts that can be found: units, former employers, telephones, accounts, and who evaluated
//! whom last year.

use super::load::Campaign;
use crate::domain::evaluation::conflict::{Conflict, Evaluated, Evaluator, LastYear, conflicts};
use crate::domain::identity::{BankAccount, CreditCode, Phone};
use crate::domain::ids::{EvaluationEntryId, OrganisationId, UserId};
use crate::storage::scoring::conflicts::ConflictRow;
use crate::storage::scoring::{entries, pool, sheets};
use crate::storage::{Conn, StorageError, evaluations, people};
use chrono::NaiveDate;
use std::collections::btree_map::Entry::Vacant;
use std::collections::{BTreeMap, BTreeSet};

/// Every conflict between the drawn and the bases. `on` is the day of the draw.
pub(super) fn found(conn: &mut Conn, of: &Campaign, on: NaiveDate) -> Result<Vec<ConflictRow>, StorageError> {
    let years = of.opened.rules.recusal_years;
    let last_year = last_year(conn, of.opened.row.year)?;
    let all = pool::all(conn)?;
    let mut units: BTreeMap<OrganisationId, Evaluated> = BTreeMap::new();
    for entry in &of.entries {
        if let Vacant(new) = units.entry(entry.row.organisation_id) {
            new.insert(unit(conn, entry.row.organisation_id)?);
        }
    }
    let mut rows = Vec::new();
    for seated in &of.panel {
        let user = seated.row.user_id;
        let Some(known) = all.iter().find(|one| one.user == user) else { continue };
        let evaluator = evaluator(conn, known)?;
        for entry in &of.entries {
            let Some(base) = units.get(&entry.row.organisation_id) else { continue };
            let reasons = conflicts(&evaluator, base, on, years, &last_year);
            rows.extend(reasons.into_iter().map(|reason| ConflictRow {
                entry_id: entry.row.id,
                user_id: user,
                reason,
                note: String::new(),
                found: true,
            }));
        }
    }
    Ok(rows)
}

/// What is known of an evaluator.
pub(in crate::service) fn evaluator(conn: &mut Conn, known: &pool::EvaluatorRow) -> Result<Evaluator, StorageError> {
    let employments = pool::employments(conn, known.user)?;
    Ok(Evaluator {
        unit: known.unit_code.as_deref().and_then(|code| code.parse().ok()),
        worked_at: employments.iter().filter_map(|(code, until)| Some((code.parse().ok()?, *until))).collect(),
        phones: phones([known.phone.as_str(), known.unit_phone.as_str()]),
        accounts: accounts([
            known.profile.as_ref().map_or("", |profile| profile.account_number.as_str()),
            known.unit_account.as_str(),
        ]),
    })
}

fn phones<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<Phone> {
    texts.into_iter().filter_map(|text| text.parse().ok()).collect()
}

fn accounts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<BankAccount> {
    texts.into_iter().filter_map(|text| text.parse().ok()).collect()
}

/// What is known of a unit.
pub(in crate::service) fn unit(conn: &mut Conn, id: OrganisationId) -> Result<Evaluated, StorageError> {
    let of = people::organisation(conn, id)?;
    let members = people::members(conn, id)?;
    let texts = members.iter().map(|user| user.phone.as_str()).chain([of.contact_phone.as_str()]);
    Ok(Evaluated {
        unit: of.credit_code.as_deref().and_then(|code| code.parse::<CreditCode>().ok()),
        phones: phones(texts),
        accounts: accounts([of.account_number.as_str()]),
    })
}

/// Who signed which unit's sheet in the year before, by credit code.
fn last_year(conn: &mut Conn, year: i32) -> Result<Vec<LastYear>, StorageError> {
    let Some(before) = evaluations::all(conn)?.into_iter().find(|row| row.year == year - 1) else {
        return Ok(Vec::new());
    };
    let units: BTreeMap<_, _> =
        entries::of(conn, before.id)?.into_iter().map(|row| (row.id, row.organisation_id)).collect();
    let signed = sheets::of(conn, before.id)?.into_iter().filter(|sheet| sheet.signed_at.is_some() && sheet.round == 1);
    let pairs = signed.filter_map(|sheet| Some((sheet.user_id, *units.get(&sheet.entry_id)?)));
    mutual(conn, pairs.collect())
}

/// Whose evaluators judged which units, by credit code; who has none is left out.
pub(in crate::service) fn mutual(
    conn: &mut Conn,
    judged: BTreeSet<(UserId, OrganisationId)>,
) -> Result<Vec<LastYear>, StorageError> {
    let code = |of: people::Organisation| Some((of.id, of.credit_code?.parse::<CreditCode>().ok()?));
    let codes: BTreeMap<OrganisationId, CreditCode> =
        people::organisations(conn)?.into_iter().filter_map(code).collect();
    let mut pairs = Vec::new();
    for (user, organisation) in judged {
        let from = people::user(conn, user)?.organisation;
        pairs.extend(codes.get(&from).cloned().zip(codes.get(&organisation).cloned()));
    }
    Ok(pairs)
}

/// Keeps a member from every base but those they were called in for.
pub(super) fn elsewhere(user_id: UserId, entry_id: EvaluationEntryId) -> ConflictRow {
    ConflictRow { entry_id, user_id, reason: Conflict::Elsewhere, note: String::new(), found: true }
}
