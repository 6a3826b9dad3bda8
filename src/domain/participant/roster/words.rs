//! What may be written where only certain words are understood: the one table that rows are read by, and
//! that remedies and the template name.

use super::field::Field;
use super::ground::Ground;
use crate::domain::divisions::{Division, DivisionCode};
use crate::domain::participant::{Employer, SkillLevel};
use crate::domain::text::compact;
use std::collections::{BTreeMap, BTreeSet};

/// Ways to write that somebody has no level.
pub(super) const NO_LEVEL: [&str; 5] = ["无", "—", "-", "/", "none"];

/// What people call a division besides its name; the first is the one that lists have.
const CALLED: &[(&str, &[&str])] =
    &[("330300", &["市本级", "市直", "温州", "温州市"]), ("330371", &["经开区", "温州经开区", "经济技术开发区"])];

/// What may be written in a field's cells, in the words of a list; empty: anything.
pub fn choices(field: Field, ground: &Ground) -> Vec<String> {
    let owned = |word: &str| word.to_owned();
    match field {
        Field::Level => SkillLevel::ALL.iter().map(|level| owned(level.word())).collect(),
        Field::Employer => Employer::ALL.iter().map(|kind| owned(kind.word())).collect(),
        Field::Division => {
            let now = ground.divisions.iter().filter(|division| division.exists_on(ground.today));
            now.map(|division| owned(called(division).first().copied().unwrap_or(&division.name))).collect()
        }
        Field::Entry => ground.entries.unwrap_or_default().to_vec(),
        _ => Vec::new(),
    }
}

fn called(division: &Division) -> &'static [&'static str] {
    let code = division.code.to_string();
    CALLED.iter().find(|(known, _)| *known == code).map_or(&[], |(_, words)| words)
}

/// Words of the ground, as they are looked up.
pub(super) struct Words<'g> {
    pub entries: BTreeMap<String, &'g str>,
    divisions: BTreeMap<String, DivisionCode>,
    codes: BTreeSet<DivisionCode>,
}

impl<'g> Words<'g> {
    pub fn new(ground: &Ground<'g>) -> Words<'g> {
        let entries = ground.entries.unwrap_or_default().iter().map(|name| (plain(name), name.as_str())).collect();
        // A name outlives its division; where two had it, today's wins, for it stands later.
        let past = ground.divisions.iter().filter(|division| !division.exists_on(ground.today));
        let now = ground.divisions.iter().filter(|division| division.exists_on(ground.today));
        let spoken = past.chain(now).flat_map(|division| {
            let full = plain(&division.name);
            let short = full.trim_end_matches(['区', '县', '市']).to_owned();
            let short = if short.chars().count() < 2 { full.clone() } else { short };
            let called = called(division).iter().map(|word| plain(word));
            [short, full].into_iter().chain(called).map(|word| (word, division.code)).collect::<Vec<_>>()
        });
        let divisions: BTreeMap<String, DivisionCode> = spoken.collect();
        let codes = ground.divisions.iter().map(|division| division.code).collect();
        Words { entries, divisions, codes }
    }

    /// A division by its name, long or short, with or without the city before it, or by its code.
    pub fn division(&self, text: &str) -> Option<DivisionCode> {
        let text = plain(text);
        let text = text.strip_prefix("浙江省").or_else(|| text.strip_prefix("浙江")).unwrap_or(&text);
        let within = text.strip_prefix("温州市").filter(|rest| !rest.is_empty()).unwrap_or(text);
        let known = self.divisions.get(within).or_else(|| self.divisions.get(text)).copied();
        known.or_else(|| text.parse().ok().filter(|code| self.codes.contains(code)))
    }
}

pub(super) fn plain(text: &str) -> String {
    compact(text).to_lowercase()
}
