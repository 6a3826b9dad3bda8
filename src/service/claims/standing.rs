//! Whether what a claim is for still stands: its title, or the designation of its base.

use crate::domain::ids::ClaimId;
use crate::service::error::ServiceError;
use crate::storage::{Conn, bases, titles};

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

/// Refuses a claim whose title or designation was withdrawn.
pub(super) fn standing(conn: &mut Conn, id: ClaimId) -> Result<(), ServiceError> {
    fallen(conn, id)?.map_or(Ok(()), |(code, _)| Err(ServiceError::conflict(code)))
}
