//! The papers of a claim: what its facts need, what was handed in, and what the event it comes
//! from has already.

use crate::domain::claim::{self, BANK_DETAILS, Needed, TRUTH_PROMISE, office_facts};
use crate::domain::ids::EventId;
use crate::domain::lang::Words;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evidence::{self, OTHER, Owner, Paper};
use crate::storage::Conn;
use crate::storage::claims::ClaimRow;
use crate::storage::events;
use crate::storage::scoring::outcomes;

/// One line of the checklist.
#[derive(Clone, Debug)]
pub struct PaperLine {
    /// Code of the paper; [`OTHER`] for what nobody asked for.
    pub code: String,
    pub label: Option<Words>,
    pub required: bool,
    /// Handed in with the claim.
    pub own: Vec<Paper>,
    /// Counts from the closed event.
    pub of_event: Vec<Paper>,
    /// The published plan that the event stands in proves it.
    pub by_plan: bool,
}

impl PaperLine {
    /// Whether something is there for it.
    pub fn is_there(&self) -> bool {
        self.by_plan || self.own.iter().chain(&self.of_event).any(Paper::stands)
    }
}

/// What the plan proves by itself: that the item is in it, and who hosts.
const PROVEN_BY_PLAN: [&str; 2] = ["plan_notice", "host_certificate"];

/// The checklist of a claim in its rule's order, and at its end whatever else was handed in.
///
/// # Errors
/// The rule is unknown, or the database failed.
pub(super) fn checklist(app: &App, conn: &mut Conn, who: &Who, row: &ClaimRow) -> Result<Vec<PaperLine>, ServiceError> {
    let facts = row.sheet()?;
    let policies = app.policies();
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", &row.rule)]);
    let (policy, rule, _) = policies.read(&row.rule, &facts).map_err(unknown)?;
    let office = office_facts(rule);
    // The account and the promise are given in the form itself; decisions are the office's own.
    // The result of an evaluation is here already.
    let awarded = outcomes::of_claim(conn, row.id)?.is_some();
    let ours = |needed: &Needed| {
        let by_form = needed.paper == BANK_DETAILS || needed.paper == TRUTH_PROMISE;
        let known = awarded && needed.paper == "evaluation";
        !by_form && !known && !needed.facts.iter().all(|fact| office.contains(&fact.as_str()))
    };
    let needs: Vec<Needed> = claim::checklist(rule, &facts).into_iter().filter(ours).collect();
    let own = evidence::papers(conn, who, Owner::Claim(row.id))?;
    let event = row.event_id.map(EventId::new);
    let (mut of_event, mut planned) = (Vec::new(), false);
    if let Some(event) = event {
        of_event = evidence::papers(conn, who, Owner::Event(event))?;
        planned = events::get(conn, event)?.plan_item().is_some();
    }
    // What was taken over with the claim is listed once.
    of_event.retain(|paper| own.iter().all(|own| own.sha256 != paper.sha256));
    let of = |papers: &[Paper], code: &str| -> Vec<Paper> {
        papers.iter().filter(|paper| paper.requirement == code).cloned().collect()
    };
    let mut lines: Vec<PaperLine> = needs
        .into_iter()
        .map(|Needed { paper: code, mandatory: required, .. }| PaperLine {
            label: policy.paper(&code).map(|paper| paper.label.clone()),
            own: of(&own, &code),
            of_event: of(&of_event, &code),
            by_plan: planned && PROVEN_BY_PLAN.contains(&code.as_str()),
            required,
            code,
        })
        .collect();
    let asked: Vec<String> = lines.iter().map(|line| line.code.clone()).collect();
    let others = |papers: Vec<Paper>| papers.into_iter().filter(|paper| !asked.contains(&paper.requirement)).collect();
    lines.push(PaperLine {
        code: OTHER.to_owned(),
        label: None,
        required: false,
        own: others(own),
        of_event: Vec::new(),
        by_plan: false,
    });
    Ok(lines)
}

/// One fault a required paper that is not there, all at once.
///
/// # Errors
/// As [`checklist`].
pub(super) fn missing(app: &App, conn: &mut Conn, who: &Who, row: &ClaimRow) -> Result<Vec<Fault>, ServiceError> {
    let lines = checklist(app, conn, who, row)?;
    let absent = lines.into_iter().filter(|line| line.required && !line.is_there());
    Ok(absent
        .map(|line| Fault::new(format!("paper.{}", line.code), "claim-paper-missing").with("paper", line.code))
        .collect())
}
