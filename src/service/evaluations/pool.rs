//! The pool of evaluators, as the bureau keeps it: for drawing panels and finding conflicts.

use super::of_city;
use crate::domain::access::Action;
use crate::domain::identity::{BankAccount, CreditCode};
use crate::domain::ids::UserId;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::scoring::pool::{self, Employment, EvaluatorRow, Profile};
use serde_json::json;

/// What is typed of an evaluator.
#[derive(Clone, Debug, Default)]
pub struct TypedProfile {
    pub trades: String,
    pub account_number: String,
    /// A line each: credit code, last day there.
    pub employments: String,
    pub in_pool: bool,
}

/// Every active evaluator.
///
/// # Errors
/// Rights.
pub fn pool(app: &App, who: &Who) -> Result<Vec<EvaluatorRow>, ServiceError> {
    of_city(who, Action::EvaluationRun)?;
    app.store.read(|conn| Ok(pool::all(conn)?))
}

/// One evaluator with former employers.
///
/// # Errors
/// Rights; `NotFound`.
pub fn profile(app: &App, who: &Who, user: UserId) -> Result<(EvaluatorRow, Vec<Employment>), ServiceError> {
    of_city(who, Action::EvaluationRun)?;
    app.store.read(|conn| {
        let found = pool::all(conn)?.into_iter().find(|one| one.user == user).ok_or(ServiceError::NotFound)?;
        Ok((found, pool::employments(conn, user)?))
    })
}

/// Writes a profile; `version` is none for the first one.
///
/// # Errors
/// Rights; `NotFound`; a stale version; `Invalid` with every fault.
pub fn put_profile(
    app: &App,
    who: &Who,
    user: UserId,
    version: Option<i64>,
    typed: &TypedProfile,
) -> Result<(), ServiceError> {
    of_city(who, Action::EvaluationRun)?;
    let at = app.now();
    let mut faults = Vec::new();
    let trades = trades(&typed.trades);
    if trades.is_empty() {
        faults.push(Fault::new("trades", "required"));
    }
    let account = match typed.account_number.trim() {
        "" => String::new(),
        text => match text.parse::<BankAccount>() {
            Ok(account) => account.as_str().to_owned(),
            Err(_) => {
                faults.push(Fault::new("account_number", "bank-account"));
                String::new()
            }
        },
    };
    let employments = employments(&typed.employments, &mut faults);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    app.store.write(|tx| {
        if pool::all(tx)?.iter().all(|one| one.user != user) {
            return Err(ServiceError::NotFound);
        }
        let profile = Profile {
            trades: &trades.join(";"),
            account_number: &account,
            in_pool: typed.in_pool,
            employments: &employments,
        };
        pool::put(tx, user, version, &profile)?;
        let after = json!({ "trades": trades, "in_pool": typed.in_pool, "employments": employments });
        trail::record(tx, at, By::who(who), "user.pool", "user", user.get(), None, Some(after))
    })
}

/// Trades as they are typed, each once.
pub(super) fn trades(text: &str) -> Vec<String> {
    let mut trades: Vec<String> = Vec::new();
    for trade in text.split([';', '\u{ff1b}', '\u{3001}', ',', '\u{ff0c}', '\n']).map(tidy) {
        if !trade.is_empty() && !trades.contains(&trade) {
            trades.push(trade);
        }
    }
    trades
}

fn employments(text: &str, faults: &mut Vec<Fault>) -> Vec<Employment> {
    let mut all: Vec<Employment> = Vec::new();
    for (row, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        let mut parts = line.split_whitespace();
        let code = parts.next().and_then(|code| code.parse::<CreditCode>().ok());
        let day = parts.next().and_then(|day| day.parse().ok());
        match (code, day, parts.next()) {
            (Some(code), Some(day), None) if all.iter().all(|(known, _)| known != code.as_str()) => {
                all.push((code.as_str().to_owned(), day));
            }
            _ => faults.push(Fault::new("employments", "evaluation-employment").with("row", row + 1)),
        }
    }
    all
}
