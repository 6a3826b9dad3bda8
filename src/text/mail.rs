//! The words of a message: subject, text and HTML from one set of sentences.

use super::catalogue::{self, Catalogue, Missing};
use super::given;
use super::render::{self, RenderError};
use crate::domain::lang::{Arg, Lang};
use crate::domain::message::MessageKind;
use fluent_bundle::FluentArgs;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a message is about, as the outbox keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The recipient's name.
    pub to_name: &'a str,
    /// `JX-2019-0042`; empty for messages about no file.
    pub reference: &'a str,
    /// The full address of the page the message is about; empty for none.
    pub link: &'a str,
    /// The values [`wanted`] by the kind.
    pub params: &'a BTreeMap<String, Arg>,
}

/// A message ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a message cannot be written. Always a fault of the program; no later attempt will mend it.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("{0}")]
    Missing(#[from] Missing),
    #[error("{0}")]
    Render(#[from] RenderError),
}

/// The names of the values a kind's sentences use; more may be given. `title` is the event's or
/// claim's own name, days are the last ones on which something may be done.
#[must_use]
pub const fn wanted(kind: MessageKind) -> &'static [&'static str] {
    use MessageKind as M;
    match kind {
        M::Invitation | M::PasswordReset => &["until"],
        M::PlanPublished => &["year", "count"],
        M::PlanItemAdded | M::PlanItemStruck => &["year", "title", "opinion"],
        M::EventSubmitted => &["title", "host"],
        M::ScheduleChanged => &["title", "sessions"],
        M::ScheduleCalledOff => &["title", "sessions", "opinion"],
        M::EventReturned | M::EventCancelled => &["title", "opinion"],
        M::EventReceived | M::EventApproved | M::EventFiled | M::EventHeld | M::EventClosed => &["title"],
        M::ContestResult => &["title", "edition", "rank", "total", "marks", "award", "honours"],
        M::ContestPublished => &["title", "edition", "places"],
        M::ContestReopened | M::ContestSentBack | M::ContestChangeRefused => &["title", "opinion"],
        M::ContestObjection => &["title"],
        M::RegistrationWaiting => &["title", "entry", "place"],
        M::RegistrationOffered => &["title", "entry", "deadline"],
        M::RegistrationCalledOff
        | M::RegistrationRefused
        | M::RegistrationWithdrawn
        | M::RegistrationDisqualified
        | M::RegistrationChangeRefused => &["title", "entry", "opinion"],
        M::RegistrationPending | M::RegistrationAdmitted | M::RegistrationLapsed | M::RegistrationReplaced => {
            &["title", "entry"]
        }
        M::TeamIncomplete => &["title", "entry", "stage", "team", "missing", "deadline"],
        M::TeamsIncomplete => &["title", "entry", "stage", "teams", "deadline"],
        M::RegistrationChanged | M::RegistrationReview => &["title", "entry"],
        M::ClaimSubmitted | M::ClaimAccepted | M::ClaimFirstReviewed | M::ClaimSecondReviewed | M::ClaimWithdrawn => {
            &["title"]
        }
        M::PaymentOrdered | M::PaymentRecovered => &["title", "amount"],
        M::AccountCorrected | M::ClaimArchived => &["title"],
        M::BudgetLineChanged => &["title", "line", "amount", "opinion"],
        M::ClaimSentBack | M::ClaimFactsCorrected | M::ReviewsVoided => &["title", "opinion"],
        M::ClaimReturned | M::ClaimDeclined | M::ClaimEnded | M::ObjectionAnswered | M::PaymentRejected => {
            &["title", "opinion"]
        }
        M::ClaimDecided | M::ClaimApproved => &["title", "amount"],
        M::PaymentSent => &["title", "amount", "date"],
        M::ClaimConfirmNeeded => &["title", "amount", "opinion"],
        M::NoticePublished => &["title", "first", "last"],
        M::NoticeObjection => &["title"],
        M::SecondRound | M::ResultObjection => &["title"],
        M::ResultProposed => &["year"],
        M::ResultSentBack => &["year", "opinion"],
        M::ResultPublished => &["title", "year", "first", "last"],
        M::ResultSetAside => &["title", "opinion"],
        M::EvaluationResult => {
            &["title", "year", "grade", "why", "score", "found", "last", "amount", "marks", "remarks"]
        }
        M::EvaluationMend => &["title", "last", "why", "score", "opinion"],
        M::SelfScoreReminder => &["title", "year", "last"],
        M::RecognitionCalled => &["title", "year", "last"],
        M::RecognitionPanel | M::RecognitionSecondRound => &["title", "year"],
        M::RecognitionNominated => &["title", "nominee"],
        M::RecognitionListed => &["title", "nominee", "first", "last"],
        M::RecognitionObjection => &["title", "nominee"],
        M::RecognitionAnswered => &["title", "nominee", "opinion"],
        M::RecognitionGranted => &["title", "nominee", "number", "date", "payer"],
        M::RecognitionNotChosen => &["title", "nominee", "category", "held"],
        M::RecognitionWithdrawing => &["title", "nominee"],
        M::RecognitionKept => &["title", "nominee", "opinion"],
        M::RecognitionWithdrawn => &["title", "nominee", "opinion", "amount"],
        M::EvaluationOpened => &["year", "count", "last"],
        M::ScoringReminder => &["year", "count", "last"],
        M::PanelLeft => &["year", "opinion"],
        M::RecognitionLeft => &["title", "year", "opinion"],
        M::PanelInvited | M::ScoringOpened => &["year", "last"],
        M::BaseSubmitted | M::BaseExamined | M::BaseRevoking => &["title", "host"],
        M::BaseReturned | M::BaseDeclined | M::BaseKept => &["title", "opinion"],
        M::BaseRevoked => &["title", "date", "reason"],
        M::BaseDesignated => &["title", "level", "date"],
        M::TaskWaiting => &["title", "step"],
    }
}

#[derive(Serialize)]
struct Sheet<'a> {
    subject: &'a str,
    to_name: &'a str,
    paragraphs: Vec<&'a str>,
    reference: &'a str,
    link: &'a str,
    lang: &'a str,
}

/// What the sentences of a kind take where the message does not say it, as one that was queued by an earlier
/// release.
const fn usual(kind: MessageKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        MessageKind::RegistrationPending => &[("waits", "review"), ("has", ""), ("needs", "")],
        MessageKind::ScheduleChanged => &[("told", "changed")],
        _ => &[],
    }
}

/// Writes a message in the recipient's language. Blank lines of the body part paragraphs.
///
/// # Errors
/// A value its sentences need is missing, or a template does not fit.
pub fn render(kind: MessageKind, lang: Lang, letter: &Letter<'_>) -> Result<Rendered, MailError> {
    let catalogue = Catalogue::of(lang);
    let mut args = FluentArgs::new();
    for (name, value) in usual(kind) {
        args.set(*name, *value);
    }
    for (name, arg) in letter.params {
        args.set(name.as_str(), catalogue::value(lang, &given::named(lang, name, arg)).into_owned());
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
