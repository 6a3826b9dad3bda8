//! Commands. The composition root: the only place that knows everything.

mod admin;
mod assess;
mod audit;
mod backup;
mod database;
mod marks;
mod policies;
mod policy;
mod rank;
mod receipt;
mod roster;
mod schedule;
mod score;
mod serve;
mod settings;
mod standings;
mod width;
mod workdays;

use clap::{Parser, Subcommand};
use std::io::{self, Write};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "jiangxin", version, about = "匠心 Jiangxin: from the annual plan to the paid grant")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Admin(admin::AdminCommand),
    Assess(assess::Assess),
    Audit(audit::AuditCommand),
    Backup(backup::Backup),
    /// Serve the office on this machine
    Serve(serve::Serve),
    Policy(policy::PolicyCommand),
    Rank(rank::Rank),
    Receipt(receipt::ReceiptCommand),
    Roster(roster::RosterCommand),
    Score(score::Score),
    Standings(standings::Standings),
    Schedule(schedule::ScheduleCommand),
    /// Print the last day of a period of working days (State Council calendar)
    Workdays(workdays::Workdays),
}

/// Runs the command line and says how it ended.
pub fn run() -> ExitCode {
    log();
    match Cli::parse().command {
        Command::Admin(command) => command.run(),
        Command::Assess(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Policy(command) => command.run(),
        Command::Rank(command) => command.run(),
        Command::Receipt(command) => command.run(),
        Command::Roster(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Standings(command) => command.run(),
        Command::Schedule(command) => command.run(),
        Command::Workdays(command) => command.run(),
    }
}

/// How a command ends: exit 0 all was done, 1 some rows were at fault, 2 nothing was done, which is said.
fn ended<E: std::error::Error + 'static>(done: Result<usize, E>) -> ExitCode {
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        // Whoever reads has seen enough (`| head`).
        Err(failure) if broken_pipe(&failure) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

fn broken_pipe(failure: &(dyn std::error::Error + 'static)) -> bool {
    let io = |error: &(dyn std::error::Error + 'static)| error.downcast_ref::<io::Error>().map(io::Error::kind);
    failure.source().and_then(io) == Some(io::ErrorKind::BrokenPipe)
}

/// What happened goes to standard error; `JIANGXIN_LOG` says how much (`warn` unless set).
fn log() {
    let level = crate::platform::vars::var("JIANGXIN_LOG").ok().flatten().unwrap_or_else(|| "warn".to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(level).unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
