//! The grant of a designated base (T2-6): a claim that knows level, day and what was paid before.

use super::open;
use crate::domain::access::Action;
use crate::domain::base::Level;
use crate::domain::ids::{BaseId, ClaimId};
use crate::domain::policy::FactSheet;
use crate::service::app::{App, Who};
use crate::service::claims::{NewDraft, create_in};
use crate::service::error::ServiceError;
use crate::service::holdings;
use crate::storage::bases;

/// The rule of the grant.
const RULE: &str = "base.grant";

/// Makes the draft of the next instalment.
///
/// # Errors
/// Rights; `Conflict(base-not-designated)`, `Conflict(base-claim-open)`.
pub fn make_claim(app: &App, who: &Who, id: BaseId) -> Result<ClaimId, ServiceError> {
    app.store.write(|tx| {
        let (base, _) = open(tx, who, Action::BaseClaim, id)?;
        let (Some(level), Some(day)) = (base.level(), base.designated_on) else {
            return Err(ServiceError::conflict("base-not-designated"));
        };
        let earlier = bases::claims_of(tx, id)?;
        if earlier.iter().any(holdings::grant_under_way) {
            return Err(ServiceError::conflict("base-claim-open"));
        }
        let mut facts = FactSheet::default();
        facts.set("level".to_owned(), level.as_str().to_owned());
        facts.set("designated_on".to_owned(), day.to_string());
        facts.set("paid_before".to_owned(), holdings::of_grant(&earlier).to_string());
        let word = match level {
            Level::City => "市级",
            Level::Provincial => "省级",
        };
        let title = format!("{}{word}创建资助第{}期", base.name, earlier.len() + 1);
        let draft = NewDraft { rule: RULE.to_owned(), title, facts, event: None, budget_line: None };
        let claim = create_in(app, tx, who, &draft)?;
        bases::link_claim(tx, id, claim)?;
        Ok(claim)
    })
}
