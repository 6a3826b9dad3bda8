//! The State Council working-day calendar.
