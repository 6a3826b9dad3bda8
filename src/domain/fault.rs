//! What is wrong with something that was typed or imported: the place, the value and a sentence
//! by key. All faults of a form or a file are reported at once.

use super::code::codes;
use super::identity::IdentityFault;
use serde::Serialize;
use std::collections::BTreeMap;

codes! {
    /// What is wrong; the code is the key of the sentence in the text catalogues, which says how
    /// to put it right. `{ $hint }` in the sentence is [`FieldFault::hint`].
    pub enum Problem: "problem" {
        Missing = "fault-required",
        /// Longer than the hint says.
        TooLong = "fault-too-long",
        /// Shorter than the hint says.
        TooShort = "fault-too-short",
        NotADate = "fault-not-a-date",
        /// Not HH:MM, or no such time.
        NotATime = "fault-not-a-time",
        /// Not a length as HH:MM, or none at all.
        NotALength = "fault-not-a-length",
        /// Something else where a list in brackets belongs.
        NotAList = "fault-not-a-list",
        /// Before the date in the hint.
        TooEarly = "fault-too-early",
        /// In the future.
        InFuture = "fault-in-future",
        NotANumber = "fault-not-a-number",
        /// Not hours with at most two decimals, or more than 9,999.
        NotHours = "fault-not-hours",
        NotMoney = "fault-not-money",
        Negative = "fault-negative",
        /// Outside the bounds in the hint.
        OutOfRange = "fault-out-of-range",
        /// Two percentages that must add to 100.
        NotOneHundred = "fault-not-one-hundred",
        /// None of the words in the hint.
        NotAChoice = "fault-not-a-choice",
        /// Not wanted with this level or kind.
        NotWanted = "fault-not-wanted",
        /// The same as in the row of the hint.
        Repeated = "fault-repeated",
        /// No such thing as this.
        Unknown = "fault-unknown",
        /// Of another year than the hint.
        OtherYear = "fault-other-year",
        /// A level that an annual plan cannot hold.
        NotForPlan = "fault-not-for-plan",
        /// Not one event but many, or a plan of its own.
        NotOneItem = "fault-not-one-item",
        /// A name refers to another row ("as above").
        AsAbove = "fault-as-above",
        /// An objection without a real name.
        Anonymous = "fault-anonymous",
        /// A required column is not in the file.
        NoColumn = "fault-no-column",
        /// The same identity number as in the row of the hint, under another name.
        TwoNames = "fault-two-names",
        /// The identity number is known under the name of the hint.
        KnownByOtherName = "fault-known-by-other-name",
        /// One item a person: the row of the hint has another.
        OneItem = "fault-one-item",
        /// One item a person: known in the item of the hint.
        KnownElsewhere = "fault-known-elsewhere",
        /// The item of the hint is for individuals.
        NoTeams = "fault-no-teams",
        /// Past the last place; the hint says how many are left, the values how many there are and are
        /// asked for.
        NoPlaces = "fault-no-places",
        /// One phone for the people in the rows of the hint. A warning.
        SharedPhone = "fault-shared-phone",
        /// Withdrew or was refused before, on the state of the hint. A warning.
        Ended = "fault-ended",
        /// Without an identity number; known by name and unit. A warning.
        NoId = "fault-no-id",
        /// A condition asks for what the rows of the hint do not say. A warning.
        Unjudged = "fault-unjudged",
        /// A formula that was saved without its value.
        Formula = "fault-formula",
        /// The amount differs from the one in the hint.
        OtherAmount = "fault-other-amount",
    }
}

/// A fault of one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    pub field: String,
    /// Key of the sentence in the catalogues.
    pub key: &'static str,
    /// What the sentence needs to be exact: a bound, the choices, a row; empty if nothing.
    pub hint: String,
}

impl FieldFault {
    pub fn new(field: impl Into<String>, problem: Problem) -> FieldFault {
        FieldFault { field: field.into(), key: problem.as_str(), hint: String::new() }
    }

    pub fn with(field: impl Into<String>, problem: Problem, hint: impl ToString) -> FieldFault {
        FieldFault { hint: hint.to_string(), ..FieldFault::new(field, problem) }
    }

    pub fn identity(field: impl Into<String>, fault: IdentityFault) -> FieldFault {
        FieldFault { field: field.into(), key: fault.key(), hint: String::new() }
    }
}

/// A fault in a table: the sheet's own row number (its first row is 1), the column's heading as it
/// stands there, the value seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    pub row: usize,
    pub column: String,
    pub value: String,
    pub key: &'static str,
    pub hint: String,
    /// What the sentence needs beyond the hint, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, String>,
}

impl RowFault {
    pub fn new(row: usize, column: impl Into<String>, value: impl Into<String>, problem: Problem) -> RowFault {
        RowFault::of(row, column, value, problem.as_str())
    }

    /// A fault of which only the key of the sentence is known.
    pub fn of(row: usize, column: impl Into<String>, value: impl Into<String>, key: &'static str) -> RowFault {
        let (column, value) = (column.into(), value.into());
        RowFault { row, column, value, key, hint: String::new(), args: BTreeMap::new() }
    }

    /// Gives the sentence a further value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> RowFault {
        self.args.insert(name, value.to_string());
        self
    }

    #[must_use]
    pub fn hint(self, hint: impl ToString) -> RowFault {
        RowFault { hint: hint.to_string(), ..self }
    }
}
