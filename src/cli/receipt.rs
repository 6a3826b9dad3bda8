//! `jiangxin receipt verify CLAIM`: works a claim's assessments out again.

use super::database::{NoDatabase, Which, end};
use crate::service::claims::receipt::{self, Proven, Unproven};
use std::process::ExitCode;

/// Prove what was computed for a claim
#[derive(clap::Args)]
pub struct ReceiptCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Recompute every stored assessment of a claim: exit 0 when each matches byte for byte, else 1
    Verify {
        /// Reference number of the claim, such as JX-2019-0042
        claim: String,
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] NoDatabase),
    #[error("计算结果未获证明 (not proven)：{0}")]
    Unproven(#[from] Unproven),
}

impl ReceiptCommand {
    pub fn run(&self) -> ExitCode {
        let Action::Verify { claim, which } = &self.action;
        end(verify(claim, which))
    }
}

fn verify(claim: &str, which: &Which) -> Result<String, Failure> {
    let Proven { reference, assessments } = receipt::verify(&which.open()?, claim)?;
    Ok(format!("{reference}：{assessments} 次计算均可重现，逐字节一致 (recomputed, byte for byte)"))
}
