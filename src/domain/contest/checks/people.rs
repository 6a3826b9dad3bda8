//! What the checks look at besides marks: who the contestants and judges are, and how judges mark.

use super::{Check, Dossier, Finding, Presence, Sheet, on};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::scheme::Method;
use crate::domain::contest::standing::Gap;

/// From so many contestants on, the same mark for all of them is worth a look.
const ALIKE: usize = 4;

/// Findings about people and about judges' ways, in no order.
pub(super) fn findings(dossier: &Dossier<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, sheet) in dossier.sheets.iter().enumerate() {
        entrant(dossier, sheet, &mut found);
        for earlier in &dossier.sheets[..index] {
            if let Some(check) = twice(earlier, sheet) {
                found.push(Finding {
                    check,
                    entrant: Some(sheet.entrant),
                    detail: format!("entrant {}", earlier.entrant),
                });
            }
        }
    }
    judges(dossier, &mut found);
    found
}

/// Whether two contestants are one person, or may be.
fn twice(one: &Sheet, other: &Sheet) -> Option<Check> {
    if one.name.is_empty() || one.name != other.name {
        return None;
    }
    let known = !one.tail.is_empty() && !other.tail.is_empty();
    match known {
        true if one.tail == other.tail => Some(Check::SamePerson),
        false if one.unit == other.unit => Some(Check::Namesake),
        _ => None,
    }
}

fn entrant(dossier: &Dossier<'_>, sheet: &Sheet, found: &mut Vec<Finding>) {
    let mut add = |check, detail: &str| {
        found.push(Finding { check, entrant: Some(sheet.entrant), detail: detail.to_owned() });
    };
    for judge in dossier.judges {
        let same = !judge.name.is_empty() && judge.name == sheet.name && judge.unit == sheet.unit;
        if same && !judge.unit.is_empty() {
            add(Check::JudgeCompetes, &judge.id.to_string());
        }
    }
    match (sheet.presence, sheet.scanned) {
        (Presence::Present, Some(false)) => add(Check::PresentUnseen, ""),
        (Presence::Absent, Some(true)) => add(Check::AbsentSeen, ""),
        _ => {}
    }
    if sheet.presence != Presence::Present {
        return;
    }
    if sheet.left {
        add(Check::Withdrawn, "");
    }
    match sheet.gap {
        Gap::None => {}
        Gap::Both => add(Check::NoTime, ""),
        Gap::One => add(Check::TimeOfOne, ""),
    }
    if let Some(gross) = sheet.gross
        && sheet.deduction > gross
    {
        add(Check::OverDeducted, &sheet.deduction.to_string());
    }
    if sheet.honour_open {
        add(Check::HonourOpen, "");
    }
    for line in &dossier.scheme.0 {
        // In judgement a zero is a grade of its own.
        if line.method != Method::Judgement && on(sheet, line, 1).any(|given| given.mark == Exact::ZERO) {
            add(Check::ZeroMark, &line.code);
        }
    }
}

fn judges(dossier: &Dossier<'_>, found: &mut Vec<Finding>) {
    let present = || dossier.sheets.iter().filter(|sheet| sheet.presence == Presence::Present);
    for judge in dossier.judges {
        let mut marked = false;
        for line in &dossier.scheme.0 {
            let marks: Vec<Exact> = present()
                .flat_map(|sheet| on(sheet, line, 1).filter(|given| given.judge == judge.id).map(|given| given.mark))
                .collect();
            marked |= !marks.is_empty();
            let alike = marks.windows(2).all(|pair| pair[0] == pair[1]);
            if line.method == Method::Panel && marks.len() >= ALIKE && alike {
                let detail = format!("{} {}", line.code, judge.id);
                found.push(Finding { check: Check::AllAlike, entrant: None, detail });
            }
        }
        // Who is recused from all of them had nobody to mark.
        let may = present().any(|sheet| !sheet.recused.contains(&judge.id));
        if !marked && may && present().any(|sheet| !sheet.given.is_empty()) {
            found.push(Finding { check: Check::IdleJudge, entrant: None, detail: judge.id.to_string() });
        }
    }
}
