//! When a scan was made: a phone hands in by its own clock, and says what that shows as it sends.

use super::Refused;
use chrono::{DateTime, Duration, Utc};

/// From so many seconds on a phone's clock is off. Less is the way of a message, and of clocks.
pub const OFF_SECONDS: i64 = 300;
/// Nothing older is handed in.
const OLDEST_DAYS: i64 = 40;

/// Seconds by which a phone's clock was behind ours when it sent, negative if ahead; `None` where it did not
/// say what it showed.
#[must_use]
pub fn skew(sent_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<i64> {
    sent_at.map(|sent_at| (now - sent_at).num_seconds())
}

/// When a scan was made, by our clock: what the phone says, put right where its clock is off.
///
/// # Errors
/// [`Refused::Ahead`]: later than the phone sent it, or than now; [`Refused::Old`].
pub fn made_at(
    says: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Refused> {
    let off = Duration::seconds(OFF_SECONDS);
    let by_the_phone = sent_at.unwrap_or(now);
    if says > by_the_phone.checked_add_signed(off).unwrap_or(by_the_phone) {
        return Err(Refused::Ahead);
    }
    let behind = now - by_the_phone;
    let made = if behind.abs() >= off { says.checked_add_signed(behind).ok_or(Refused::Time)? } else { says };
    match () {
        () if made > now + off => Err(Refused::Ahead),
        () if made < now - Duration::days(OLDEST_DAYS) => Err(Refused::Old),
        () => Ok(made),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2019-11-{text}:00Z").parse().unwrap()
    }

    #[test]
    fn nothing_is_scanned_in_the_future() {
        let now = at("18T01:00");
        let made = |says: &str, sent: Option<&str>| made_at(at(says), sent.map(at), now);
        assert_eq!(made("18T00:20", Some("18T01:00")), Ok(at("18T00:20")));
        assert_eq!(made("18T01:04", Some("18T01:04")), Ok(at("18T01:04")), "clocks differ a little");
        assert_eq!(made("18T01:06", None), Err(Refused::Ahead));
        assert_eq!(made("18T01:06", Some("18T01:00")), Err(Refused::Ahead));
        assert_eq!(made("19T00:50", Some("18T01:00")), Err(Refused::Ahead), "tomorrow's is not scanned today");
        // A phone that is two hours, or a day, ahead or behind: its scans are put right.
        assert_eq!(made("18T02:50", Some("18T03:00")), Ok(at("18T00:50")));
        assert_eq!(made("19T00:50", Some("19T01:00")), Ok(at("18T00:50")));
        assert_eq!(made("17T22:50", Some("17T23:00")), Ok(at("18T00:50")));
        assert_eq!(made("18T03:06", Some("18T03:00")), Err(Refused::Ahead));
        assert_eq!(made_at(at("18T01:00") - Duration::days(41), None, now), Err(Refused::Old));
    }

    proptest! {
        #[test]
        fn how_far_a_clock_is_off_does_not_matter(ago in 0i64..86_400, off in -90_000_000i64..90_000_000) {
            let (now, ago, off) = (at("18T01:00"), Duration::seconds(ago), Duration::seconds(off));
            let made = made_at(now - ago + off, Some(now + off), now);
            let right = made.map(|made| (made - (now - ago)).num_seconds().abs());
            prop_assert!(right.is_ok_and(|seconds| seconds < OFF_SECONDS));
        }
    }
}
