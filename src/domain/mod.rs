//! The ground floor: what the policy and the law say, as pure functions and types.
//!
//! Nothing here knows a database, a web request, a clock, chance or the environment; time is an
//! argument. Every function is deterministic.

pub mod access;
pub mod audit;
pub mod base;
pub mod budget;
pub mod calendar;
pub mod claim;
pub mod code;
pub mod contest;
pub mod divisions;
pub mod evaluation;
pub mod event;
pub mod fault;
pub mod heading;
pub mod identity;
pub mod ids;
pub mod lang;
pub mod media;
pub mod message;
pub mod money;
pub mod notice;
pub mod office;
pub mod participant;
pub mod payment;
pub mod people;
pub mod plan;
pub mod policy;
pub mod ratio;
pub mod recognition;
pub mod reference;
pub mod retry;
pub mod schedule;
pub mod text;
pub mod time;
