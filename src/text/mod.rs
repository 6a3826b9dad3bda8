//! Phrase and pages: Fluent catalogues and Handlebars templates live here and nowhere else.
//!
//! A page is a struct that implements [`Page`]; `docs/pages.md` shows how to make one.

mod bake;
pub mod catalogue;
mod escape;
pub mod families;
pub mod format;
mod given;
mod helpers;
pub mod mail;
pub mod parts;
pub mod phrase;
pub mod render;
mod whole;

#[cfg(test)]
mod tests;

pub use catalogue::{Say, t};
pub use phrase::{Key, Phrase};
pub use render::{Page, RenderError, page};
