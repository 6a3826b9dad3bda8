//! Commands. The composition root: the only place that knows everything.

mod assess;
mod policies;
mod policy;
mod serve;
mod settings;
mod width;
mod workdays;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "jiangxin", version, about = "匠心 Jiangxin: from the annual plan to the paid grant")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Assess(assess::Assess),
    /// Serve the office on this machine
    Serve(serve::Serve),
    Policy(policy::PolicyCommand),
    /// Print the last day of a period of working days (State Council calendar)
    Workdays(workdays::Workdays),
}

/// Runs the command line and says how it ended.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Assess(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Policy(command) => command.run(),
        Command::Workdays(command) => command.run(),
    }
}
