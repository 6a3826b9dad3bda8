//! The steps that need nothing but the signature.

use super::accept::accept;
use super::deciding::{Signed, open};
use crate::domain::access::Action;
use crate::domain::claim::{Claim, Step};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;

/// Takes a step that needs nothing but the signature: return, decline, first and second review,
/// send back, reject, confirm, approve, archive, withdraw, reopen, and accept where the claim has
/// its budget line.
///
/// # Errors
/// Rights, a stale version, or what the chain forbids; `Invalid(budget_line)`.
pub fn sign(app: &App, who: &Who, step: Step, signed: &Signed) -> Result<Claim, ServiceError> {
    if step == Step::Accept {
        return accept(app, who, signed, None);
    }
    let action = Action::of_claim_step(step.kind());
    app.store.write(|tx| {
        let mut deciding = open(app, tx, who, action, signed.claim, Some(signed.version))?;
        deciding.take(&step, signed.opinion.trim())
    })
}
