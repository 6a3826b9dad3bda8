//! Fluent catalogues: every sentence of the product, Chinese and English.

use super::format;
use super::phrase::Key;
use crate::domain::lang::{Arg, Lang};
use crate::platform::assets::LOCALES;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern, PatternElement};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, Mutex};
use unic_langid::LanguageIdentifier;

/// One language's sentences.
pub(super) struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Sentences without values, ready to be shown: nearly all of a page's words.
    plain: HashMap<String, String>,
}

static CATALOGUES: LazyLock<[Catalogue; 2]> = LazyLock::new(|| Lang::ALL.map(Catalogue::load));
/// Keys whose absence has been logged: once is enough.
static MISSED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

impl Catalogue {
    /// Reads the embedded catalogue. Its text was compiled in and is proven whole by a test, so a
    /// fault is logged here and the rest is kept.
    fn load(lang: Lang) -> Catalogue {
        let language: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for (file, source) in sources(lang) {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, faults)| {
                tracing::error!(file, ?faults, "catalogue cannot be read whole");
                resource
            });
            for entry in resource.entries() {
                if let Entry::Message(message) = entry
                    && let Some(text) = message.value.as_ref().and_then(plain_text)
                {
                    plain.insert(message.id.name.to_owned(), text);
                }
            }
            if let Err(faults) = bundle.add_resource(resource) {
                tracing::error!(file, ?faults, "catalogue holds a key twice");
            }
        }
        Catalogue { bundle, plain }
    }

    pub(super) fn of(lang: Lang) -> &'static Catalogue {
        match lang {
            Lang::Zh => &CATALOGUES[0],
            Lang::En => &CATALOGUES[1],
        }
    }

    /// A sentence that has no values.
    pub(super) fn plain(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// A sentence with its values.
    ///
    /// # Errors
    /// The key, or a value the sentence needs, is missing.
    pub(super) fn format(&self, key: &str, args: &FluentArgs<'_>) -> Result<String, Missing> {
        if let Some(text) = self.plain(key) {
            return Ok(text.to_owned());
        }
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = pattern.ok_or_else(|| Missing::Key(key.to_owned()))?;
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut faults);
        match faults.first() {
            None => Ok(text.into_owned()),
            Some(fault) => Err(Missing::Value { key: key.to_owned(), fault: fault.to_string() }),
        }
    }
}

/// Why a sentence cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    #[error("no such key in the catalogues: {0}")]
    Key(String),
    #[error("{key}: {fault}")]
    Value { key: String, fault: String },
}

/// The embedded catalogue files of a language: name and source.
pub(super) fn sources(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    let folder = LOCALES.get_dir(lang.as_str());
    folder
        .into_iter()
        .flat_map(|folder| folder.files())
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

fn plain_text(pattern: &Pattern<&str>) -> Option<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(text)
}

/// The words of `key` in `lang`. A missing key or value shows the key and is logged once.
pub fn t(lang: Lang, key: Key, args: &[(&str, Arg)]) -> String {
    speak(lang, key.as_str(), args.iter().map(|(name, arg)| (*name, arg)))
}

/// As [`t`], for keys made of a family and a value.
pub(super) fn speak<'a>(lang: Lang, key: &str, args: impl Iterator<Item = (&'a str, &'a Arg)>) -> String {
    match sentence(lang, key, args) {
        Ok(text) => text.into_owned(),
        Err(missing) => missed(key, &missing),
    }
}

/// A sentence with its values.
///
/// # Errors
/// The key, or a value the sentence needs, is missing.
pub(super) fn sentence<'a>(
    lang: Lang,
    key: &str,
    args: impl Iterator<Item = (&'a str, &'a Arg)>,
) -> Result<Cow<'static, str>, Missing> {
    let catalogue = Catalogue::of(lang);
    if let Some(text) = catalogue.plain(key) {
        return Ok(Cow::Borrowed(text));
    }
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        values.set(name, value(lang, arg));
    }
    catalogue.format(key, &values).map(Cow::Owned)
}

/// Numbers stay numbers, so that English finds its plural.
pub(super) fn value<'a>(lang: Lang, arg: &'a Arg) -> FluentValue<'a> {
    match arg {
        Arg::Number(number) => FluentValue::from(*number),
        other => FluentValue::from(format::arg(lang, other)),
    }
}

/// Shows the key in place of its sentence, and logs it the first time.
pub(super) fn missed(key: &str, missing: &Missing) -> String {
    if let Ok(mut missed) = MISSED.lock()
        && missed.insert(key.to_owned())
    {
        tracing::error!(key, %missing, "a sentence is missing");
    }
    key.to_owned()
}

/// A language, ready to speak.
#[derive(Clone, Copy, Debug)]
pub struct Say(pub Lang);

impl Say {
    pub fn t(self, key: Key) -> String {
        t(self.0, key, &[])
    }

    /// A phrase with its values.
    pub fn phrase(self, phrase: &super::Phrase) -> String {
        phrase.say(self.0).into_owned()
    }
}
