//! What can be found while nobody may know whose workstation is whose.
//!
//! Who came, what is deducted, how long it took, who must not mark whom and who is of which unit is known by
//! name; marks are known by workstation. A finding that looks at both would tell whose workstation it is: to
//! say of one contestant after another that they are absent, and to watch which workstation drops out of the
//! list, would be enough. So what names a workstation is found from marks alone, and what names a person
//! without them; where both must agree, they agree in number.

use super::{Check, Dossier, Finding, Presence, Sheet};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::standing::Gap;

/// Findings that name no workstation of anybody who can be told by name, errors first.
#[must_use]
pub fn findings(dossier: &Dossier<'_>) -> Vec<Finding> {
    let marks: Vec<Sheet> = dossier.sheets.iter().map(by_marks).collect();
    let marked = Dossier { sheets: &marks, changes: &[], ..*dossier };
    let is_empty = |finding: &Finding| {
        let own = dossier.sheets.iter().find(|sheet| Some(sheet.entrant) == finding.entrant);
        own.is_some_and(|sheet| sheet.given.is_empty())
    };
    let mut found: Vec<Finding> = super::findings(&marked);
    found.retain(|finding| is_of_marks(finding.check) && !is_empty(finding));
    found.extend(super::findings(dossier).into_iter().filter_map(of_people));
    found.extend(unmarked(dossier.sheets));
    // Contestants are listed in the order of their numbers: workstations in that order would tell whose they are.
    let station = |entrant: Option<i64>| {
        let own = dossier.sheets.iter().find(|sheet| Some(sheet.entrant) == entrant);
        own.map(|sheet| sheet.station.clone()).unwrap_or_default()
    };
    found.sort_by_cached_key(|finding| {
        let (by_station, by_name) = match is_of_marks(finding.check) {
            true => (station(finding.entrant), None),
            false => (String::new(), finding.entrant),
        };
        (finding.check.severity(), finding.check, by_station, by_name, finding.detail.clone())
    });
    found.dedup();
    found
}

/// The sheet as it would be if nothing were known by name.
fn by_marks(sheet: &Sheet) -> Sheet {
    Sheet {
        name: String::new(),
        tail: String::new(),
        unit: String::new(),
        presence: Presence::Present,
        official: true,
        recused: Vec::new(),
        withdrawn: false,
        place: None,
        gap: Gap::None,
        deduction: Exact::ZERO,
        gross: None,
        scanned: None,
        left: false,
        honour_open: false,
        ..sheet.clone()
    }
}

/// What marks alone show, and judges can still mend. Whether a panel is smaller, or who is not in it, would
/// tell from whom a judge is kept.
const fn is_of_marks(check: Check) -> bool {
    matches!(
        check,
        Check::MissingSheet
            | Check::Unsealed
            | Check::OutOfRange
            | Check::Apart
            | Check::WrongPanel
            | Check::TwoValues
            | Check::SameStation
            | Check::ZeroMark
    )
}

/// What is known without marks; a judge who marked somebody they must not mark is told of the item.
fn of_people(finding: Finding) -> Option<Finding> {
    match finding.check {
        Check::RecusedJudge => Some(Finding { entrant: None, ..finding }),
        Check::Scheme
        | Check::NoEntrant
        | Check::SmallField
        | Check::NotSigned
        | Check::OpenObjection
        | Check::NothingCorrected
        | Check::BeforeEvent
        | Check::ListDiffers
        | Check::SourceUnsettled
        | Check::PresenceUnknown
        | Check::NoStation
        | Check::SamePerson
        | Check::Namesake
        | Check::JudgeCompetes
        | Check::PresentUnseen
        | Check::NobodySeen
        | Check::AbsentSeen
        | Check::Withdrawn
        | Check::ChangePending
        | Check::EntrantCorrected => Some(finding),
        _ => None,
    }
}

/// As many workstations without any mark as contestants who did not come: more of them are still to be
/// marked, fewer mean that somebody who is said to be absent has marks.
fn unmarked(sheets: &[Sheet]) -> Vec<Finding> {
    let absent = sheets.iter().filter(|sheet| sheet.presence == Presence::Absent).count();
    let empty: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.given.is_empty()).collect();
    let found = |check, entrant| Finding { check, entrant, detail: String::new() };
    match empty.len().cmp(&absent) {
        std::cmp::Ordering::Greater => {
            empty.into_iter().map(|sheet| found(Check::MissingSheet, Some(sheet.entrant))).collect()
        }
        std::cmp::Ordering::Equal => Vec::new(),
        std::cmp::Ordering::Less => vec![found(Check::AbsentWithMarks, None)],
    }
}
