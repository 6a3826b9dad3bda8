//! One connection: letters are sent over it one after the other, step by step, so that we know how
//! far a failed one came.

use super::config::{Checked, Security};
use crate::mail::Wire;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::TcpStream;

/// What we keep of a server's words.
const LONGEST_REPLY: usize = 300;

pub(super) struct Connection(AsyncSmtpConnection);

/// Why a letter was not taken over.
pub(super) enum Failure {
    /// The server was gone before it heard of this letter.
    Gone { error: String },
    /// The server refused this letter and is still there.
    Refused { permanent: bool, reply: String },
    /// The connection broke, or the server said goodbye, in the middle of this letter. After its
    /// last byte nobody knows whether the server has it: the next attempt has the same Message-ID.
    Broken { error: String },
}

impl Connection {
    /// Connects, turns to TLS and signs in as configured. Whatever fails here says nothing about a
    /// letter: a wrong password, too, is tried again until somebody has mended it.
    pub async fn open(config: &Checked) -> Result<Connection, String> {
        let failed = |doing: &'static str| {
            move |error: Error| {
                let said = words(&error);
                let unproven = unproven(&said, &config.host).map(|sentence| format!(" — {sentence}"));
                format!("{doing}: {said}{}", unproven.unwrap_or_default())
            }
        };
        let mut connection = match (config.security, &config.tls) {
            // Here lettre opens the socket itself, without TCP_NODELAY: some 40 ms a letter slower.
            (Security::Tls, Some(tls)) => AsyncSmtpConnection::connect_tokio1(
                (config.host.as_str(), config.port),
                Some(config.timeout),
                &config.hello,
                Some(tls.clone()),
                None,
            )
            .await
            .map_err(failed("connecting"))?,
            _ => {
                let stream = TcpStream::connect((config.host.as_str(), config.port)).await;
                let stream = stream.and_then(|stream| stream.set_nodelay(true).map(|()| stream));
                let stream = stream.map_err(|error| format!("connecting: {error}"))?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), &config.hello)
                    .await
                    .map_err(failed("greeting"))?
            }
        };
        if let (Security::StartTls, Some(tls)) = (config.security, &config.tls) {
            connection.starttls(tls.clone(), &config.hello).await.map_err(failed("turning to TLS"))?;
        }
        if let Some(credentials) = &config.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, credentials).await.map_err(failed("signing in"))?;
        }
        Ok(Connection(connection))
    }

    /// Hands one letter over.
    pub async fn send(&mut self, wire: &Wire) -> Result<(), Failure> {
        let connection = &mut self.0;
        let hello = connection.command(Mail::new(wire.envelope.from().cloned(), Vec::new())).await;
        hello.map_err(|error| match failure(&error) {
            Failure::Broken { error } => Failure::Gone { error },
            refused => refused,
        })?;
        for recipient in wire.envelope.to() {
            step(connection.command(Rcpt::new(recipient.clone(), Vec::new())).await)?;
        }
        step(connection.command(Data).await)?;
        step(connection.message(&wire.bytes).await)
    }

    /// Forgets a letter that was refused. False when the connection is of no more use.
    pub async fn reset(&mut self) -> bool {
        self.0.command(Rset).await.is_ok()
    }

    pub async fn quit(&mut self) {
        // We are leaving: whether the server says goodbye is no matter.
        let _ = self.0.quit().await;
    }
}

fn step(result: Result<Response, Error>) -> Result<(), Failure> {
    result.map(drop).map_err(|error| failure(&error))
}

/// 4xx may work later, 5xx never will, with two exceptions: 421 is the server leaving, and 530 to
/// 538 speak of our signing in, not of the letter.
fn failure(error: &Error) -> Failure {
    let Some(code) = error.status() else { return Failure::Broken { error: words(error) } };
    let number = u16::from(code);
    if number == 421 {
        return Failure::Broken { error: words(error) };
    }
    let permanent = code.severity == Severity::PermanentNegativeCompletion && !(530..=538).contains(&number);
    Failure::Refused { permanent, reply: words(error) }
}

/// What to do where the server's certificate is refused; nothing for other failures. TLS says it in
/// words only.
fn unproven(said: &str, host: &str) -> Option<String> {
    if !said.contains("invalid peer certificate") {
        return None;
    }
    Some(if ["UnknownIssuer", "BadSignature", "CaUsedAsEndEntity"].iter().any(|kind| said.contains(kind)) {
        format!(
            "the certificate of {host} comes from an authority that is not trusted here; \
             where the office has its own, name its certificate in JIANGXIN_SMTP_CA"
        )
    } else if said.contains("NotValidForName") || said.contains("not valid for name") {
        format!("the certificate is not that of {host}; set JIANGXIN_SMTP_HOST to the name it was made for")
    } else if said.contains("Expired") || said.contains("expired") {
        format!("the certificate of {host} has expired; the server's keeper must renew it")
    } else {
        format!("the certificate of {host} does not prove that it is this server")
    })
}

/// The whole chain of causes in one line of bounded length.
fn words(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        let deeper_text = deeper.to_string();
        if !text.contains(&deeper_text) {
            text = format!("{text}: {deeper_text}");
        }
        cause = deeper.source();
    }
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(LONGEST_REPLY).collect()
}
