//! Pages: the structs their templates may name. Handlers fill them in.

pub mod error;
pub mod guide;
pub mod sign_in;
pub mod worklist;

#[cfg(test)]
mod tests;
