//! Settings from the environment, checked before anything starts: a missing or unsafe one is one
//! clear sentence. `docs/operations.md` describes each.

use crate::domain::office::Office;
use crate::mail::{Credentials, Security, SmtpConfig};
use crate::platform::{assets, vars};
use crate::storage::Backend;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::Path;

/// How the server runs.
#[derive(Debug)]
pub struct Settings {
    pub database_url: String,
    /// Where links in mail lead, without a slash at the end.
    pub base_url: String,
    pub mail: MailSettings,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Registrations that one address may send in a minute.
    pub registrations: NonZeroU32,
}

/// How mail leaves.
#[derive(Debug)]
pub enum MailSettings {
    /// Into files under `var/mail`: the embedded default.
    Files,
    /// By SMTP.
    Smtp { server: SmtpConfig, from: String },
}

/// A setting that is missing or unsafe, with its remedy.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);

/// What the environment says.
#[derive(Default)]
pub struct Given {
    pub database_url: Option<String>,
    pub base_url: Option<String>,
    pub smtp_host: Option<String>,
    pub smtp_port: Option<String>,
    pub smtp_security: Option<String>,
    pub smtp_user: Option<String>,
    pub smtp_password: Option<String>,
    pub smtp_ca: Option<String>,
    pub mail_from: Option<String>,
    pub office: Option<String>,
    pub registrations: Option<String>,
}

impl Given {
    /// Reads the environment.
    ///
    /// # Errors
    /// A value that is no text.
    pub fn read() -> Result<Given, SettingsError> {
        let var = |name| vars::var(name).map_err(|error| SettingsError(error.to_string()));
        Ok(Given {
            database_url: var("DATABASE_URL")?,
            base_url: var("JIANGXIN_BASE_URL")?,
            smtp_host: var("JIANGXIN_SMTP_HOST")?,
            smtp_port: var("JIANGXIN_SMTP_PORT")?,
            smtp_security: var("JIANGXIN_SMTP_SECURITY")?,
            smtp_user: var("JIANGXIN_SMTP_USER")?,
            smtp_password: var("JIANGXIN_SMTP_PASSWORD")?,
            smtp_ca: var("JIANGXIN_SMTP_CA")?,
            mail_from: var("JIANGXIN_MAIL_FROM")?,
            office: var("JIANGXIN_OFFICE")?,
            registrations: var("JIANGXIN_REGISTRATIONS_PER_MINUTE")?,
        })
    }
}

impl Settings {
    /// Checks what was given against where the server will listen.
    ///
    /// # Errors
    /// The first setting that is missing or unsafe.
    pub fn check(given: Given, default_database: &Path, address: IpAddr, port: u16) -> Result<Settings, SettingsError> {
        let refuse = |sentence: &str| Err(SettingsError(sentence.to_owned()));
        let mail = mail(&given)?;
        let database_url = database(given.database_url, default_database)?;
        let base_url = match given.base_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if address.is_loopback() => format!("http://{}", host(address, port)),
            None => {
                return refuse(
                    "JIANGXIN_BASE_URL is not set: with an address others can reach, say the public one, \
                     such as https://jiangxin.example.gov.cn, so that links in mail lead there.",
                );
            }
        };
        let secure_cookies = base_url.starts_with("https://");
        let plain_is_local = base_url.starts_with("http://127.")
            || base_url.starts_with("http://localhost")
            || base_url.starts_with("http://[::1]");
        if !secure_cookies && !plain_is_local {
            return refuse(
                "JIANGXIN_BASE_URL must begin with https://: sign-in over plain HTTP can be overheard. \
                 Put a TLS proxy in front (docs/operations.md).",
            );
        }
        let registrations = match given.registrations.as_deref().map(str::parse) {
            None => crate::web::pages::register::BY_ADDRESS,
            Some(Ok(number)) => number,
            Some(Err(_)) => {
                return refuse(
                    "JIANGXIN_REGISTRATIONS_PER_MINUTE must be a whole number from 1: the registrations that one \
                     address may send in a minute (120 where it is not set).",
                );
            }
        };
        Ok(Settings { database_url, base_url, mail, secure_cookies, registrations })
    }
}

/// Where the database is.
///
/// # Errors
/// A scheme of no database we know.
pub fn database(given: Option<String>, default: &Path) -> Result<String, SettingsError> {
    let url = given.unwrap_or_else(|| default.display().to_string());
    if url.contains("://") && Backend::of(&url) == Backend::Sqlite {
        let sentence = "DATABASE_URL is neither postgres://user@host/name nor the path of a SQLite file.";
        return Err(SettingsError(sentence.to_owned()));
    }
    Ok(url)
}

/// The office's times: of the file that `JIANGXIN_OFFICE` names, of `office.toml` in the working
/// folder, or as shipped.
///
/// # Errors
/// A named file that is not there; every fault of the file, with line, key and remedy.
pub fn office(named: Option<&str>, folder: &Path) -> Result<Office, SettingsError> {
    let beside = folder.join("office.toml");
    let path = match named {
        Some(path) => Path::new(path),
        None if beside.exists() => &beside,
        None => {
            return Office::from_toml("office.toml", assets::OFFICE)
                .map_err(|faults| SettingsError(faults.to_string()));
        }
    };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        SettingsError(format!(
            "{name} cannot be read ({error}): JIANGXIN_OFFICE names a file like the shipped office.toml, in UTF-8."
        ))
    })?;
    Office::from_toml(&name, &text).map_err(|faults| SettingsError(faults.to_string()))
}

fn host(address: IpAddr, port: u16) -> String {
    std::net::SocketAddr::new(address, port).to_string()
}

fn mail(given: &Given) -> Result<MailSettings, SettingsError> {
    let refuse = |sentence: &str| Err(SettingsError(sentence.to_owned()));
    let Some(host) = &given.smtp_host else { return Ok(MailSettings::Files) };
    let Some(from) = &given.mail_from else {
        return refuse("JIANGXIN_MAIL_FROM is not set: mail by SMTP needs a sender, such as jiangxin@example.gov.cn.");
    };
    let mut server = SmtpConfig::new(host);
    if let Some(port) = &given.smtp_port {
        let Ok(port) = port.parse() else { return refuse("JIANGXIN_SMTP_PORT is not a port number (1 to 65535).") };
        server.port = port;
    }
    server.security = match given.smtp_security.as_deref() {
        None | Some("starttls") => Security::StartTls,
        Some("tls") => Security::Tls,
        Some("none") => Security::None,
        Some(_) => return refuse("JIANGXIN_SMTP_SECURITY must be starttls, tls or none."),
    };
    server.credentials = match (&given.smtp_user, &given.smtp_password) {
        (None, None) => None,
        (Some(user), Some(password)) => Some(Credentials { user: user.clone(), password: password.clone() }),
        _ => return refuse("JIANGXIN_SMTP_USER and JIANGXIN_SMTP_PASSWORD must be set together."),
    };
    if let Some(path) = &given.smtp_ca {
        if server.security == Security::None {
            return refuse("JIANGXIN_SMTP_CA is set, but JIANGXIN_SMTP_SECURITY is none: use starttls or tls.");
        }
        let read = std::fs::read(path).map_err(|error| {
            SettingsError(format!(
                "JIANGXIN_SMTP_CA: {path} cannot be read ({error}). Name a file with the authority's certificate in PEM."
            ))
        });
        server.authorities = Some(read?);
    }
    if server.credentials.is_some() && server.security == Security::None {
        return refuse(
            "JIANGXIN_SMTP_SECURITY is none, and the password would be sent in the clear: use starttls or tls.",
        );
    }
    Ok(MailSettings::Smtp { server, from: from.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const OPEN: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

    fn check(given: Given, address: IpAddr) -> Result<Settings, String> {
        Settings::check(given, Path::new("var/jiangxin.sqlite"), address, 8000).map_err(|error| error.0)
    }

    #[test]
    fn the_embedded_default_needs_nothing() {
        let settings = check(Given::default(), LOOPBACK).unwrap();
        assert_eq!(settings.base_url, "http://127.0.0.1:8000");
        assert!(matches!(settings.mail, MailSettings::Files) && !settings.secure_cookies);
    }

    #[test]
    fn times_come_from_the_file_named_or_beside_or_shipped() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/target/tmp/office-settings"));
        std::fs::create_dir_all(folder).unwrap();
        let named = folder.join("own.toml");
        std::fs::write(&named, "[claim]\nnotice = 7\n").unwrap();
        let shown = named.display().to_string();
        assert_eq!(office(Some(&shown), folder).map(|office| office.claim.notice), Ok(7));
        assert_eq!(office(None, folder), Ok(Office::default()));
        assert!(office(Some("/nowhere/office.toml"), folder).unwrap_err().0.contains("JIANGXIN_OFFICE"));
        std::fs::write(&named, "[claim]\nnotise = 7\n").unwrap();
        let sentence = office(Some(&shown), folder).unwrap_err().0;
        assert!(sentence.contains("own.toml:2:键 notise：没有这个键"), "{sentence}");
    }

    #[test]
    fn unsafe_settings_are_one_sentence() {
        let some = |text: &str| Some(text.to_owned());
        let base = |url| Given { base_url: some(url), ..Given::default() };
        let refused = [
            (Given::default(), OPEN, "JIANGXIN_BASE_URL is not set"),
            (base("http://jiangxin.example.gov.cn"), OPEN, "must begin with https://"),
            (Given { registrations: some("0"), ..Given::default() }, LOOPBACK, "JIANGXIN_REGISTRATIONS_PER_MINUTE"),
            (Given { database_url: some("mysql://x"), ..Given::default() }, LOOPBACK, "DATABASE_URL"),
            (Given { smtp_host: some("mail"), ..Given::default() }, LOOPBACK, "JIANGXIN_MAIL_FROM"),
            (
                Given {
                    smtp_host: some("mail"),
                    smtp_security: some("none"),
                    smtp_user: some("u"),
                    smtp_password: some("p"),
                    mail_from: some("a@b.cn"),
                    ..Given::default()
                },
                LOOPBACK,
                "in the clear",
            ),
            (
                Given {
                    smtp_host: some("mail"),
                    smtp_ca: some("/nowhere/ca.pem"),
                    mail_from: some("a@b.cn"),
                    ..Given::default()
                },
                LOOPBACK,
                "JIANGXIN_SMTP_CA: /nowhere/ca.pem cannot be read",
            ),
        ];
        for (given, address, part) in refused {
            let sentence = check(given, address).unwrap_err();
            assert!(sentence.contains(part), "{sentence}");
        }
        assert!(check(base("https://jiangxin.example.gov.cn/"), OPEN).is_ok_and(|settings| settings.secure_cookies));
    }
}
