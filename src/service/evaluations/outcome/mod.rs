//! The result of a year: put together when every sheet is signed, decided by two people, published,
//! approved, and what follows for each base.

mod award;
mod decide;
mod enter;
mod file;
mod notice;
mod revise;
mod view;

pub use award::{TypedMended, mended};
pub use decide::{Awaited, TypedProposal, awaited, may_decide, propose, publish, send_back};
pub use enter::{TieShown, TypedFacts, VetoItem, enter, facts_of, meet, veto_items};
pub use file::{Words, workbook};
pub use notice::{Noticed, NoticedLine, answer, approve, notice, object, objection};
pub use revise::{revise, revised, to_revise};
pub(super) use view::results_for;
pub use view::{Compared, Own, OwnLine, PanelView, ResultFor, ResultView, compare, entry_of, own, result, to_decide};

use super::Opened;
use super::load::Campaign;
use super::scoring::decimal;
use crate::domain::contest::exact::Exact;
use crate::domain::contest::standing::TieKey;
use crate::domain::evaluation::campaign::{Entered, Line, Outcome, Vote, is_across, outcome};
use crate::domain::evaluation::phase::Phase;
use crate::domain::evaluation::rank::{Rules, VoteFault};
use crate::domain::evaluation::result::{Mark, PanelRules};
use crate::domain::ids::EvaluationEntryId;
use crate::domain::money::Fen;
use crate::domain::policy::{Coded, sha256_hex};
use crate::service::error::{Fault, ServiceError};
use crate::storage::scoring::entries::EntryRow;
use crate::storage::scoring::sheets;
use crate::storage::{Conn, StorageError};
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

/// The result that is put forward or decided.
fn decided(of: &Campaign) -> Result<Option<Decided>, ServiceError> {
    if of.run.phase < Phase::Proposed { Ok(None) } else { last_proposed(of) }
}

/// The result as it was put forward last, also where it was sent back.
fn last_proposed(of: &Campaign) -> Result<Option<Decided>, ServiceError> {
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

/// What each evaluator gave in the parts of the rubric that are tie keys: by base, key, round and evaluator.
type Parts = BTreeMap<(EvaluationEntryId, String, i32), BTreeMap<i64, Exact>>;

/// The tie keys that are parts of the rubric, with the lines of each; the others are entered.
#[must_use]
pub fn computed_keys(of: &Opened) -> Vec<(&Coded, Vec<&str>)> {
    let of_key = |key: &'_ Coded| of.rubric.block(&key.code, &key.label.zh);
    of.rules.tie_keys.iter().filter_map(|key| Some((key, of_key(key)?))).collect()
}

// keys: fault-result-key-missing
/// Bases level across the line of which some have a tie key entered and others have none: what was left out would
/// settle which of them is better. A fault for each that lacks it; with a base, only if it is one of them.
fn keys_missing(of: &Campaign, outcome: &Outcome, base: Option<i64>) -> Vec<Fault> {
    let computed = computed_keys(&of.opened);
    let mut faults = Vec::new();
    for group in outcome.level_across() {
        if base.is_some_and(|base| !group.iter().any(|line| line.base == base)) {
            continue;
        }
        let mut level = vec![group];
        for key in &of.opened.rules.tie_keys {
            level.retain(|part| is_across(part));
            if !computed.iter().any(|(own, _)| own.code == key.code) {
                faults.extend(level.iter().flat_map(|part| lacking_key(of, part, key)));
            }
            level = level.iter().flat_map(|part| by_key(part, &key.code)).collect();
        }
    }
    faults
}

/// Parts of those that are level, by their values of a key.
fn by_key<'l>(level: &[&'l Line], key: &str) -> Vec<Vec<&'l Line>> {
    let mut parts: BTreeMap<Option<Exact>, Vec<&Line>> = BTreeMap::new();
    for line in level {
        parts.entry(line.ties.get(key).copied()).or_default().push(line);
    }
    parts.into_values().collect()
}

fn lacking_key(of: &Campaign, level: &[&Line], key: &Coded) -> Vec<Fault> {
    let (with, without): (Vec<&Line>, Vec<&Line>) = level.iter().partition(|line| line.ties.contains_key(&key.code));
    if with.is_empty() {
        return Vec::new();
    }
    let entry = |line: &&Line| of.entries.iter().find(|one| one.row.base_id.get() == line.base);
    let fault = |one: &super::Entry| Fault::new("", "result-key-missing").with("base", &one.name);
    without.iter().filter_map(entry).map(|one| fault(one).with("key", &key.label.zh)).collect()
}

fn parts(conn: &mut Conn, of: &Campaign) -> Result<Parts, ServiceError> {
    let keys = computed_keys(&of.opened);
    let mut parts = Parts::new();
    if keys.is_empty() {
        return Ok(parts);
    }
    for (entry, round, user, mark) in sheets::all_signed_marks(conn, of.run.evaluation_id)? {
        for (key, _) in keys.iter().filter(|(_, lines)| lines.contains(&mark.line.as_str())) {
            let all = parts.entry((entry, key.code.clone(), round)).or_default();
            let sum = all.entry(user.get()).or_insert(Exact::ZERO);
            *sum = *sum + decimal(&mark.mark)?;
        }
    }
    Ok(parts)
}

/// The same marks' parts: by the evaluators whose totals count in each round.
fn part_rounds(rounds: &[Vec<Mark<i64>>], entry: EvaluationEntryId, key: &str, parts: &Parts) -> Vec<Vec<Mark<i64>>> {
    let of_round = |(round, marks): (i32, &Vec<Mark<i64>>)| {
        let given = parts.get(&(entry, key.to_owned(), round));
        let own = |by: &i64| given.and_then(|given| given.get(by)).copied();
        marks.iter().filter_map(|(by, _)| Some((*by, own(by)?))).collect()
    };
    (1..).zip(rounds).map(of_round).collect()
}

/// What counts of each base.
fn entered(conn: &mut Conn, of: &Campaign) -> Result<Vec<Entered>, ServiceError> {
    let (keys, parts) = (computed_keys(&of.opened), parts(conn, of)?);
    let one = |entry: &super::Entry| -> Result<Entered, ServiceError> {
        let rounds = of.rounds(entry)?;
        let block =
            |(key, _): &(&Coded, Vec<&str>)| (key.code.clone(), part_rounds(&rounds, entry.row.id, &key.code, &parts));
        Ok(Entered {
            base: entry.row.base_id.get(),
            blocks: keys.iter().map(block).collect(),
            rounds,
            recused: of.recused(entry.row.id),
            veto: entry.row.veto.clone(),
            ties: ties(&entry.row)?,
            absent: entry.row.self_scored_at.is_none(),
        })
    };
    of.entries.iter().map(one).collect()
}

/// The result as it stands, with the panel's vote where there was one.
fn compute(conn: &mut Conn, of: &Campaign, vote: Option<&Vote>) -> Result<Outcome, ServiceError> {
    let (panel, rules) = rules(of)?;
    let population = u32::try_from(of.opened.row.population).unwrap_or_default();
    outcome(&entered(conn, of)?, population, (panel, &rules), vote).map_err(|faults| {
        let said = |fault: VoteFault| match fault {
            VoteFault::NothingDue | VoteFault::NotTied => Fault::new("vote", "choose"),
            VoteFault::TooMany(places) => Fault::new("vote", "result-too-many").with("max", places),
            VoteFault::NoMinutes => Fault::new("vote_minutes", "required"),
        };
        ServiceError::Invalid(faults.into_iter().map(said).collect())
    })
}
