//! Stored in UTC, shown in Asia/Shanghai: a fixed +08:00 (China has had no summer time since 1991).

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

const EAST_OF_UTC: Duration = Duration::hours(8);

/// The wall clock in Wenzhou at that instant.
#[must_use]
pub fn in_shanghai(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.naive_utc() + EAST_OF_UTC
}

/// The date on the wall in Wenzhou at that instant: the day that deadlines and notices count with.
#[must_use]
pub fn shanghai_date(instant: DateTime<Utc>) -> NaiveDate {
    in_shanghai(instant).date()
}

/// The instant at which Wenzhou's wall clock shows this.
#[must_use]
pub fn from_shanghai(wall_clock: NaiveDateTime) -> DateTime<Utc> {
    (wall_clock - EAST_OF_UTC).and_utc()
}

/// The instant at which this day begins in Wenzhou. The day lasts until the start of the next one.
#[must_use]
pub fn start_of_day(date: NaiveDate) -> DateTime<Utc> {
    from_shanghai(date.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_wenzhou_begins_at_sixteen_hours_utc() {
        let date = NaiveDate::from_ymd_opt(2019, 11, 18).unwrap();
        let start = start_of_day(date);
        assert_eq!(start.to_rfc3339(), "2019-11-17T16:00:00+00:00");
        assert_eq!(shanghai_date(start), date);
        assert_eq!(shanghai_date(start - Duration::seconds(1)), date.pred_opt().unwrap());
        assert_eq!(from_shanghai(in_shanghai(start)), start);
    }
}
