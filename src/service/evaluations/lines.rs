//! Marks as they are typed, by indicator: kept as they are in a draft, read strictly at the end.

use crate::domain::contest::mark::MarkError;
use crate::domain::evaluation::points::Points;
use crate::domain::evaluation::rubric::{Rubric, Scale};
use crate::service::error::Fault;
use std::collections::BTreeMap;

/// Longest note, in characters.
pub const NOTE_MAX: usize = 1_000;
/// Longest text that can be a mark, in characters.
const MARK_MAX: usize = 20;

/// One line as it is to be kept.
pub(super) struct Written {
    pub code: String,
    pub mark: String,
    pub note: String,
}

/// What was typed as `m-CODE` and `n-CODE`. A draft keeps marks as typed; with `strict` each line must
/// have one that can be given, and they come with their sum.
pub(super) fn read(
    rubric: &Rubric,
    typed: &BTreeMap<String, String>,
    strict: bool,
    faults: &mut Vec<Fault>,
) -> (Vec<Written>, Points) {
    let text = |kind: &str, code: &str| typed.get(&format!("{kind}-{code}")).map(|text| text.trim().to_owned());
    let (mut all, mut sum) = (Vec::new(), Points::ZERO);
    for (code, _) in rubric.lines() {
        let (mark, note) = (text("m", code), text("n", code));
        if mark.is_none() && note.is_none() && !strict {
            continue;
        }
        let (mut mark, note) = (mark.unwrap_or_default(), note.unwrap_or_default());
        if note.chars().count() > NOTE_MAX {
            faults.push(Fault::new(format!("n-{code}"), "too-long").with("max", NOTE_MAX));
        }
        if strict {
            match read_mark(rubric, code, &mark) {
                Ok(points) => {
                    sum = sum + points;
                    mark = points.to_string();
                }
                Err(fault) => faults.push(fault),
            }
        } else if mark.chars().count() > MARK_MAX {
            faults.push(out_of_range(rubric, code));
        }
        all.push(Written { code: code.to_owned(), mark, note });
    }
    (all, sum)
}

fn read_mark(rubric: &Rubric, code: &str, mark: &str) -> Result<Points, Fault> {
    match rubric.read(code, mark) {
        Some(Ok(points)) => Ok(points),
        Some(Err(MarkError::Missing)) | None => Err(Fault::new(format!("m-{code}"), "required")),
        Some(Err(_)) => Err(out_of_range(rubric, code)),
    }
}

/// What is wrong with a draft's mark already: said while it is written, refused only at the end.
#[must_use]
pub fn remark(rubric: &Rubric, code: &str, mark: &str) -> Option<Fault> {
    match rubric.read(code, mark) {
        None | Some(Ok(_) | Err(MarkError::Missing)) => None,
        Some(Err(_)) => Some(out_of_range(rubric, code)),
    }
}

fn out_of_range(rubric: &Rubric, code: &str) -> Fault {
    let leaf = rubric.leaves().into_iter().find(|leaf| leaf.node.code == code);
    let hint = match leaf.map(|leaf| (&leaf.indicator.scale, leaf.node.weight)) {
        Some((Scale::Levels(levels), _)) => {
            levels.iter().map(|level| level.points.to_string()).collect::<Vec<_>>().join(" / ")
        }
        Some((Scale::Points, weight)) => format!("0\u{2013}{weight}"),
        None => {
            let bonus = rubric.bonus.iter().find(|bonus| bonus.code == code).and_then(|bonus| bonus.max);
            format!("0\u{2013}{}", bonus.unwrap_or_default())
        }
    };
    Fault::new(format!("m-{code}"), "out-of-range").with("hint", hint)
}
