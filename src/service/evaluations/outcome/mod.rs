//! The result of a year: put together when every sheet is signed, decided by two people, published,
//! approved, and what follows for each base.

mod award;
mod decide;
mod enter;
mod file;
mod notice;
mod revise;
mod view;

pub use award::mended;
pub use decide::{Awaited, TypedProposal, awaited, may_decide, propose, publish, send_back};
pub use enter::{TypedFacts, VetoItem, enter, meet, veto_items};
pub use file::{Words, workbook};
pub use notice::{Noticed, NoticedLine, answer, approve, notice, object, objection};
pub use revise::{revise, revised};
pub(super) use view::results_for;
pub use view::{Compared, Own, OwnLine, PanelView, ResultFor, ResultView, compare, entry_of, own, result, to_decide};

use super::load::Campaign;
use crate::domain::contest::exact::Exact;
use crate::domain::contest::standing::TieKey;
use crate::domain::evaluation::campaign::{Entered, Outcome, Vote, outcome};
use crate::domain::evaluation::rank::{Rules, VoteFault};
use crate::domain::evaluation::result::PanelRules;
use crate::domain::money::Fen;
use crate::domain::policy::sha256_hex;
use crate::service::error::{Fault, ServiceError};
use crate::storage::StorageError;
use crate::storage::scoring::entries::EntryRow;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A result as it was put forward and decided; it is kept as JSON with its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    pub outcome: Outcome,
    /// Of excellent bases, by base, fen.
    pub amounts: BTreeMap<i64, Fen>,
    /// Of unqualified bases, by base: last day for mending what was found.
    pub deadlines: BTreeMap<i64, NaiveDate>,
}

impl Decided {
    /// Its JSON, which is the same on every run and on both databases, with the SHA-256 of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self) -> Result<(String, String), ServiceError> {
        let text = serde_json::to_string(self).map_err(|error| StorageError::Database(error.to_string()))?;
        let hash = sha256_hex(text.as_bytes());
        Ok((text, hash))
    }
}

fn corrupt(what: &'static str, value: &str) -> ServiceError {
    StorageError::Corrupt { what, value: value.to_owned() }.into()
}

/// The decided result that the run keeps.
fn decided(of: &Campaign) -> Result<Option<Decided>, ServiceError> {
    let text = of.run.result.as_deref();
    text.map(|text| serde_json::from_str(text).map_err(|_| corrupt("result of an evaluation", ""))).transpose()
}

fn rules(of: &Campaign) -> Result<(PanelRules, Rules), ServiceError> {
    let fixed = &of.opened.rules;
    let rules = Rules {
        share: fixed.share.parse().map_err(|_| corrupt("share", &fixed.share))?,
        minimum: Exact::whole(fixed.minimum.into()),
        pass: Exact::whole(fixed.pass.into()),
        chain: fixed.tie_keys.iter().map(|key| TieKey::Module(key.code.clone())).collect(),
        tie: fixed.tie,
    };
    Ok((of.panel_rules()?, rules))
}

/// Values of the tie keys as they were entered.
fn ties(entry: &EntryRow) -> Result<BTreeMap<String, Exact>, ServiceError> {
    serde_json::from_str(&entry.tie_values).map_err(|_| corrupt("tie keys", &entry.tie_values))
}

/// What counts of each base.
fn entered(of: &Campaign) -> Result<Vec<Entered>, ServiceError> {
    let one = |entry: &super::Entry| -> Result<Entered, ServiceError> {
        Ok(Entered {
            base: entry.row.base_id.get(),
            rounds: of.rounds(entry)?,
            recused: of.recused(entry.row.id),
            veto: entry.row.veto.clone(),
            ties: ties(&entry.row)?,
            absent: entry.row.self_scored_at.is_none(),
        })
    };
    of.entries.iter().map(one).collect()
}

/// The result as it stands, with the panel's vote where there was one.
fn compute(of: &Campaign, vote: Option<&Vote>) -> Result<Outcome, ServiceError> {
    let (panel, rules) = rules(of)?;
    let population = u32::try_from(of.opened.row.population).unwrap_or_default();
    outcome(&entered(of)?, population, (panel, &rules), vote).map_err(|fault| {
        ServiceError::Invalid(vec![match fault {
            VoteFault::NothingDue | VoteFault::NotTied => Fault::new("vote", "choose"),
            VoteFault::TooMany(places) => Fault::new("vote", "result-too-many").with("max", places),
            VoteFault::NoMinutes => Fault::new("vote_minutes", "required"),
        }])
    })
}
