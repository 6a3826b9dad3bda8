//! A claim whose title or designation was withdrawn by two people: it is not paid, and what is paid nevertheless,
//! because the bank had the order, is to be paid back.

use super::{settle_later, steps};
use crate::domain::claim::{State, Step, StepKind, transition};
use crate::domain::ids::ClaimId;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::holdings::with_holder;
use crate::storage::claims;
use crate::storage::{Conn, Tx, bases, titles};

// keys: conflict-claim-title-withdrawn conflict-claim-base-revoked
/// Why a claim goes no further: by the code of the refusal, and in words for its file.
pub(in crate::service) fn fallen(
    conn: &mut Conn,
    claim: ClaimId,
) -> Result<Option<(&'static str, String)>, ServiceError> {
    if let Some(title) = titles::of_claim(conn, claim)?.filter(|title| title.withdrawn_on.is_some()) {
        let why = format!("称号 {} 已撤销：{}", title.number, title.withdrawal);
        return Ok(Some(("claim-title-withdrawn", why)));
    }
    let base = bases::of_claim(conn, claim)?.filter(|base| base.level().is_none());
    Ok(base.map(|base| ("claim-base-revoked", format!("“{}”的认定已撤销", base.name))))
}

/// Ends the claim of what was withdrawn just now, unless it has ended already, is paid, or the bank has the order.
/// Its money is free again, and it is on no notice and in no list that leads to payment.
pub(in crate::service) fn withdrawn(app: &App, tx: &mut Tx, who: &Who, claim: ClaimId) -> Result<(), ServiceError> {
    let Some((_, reason)) = fallen(tx, claim)? else { return Ok(()) };
    let row = claims::lock(tx, claim)?;
    if transition(row.state, StepKind::End).is_some() {
        steps::resume(app, tx, who, row).take(&Step::End, &reason)?;
    }
    Ok(())
}

/// What follows the bank's answer on a claim whose title or designation went in the meantime: refused, it ends;
/// paid, the sum is to be recovered.
pub(in crate::service) fn answered(app: &App, tx: &mut Tx, who: &Who, claim: ClaimId) -> Result<(), ServiceError> {
    if fallen(tx, claim)?.is_none() {
        return Ok(());
    }
    let row = claims::get(tx, claim)?;
    match (row.state, titles::of_claim(tx, claim)?) {
        (State::PaymentFailed, _) => withdrawn(app, tx, who, claim),
        (State::Paid, Some(title)) => {
            titles::put_to_recover(tx, title.id, with_holder(&row))?;
            settle_later(app, tx, who, &title)
        }
        _ => Ok(()),
    }
}
