//! What is marked: criterion > sub-criterion > aspect, or simply weighted parts.
//!
//! One [`Line`] is what a sheet has a mark for: an aspect of a full marking scheme, which counts as it
//! is, or a part such as theory, which counts by its weight. Whatever the shape, the maximum marks with
//! their weights add to exactly 100.

mod read;

pub use read::read_scheme;

use super::exact::Exact;
use crate::domain::code::codes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The code of the theory part.
pub const THEORY: &str = "theory";

codes! {
    /// How a line gets its mark.
    pub enum Method: "method of marking" {
        /// One value, agreed on: it is so, or not.
        Measurement = "measurement",
        /// Three judges, each 0 to 3.
        Judgement = "judgement",
        /// A panel of judges, each a mark; the mean after the drop.
        Panel = "panel",
    }
}

/// What there is one mark for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Unique in its scheme: `A1.3`, `theory`.
    pub code: String,
    /// Sub-criterion (`A1`); of a simple part its own code. The criterion is its first letter.
    pub group: String,
    /// `Website Layout`.
    pub group_name: String,
    /// What is marked.
    pub name: String,
    /// What each mark means.
    pub detail: String,
    pub method: Method,
    /// The highest mark.
    pub max: Exact,
    /// In percent: 100 for an aspect, the part's weight for a part.
    pub weight: Exact,
    /// Day of marking, from 1; 0 where it does not matter.
    pub day: u8,
    /// Section of the standards; 0 without one.
    pub section: u8,
}

impl Line {
    /// A part with a panel, marks from 0 to 100, that counts so many percent.
    #[must_use]
    pub fn part(code: &str, name: &str, percent: u8) -> Line {
        Line {
            code: code.to_owned(),
            group: code.to_owned(),
            group_name: name.to_owned(),
            name: name.to_owned(),
            detail: String::new(),
            method: Method::Panel,
            max: Exact::whole(100),
            weight: Exact::whole(percent.into()),
            day: 0,
            section: 0,
        }
    }

    /// What a mark adds to the total.
    #[must_use]
    pub fn worth(&self, mark: Exact) -> Exact {
        mark * self.weight * Exact::hundredths(1)
    }

    /// The criterion: `A` of `A1`; of a simple part the whole code.
    #[must_use]
    pub fn criterion(&self) -> &str {
        match self.group.char_indices().nth(1) {
            Some((end, next)) if next.is_ascii_digit() => &self.group[..end],
            _ => &self.group,
        }
    }
}

/// All lines of one item, in the order in which they are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scheme(pub Vec<Line>);

/// Why a scheme cannot be marked by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemeFault {
    #[error("nothing to mark")]
    Empty,
    #[error("`{0}` is there twice")]
    Repeated(String),
    #[error("`{0}` has no marks to give")]
    NoMarks(String),
    #[error("the marks add to {0}, not to 100")]
    NotOneHundred(Exact),
    #[error("section {section} of the standards has {share} marks, the scheme gives it {marks}")]
    OtherShare { section: u8, share: Exact, marks: Exact },
}

impl Scheme {
    /// Parts with weights in percent, such as `[("theory", "理论", 20), ("practical", "实操", 80)]`.
    /// Theory is a paper with one mark, everything else has a panel.
    #[must_use]
    pub fn parts(parts: &[(&str, &str, u8)]) -> Scheme {
        let marked = parts.iter().filter(|(.., percent)| *percent > 0);
        let line = |(code, name, percent): &(&str, &str, u8)| {
            let method = if *code == THEORY { Method::Measurement } else { Method::Panel };
            Line { method, ..Line::part(code, name, *percent) }
        };
        Scheme(marked.map(line).collect())
    }

    #[must_use]
    pub fn line(&self, code: &str) -> Option<&Line> {
        self.0.iter().find(|line| line.code == code)
    }

    /// What a perfect contestant gets.
    #[must_use]
    pub fn total(&self) -> Exact {
        self.0.iter().map(|line| line.worth(line.max)).sum()
    }

    /// The marks of each criterion, in alphabetical order.
    #[must_use]
    pub fn by_criterion(&self) -> BTreeMap<&str, Exact> {
        self.sums(Line::criterion)
    }

    /// The marks of each section of the standards.
    #[must_use]
    pub fn by_section(&self) -> BTreeMap<u8, Exact> {
        self.sums(|line| line.section)
    }

    /// The marks of each way of marking.
    #[must_use]
    pub fn by_method(&self) -> BTreeMap<Method, Exact> {
        self.sums(|line| line.method)
    }

    fn sums<'s, K: Ord>(&'s self, key: impl Fn(&'s Line) -> K) -> BTreeMap<K, Exact> {
        let mut sums = BTreeMap::new();
        for line in &self.0 {
            let sum = sums.entry(key(line)).or_insert(Exact::ZERO);
            *sum = *sum + line.worth(line.max);
        }
        sums
    }

    /// Everything that is wrong. `standards` are the sections with their shares of 100; without any
    /// the sections are not looked at.
    #[must_use]
    pub fn faults(&self, standards: &[(u8, Exact)]) -> Vec<SchemeFault> {
        if self.0.is_empty() {
            return vec![SchemeFault::Empty];
        }
        let mut faults = Vec::new();
        for (index, line) in self.0.iter().enumerate() {
            if self.0.iter().take(index).any(|other| other.code == line.code) {
                faults.push(SchemeFault::Repeated(line.code.clone()));
            }
            if line.worth(line.max) <= Exact::ZERO {
                faults.push(SchemeFault::NoMarks(line.code.clone()));
            }
        }
        if self.total() != Exact::whole(100) {
            faults.push(SchemeFault::NotOneHundred(self.total()));
        }
        if !standards.is_empty() {
            let mut marks = self.by_section();
            for &(section, share) in standards {
                let marks = marks.remove(&section).unwrap_or(Exact::ZERO);
                if marks != share {
                    faults.push(SchemeFault::OtherShare { section, share, marks });
                }
            }
            let unknown = marks.into_iter();
            faults.extend(unknown.map(|(section, marks)| SchemeFault::OtherShare {
                section,
                share: Exact::ZERO,
                marks,
            }));
        }
        faults
    }
}

#[cfg(test)]
mod tests;
