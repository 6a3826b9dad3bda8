//! The clock, the only place that asks for the time.

use crate::domain::time;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// What time it is: for the real office, for the demonstration year, or as a test says.
#[derive(Debug)]
pub enum Clock {
    System,
    Demo(DemoClock),
    Fixed(FixedClock),
}

/// Starts at a chosen instant and runs with the real seconds since; it can be advanced, never put
/// back, and no change of the machine's clock disturbs it.
#[derive(Debug)]
pub struct DemoClock {
    origin: DateTime<Utc>,
    started: Instant,
    advanced_ms: AtomicI64,
}

/// Stands still until it is advanced.
#[derive(Debug)]
pub struct FixedClock {
    origin: DateTime<Utc>,
    advanced_ms: AtomicI64,
}

/// The real clock cannot be moved, and no clock can be moved back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdvanceError {
    #[error("the real clock cannot be advanced")]
    RealClock,
    #[error("a clock is advanced, never put back, and by less than a century")]
    OutOfRange,
}

impl Clock {
    /// The demonstration year begins on Monday 2019-11-18 at 09:00 in Wenzhou; policy, calendar and
    /// data fit that day. A later instant (where an earlier run stopped) goes on from there.
    #[must_use]
    pub fn demo(resumed_at: Option<DateTime<Utc>>) -> Clock {
        let origin = resumed_at.map_or(demo_start(), |resumed| resumed.max(demo_start()));
        Clock::Demo(DemoClock { origin, started: Instant::now(), advanced_ms: AtomicI64::new(0) })
    }

    /// A clock for tests.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Clock {
        Clock::Fixed(FixedClock { origin: at, advanced_ms: AtomicI64::new(0) })
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Demo(DemoClock { origin, started, advanced_ms }) => {
                let elapsed = Duration::from_std(started.elapsed()).unwrap_or_default();
                *origin + elapsed + advanced(advanced_ms)
            }
            Clock::Fixed(FixedClock { origin, advanced_ms }) => *origin + advanced(advanced_ms),
        }
    }

    /// What a clock on the wall shows: in the demonstration the real time, wherever its year has got to.
    #[must_use]
    pub fn on_the_wall(&self) -> DateTime<Utc> {
        if self.is_demo() { Utc::now() } else { self.now() }
    }

    /// Today in Wenzhou.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        time::shanghai_date(self.now())
    }

    #[must_use]
    pub fn is_demo(&self) -> bool {
        matches!(self, Clock::Demo(_))
    }

    /// Moves a demonstration or test clock forward; every later `now` is later by that much.
    ///
    /// # Errors
    /// The real clock; a negative or absurd duration.
    pub fn advance(&self, by: Duration) -> Result<DateTime<Utc>, AdvanceError> {
        let advanced_ms = match self {
            Clock::System => return Err(AdvanceError::RealClock),
            Clock::Demo(clock) => &clock.advanced_ms,
            Clock::Fixed(clock) => &clock.advanced_ms,
        };
        let century = Duration::days(36_500);
        let so_far = advanced(advanced_ms);
        if by < Duration::zero() || by > century || so_far + by > century {
            return Err(AdvanceError::OutOfRange);
        }
        advanced_ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        Ok(self.now())
    }
}

fn advanced(ms: &AtomicI64) -> Duration {
    Duration::milliseconds(ms.load(Ordering::SeqCst))
}

/// 2019-11-18 09:00 in Wenzhou.
fn demo_start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_574_038_800, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_begins_on_a_monday_morning_in_november_2019() {
        let clock = Clock::demo(None);
        assert_eq!(time::in_shanghai(demo_start()).to_string(), "2019-11-18 09:00:00");
        assert_eq!(clock.today().to_string(), "2019-11-18");
        let first = clock.now();
        assert!(clock.now() >= first);
        let later = clock.advance(Duration::days(7)).unwrap();
        assert!(later >= first + Duration::days(7));
        assert_eq!(clock.today().to_string(), "2019-11-25");
        assert_eq!(clock.advance(Duration::seconds(-1)), Err(AdvanceError::OutOfRange));
        let wall = clock.on_the_wall() - Clock::System.now();
        assert!(wall.abs() < Duration::minutes(1), "phones show the real time");
    }

    #[test]
    fn a_resumed_demonstration_never_goes_back() {
        let stopped = demo_start() + Duration::days(3);
        assert!(Clock::demo(Some(stopped)).now() >= stopped);
        assert!(Clock::demo(Some(DateTime::UNIX_EPOCH)).now() >= demo_start());
    }

    #[test]
    fn a_fixed_clock_stands_and_the_real_one_cannot_be_moved() {
        let clock = Clock::fixed(demo_start());
        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.advance(Duration::hours(1)), Ok(demo_start() + Duration::hours(1)));
        assert_eq!(Clock::System.advance(Duration::hours(1)), Err(AdvanceError::RealClock));
    }
}
