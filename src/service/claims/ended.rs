//! A claim whose title or designation was withdrawn by two people: it is not paid, and what is paid nevertheless,
//! because the bank had the order, is to be paid back.

use super::deciding::resume;
use super::settle_later;
use super::standing::fallen;
use crate::domain::claim::{State, Step, StepKind, transition};
use crate::domain::ids::ClaimId;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::holdings::with_holder;
use crate::storage::claims;
use crate::storage::{Tx, titles};

/// Ends the claim of what was withdrawn just now, unless it has ended already, is paid, or the bank has the order.
/// Its money is free again, and it is on no notice and in no list that leads to payment.
pub(in crate::service) fn withdrawn(app: &App, tx: &mut Tx, who: &Who, claim: ClaimId) -> Result<(), ServiceError> {
    let Some((_, reason)) = fallen(tx, claim)? else { return Ok(()) };
    let row = claims::lock(tx, claim)?;
    if transition(row.state, StepKind::End).is_some() {
        resume(app, tx, who, row).take(&Step::End, &reason)?;
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
