//! Rocket lives here and nowhere else.
