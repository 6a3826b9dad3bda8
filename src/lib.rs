//! Jiangxin (匠心): skill competitions, seminars, training bases and recognition of a city's
//! human-resources bureau, from the annual plan to the paid grant and its e-mail.
//!
//! Four floors, imports only downwards: [`domain`] (pure) ← [`storage`] (Diesel) ←
//! [`service`] (use cases) ← [`web`] and [`worker`] (edges). See `docs/ARCHITECTURE.md`.

pub mod cli;
pub mod demo;
pub mod domain;
pub mod mail;
pub mod platform;
pub mod service;
pub mod sheets;
pub mod storage;
pub mod text;
pub mod web;
pub mod worker;
