//! The approval (核准) after the notice.

use crate::domain::access::Action;
use crate::domain::claim::Step;
use crate::domain::ids::{ClaimId, NoticeId, NoticeLineId};
use crate::domain::notice::NotApprovable;
use crate::service::app::{App, Who};
use crate::service::claims::deciding;
use crate::service::error::{Fault, ServiceError};
use crate::storage::{claims, notices};

/// Approves lines of a notice: the ones named, or, with none named, every one whose period is over
/// and that no objection holds. All or none of them; gives back how many.
///
/// # Errors
/// Rights on each claim; `Conflict` for a line that cannot be approved yet, or when none can.
pub fn approve(app: &App, who: &Who, notice: NoticeId, named: &[NoticeLineId]) -> Result<usize, ServiceError> {
    let today = app.today();
    app.store.write(|tx| {
        let ends_on = notices::get(tx, notice)?.ends_on;
        let lines = notices::lines(tx, notice)?;
        if named.iter().any(|id| lines.iter().all(|(line, _)| line.id != *id)) {
            return Err(ServiceError::NotFound);
        }
        let mut chosen: Vec<ClaimId> = Vec::new();
        for (line, _) in lines.iter().filter(|(line, _)| named.is_empty() || named.contains(&line.id)) {
            match line.state.approvable(ends_on, today) {
                Ok(()) => chosen.push(line.claim_id),
                Err(_) if named.is_empty() => {}
                Err(reason) => return Err(refused(reason)),
            }
        }
        if chosen.is_empty() {
            return Err(ServiceError::conflict("nothing-to-approve"));
        }
        chosen.sort_unstable();
        for claim in &chosen {
            claims::lock(tx, *claim)?;
        }
        for claim in &chosen {
            // What changed since the lines were read is found out here, by the chain.
            deciding::open(app, tx, who, Action::ClaimApprove, *claim, None)?.take(&Step::Approve, "")?;
        }
        Ok(chosen.len())
    })
}

fn refused(reason: NotApprovable) -> ServiceError {
    match reason {
        NotApprovable::StillRuns { last_day } => {
            ServiceError::Conflict(Fault::conflict("notice-runs").with("last_day", last_day.to_string()))
        }
        NotApprovable::Held => ServiceError::Conflict(Fault::conflict("objections-open").with("count", 1)),
        NotApprovable::Done(_) => ServiceError::conflict("wrong-state"),
    }
}
