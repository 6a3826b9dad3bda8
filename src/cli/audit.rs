//! `jiangxin audit verify`: proves the chained record.

use super::database::{NoDatabase, Which, end};
use crate::service::record::{self, Unproven};
use std::process::ExitCode;

/// Prove the record of who did what
#[derive(clap::Args)]
pub struct AuditCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Walk the whole chain: exit 0 and the number of entries, or 1 and the first place where it is broken
    Verify {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] NoDatabase),
    #[error("审计链断裂 (the chain is broken)：{0}")]
    Unproven(#[from] Unproven),
}

impl AuditCommand {
    pub fn run(&self) -> ExitCode {
        let Action::Verify { which } = &self.action;
        end(verify(which))
    }
}

fn verify(which: &Which) -> Result<String, Failure> {
    let entries = record::verify(&which.open()?)?;
    Ok(format!("审计链完整：{entries} 条 (the chain holds: {entries} entries)"))
}
