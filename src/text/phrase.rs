//! Words that are chosen now and spoken later, when the reader's language is known.

use super::{catalogue, format, given};
use crate::domain::lang::{Arg, Lang, Words};
use serde::ser::{Error, Serialize, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A key of the catalogues. Made by [`key!`](crate::key) alone, so that a test finds every use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(&'static str);

impl Key {
    /// For [`key!`](crate::key) only: a key made elsewhere escapes the test of unused keys.
    #[doc(hidden)]
    pub const fn from_macro(key: &'static str) -> Key {
        Key(key)
    }

    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// A key of the catalogues: `key!("nav-claims")`.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $crate::text::Key::from_macro($key)
    };
}

/// A sentence of the catalogues with its values: `phrase!("claim-due", date = day, name = "李复核")`.
#[macro_export]
macro_rules! phrase {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::Phrase::key($crate::text::Key::from_macro($key))
            $(.with(stringify!($name), $value))*
    };
}

/// The name of one value of an enum: `family!("claim-state", state.as_str())`. The family is
/// declared in [`families`](crate::text::families).
#[macro_export]
macro_rules! family {
    ($family:literal, $value:expr) => {
        $crate::text::Phrase::family($family, $value)
    };
}

/// Words on a page whose language is decided when the page is rendered (`{{say phrase}}`).
///
/// Serialised it is what it says in the language being rendered, see `speaking`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// What somebody typed: shown as it is in every language.
    Typed(String),
    /// Both languages at hand, as in the policy file.
    Both(Words),
    /// An amount, a day or a moment, written as the language does.
    Value(Arg),
    /// A sentence of the catalogues.
    Key { key: Cow<'static, str>, args: BTreeMap<Cow<'static, str>, Arg> },
}

thread_local! {
    /// The language of the page now being serialised on this thread.
    static SPEAKING: Cell<Lang> = const { Cell::new(Lang::Zh) };
}

/// Serialises with every phrase in `lang`. Serde has no place for such an argument, and a page is
/// serialised in one go on one thread.
pub(super) fn speaking<T>(lang: Lang, serialise: impl FnOnce() -> T) -> T {
    let before = SPEAKING.replace(lang);
    let done = serialise();
    SPEAKING.set(before);
    done
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lang = SPEAKING.get();
        match self {
            Phrase::Typed(text) => serializer.serialize_str(text),
            Phrase::Both(words) => serializer.serialize_str(words.get(lang)),
            Phrase::Value(value) => serializer.serialize_str(&format::arg(lang, value)),
            Phrase::Key { key, args } => {
                let args = args.iter().map(|(name, arg)| (name.as_ref(), arg));
                let text = catalogue::sentence(lang, key, args).map_err(S::Error::custom)?;
                serializer.serialize_str(&text)
            }
        }
    }
}

impl Phrase {
    pub fn key(key: Key) -> Phrase {
        Phrase::Key { key: Cow::Borrowed(key.as_str()), args: BTreeMap::new() }
    }

    /// For [`family!`](crate::family) only.
    #[doc(hidden)]
    pub fn family(family: &'static str, value: &str) -> Phrase {
        Phrase::Key { key: Cow::Owned(format!("{family}-{value}")), args: BTreeMap::new() }
    }

    pub fn typed(text: impl Into<String>) -> Phrase {
        Phrase::Typed(text.into())
    }

    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Phrase {
        Phrase::Both(Words { zh: zh.into(), en: en.into() })
    }

    /// Several one after the other, with the comma of the language; none where there are none.
    pub fn listed(all: impl IntoIterator<Item = Phrase>) -> Option<Phrase> {
        let all: Vec<Phrase> = all.into_iter().collect();
        let joined = |lang: Lang, comma: &str| all.iter().map(|one| one.say(lang)).collect::<Vec<_>>().join(comma);
        (!all.is_empty()).then(|| Phrase::both(joined(Lang::Zh, "、"), joined(Lang::En, ", ")))
    }

    /// An amount, a day or a moment; a dash where there is none. A long list says it with less work
    /// than a helper like `{{date day}}`, which reads the value again.
    pub fn value(value: Option<impl Into<Arg>>) -> Phrase {
        value.map_or_else(|| Phrase::typed(format::NOTHING), |value| Phrase::Value(value.into()))
    }

    /// Gives a sentence one of its values; without effect on words that are not of the catalogues.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Phrase {
        if let Phrase::Key { args, .. } = &mut self {
            args.insert(Cow::Borrowed(name), value.into());
        }
        self
    }

    /// Gives a value as use cases do, as text: `amount` is written as money, `last_day` as a day.
    #[must_use]
    pub fn given(mut self, name: &str, text: &str) -> Phrase {
        if let Phrase::Key { args, .. } = &mut self {
            args.insert(Cow::Owned(name.to_owned()), given::read(name, text));
        }
        self
    }

    /// The words in one language.
    pub fn say(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Phrase::Typed(text) => Cow::Borrowed(text),
            Phrase::Both(words) => Cow::Borrowed(words.get(lang)),
            Phrase::Value(value) => format::arg(lang, value),
            Phrase::Key { key, args } => {
                Cow::Owned(catalogue::speak(lang, key, args.iter().map(|(name, arg)| (name.as_ref(), arg))))
            }
        }
    }
}

impl From<Words> for Phrase {
    fn from(words: Words) -> Phrase {
        Phrase::Both(words)
    }
}

impl From<Key> for Phrase {
    fn from(key: Key) -> Phrase {
        Phrase::key(key)
    }
}
