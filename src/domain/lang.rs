//! The two languages the product speaks. Chinese comes first everywhere.

use super::code::UnknownCode;
use super::money::Fen;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// As stored and as the catalogues are named: `zh`, `en`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// For `lang` attributes and `Content-Language`: `zh-CN`, `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The first offered language of an `Accept-Language` header, read in the order written
    /// (browsers write it by preference); Chinese where none is offered.
    #[must_use]
    pub fn accepted(header: &str) -> Lang {
        let codes = header.split(',').filter_map(|part| part.split(['-', ';']).next());
        codes.map(|code| code.trim().to_ascii_lowercase()).find_map(|code| code.parse().ok()).unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Lang {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Lang, UnknownCode> {
        let known = Lang::ALL.into_iter().find(|lang| lang.as_str() == code);
        known.ok_or_else(|| UnknownCode { what: "language", code: code.to_owned() })
    }
}

/// One wording in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    /// The wording in that language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether a language was left blank.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.zh.trim().is_empty() || self.en.trim().is_empty()
    }
}

/// A value inside a sentence. It is stored as it is and written out in the reader's language only
/// when the sentence is, so a queued mail keeps its facts and a change of language keeps its sense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arg {
    Text(String),
    Number(i64),
    /// Written with thousands separated, without a unit.
    Money(Fen),
    Date(NaiveDate),
    /// UTC; written in the office's time.
    Time(NaiveDateTime),
}

macro_rules! arg_from {
    ($($from:ty => $variant:ident),* $(,)?) => {$(
        impl From<$from> for Arg {
            fn from(value: $from) -> Arg {
                Arg::$variant(value.into())
            }
        }
    )*};
}
arg_from!(String => Text, &String => Text, &str => Text, i64 => Number, i32 => Number, u32 => Number, Fen => Money, NaiveDate => Date, NaiveDateTime => Time);

impl From<usize> for Arg {
    fn from(value: usize) -> Arg {
        Arg::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_accept() {
        assert_eq!(Lang::accepted("en-GB,en;q=0.9,zh;q=0.8"), Lang::En);
        assert_eq!(Lang::accepted("fr, zh-Hans-CN;q=0.9"), Lang::Zh);
        assert_eq!(Lang::accepted(""), Lang::Zh);
        for lang in Lang::ALL {
            assert_eq!(lang.as_str().parse(), Ok(lang));
        }
    }
}
