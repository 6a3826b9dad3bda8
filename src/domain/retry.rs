//! When a message that could not be delivered is tried again, and when it is given up.

use chrono::{DateTime, Duration, Utc};

/// Before the second attempt; doubles with every further one.
pub const FIRST_DELAY: Duration = Duration::seconds(10);
/// No wait is longer.
pub const LONGEST_DELAY: Duration = Duration::hours(12);
/// How long delivery is tried, from the message's being queued or re-driven.
pub const PATIENCE: Duration = Duration::days(5);

/// How one attempt ended. The texts are for administrators: the server's words, no personal data added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The next server has taken the message over.
    Sent,
    /// It may work later: busy, unreachable, timed out, broken off.
    Temporary(String),
    /// It never will: no such mailbox, refused for good.
    Permanent(String),
}

/// What becomes of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Sent,
    Retry {
        at: DateTime<Utc>,
        error: String,
    },
    /// Given up, until an administrator re-drives it.
    Dead {
        error: String,
    },
}

/// The wait after `attempts` attempts, at least one: 10 s, 20 s, 40 s … 12 h.
#[must_use]
pub fn delay(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    (FIRST_DELAY * (1 << doublings)).min(LONGEST_DELAY)
}

/// Decides after an attempt at `now`, `attempts` of which have been made including this one. The
/// last attempt is made at the deadline itself; one that fails then or later is the end.
#[must_use]
pub fn next(outcome: Outcome, attempts: u32, now: DateTime<Utc>, deadline: DateTime<Utc>) -> Next {
    match outcome {
        Outcome::Sent => Next::Sent,
        Outcome::Permanent(error) => Next::Dead { error },
        Outcome::Temporary(error) if now < deadline => Next::Retry { at: (now + delay(attempts)).min(deadline), error },
        Outcome::Temporary(error) => Next::Dead { error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn doubles_from_ten_seconds_to_twelve_hours() {
        let seconds: Vec<i64> = (1..=14).map(|attempts| delay(attempts).num_seconds()).collect();
        assert_eq!(seconds, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 40960, 43200]);
        assert_eq!(delay(0), FIRST_DELAY);
        assert_eq!(delay(u32::MAX), LONGEST_DELAY);
    }

    #[test]
    fn a_server_that_never_answers_is_given_up_at_the_deadline() {
        let deadline = START + PATIENCE;
        let (mut now, mut attempts) = (START, 0);
        loop {
            attempts += 1;
            match next(Outcome::Temporary("busy".into()), attempts, now, deadline) {
                Next::Retry { at, .. } => {
                    assert!(at > now && at <= deadline);
                    now = at;
                }
                Next::Dead { error } => break assert_eq!(error, "busy"),
                Next::Sent => unreachable!(),
            }
        }
        assert_eq!((now, attempts), (deadline, 23));
    }

    #[test]
    fn a_refusal_for_good_is_the_end_at_once() {
        let dead = Next::Dead { error: "550".into() };
        assert_eq!(next(Outcome::Permanent("550".into()), 1, START, START + PATIENCE), dead);
        assert_eq!(next(Outcome::Sent, 9, START + PATIENCE * 2, START + PATIENCE), Next::Sent);
    }

    proptest! {
        #[test]
        fn a_retry_is_later_and_never_after_the_deadline(attempts in 0u32.., now in 0i64..1_000_000, deadline in 0i64..1_000_000) {
            let at = |seconds| START + Duration::seconds(seconds);
            match next(Outcome::Temporary(String::new()), attempts, at(now), at(deadline)) {
                Next::Retry { at: retry, .. } => prop_assert!(retry > at(now) && retry <= at(deadline)),
                Next::Dead { .. } => prop_assert!(now >= deadline),
                Next::Sent => prop_assert!(false),
            }
        }
    }
}
