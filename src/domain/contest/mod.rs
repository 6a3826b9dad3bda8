//! Contests: from the judges' marks to the standings, the medals and the honours.
//!
//! Every number here is exact: a mark is a decimal, a mean is a fraction, and each rounding is named
//! where it happens. Nothing depends on the order in which marks or entrants come.

pub mod checks;
pub mod exact;
pub mod honours;
pub mod judgement;
pub mod lacking;
pub mod mark;
pub mod medals;
pub mod panel;
pub mod phase;
pub mod recusal;
pub mod run;
pub mod scale;
pub mod scheme;
pub mod standing;
pub mod total;
pub mod writers;
