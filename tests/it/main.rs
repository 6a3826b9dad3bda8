mod outbox;
mod session;
mod smtp;
mod smtp_server;
mod support;
