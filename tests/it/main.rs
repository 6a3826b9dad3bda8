mod events;
mod outbox;
mod plan;
mod session;
mod smtp;
mod smtp_server;
mod support;
