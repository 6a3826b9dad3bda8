//! What the program takes from outside itself, read in one place each: clock, chance, environment,
//! and the files embedded when it was built.

pub mod assets;
pub mod chance;
pub mod clock;
pub mod policies;
pub mod vars;
