//! What is done once a day: personal data whose time is over is deleted, evaluators are reminded of
//! sheets that are due.

use crate::service::participants::personal;
use crate::service::{App, ServiceError, evaluations};
use chrono::NaiveDate;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the office's calendar is looked at.
const TICK: Duration = Duration::from_secs(10);

/// Does the day's work at the start and on every new day of the office's clock, until `shutdown`.
pub async fn daily(app: Arc<App>, shutdown: impl Future<Output = ()>) {
    let mut shutdown = std::pin::pin!(shutdown);
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut done: Option<NaiveDate> = None;
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            _ = ticks.tick() => {}
        }
        let today = app.today();
        if done == Some(today) {
            continue;
        }
        let app = Arc::clone(&app);
        // A day that failed is tried again with the next tick.
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(Ok(())) => done = Some(today),
            Ok(Err(error)) => tracing::error!(%error, "the day's work could not be done; trying again"),
            Err(error) => tracing::error!(%error, "the day's work stopped; trying again"),
        }
    }
}

/// One day's work. All of it is tried, and each part is the same when it is done twice.
fn work(app: &App) -> Result<(), ServiceError> {
    let erased = personal::erase_due(app).map(drop);
    let reminded = evaluations::remind_due(app).map(drop);
    erased.and(reminded)
}
