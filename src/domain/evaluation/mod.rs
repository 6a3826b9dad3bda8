//! Evaluators score, a bureau decides: the panel and scoring core of the yearly evaluation of
//! training bases (T2-6) and of recognition rounds.
//!
//! Marks are exact numbers and a panel's mark is that of [`crate::domain::contest::panel`]. Nothing
//! here depends on the order in which bases, evaluators or marks come; where something has to be
//! drawn, a published seed draws it.

pub mod ballot;
pub mod campaign;
pub mod compare;
pub mod conflict;
pub mod deadline;
pub mod draw;
pub mod filling;
pub mod line;
pub mod phase;
pub mod places;
pub mod points;
pub mod rank;
pub mod register;
pub mod result;
pub mod rubric;

#[cfg(test)]
mod golden;
