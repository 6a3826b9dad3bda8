//! A budget line and its ledger.
//!
//! The law: nothing is below zero, and what is reserved, committed and paid together never exceeds
//! the appropriation. The database holds the same law, so that it also holds under concurrency.

use super::code::codes;
use super::money::Fen;
use serde::{Deserialize, Serialize};

codes! {
    /// An entry of the ledger; each moves an amount from one column to another.
    pub enum EntryKind: "kind of budget entry" {
        /// The appropriation grows or, with a negative amount, shrinks.
        Appropriate = "appropriate",
        /// Free money is set aside for a claim under review.
        Reserve = "reserve",
        /// What was reserved is promised by a decision.
        Commit = "commit",
        /// What was promised was paid.
        Pay = "pay",
        /// What was reserved is free again.
        Release = "release",
        /// A promise is taken back and its money free again.
        Revoke = "revoke",
        /// Paid money came back.
        Recover = "recover",
    }
}

codes! {
    /// A column of the line.
    pub enum Column: "budget column" {
        Reserved = "reserved",
        Committed = "committed",
        Paid = "paid",
    }
}

/// A line's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub appropriation: Fen,
    pub reserved: Fen,
    pub committed: Fen,
    pub paid: Fen,
}

/// What an entry adds to each column: for one `UPDATE … SET reserved = reserved + ?`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    pub appropriation: Fen,
    pub reserved: Fen,
    pub committed: Fen,
    pub paid: Fen,
}

/// Why an entry is refused; the line is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    #[error("the amount must be above zero")]
    NotPositive,
    #[error("the line has {available} yuan left, {needed} are needed")]
    OverLine { available: Fen, needed: Fen },
    #[error("{bound} yuan of the line are bound, it cannot be lowered to {wanted}")]
    UnderCommitments { bound: Fen, wanted: Fen },
    #[error("only {available} yuan are {column}, {needed} are needed")]
    NotThere { column: Column, available: Fen, needed: Fen },
    #[error("larger than any budget")]
    TooLarge,
}

impl EntryKind {
    /// What the entry adds to each column.
    pub fn delta(self, amount: Fen) -> Delta {
        let none = Delta::default();
        match self {
            EntryKind::Appropriate => Delta { appropriation: amount, ..none },
            EntryKind::Reserve => Delta { reserved: amount, ..none },
            EntryKind::Commit => Delta { reserved: -amount, committed: amount, ..none },
            EntryKind::Pay => Delta { committed: -amount, paid: amount, ..none },
            EntryKind::Release => Delta { reserved: -amount, ..none },
            EntryKind::Revoke => Delta { committed: -amount, ..none },
            EntryKind::Recover => Delta { paid: -amount, ..none },
        }
    }
}

impl Line {
    /// Reserved, committed and paid.
    pub fn bound(&self) -> Fen {
        self.reserved + self.committed + self.paid
    }

    /// What can still be reserved.
    pub fn available(&self) -> Fen {
        self.appropriation - self.bound()
    }

    /// The line after one entry.
    ///
    /// # Errors
    /// The law that the entry would break, with what there is and what it needs.
    pub fn enter(&self, kind: EntryKind, amount: Fen) -> Result<Line, BudgetError> {
        if amount > Fen::MAX || amount < -Fen::MAX {
            return Err(BudgetError::TooLarge);
        }
        if amount <= Fen::ZERO && (kind != EntryKind::Appropriate || amount.is_zero()) {
            return Err(BudgetError::NotPositive);
        }
        let from = match kind {
            EntryKind::Appropriate | EntryKind::Reserve => None,
            EntryKind::Commit | EntryKind::Release => Some((Column::Reserved, self.reserved)),
            EntryKind::Pay | EntryKind::Revoke => Some((Column::Committed, self.committed)),
            EntryKind::Recover => Some((Column::Paid, self.paid)),
        };
        if let Some((column, available)) = from.filter(|(_, available)| *available < amount) {
            return Err(BudgetError::NotThere { column, available, needed: amount });
        }
        let Delta { appropriation, reserved, committed, paid } = kind.delta(amount);
        let next = Line {
            appropriation: self.appropriation + appropriation,
            reserved: self.reserved + reserved,
            committed: self.committed + committed,
            paid: self.paid + paid,
        };
        if next.appropriation > Fen::MAX {
            return Err(BudgetError::TooLarge);
        }
        if next.available() < Fen::ZERO {
            return Err(match kind {
                EntryKind::Appropriate => {
                    BudgetError::UnderCommitments { bound: self.bound(), wanted: next.appropriation }
                }
                _ => BudgetError::OverLine { available: self.available(), needed: amount },
            });
        }
        Ok(next)
    }

    /// The entry that brings the appropriation to a figure.
    ///
    /// # Errors
    /// As [`Line::enter`]; the same figure again is [`BudgetError::NotPositive`].
    pub fn set_appropriation(&self, wanted: Fen) -> Result<(Line, Fen), BudgetError> {
        let change = wanted - self.appropriation;
        self.enter(EntryKind::Appropriate, change).map(|line| (line, change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_walks_through_the_line() {
        let line = Line { appropriation: Fen::yuan(100_000), ..Line::default() };
        let reserved = line.enter(EntryKind::Reserve, Fen::yuan(60_000)).expect("reserved");
        assert_eq!(
            reserved.enter(EntryKind::Reserve, Fen::yuan(50_000)),
            Err(BudgetError::OverLine { available: Fen::yuan(40_000), needed: Fen::yuan(50_000) })
        );
        let committed = reserved.enter(EntryKind::Commit, Fen::yuan(50_000)).expect("committed");
        let released = committed.enter(EntryKind::Release, Fen::yuan(10_000)).expect("released");
        assert_eq!(
            released.set_appropriation(Fen::yuan(49_999)),
            Err(BudgetError::UnderCommitments { bound: Fen::yuan(50_000), wanted: Fen::yuan(49_999) })
        );
        let (lowered, change) = released.set_appropriation(Fen::yuan(50_000)).expect("lowered to what is bound");
        assert_eq!((lowered.available(), change), (Fen::ZERO, Fen::yuan(-50_000)));
        let paid = lowered.enter(EntryKind::Pay, Fen::yuan(50_000)).expect("paid");
        let missing = BudgetError::NotThere { column: Column::Committed, available: Fen::ZERO, needed: Fen::yuan(1) };
        assert_eq!(paid.enter(EntryKind::Revoke, Fen::yuan(1)), Err(missing));
        assert_eq!(paid.enter(EntryKind::Recover, Fen::yuan(8)).map(|line| line.available()), Ok(Fen::yuan(8)));
    }

    proptest! {
        #[test]
        fn the_law_holds_whatever_is_entered(
            entries in proptest::collection::vec((proptest::sample::select(EntryKind::ALL), -50i64..200), 1..60)
        ) {
            let mut line = Line { appropriation: Fen(500), ..Line::default() };
            for (kind, amount) in entries {
                let before = line;
                if let Ok(next) = line.enter(kind, Fen(amount)) {
                    let moved = kind.delta(Fen(amount));
                    prop_assert_eq!(next.bound() - before.bound(), moved.reserved + moved.committed + moved.paid);
                    line = next;
                }
                prop_assert!([line.reserved, line.committed, line.paid].iter().all(|column| *column >= Fen::ZERO));
                prop_assert!(line.bound() <= line.appropriation);
            }
        }
    }
}
