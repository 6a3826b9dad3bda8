//! Whether an event's file suffices for a step: fields and papers, everything at once.

use crate::domain::event::{Paper, Stage, StepKind, missing, missing_papers, required_stage};
use crate::domain::fault::FieldFault;
use crate::service::error::{Fault, ServiceError};
use crate::service::origin::details_of;
use crate::service::plans::items::fault_of;
use crate::storage::Conn;
use crate::storage::events::EventRow;
use crate::storage::evidence::{self, Owner};

/// What is still missing for a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    pub fields: Vec<FieldFault>,
    pub papers: Vec<Paper>,
}

impl Lacking {
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.papers.is_empty()
    }

    /// As faults: a field's by its name, a paper's by its code.
    pub fn faults(&self) -> Vec<Fault> {
        let papers = self.papers.iter().map(|paper| Fault::new(paper.as_str(), "paper-missing"));
        self.fields.iter().map(fault_of).chain(papers).collect()
    }
}

/// What a step asks for and the file does not have yet.
pub(super) fn lacking(conn: &mut Conn, row: &EventRow, step: StepKind) -> Result<Lacking, ServiceError> {
    match required_stage(step) {
        Some(stage) => of_stage(conn, row, stage),
        None => Ok(Lacking::default()),
    }
}

fn of_stage(conn: &mut Conn, row: &EventRow, stage: Stage) -> Result<Lacking, ServiceError> {
    let details = details_of(row)?;
    let papers = evidence::of(conn, Owner::Event(row.id))?;
    let have: Vec<&str> =
        papers.iter().filter(|paper| paper.stands()).map(|paper| paper.requirement.as_str()).collect();
    Ok(Lacking { fields: missing(row.kind, stage, &details), papers: missing_papers(row.kind, stage, &have) })
}

/// Refuses the step while anything is missing.
pub(super) fn check(conn: &mut Conn, row: &EventRow, step: StepKind) -> Result<(), ServiceError> {
    let lacking = lacking(conn, row, step)?;
    if lacking.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(lacking.faults())) }
}
