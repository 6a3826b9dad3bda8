mod outbox;
mod smtp;
mod smtp_server;
