//! The words of a message: subject, text and HTML from one set of sentences.

use super::catalogue::{self, Catalogue, Missing};
use super::render::{self, RenderError};
use crate::domain::lang::{Arg, Lang};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a message is about. Stored in the outbox as it was when the message was queued.
#[derive(Clone, Debug, Default)]
pub struct Letter<'a> {
    /// The recipient's name.
    pub to_name: &'a str,
    /// `JX-2019-0042`; empty for messages about no file.
    pub reference: &'a str,
    /// The full address of the page the message is about; empty for none.
    pub link: &'a str,
    /// The sentence's values, by the names given in [`KINDS`].
    pub args: BTreeMap<String, Arg>,
}

/// A message ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a message cannot be written. Always a fault of the program: the row is kept and shown dead.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("no such kind of message: {0}")]
    UnknownKind(String),
    #[error("{0}")]
    Missing(#[from] Missing),
    #[error("{0}")]
    Render(#[from] RenderError),
}

/// A kind of message and the values its sentences use.
pub struct Kind {
    pub name: &'static str,
    pub args: &'static [&'static str],
}

const fn kind(name: &'static str, args: &'static [&'static str]) -> Kind {
    Kind { name, args }
}

/// Every kind of message with the names of its values. `title` is the event's or claim's own name;
/// days are the last ones on which something may be done.
pub const KINDS: &[Kind] = &[
    kind("invitation", &["organisation", "role", "until"]),
    kind("password-reset", &["until"]),
    kind("plan-published", &["year", "count"]),
    kind("event-submitted", &["title", "host"]),
    kind("event-returned", &["title", "opinion"]),
    kind("event-approved", &["title"]),
    kind("event-closed", &["title"]),
    kind("event-cancelled", &["title", "reason"]),
    kind("claim-submitted", &["title", "claimant"]),
    kind("claim-returned", &["title", "opinion"]),
    kind("claim-accepted", &["title"]),
    kind("claim-declined", &["title", "reason"]),
    kind("claim-first-reviewed", &["title"]),
    kind("claim-second-reviewed", &["title"]),
    kind("claim-decided", &["title", "amount"]),
    kind("claim-confirm-needed", &["title", "amount", "reason"]),
    kind("claim-approved", &["title", "amount"]),
    kind("claim-withdrawn", &["title", "claimant"]),
    kind("notice-published", &["title", "first", "last"]),
    kind("notice-objection", &["title", "due"]),
    kind("objection-answered", &["title", "answer"]),
    kind("payment-sent", &["title", "amount", "date"]),
    kind("payment-rejected", &["title", "reason"]),
    kind("task-waiting", &["title", "step", "due"]),
];

#[derive(Serialize)]
struct Sheet<'a> {
    subject: &'a str,
    to_name: &'a str,
    paragraphs: Vec<&'a str>,
    reference: &'a str,
    link: &'a str,
    lang: &'a str,
}

/// Writes a message of `kind` in the recipient's language. Blank lines of the body part paragraphs.
///
/// # Errors
/// The kind is unknown, a value its sentences need is missing, or a template does not fit.
pub fn render(kind: &str, lang: Lang, letter: &Letter) -> Result<Rendered, MailError> {
    let known = KINDS.iter().find(|known| known.name == kind).ok_or_else(|| MailError::UnknownKind(kind.to_owned()))?;
    let catalogue = Catalogue::of(lang);
    let mut args = fluent_bundle::FluentArgs::new();
    for (name, arg) in letter.args.iter().filter(|(name, _)| known.args.contains(&name.as_str())) {
        args.set(name.as_str(), catalogue::value(lang, arg));
    }
    let subject = one_line(&catalogue.format(&format!("mail-{kind}-subject"), &args)?);
    let body = catalogue.format(&format!("mail-{kind}-body"), &args)?;
    let sheet = Sheet {
        subject: &subject,
        to_name: letter.to_name,
        paragraphs: body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect(),
        reference: letter.reference,
        link: letter.link,
        lang: lang.tag(),
    };
    let text = render::text(lang, "mail/message.txt", &sheet)?;
    let html = render::html(lang, "mail/message.html", &sheet)?;
    Ok(Rendered { text, html, subject })
}

/// A subject is one line, whatever a title contains.
fn one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
