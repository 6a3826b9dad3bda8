//! The loop that lets offered places lapse, and reminds teams with too few members: a look every few
//! seconds, work only where a deadline is over or near.

use crate::service::App;
use crate::service::participants::{teams, waiting};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const TICK: Duration = Duration::from_secs(5);

/// Moves waiting lists on until `shutdown` is ready. A database that fails for a while is logged once.
pub async fn run(app: Arc<App>, shutdown: impl Future<Output = ()>) {
    let mut shutdown = std::pin::pin!(shutdown);
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        tokio::select! {
            () = &mut shutdown => return,
            _ = ticks.tick() => {}
        }
        let app = Arc::clone(&app);
        let done = tokio::task::spawn_blocking(move || {
            waiting::lapse_due(&app)?;
            teams::remind(&app)
        })
        .await;
        match done {
            Ok(Ok(_)) => failing = false,
            Ok(Err(error)) if !std::mem::replace(&mut failing, true) => {
                tracing::error!(%error, "offered places cannot be looked at; trying again");
            }
            Ok(Err(_)) => {}
            Err(error) => tracing::error!(%error, "looking at offered places was stopped"),
        }
    }
}
