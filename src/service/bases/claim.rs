//! The grant of a designated base (T2-6): a claim that knows level, day and what was paid before.

use super::open;
use crate::domain::access::Action;
use crate::domain::base::Level;
use crate::domain::ids::{BaseId, ClaimId, OrganisationId};
use crate::domain::money::Fen;
use crate::domain::policy::FactSheet;
use crate::service::app::{App, Who};
use crate::service::claims::{NewDraft, Progress, create_in, floor};
use crate::service::error::ServiceError;
use crate::service::holdings;
use crate::storage::Conn;
use crate::storage::bases::{self, BaseRow};
use crate::storage::claims::ClaimRow;
use chrono::NaiveDateTime;

/// The rule of the grant.
const RULE: &str = "base.grant";

/// Makes the draft of the next instalment.
///
/// # Errors
/// Rights; `Conflict(base-not-designated)`, `Conflict(base-claim-open)`.
pub fn make_claim(app: &App, who: &Who, id: BaseId) -> Result<ClaimId, ServiceError> {
    app.store.write(|tx| {
        let (base, _) = open(tx, who, Action::BaseClaim, id)?;
        let Some((level, mut facts)) = grant_facts(&base) else {
            return Err(ServiceError::conflict("base-not-designated"));
        };
        let earlier = bases::claims_of(tx, id)?;
        if earlier.iter().any(holdings::grant_under_way) {
            return Err(ServiceError::conflict("base-claim-open"));
        }
        facts.set("paid_before".to_owned(), holdings::of_grant(&earlier)?.to_string());
        let draft = NewDraft {
            rule: RULE.to_owned(),
            title: title(&base, level, &earlier)?,
            facts,
            event: None,
            budget_line: None,
        };
        let claim = create_in(app, tx, who, &draft)?;
        bases::link_claim(tx, id, claim)?;
        Ok(claim)
    })
}

/// The facts that the register settles; none for a base that is not designated.
fn grant_facts(base: &BaseRow) -> Option<(Level, FactSheet)> {
    let (level, day) = (base.level()?, base.designated_on?);
    let mut facts = FactSheet::default();
    facts.set("level".to_owned(), level.as_str().to_owned());
    facts.set("designated_on".to_owned(), day.to_string());
    Some((level, facts))
}

/// Says which instalment of its level it is, from the second on; what was refused was none.
fn title(base: &BaseRow, level: Level, earlier: &[ClaimRow]) -> Result<String, ServiceError> {
    let word = match level {
        Level::City => "市级",
        Level::Provincial => "省级",
    };
    let mut paid = 0;
    for claim in earlier.iter().filter(|claim| holdings::is_paid(claim)) {
        paid += i32::from(claim.sheet()?.get("level") == Some(level.as_str()));
    }
    let part = if paid == 0 { String::new() } else { format!("第{}期", paid + 1) };
    Ok(format!("{}{word}创建资助{part}", base.name))
}

/// How far the grant has come towards the floor of the base's level; none for a base that is not designated.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn progress(
    app: &App,
    base: &BaseRow,
    claims: &[ClaimRow],
) -> Result<Option<Progress>, ServiceError> {
    grant_facts(base).map_or(Ok(None), |(_, facts)| floor::progress(app, RULE, &facts, claims))
}

/// A base whose grant was paid in part, with what is still to be claimed for it and since when.
#[derive(Clone, Debug)]
pub struct Unfinished {
    pub base: BaseRow,
    pub lacking: Fen,
    pub since: NaiveDateTime,
}

/// Bases of this organisation that had an instalment and can claim the next one now.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn unfinished(
    app: &App,
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Unfinished>, ServiceError> {
    let mut found = Vec::new();
    for base in bases::of_organisation(conn, organisation)? {
        let claims = bases::claims_of(conn, base.id)?;
        let paid = claims.iter().filter(|claim| holdings::is_paid(claim)).map(|claim| claim.waiting_since).max();
        let Some(since) = paid.filter(|_| !claims.iter().any(holdings::grant_under_way)) else { continue };
        let lacking = progress(app, &base, &claims)?.map(Progress::lacking).unwrap_or_default();
        if lacking > Fen::ZERO {
            found.push(Unfinished { base, lacking, since });
        }
    }
    Ok(found)
}
