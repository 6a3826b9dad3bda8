//! Settings from the environment, checked before anything starts: a missing or unsafe one is one
//! clear sentence. `docs/operations.md` describes each.

use crate::platform::vars;
use crate::storage::Backend;
use std::net::IpAddr;
use std::path::Path;

/// How the server runs.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    pub database_url: String,
    /// Where links in mail lead, without a slash at the end.
    pub base_url: String,
    pub mail: MailSettings,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
}

/// How mail leaves.
#[derive(Debug, PartialEq, Eq)]
pub enum MailSettings {
    /// Into files under `var/mail`: the embedded default.
    Files,
    /// By SMTP; the URL says host, port, TLS and account.
    Smtp { url: String, from: String },
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
    pub smtp_url: Option<String>,
    pub mail_from: Option<String>,
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
            smtp_url: var("JIANGXIN_SMTP_URL")?,
            mail_from: var("JIANGXIN_MAIL_FROM")?,
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
        let database_url = given.database_url.unwrap_or_else(|| default_database.display().to_string());
        if database_url.contains("://") && Backend::of(&database_url) == Backend::Sqlite {
            return refuse("DATABASE_URL is neither postgres://user@host/name nor the path of a SQLite file.");
        }
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
        let plain_is_local = base_url.starts_with("http://127.") || base_url.starts_with("http://localhost")
            || base_url.starts_with("http://[::1]");
        if !secure_cookies && !plain_is_local {
            return refuse(
                "JIANGXIN_BASE_URL must begin with https://: sign-in over plain HTTP can be overheard. \
                 Put a TLS proxy in front (docs/operations.md).",
            );
        }
        let mail = mail(given.smtp_url, given.mail_from)?;
        Ok(Settings { database_url, base_url, mail, secure_cookies })
    }
}

fn host(address: IpAddr, port: u16) -> String {
    std::net::SocketAddr::new(address, port).to_string()
}

fn mail(smtp_url: Option<String>, from: Option<String>) -> Result<MailSettings, SettingsError> {
    let Some(url) = smtp_url else { return Ok(MailSettings::Files) };
    let Some(from) = from else {
        return Err(SettingsError(
            "JIANGXIN_MAIL_FROM is not set: mail by SMTP needs a sender, such as jiangxin@example.gov.cn.".to_owned(),
        ));
    };
    let local = ["//127.", "//localhost", "//[::1]", "@127.", "@localhost", "@[::1]"].iter().any(|host| url.contains(host));
    if url.starts_with("smtp://") && url.contains('@') && !local && !url.contains("tls=required") {
        return Err(SettingsError(
            "JIANGXIN_SMTP_URL would send a password without TLS: use smtps:// or add ?tls=required.".to_owned(),
        ));
    }
    if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
        return Err(SettingsError("JIANGXIN_SMTP_URL must begin with smtp:// or smtps://.".to_owned()));
    }
    Ok(MailSettings::Smtp { url, from })
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
        let settings = check(Given::default(), LOOPBACK);
        let settings = settings.as_ref().map(|settings| (settings.base_url.as_str(), &settings.mail));
        assert_eq!(settings, Ok(("http://127.0.0.1:8000", &MailSettings::Files)));
    }

    #[test]
    fn unsafe_settings_are_one_sentence() {
        let some = |text: &str| Some(text.to_owned());
        let base = |url| Given { base_url: some(url), ..Given::default() };
        let refused = [
            (Given::default(), OPEN, "JIANGXIN_BASE_URL is not set"),
            (base("http://jiangxin.example.gov.cn"), OPEN, "must begin with https://"),
            (Given { database_url: some("mysql://x"), ..Given::default() }, LOOPBACK, "DATABASE_URL"),
            (Given { smtp_url: some("smtp://mail"), ..Given::default() }, LOOPBACK, "JIANGXIN_MAIL_FROM"),
            (
                Given { smtp_url: some("smtp://u:p@mail"), mail_from: some("a@b.cn"), ..Given::default() },
                LOOPBACK,
                "without TLS",
            ),
        ];
        for (given, address, part) in refused {
            let sentence = check(given, address).unwrap_err();
            assert!(sentence.contains(part), "{sentence}");
        }
        assert!(check(base("https://jiangxin.example.gov.cn/"), OPEN).is_ok_and(|settings| settings.secure_cookies));
    }
}
