//! The loop: a round each second, more while there is more.

use super::Mailer;
use chrono::{DateTime, Utc};
use std::future::Future;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const TICK: Duration = Duration::from_secs(1);
/// How often files of letters are looked for whose text was deleted.
const SWEEP: Duration = Duration::from_secs(60);

/// Sends mail until `shutdown` is ready; the letters under way then come to their end. `now` is
/// the office's clock.
pub async fn run(mailer: Mailer, now: impl Fn() -> DateTime<Utc>, shutdown: impl Future<Output = ()>) {
    let mut shutdown = std::pin::pin!(shutdown);
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sweeps = interval(SWEEP);
    sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            _ = ticks.tick() => {}
            _ = sweeps.tick() => {
                if let Err(error) = mailer.sweep().await {
                    tracing::error!(%error, "files of letters could not be deleted; trying again");
                }
                continue;
            }
        }
        let mut emptying = std::pin::pin!(empty(&mailer, &now, &mut failing));
        tokio::select! {
            () = &mut emptying => {}
            () = &mut shutdown => {
                mailer.stop();
                emptying.await;
                break;
            }
        }
    }
    mailer.close().await;
}

/// Rounds until one is not full. A database that fails for a while is logged once.
async fn empty(mailer: &Mailer, now: &impl Fn() -> DateTime<Utc>, failing: &mut bool) {
    loop {
        match mailer.run_once(now()).await {
            Ok(round) => {
                *failing = false;
                if round.taken < mailer.batch() || round.sent + round.retried + round.dead < round.taken {
                    return;
                }
            }
            Err(error) => {
                if !std::mem::replace(failing, true) {
                    tracing::error!(%error, "the outbox cannot be worked off; trying again");
                }
                return;
            }
        }
    }
}
