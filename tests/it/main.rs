mod smtp;
mod smtp_server;
