//! Diesel lives here and nowhere else.
