//! A message as a use case leaves it: what happened, to whom it is told, and a snapshot of what
//! the text needs. Subject and text are made from it later.

mod kind;
pub mod told;

pub use kind::MessageKind;

use crate::domain::identity::{EmailAddress, has_long_digit_run};
use crate::domain::ids::UserId;
use crate::domain::lang::{Arg, Lang};
use crate::domain::schedule::ical::Method;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A run of so many digits may be a resident ID (18, formerly 15) or a bank account; nothing else
/// that is mailed has one.
pub const FORBIDDEN_DIGIT_RUN: usize = 15;

/// One message to one person. Made by [`Message::new`] only, which keeps ID and bank numbers out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    kind: MessageKind,
    lang: Lang,
    to: EmailAddress,
    to_name: String,
    key: String,
    reference: String,
    content: Content,
}

/// The snapshot that is stored with the message as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Where the message leads: the path within this program, beginning with `/`.
    pub path: String,
    /// What the text names, as values: `title`, `amount`, `due`. They are written out in the
    /// recipient's language when the message is rendered.
    pub params: BTreeMap<String, Arg>,
    /// Entries for the recipient's calendar, one attachment each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invites: Vec<Invite>,
}

/// An entry that the recipient's calendar takes in, updates or removes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    pub method: Method,
    /// iCalendar.
    pub text: String,
}

/// Why a message must not be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    #[error("`{field}` holds what looks like an ID or account number")]
    LongNumber { field: String },
    #[error("the link of a message is a path beginning with `/`")]
    Path,
    #[error("the key of a message is missing")]
    Key,
}

impl Message {
    /// A message about `reference`, unique for ever by `key` (see [`message_key`]).
    ///
    /// # Errors
    /// A parameter, name or reference with [`FORBIDDEN_DIGIT_RUN`] digits or more; a link that
    /// leads elsewhere; no key.
    pub fn new(
        kind: MessageKind,
        lang: Lang,
        to: EmailAddress,
        to_name: impl Into<String>,
        key: impl Into<String>,
        reference: impl Into<String>,
        content: Content,
    ) -> Result<Message, MessageError> {
        let message =
            Message { kind, lang, to, to_name: to_name.into(), key: key.into(), reference: reference.into(), content };
        message.check()?;
        Ok(message)
    }

    fn check(&self) -> Result<(), MessageError> {
        if self.key.is_empty() {
            return Err(MessageError::Key);
        }
        let path = &self.content.path;
        if !path.starts_with('/')
            || path.starts_with("//")
            || path.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\')
        {
            return Err(MessageError::Path);
        }
        let named = [("to_name", self.to_name.as_str()), ("reference", &self.reference)];
        let params = self.content.params.iter().filter_map(|(name, arg)| match arg {
            Arg::Text(text) => Some((name.as_str(), text.as_str())),
            // Nothing people count here has fifteen digits, and a typed number is no identity.
            Arg::Number(_) | Arg::Money(_) | Arg::Date(_) | Arg::Time(_) => None,
        });
        match named.into_iter().chain(params).find(|(_, value)| has_long_digit_run(value, FORBIDDEN_DIGIT_RUN)) {
            Some((field, _)) => Err(MessageError::LongNumber { field: field.to_owned() }),
            None => Ok(()),
        }
    }

    #[must_use]
    pub fn kind(&self) -> MessageKind {
        self.kind
    }
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }
    #[must_use]
    pub fn to(&self) -> &EmailAddress {
        &self.to
    }
    /// How the recipient is addressed.
    #[must_use]
    pub fn to_name(&self) -> &str {
        &self.to_name
    }
    /// The same for the same happening and recipient, whoever says it and however often.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
    /// The number people quote when they call; empty for messages about no file.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }
}

/// The unique key of a message: what happened to which version of which object, told to whom
/// (`claim-decided:claim:42:v3:u7`). Version is whatever changes when the same may happen again.
#[must_use]
pub fn message_key(kind: MessageKind, object: &str, id: i64, version: i64, recipient: UserId) -> String {
    format!("{kind}:{object}:{id}:v{version}:u{recipient}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(path: &str, params: &[(&str, &str)]) -> Result<Message, MessageError> {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), Arg::from(*value))).collect();
        Message::new(
            MessageKind::ClaimDecided,
            Lang::Zh,
            "host@example.com".parse().expect("an address"),
            "王小明",
            message_key(MessageKind::ClaimDecided, "claim", 42, 3, UserId::new(7)),
            "WZ-2019-0042",
            Content { path: path.to_owned(), params, ..Content::default() },
        )
    }

    #[test]
    fn a_message_holds_no_id_or_account_number() {
        let decided = message("/claims/42", &[("amount", "50,000"), ("due", "2019-11-25")]).expect("harmless");
        assert_eq!(decided.key(), "claim-decided:claim:42:v3:u7");
        for number in ["11010519491231002X", "6222 0212 0402 0001 000", "账号622202120402000"] {
            let refused = message("/claims/42", &[("item", number)]);
            assert_eq!(refused, Err(MessageError::LongNumber { field: "item".to_owned() }), "{number}");
        }
    }

    #[test]
    fn a_link_stays_in_the_house() {
        for path in ["", "claims/42", "https://example.com", "//example.com", "/claims 42", "/a\nb", "/\\example.com"] {
            assert_eq!(message(path, &[]), Err(MessageError::Path), "{path:?}");
        }
    }

    #[test]
    fn kinds_and_languages_are_stored_by_code() {
        for kind in MessageKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert!("claim".parse::<MessageKind>().is_err());
        assert_eq!(Lang::ALL.map(|lang| lang.as_str().parse()), Lang::ALL.map(Ok));
    }
}
