//! Rocket lives here and nowhere else.

pub mod pages;
