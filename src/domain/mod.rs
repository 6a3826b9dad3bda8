//! The ground floor: what the policy and the law say, as pure functions and types.
//!
//! Nothing here knows a database, a web request, a clock, chance or the environment; time is an
//! argument. Every function is deterministic.

pub mod calendar;
pub mod divisions;
pub mod identity;
pub mod lang;
pub mod money;
pub mod policy;
pub mod ratio;
pub mod text;
pub mod time;
