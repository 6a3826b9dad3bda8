//! A policy as data, and its evaluation.
