//! Settings of a mail server, and whether they are safe.

use lettre::transport::smtp::authentication;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::fmt;
use std::time::Duration;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begins in the clear and must turn to TLS before anything else is said (usually port 587).
    #[default]
    StartTls,
    /// TLS from the first byte (usually port 465).
    Tls,
    /// No TLS: for a server on the same machine or network, without a password.
    None,
}

/// A user of the mail server.
#[derive(Clone)]
pub struct Credentials {
    pub user: String,
    pub password: String,
}

/// Settings of a mail server.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<Credentials>,
    /// The name we greet with; this machine's when `None`.
    pub hello: Option<String>,
    /// Further authorities that may vouch for the server, certificates in PEM: many an office has its own.
    pub authorities: Option<Vec<u8>>,
    /// For one letter, from connecting to the server's last word.
    pub timeout: Duration,
    /// How many connections at the same time, 1 to 10.
    pub connections: usize,
}

/// Settings that cannot be used, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum SmtpConfigError {
    #[error("the mail server has no name")]
    Host,
    #[error("a password for {0} would be sent without TLS: set the security to starttls or tls")]
    PasswordInTheClear(String),
    #[error("a mail server is used with 1 to 10 connections, not {0}")]
    Connections(usize),
    #[error("a letter to the mail server may take from a millisecond to ten minutes")]
    Timeout,
    #[error("the file of further authorities holds no certificate in PEM (-----BEGIN CERTIFICATE-----)")]
    Authorities,
    #[error("TLS for {host} cannot be set up: {reason}")]
    Tls { host: String, reason: String },
}

/// Settings that have been checked, with what is built from them once.
pub(super) struct Checked {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<authentication::Credentials>,
    pub hello: ClientId,
    pub tls: Option<TlsParameters>,
    pub timeout: Duration,
    pub connections: usize,
}

impl SmtpConfig {
    /// Starttls on port 587, 60 seconds a letter, 2 connections, no user.
    #[must_use]
    pub fn new(host: impl Into<String>) -> SmtpConfig {
        SmtpConfig {
            host: host.into(),
            port: 587,
            security: Security::StartTls,
            credentials: None,
            hello: None,
            authorities: None,
            timeout: Duration::from_secs(60),
            connections: 2,
        }
    }

    pub(super) fn check(self) -> Result<Checked, SmtpConfigError> {
        let SmtpConfig { host, port, security, credentials, hello, authorities, timeout, connections } = self;
        if host.trim().is_empty() {
            return Err(SmtpConfigError::Host);
        }
        if credentials.is_some() && security == Security::None {
            return Err(SmtpConfigError::PasswordInTheClear(host));
        }
        if !(1..=10).contains(&connections) {
            return Err(SmtpConfigError::Connections(connections));
        }
        if !(Duration::from_millis(1)..=Duration::from_secs(600)).contains(&timeout) {
            return Err(SmtpConfigError::Timeout);
        }
        let tls = match security {
            Security::None => None,
            Security::StartTls | Security::Tls => Some(tls(&host, authorities.as_deref())?),
        };
        let credentials = credentials.map(|known| authentication::Credentials::new(known.user, known.password));
        let hello = hello.map(ClientId::Domain).unwrap_or_default();
        Ok(Checked { host, port, security, credentials, hello, tls, timeout, connections })
    }
}

/// Who is believed to be the server: the authorities this machine and the Web trust, and those named.
fn tls(host: &str, authorities: Option<&[u8]>) -> Result<TlsParameters, SmtpConfigError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = authorities {
        const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
        if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
            return Err(SmtpConfigError::Authorities);
        }
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(|_| SmtpConfigError::Authorities)?);
    }
    let failed = |error: lettre::transport::smtp::Error| SmtpConfigError::Tls {
        host: host.to_owned(),
        reason: error.to_string(),
    };
    builder.build().map_err(failed)
}

/// Without the password.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_and_impossible_settings_are_one_sentence() {
        let refused = |config: SmtpConfig| config.check().err().expect("refused").to_string();
        let user = Some(Credentials { user: "office".into(), password: "secret".into() });
        let base = SmtpConfig::new("mail.example");
        insta::assert_snapshot!(refused(SmtpConfig::new(" ")), @"the mail server has no name");
        insta::assert_snapshot!(refused(SmtpConfig { security: Security::None, credentials: user.clone(), ..base.clone() }), @"a password for mail.example would be sent without TLS: set the security to starttls or tls");
        insta::assert_snapshot!(refused(SmtpConfig { connections: 0, ..base.clone() }), @"a mail server is used with 1 to 10 connections, not 0");
        insta::assert_snapshot!(refused(SmtpConfig { timeout: Duration::ZERO, ..base.clone() }), @"a letter to the mail server may take from a millisecond to ten minutes");
        insta::assert_snapshot!(refused(SmtpConfig { authorities: Some(b"not a certificate".to_vec()), ..base.clone() }), @"the file of further authorities holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        assert!(SmtpConfig { credentials: user.clone(), ..base.clone() }.check().is_ok());
        assert!(!format!("{user:?}").contains("secret"));
    }
}
