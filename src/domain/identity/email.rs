//! E-mail addresses as they are used: ASCII, `local@domain.tld` (the plain part of RFC 5322).

use super::IdentityFault;
use super::serial::transparent_text;
use crate::domain::text;
use std::fmt;
use std::str::FromStr;

/// A plain address: no display name, quotes, comments, blanks or control characters, so that none
/// can smuggle a second header or recipient into a mail. The domain is kept in small letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`, in small letters.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Two addresses with one key reach the same person in practice: for signing in and uniqueness.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `z***@example.com`: enough to recognise one's own.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}***@{}", &self.0[..1], self.domain())
    }
}

impl FromStr for EmailAddress {
    type Err = IdentityFault;

    fn from_str(text: &str) -> Result<EmailAddress, IdentityFault> {
        let half_width = text::half_width(text);
        let (local, domain) = half_width.trim().rsplit_once('@').ok_or(IdentityFault::Email)?;
        let domain = domain.to_ascii_lowercase();
        if is_local_part(local) && is_domain(&domain) {
            Ok(EmailAddress(format!("{local}@{domain}")))
        } else {
            Err(IdentityFault::Email)
        }
    }
}

fn is_local_part(local: &str) -> bool {
    let atom = |atom: &str| {
        !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    local.len() <= 64 && local.split('.').all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.len() <= 189
        && domain.contains('.')
        && domain.split('.').all(label)
        && !top.bytes().all(|b| b.is_ascii_digit())
}

transparent_text!(EmailAddress);

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// Masked: logs hold no personal data.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_plain_addresses() {
        for (text, kept) in [
            (" Zhang.San@Example.COM ", "Zhang.San@example.com"),
            ("a+b@xn--fiqs8s.cn", "a+b@xn--fiqs8s.cn"),
            ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "zhang@example.com"),
            ("o'neil_1@mail.wz-hr.example", "o'neil_1@mail.wz-hr.example"),
        ] {
            assert_eq!(text.parse::<EmailAddress>().expect(text).as_str(), kept);
        }
        let address: EmailAddress = "Zhang@Example.com".parse().unwrap();
        assert_eq!((address.key().as_str(), address.domain()), ("zhang@example.com", "example.com"));
        assert_eq!(format!("{address:?}"), "EmailAddress(Z***@example.com)");
    }

    #[test]
    fn refuses_what_could_carry_more_than_one_address() {
        for text in [
            "",
            "@",
            "a@",
            "@b.cn",
            "a@b",
            "a@@b.cn",
            "a b@c.cn",
            "a@b.cn,c@d.cn",
            "a@b.cn\r\nBcc: c@d.cn",
            "a\n@b.cn",
            "<a@b.cn>",
            "A <a@b.cn>",
            "\"a b\"@c.cn",
            ".a@b.cn",
            "a.@b.cn",
            "a..b@c.cn",
            "a@-b.cn",
            "a@b-.cn",
            "a@b..cn",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "张@例.cn",
            "a@例.cn",
            "a@b.cn;",
            "a(c)@b.cn",
            "a\0@b.cn",
        ] {
            assert_eq!(text.parse::<EmailAddress>(), Err(IdentityFault::Email), "{text:?}");
        }
        assert!(format!("{}@b.cn", "a".repeat(64)).parse::<EmailAddress>().is_ok());
        assert!(format!("{}@b.cn", "a".repeat(65)).parse::<EmailAddress>().is_err());
        assert!(format!("a@{}cn", "b.".repeat(99)).parse::<EmailAddress>().is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_one_plain_word(text in "[ -~\\r\\n\u{ff20}]{0,12}@[ -~\\r\\n]{0,12}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic() && !b"<>,;:\\\"()[]".contains(&b)));
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
                prop_assert_eq!(address.to_string().parse(), Ok(address));
            }
        }

        #[test]
        fn display_and_parse_round_trip(text in "[a-zA-Z0-9+_-]{1,20}(\\.[a-z0-9]{1,8}){0,2}@[a-z0-9]{1,10}\\.(cn|com|example)") {
            let address: EmailAddress = text.parse().unwrap();
            prop_assert_eq!(address.to_string(), text);
        }
    }
}
