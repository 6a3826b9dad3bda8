//! Outgoing mail: transports and messages.
