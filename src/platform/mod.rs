//! The three impure sources, read in one place each: clock, chance, environment.
