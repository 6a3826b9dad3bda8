//! A real SMTP server in this process, on loopback, that does as a script says.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What the server does with one letter; each letter takes the next from the script, and is
/// accepted when the script is at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Accept,
    /// This reply to MAIL.
    AtSender(&'static str),
    /// This reply to RCPT.
    AtRecipient(&'static str),
    /// This reply to DATA.
    AtData(&'static str),
    /// This reply after the last byte; the letter is not kept.
    AtEnd(&'static str),
    /// RCPT is never answered.
    SilentAtRecipient,
    /// The connection is dropped in mid-letter; nothing is kept.
    DropInLetter,
    /// The letter is kept, and the connection dropped before the reply.
    DropBeforeReply,
    /// Accepted, and the connection closed afterwards without a word.
    AcceptThenLeave,
}

/// A letter the server has taken over.
#[derive(Clone, Debug)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, dots unstuffed.
    pub data: String,
}

impl Received {
    /// The value of a header of one line.
    pub fn header(&self, name: &str) -> &str {
        let prefix = format!("{name}: ");
        self.data.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default()
    }
}

#[derive(Default)]
struct Shared {
    script: VecDeque<Act>,
    received: Vec<Received>,
    /// Said instead of the greeting to the next connections.
    greetings: VecDeque<&'static str>,
    connections: usize,
}

/// The mailbox and script of a server; they outlive its restarts.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Shared>>);

pub struct SmtpServer {
    pub address: SocketAddr,
    script: Script,
    running: tokio::task::JoinHandle<()>,
}

impl Script {
    pub fn acts(&self, acts: impl IntoIterator<Item = Act>) {
        self.0.lock().unwrap().script.extend(acts);
    }
    pub fn greets(&self, reply: &'static str) {
        self.0.lock().unwrap().greetings.push_back(reply);
    }
    pub fn received(&self) -> Vec<Received> {
        self.0.lock().unwrap().received.clone()
    }
    pub fn connections(&self) -> usize {
        self.0.lock().unwrap().connections
    }
    fn next(&self) -> Act {
        self.0.lock().unwrap().script.pop_front().unwrap_or(Act::Accept)
    }
    fn keep(&self, letter: Received) {
        self.0.lock().unwrap().received.push(letter);
    }
}

impl SmtpServer {
    /// On a free port of this machine.
    pub async fn start() -> SmtpServer {
        SmtpServer::start_at("127.0.0.1:0".parse().unwrap(), Script::default()).await
    }

    async fn start_at(address: SocketAddr, script: Script) -> SmtpServer {
        let listener = TcpListener::bind(address).await.expect("a port on loopback");
        let address = listener.local_addr().unwrap();
        let shared = script.clone();
        let running = tokio::spawn(async move {
            let mut sessions = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                sessions.spawn(session(stream, shared.clone()));
            }
        });
        SmtpServer { address, script, running }
    }

    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Stops at once: every connection is cut.
    pub async fn stop(self) -> Stopped {
        self.running.abort();
        let _ = self.running.await;
        Stopped { address: self.address, script: self.script }
    }
}

/// A server that is down and can come back at the same address.
pub struct Stopped {
    address: SocketAddr,
    script: Script,
}

impl Stopped {
    pub async fn restart(self) -> SmtpServer {
        SmtpServer::start_at(self.address, self.script).await
    }
}

/// `None` ends the session: the client is gone, or the script says so.
async fn session(stream: TcpStream, script: Script) -> Option<()> {
    let _ = stream.set_nodelay(true);
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let greeting = {
        let mut shared = script.0.lock().unwrap();
        shared.connections += 1;
        shared.greetings.pop_front()
    };
    if let Some(reply) = greeting {
        return writer.write_all(format!("{reply}\r\n").as_bytes()).await.ok();
    }
    writer.write_all(b"220 loopback\r\n").await.ok()?;
    let mut act = Act::Accept;
    let mut letter = Received { from: String::new(), to: Vec::new(), data: String::new() };
    loop {
        let line = lines.next_line().await.ok()??;
        let reply = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-loopback\r\n250 8BITMIME",
            "MAIL" => {
                act = script.next();
                letter = Received { from: line, to: Vec::new(), data: String::new() };
                if let Act::AtSender(reply) = act { reply } else { "250 ok" }
            }
            "RCPT" => match act {
                Act::AtRecipient(reply) => reply,
                Act::SilentAtRecipient => std::future::pending().await,
                _ => {
                    letter.to.push(line);
                    "250 ok"
                }
            },
            "DATA" => {
                if let Act::AtData(reply) = act {
                    reply
                } else {
                    writer.write_all(b"354 go on\r\n").await.ok()?;
                    while let Some(line) = lines.next_line().await.ok()? {
                        if act == Act::DropInLetter {
                            return None;
                        }
                        if line == "." {
                            break;
                        }
                        letter.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                        letter.data.push('\n');
                    }
                    match act {
                        Act::AtEnd(reply) => reply,
                        _ => {
                            script.keep(letter.clone());
                            if act == Act::DropBeforeReply {
                                return None;
                            }
                            "250 taken over"
                        }
                    }
                }
            }
            "RSET" | "NOOP" => "250 ok",
            "QUIT" => {
                return writer.write_all(b"221 bye\r\n").await.ok();
            }
            _ => "500 what?",
        };
        writer.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
        if act == Act::AcceptThenLeave && reply == "250 taken over" {
            return None;
        }
    }
}
