//! A person on a roster: canonical texts by field.

use super::field::Field;
use std::fmt;

const COUNT: usize = Field::ALL.len();

/// A person on a roster. Each text is in its canonical form (an identity number with a right check
/// digit, a division's code, a level's code, the entry's own name), or empty where nothing was said.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person([String; COUNT]);

impl Person {
    pub fn get(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    pub fn set(&mut self, field: Field, text: String) {
        if let Some(slot) = self.0.get_mut(field as usize) {
            *slot = text;
        }
    }

    #[must_use]
    pub fn with(mut self, field: Field, text: impl Into<String>) -> Person {
        self.set(field, text.into());
        self
    }
}

/// Name and unit: logs hold no personal data beyond.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({}, {})", self.get(Field::Name), self.get(Field::Unit))
    }
}
