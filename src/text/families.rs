//! Keys made of a family and the code of an enum's value, such as `claim-state-paid`
//! (`{{word "claim-state" state}}` in a template, `family!("claim-state", code)` in Rust).
//! Declared here, so that a new value without a name fails a test, and so does a name without a
//! value. The style guide shows them all.

use super::catalogue::Catalogue;
use super::parts::{Area, CheckState, ErrorStatus, StepState};
use crate::domain::code::Code;
use crate::domain::contest::{checks, medals, phase};
use crate::domain::fault::Problem;
use crate::domain::identity::IdentityFault;
use crate::domain::lang::Lang;
use crate::domain::participant::attendance::hours::Origin;
use crate::domain::participant::attendance::{Direction, FlagKind, Odd, Presence, Refused};
use crate::domain::schedule::{self, release, sitting};
use crate::domain::{
    base, budget, claim, evaluation, event, message, notice, participant, payment, people, plan, recognition,
};

/// One family: its prefix and the codes of all its values.
pub struct Family {
    pub prefix: &'static str,
    pub values: Vec<String>,
}

/// The values of a domain enum.
fn codes<T: Code>(prefix: &'static str) -> Family {
    family(prefix, T::ALL.iter().copied(), T::as_str)
}

fn family<T>(prefix: &'static str, values: impl IntoIterator<Item = T>, code: impl Fn(T) -> &'static str) -> Family {
    Family { prefix, values: values.into_iter().map(|value| code(value).to_owned()).collect() }
}

/// The steps that a host takes forward.
const HOST_STEPS: [event::StepKind; 4] =
    [event::StepKind::Submit, event::StepKind::File, event::StepKind::MarkHeld, event::StepKind::Close];

/// The steps of a year's evaluation until every sheet is signed.
const SCORING_STEPS: [evaluation::phase::Step; 3] = [
    evaluation::phase::Step::CloseSelfScores,
    evaluation::phase::Step::BeginScoring,
    evaluation::phase::Step::Complete,
];
/// The steps of its result that wait for somebody.
const RESULT_STEPS: [evaluation::phase::Step; 3] =
    [evaluation::phase::Step::Propose, evaluation::phase::Step::Publish, evaluation::phase::Step::Approve];

/// Kinds of things in the record that have a name.
pub const RECORD_OBJECTS: [&str; 22] = [
    "round",
    "nomination",
    "title",
    "base",
    "user",
    "organisation",
    "policy",
    "plan",
    "event",
    "claim",
    "budget_line",
    "notice",
    "objection",
    "payment_batch",
    "payment",
    "message",
    "calendar",
    "plan-item",
    "contest",
    "entry",
    "participant",
    "evaluation",
];

/// What is done to them, beside the steps of claims and events.
pub const RECORD_VERBS: [&str; 105] = [
    "ask-correction",
    "approve-correction",
    "ask-addition",
    "approve-addition",
    "withdraw-marks",
    "take-back-change",
    "refuse-change",
    "open-seating",
    "vote",
    "submit",
    "check",
    "review",
    "mark",
    "grant",
    "nominate",
    "advance",
    "apply",
    "figures",
    "scan",
    "strike-scan",
    "sign-sheet",
    "answer-flag",
    "make-passes",
    "generate",
    "link",
    "sign-in",
    "sign-out",
    "sign-out-everywhere",
    "choose-password",
    "add",
    "edit",
    "invite",
    "active",
    "password",
    "open",
    "publish",
    "import",
    "delete",
    "strike",
    "amend",
    "create",
    "upload",
    "remove",
    "file",
    "answer",
    "confirm",
    "send",
    "redrive",
    "load",
    "recover",
    "place",
    "appropriate",
    "line",
    "facts",
    "account",
    "entrants",
    "draw",
    "assign",
    "unassign",
    "recuse",
    "run",
    "answer-warning",
    "ask-change",
    "approve-change",
    "object",
    "certify",
    "revoke",
    "seal",
    "people",
    "invoice",
    "terms",
    "export",
    "erase",
    "export-person",
    "register",
    "promote",
    "lapse",
    "accept",
    "withdraw",
    "approve",
    "refuse",
    "replace",
    "change-asked",
    "change-dropped",
    "changed",
    "change-refused",
    "enter",
    "meet",
    "propose",
    "send-back",
    "mended",
    "revise",
    "revised",
    "propose-revocation",
    "keep",
    "self-score",
    "self-draft",
    "draft",
    "sign",
    "seed",
    "declare",
    "pool",
    "close-self-scores",
    "begin-scoring",
    "complete",
];

/// What a round of recognition waits for.
pub const RECOGNITION_TASKS: [&str; 16] = [
    "draft", "check", "draw", "call", "meet", "answer", "close", "convene", "propose", "publish", "decide", "declare",
    "mark", "vote", "look", "withdraw",
];

/// What a round of recognition lacks.
pub const RECOGNITION_MISSING: [&str; 13] = [
    "nominations",
    "drafts",
    "checks",
    "admitted",
    "panel",
    "members",
    "nobody",
    "declarations",
    "marks",
    "meeting",
    "ballots",
    "proposed",
    "held",
];

/// What of them changes, beside the fields of events.
pub const RECORD_FIELDS: [&str; 97] = [
    "issued",
    "instead_of",
    "certificate",
    "mark",
    "line",
    "presence",
    "deduction",
    "time",
    "born",
    "sex",
    "marks",
    "stations",
    "request",
    "effect",
    "round",
    "excepted",
    "document",
    "designated_on",
    "of",
    "trainees",
    "certificates",
    "competitions",
    "host",
    "state",
    "opinion",
    "decided",
    "title",
    "name",
    "rule",
    "event",
    "item",
    "kind",
    "details",
    "file",
    "paper",
    "requirement",
    "sha256",
    "claims",
    "claim",
    "first",
    "last",
    "reference",
    "answer",
    "upheld",
    "number",
    "objection",
    "division",
    "paid",
    "rejected",
    "budget_year",
    "year",
    "sum",
    "amount",
    "added",
    "replaced",
    "same",
    "items",
    "hash",
    "policy",
    "organisation",
    "roles",
    "code",
    "appropriation",
    "reason",
    "active",
    "email",
    "purpose",
    "keep_days",
    "share",
    "one_item",
    "rows",
    "rosters",
    "addresses",
    "removed",
    "participants",
    "participant",
    "capacity",
    "open",
    "population",
    "places",
    "register",
    "rubric",
    "self_until",
    "score_until",
    "spread",
    "result",
    "veto",
    "ties",
    "base",
    "minutes",
    "approved",
    "waiting",
    "mended_on",
    "grade",
    "deadline",
    "agreed",
    "level",
];

/// States of a registration that are told in a sentence of their own; who waits is told their place.
fn told_by_state() -> impl Iterator<Item = participant::State> {
    participant::State::ALL.iter().copied().filter(|state| *state != participant::State::Waiting)
}

/// All families. One line per enum whose values are named on a page.
#[must_use]
pub fn all() -> Vec<Family> {
    vec![
        codes::<Origin>("schedule-origin"),
        codes::<Direction>("check-in"),
        codes::<Refused>("check-in-refusal"),
        codes::<Odd>("check-in"),
        codes::<Presence>("attendance"),
        codes::<FlagKind>("attendance-flag"),
        codes::<recognition::round::State>("recognition-state"),
        codes::<recognition::round::Standing>("nomination-state"),
        codes::<recognition::round::Step>("recognition-step"),
        codes::<recognition::round::NotChosen>("recognition-reason"),
        codes::<recognition::programme::Nominator>("recognition-nominator"),
        codes::<recognition::register::Standing>("title-state"),
        codes::<recognition::eligibility::HonourLevel>("recognition-honour"),
        codes::<recognition::eligibility::RecordKind>("recognition-record"),
        codes::<recognition::eligibility::RecordAnswer>("recognition-answer"),
        family("recognition-task", RECOGNITION_TASKS, |code| code),
        family("recognition-missing", RECOGNITION_MISSING, |code| code),
        family("recognition-condition", recognition::Condition::CODES, |code| code),
        codes::<base::Level>("base-level"),
        codes::<base::State>("base-state"),
        codes::<evaluation::phase::Phase>("evaluation-phase"),
        codes::<evaluation::rank::Grade>("outcome-grade"),
        codes::<evaluation::rank::Reason>("outcome-reason"),
        codes::<evaluation::compare::Method>("outcome-method"),
        codes::<evaluation::line::LineState>("outcome-line"),
        family("outcome-ruling", ["dismissed", "upheld"], |code| code),
        family("outcome-agreed", ["agree", "back"], |code| code),
        codes::<evaluation::phase::Seat>("evaluation-seat"),
        codes::<evaluation::conflict::Conflict>("evaluation-conflict"),
        family("evaluation-task", SCORING_STEPS.into_iter().chain(RESULT_STEPS), evaluation::phase::Step::as_str),
        family("evaluation-do", SCORING_STEPS, evaluation::phase::Step::as_str),
        family("evaluation-do-help", SCORING_STEPS, evaluation::phase::Step::as_str),
        codes::<base::Step>("base-step"),
        family(
            "base-task",
            [base::Step::Submit, base::Step::Examine, base::Step::Designate, base::Step::Revoke],
            base::Step::as_str,
        ),
        codes::<checks::Check>("contest-check"),
        codes::<checks::Severity>("contest-severity"),
        codes::<medals::Award>("contest-award"),
        codes::<phase::Phase>("contest-phase"),
        codes::<phase::Step>("contest-do"),
        codes::<phase::Step>("contest-do-help"),
        codes::<phase::Step>("contest-task"),
        codes::<crate::domain::contest::run::RunFact>("contest-fact"),
        codes::<crate::domain::contest::honours::Lacking>("honour-lacking"),
        codes::<crate::domain::contest::honours::Sex>("honour-sex"),
        family("contest-part", ["theory", "practical", "oral"], |code| code),
        family("contest-lack", ["mark", "again"], |code| code),
        family("contest-recusal", crate::domain::contest::recusal::RECUSALS, |reason| reason),
        codes::<claim::Sameness>("claim-duplicate"),
        codes::<claim::State>("claim-state"),
        codes::<claim::StepKind>("claim-step"),
        codes::<plan::Class>("event-class"),
        family("event-do", HOST_STEPS, event::StepKind::as_str),
        family("event-do-help", HOST_STEPS, event::StepKind::as_str),
        codes::<event::Field>("event-field"),
        codes::<event::Kind>("event-kind"),
        codes::<plan::Level>("event-level"),
        codes::<event::Stage>("event-stage"),
        codes::<event::State>("event-state"),
        codes::<event::StepKind>("event-step"),
        codes::<event::StepKind>("event-task"),
        codes::<message::MessageKind>("mail-kind"),
        codes::<notice::LineState>("notice-line"),
        codes::<payment::BatchState>("payment-state"),
        codes::<payment::PaymentState>("payment-one"),
        codes::<budget::EntryKind>("budget-entry"),
        codes::<people::OrganisationKind>("organisation-kind"),
        codes::<people::Role>("role"),
        codes::<people::Role>("claim-waits-for"),
        codes::<plan::PlanState>("plan-state"),
        codes::<participant::State>("participant-state"),
        codes::<participant::Source>("participant-source"),
        codes::<participant::Happening>("participant-log"),
        codes::<participant::SkillLevel>("participant-level"),
        codes::<participant::roster::Field>("roster-field"),
        codes::<participant::Employer>("participant-employer"),
        family("participant-sex", ["male", "female"], |sex| sex),
        codes::<schedule::Kind>("schedule-kind"),
        codes::<schedule::Kind>("schedule-remedy"),
        codes::<schedule::Severity>("schedule-severity"),
        codes::<schedule::Role>("schedule-role"),
        codes::<sitting::Half>("schedule-half"),
        codes::<release::Aspect>("schedule-aspect"),
        family("check", CheckState::ALL, CheckState::as_str),
        family("error-help", ErrorStatus::ALL, ErrorStatus::as_str),
        family("error-title", ErrorStatus::ALL, ErrorStatus::as_str),
        codes::<event::WarningCode>("event-warning"),
        codes::<event::Stage>("event-write"),
        codes::<event::Paper>("paper"),
        family("audit-by", ["system", "public"], |by| by),
        family("claim-view", ["going", "over", "all"], |view| view),
        family("event-view", ["mine", "going", "over", "all"], |view| view),
        family("fault", IdentityFault::ALL, |fault| fault.key().trim_start_matches("fault-")),
        family("fault", Problem::ALL.iter().copied(), |problem| problem.as_str().trim_start_matches("fault-")),
        family("language", Lang::ALL, Lang::as_str),
        family("nav", Area::ALL, Area::as_str),
        codes::<claim::StepKind>("task"),
        family("outbox-state", ["queued", "sent", "dead"], |state| state),
        family("registration-lead", told_by_state(), participant::State::as_str),
        family("record-object", RECORD_OBJECTS, |code| code),
        family("record-verb", RECORD_VERBS, |code| code),
        family("record-field", RECORD_FIELDS, |code| code),
        family("step", StepState::ALL, StepState::as_str),
        mails(),
    ]
}

/// The families of names, that is those whose values need nothing filled in.
#[must_use]
pub fn names() -> Vec<Family> {
    let whole = |prefix: &str, value: &String| Catalogue::of(Lang::Zh).plain(&format!("{prefix}-{value}")).is_some();
    all().into_iter().filter(|family| family.values.iter().all(|value| whole(family.prefix, value))).collect()
}

/// A subject and a body for each kind of message.
fn mails() -> Family {
    let parts =
        message::MessageKind::ALL.iter().flat_map(|kind| ["subject", "body"].map(|part| format!("{kind}-{part}")));
    Family { prefix: "mail", values: parts.collect() }
}
