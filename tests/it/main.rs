mod budget;
mod notice;
mod outbox;
mod payment;
mod session;
mod smtp;
mod smtp_server;
mod support;
