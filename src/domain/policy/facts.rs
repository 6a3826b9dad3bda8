//! The facts of one claim: as text by name, and read for one rule.

use super::rule::Rule;
use super::value::{Bad, Shown, Slot, Unreadable, compact, read_date};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Facts as text, by name: what a form, a spreadsheet row or the database holds. Blank is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactSheet(pub BTreeMap<String, String>);

impl FactSheet {
    /// The text of a fact, unless blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Sets a fact; a blank text removes it.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            self.0.remove(&name.into());
        } else {
            self.0.insert(name.into(), text);
        }
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for FactSheet {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut sheet = FactSheet::default();
        for (name, text) in pairs {
            sheet.set(name, text);
        }
        sheet
    }
}

/// Facts read for one rule: one [`Slot`] per fact of the rule, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub(super) slots: Vec<Slot>,
}

impl Facts {
    /// Reads each fact of the rule from the text found by its position and name; blank is absent.
    /// Texts that cannot be read are kept and make the assessment `invalid`.
    pub fn read<'t>(rule: &Rule, mut text: impl FnMut(usize, &str) -> Option<&'t str>) -> Facts {
        let slots = rule.facts.iter().enumerate().map(|(index, fact)| {
            let Some(text) = text(index, &fact.name).filter(|text| !text.trim().is_empty()) else {
                return Slot::Absent;
            };
            let bad = |why| Slot::Bad(Box::new(Bad { seen: text.trim().to_owned(), why }));
            match fact.kind.read(text) {
                Ok(Slot::Number(number)) if !fact.admits(number) => bad(Unreadable::OutOfRange),
                Ok(slot) => slot,
                Err(why) => bad(why),
            }
        });
        Facts { slots: slots.collect() }
    }

    /// Reads the facts of the rule; facts that the rule does not use are ignored.
    #[must_use]
    pub fn from_sheet(rule: &Rule, sheet: &FactSheet) -> Facts {
        Facts::read(rule, |_, name| sheet.get(name))
    }

    /// Whether the text of a fact could not be read.
    #[must_use]
    pub fn is_bad(&self, index: usize) -> bool {
        matches!(self.slots.get(index), Some(Slot::Bad(_)))
    }

    /// The same facts in canonical text: reading it gives the same facts. What is stored with an
    /// assessment. Defaults are not filled in.
    #[must_use]
    pub fn to_sheet(&self, rule: &Rule) -> FactSheet {
        let named = rule.facts.iter().zip(&self.slots);
        named
            .filter_map(|(fact, slot)| {
                let text = match slot {
                    Slot::Absent => return None,
                    Slot::Number(number) => fact.kind.show(*number).plain().into_owned(),
                    Slot::Text(text) => text.to_string(),
                    Slot::Bad(bad) => bad.seen.clone(),
                };
                Some((fact.name.clone(), text))
            })
            .collect()
    }

    /// What the fact at this position holds, for showing; `None` if absent.
    #[must_use]
    pub fn shown(&self, rule: &Rule, index: usize) -> Option<Shown> {
        match self.slots.get(index)? {
            Slot::Absent => None,
            Slot::Number(number) => Some(rule.facts.get(index)?.kind.show(*number)),
            Slot::Text(text) => Some(Shown::Text(text.to_string())),
            Slot::Bad(bad) => Some(Shown::Text(bad.seen.clone())),
        }
    }

    /// The date that selects the policy version, where the rule has one and it was given.
    #[must_use]
    pub fn fact_date(&self, rule: &Rule) -> Option<NaiveDate> {
        match self.slots.get(rule.fact_date?)? {
            Slot::Number(days) => Some(super::value::date_of(*days)),
            _ => None,
        }
    }
}

/// Reads a date as facts do; `None` if it is none.
#[must_use]
pub fn date_from_text(text: &str) -> Option<NaiveDate> {
    read_date(&compact(text))
}
