use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

const WORKED: &str = include_str!("../../../tests/data/workdays.csv");
const AMENDMENTS: &str = include_str!("../../../tests/data/calendar_amendments.csv");
const Y2018: &str = include_str!("../../../data/holiday-cn/2018.json");
const Y2019: &str = include_str!("../../../data/holiday-cn/2019.json");
const Y2020: &str = include_str!("../../../data/holiday-cn/2020.json");
const Y2021: &str = include_str!("../../../data/holiday-cn/2021.json");

static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::from_json_texts([Y2018, Y2019, Y2020, Y2021]).expect("the shipped years"));

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    csv.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split(',').collect())
}

#[test]
fn worked_notice_periods_end_where_people_found_them() {
    let mut seen = 0;
    for row in rows(WORKED) {
        let (start, n) = (day(row[0]), row[1].parse().expect("a number"));
        let end = |counting| CALENDAR.end_of_working_days(start, n, counting).expect("loaded");
        assert_eq!(end(Counting::ExcludeFirst), day(row[2]), "{start} excluding");
        assert_eq!(end(Counting::IncludeFirst), day(row[3]), "{start} including");
        assert_eq!(CALENDAR.add(start, n), Ok(day(row[2])));
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn the_shipped_years_hold_the_amended_schedules() {
    for row in rows(AMENDMENTS) {
        assert_eq!(CALENDAR.is_working_day(day(row[2])), Ok(row[4] == "work"), "{}", row[2]);
    }
}

#[test]
fn an_amended_file_replaces_the_earlier_one_of_its_year() {
    let may_day = |days: &str| {
        let text = format!(
            r#"{{"year": 2019, "days": [{{"name": "劳动节", "date": "2019-05-01", "isOffDay": true}}{days}]}}"#
        );
        CalendarYear::from_json(&text).expect("a schedule")
    };
    let mut calendar = Calendar::default();
    assert_eq!(calendar.load(may_day("")), None);
    assert_eq!(calendar.is_working_day(day("2019-05-02")), Ok(true));
    let amended = r#", {"name": "劳动节", "date": "2019-05-02", "isOffDay": true}"#;
    assert_eq!(calendar.load(may_day(amended)), Some(may_day("")));
    assert_eq!(calendar.is_working_day(day("2019-05-02")), Ok(false));
    assert_eq!(calendar.years().map(CalendarYear::year).collect::<Vec<_>>(), [2019]);
}

#[test]
fn the_notice_for_next_year_reaches_back_into_december() {
    let saturday = day("2018-12-29");
    assert_eq!(CALENDAR.is_working_day(saturday), Ok(true));
    assert_eq!(CALENDAR.holiday_name(saturday), Some("元旦"));
    assert_eq!(CALENDAR.is_working_day(day("2018-12-31")), Ok(false));
    let only_2018 = Calendar::from_json_texts([Y2018]).expect("2018");
    assert_eq!(only_2018.is_working_day(saturday), Err(YearNotLoaded(2019)));
    assert_eq!(only_2018.is_working_day(day("2018-12-28")), Ok(true));
}

#[test]
fn a_year_not_loaded_is_refused_and_named() {
    assert_eq!(CALENDAR.add(day("2021-12-27"), 5), Err(YearNotLoaded(2022).into()));
    assert_eq!(CALENDAR.add(day("2017-03-01"), 5), Err(YearNotLoaded(2017).into()));
    // Not counted, so its own year is not needed.
    assert_eq!(CALENDAR.add(day("2017-12-31"), 1), Ok(day("2018-01-02")));
    assert_eq!(Calendar::default().is_working_day(day("2019-01-01")), Err(YearNotLoaded(2019)));
    assert_eq!(CALENDAR.add(NaiveDate::MAX, 1), Err(YearNotLoaded(NaiveDate::MAX.year() + 1).into()));
}

#[test]
fn no_days_and_too_many_are_refused() {
    for n in [0, MAX_WORKING_DAYS + 1, u32::MAX] {
        assert_eq!(CALENDAR.add(day("2019-01-30"), n), Err(WorkingDaysError::OutOfRange(n)));
    }
}

#[test]
fn what_is_not_a_schedule_is_refused() {
    let error = |text: &str| CalendarYear::from_json(text).expect_err("refused").to_string();
    insta::assert_snapshot!(error("{}"), @"not a calendar: missing field `year` at line 1 column 2");
    insta::assert_snapshot!(error(r#"{"year": 2027, "days": []}"#), @"the calendar of 2027 lists no days");
    let one = r#"{"name": "春节", "date": "2018-02-01", "isOffDay": true}"#;
    insta::assert_snapshot!(error(&format!(r#"{{"year": 2019, "days": [{one}]}}"#)), @"2018-02-01 does not belong to the calendar of 2019");
    insta::assert_snapshot!(error(&format!(r#"{{"year": 2018, "days": [{one}, {one}]}}"#)), @"2018-02-01 is listed twice in the calendar of 2018");
}

proptest! {
    #[test]
    fn the_end_is_a_working_day_with_exactly_so_many_before_it(offset in 0u64..700, n in 1u32..60) {
        let start = day("2018-12-20") + chrono::Days::new(offset);
        let end = CALENDAR.add(start, n).expect("loaded");
        prop_assert_eq!(CALENDAR.is_working_day(end), Ok(true));
        prop_assert_eq!(CALENDAR.working_days_between(start.succ_opt().expect("a day"), end), Ok(n));
        let including = CALENDAR.end_of_working_days(start, n, Counting::IncludeFirst).expect("loaded");
        prop_assert_eq!(including == end, !CALENDAR.is_working_day(start).expect("loaded"));
        prop_assert!(CALENDAR.add(start, n + 1).expect("loaded") > end);
    }
}
