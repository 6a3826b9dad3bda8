//! The loop that sends mail and closes windows.
