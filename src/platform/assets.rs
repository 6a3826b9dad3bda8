//! Files embedded in the program.

use crate::domain::calendar::{Calendar, CalendarYearError};
use crate::domain::contest::honours::{HonourRule, HonoursError, read_rules};
use crate::domain::divisions::{DivisionCode, Divisions, DivisionsError};
use include_dir::{Dir, include_dir};
use std::sync::LazyLock;

/// `data/`: calendars, divisions and seed data.
pub static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");
/// `templates/`: Handlebars templates of pages and mails.
pub static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// `locales/`: Fluent catalogues, one folder per language.
pub static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
/// `static/`: files served under `/static`.
pub static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// `office.toml`: the office's times as shipped.
pub const OFFICE: &str = include_str!("../../office.toml");

/// The texts of all embedded files of a folder with that extension, by name.
pub fn texts<'a>(dir: &'a Dir<'a>, folder: &str, extension: &'a str) -> impl Iterator<Item = &'a str> {
    let files = dir.get_dir(folder).into_iter().flat_map(Dir::files);
    files
        .filter(move |file| file.path().extension().is_some_and(|e| e == extension))
        .filter_map(|file| file.contents_utf8())
}

/// The working-day calendars embedded in the program.
///
/// # Errors
/// A damaged one, which the tests would have shown before.
pub fn calendar() -> Result<Calendar, CalendarYearError> {
    Calendar::from_json_texts(texts(&DATA, "holiday-cn", "json"))
}

/// The city's divisions embedded in the program.
///
/// # Errors
/// A damaged table, which the tests would have shown before.
pub fn divisions() -> Result<Divisions, DivisionsError> {
    let file = DATA.get_file("wenzhou_divisions_history.csv");
    Divisions::from_csv(file.and_then(|file| file.contents_utf8()).unwrap_or_default())
}

/// The division of that code; past ones stay known. None for what is no division of the city.
pub fn division(code: &str) -> Option<DivisionCode> {
    static KNOWN: LazyLock<Divisions> = LazyLock::new(|| divisions().unwrap_or_default());
    KNOWN.get(code.trim().parse().ok()?).map(|division| division.code)
}

/// Who gives which title or promotion for which place.
///
/// # Errors
/// A damaged table, which the tests would have shown before.
pub fn honours() -> Result<Vec<HonourRule>, HonoursError> {
    let file = DATA.get_file("honours.csv");
    read_rules(file.and_then(|file| file.contents_utf8()).unwrap_or_default())
}

/// The rubric of Hangzhou's master studios, to begin with: a CSV table.
pub const RUBRIC: &str = include_str!("../../data/rubric_hangzhou_master_studio.csv");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::CalendarYear;

    #[test]
    fn what_is_shipped_is_sound() {
        let calendar = calendar().expect("sound");
        assert!(calendar.years().map(CalendarYear::year).eq(2018..=2026));
        assert_eq!(honours().expect("sound").len(), 13);
        assert_eq!(divisions().expect("sound").iter().count(), 18);
    }
}
