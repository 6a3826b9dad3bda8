//! `jiangxin receipt verify CLAIM`: works a claim's assessments out again.

use super::database::{self, NoDatabase};
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
        /// The demonstration's database instead of the office's
        #[arg(long)]
        demo: bool,
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
        let Action::Verify { claim, demo } = &self.action;
        match verify(claim, *demo) {
            Ok(Proven { reference, assessments }) => {
                println!("{reference}：{assessments} 次计算均可重现，逐字节一致 (recomputed, byte for byte)");
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("{failure}");
                ExitCode::FAILURE
            }
        }
    }
}

fn verify(claim: &str, demo: bool) -> Result<Proven, Failure> {
    let store = database::open_existing(&database::url(demo)?)?;
    Ok(receipt::verify(&store, claim)?)
}
