//! Requests after signing: the forms that ask for a change or for a mark that is missing, and their list.

use super::forms::{self, Sent};
use super::particulars::said;
use super::show::Names;
use crate::domain::access::Action;
use crate::domain::ids::UserId;
use crate::service::contests::{Contest, Lack};
use crate::storage::contests::Judge;
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::{family, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;

/// Marks that the list of a change offers; a longer one is chosen by its contestant first.
const MARKS_SHOWN: usize = 400;

/// A request and what became of it.
#[derive(Debug, Serialize)]
pub struct Change {
    pub about: String,
    pub line: Phrase,
    pub before: Phrase,
    pub after: Phrase,
    pub reason: String,
    pub asked_at: NaiveDateTime,
    pub approved_at: Option<NaiveDateTime>,
    pub closed: Option<Closed>,
    /// The form that approves or refuses it.
    pub answer: Option<String>,
    /// The form that takes it back.
    pub take_back: Option<String>,
    /// The field of the reason for refusing it, and what was wrong with it.
    pub field: String,
    pub fault: Option<Phrase>,
}

/// A request without a change.
#[derive(Debug, Serialize)]
pub struct Closed {
    pub how: Phrase,
    pub reason: String,
    pub at: NaiveDateTime,
}

/// The field of the reason for refusing one request.
pub(super) fn field(kind: &str, id: i64) -> String {
    format!("refusal-{kind}-{id}")
}

/// The fields of the reasons for refusing any request.
pub(super) fn fields(contest: &Contest) -> impl Iterator<Item = String> {
    let of_marks = contest.changes.iter().map(|(change, _)| field("changes", change.id.get()));
    let of_run = contest.run_changes.iter().map(|change| field("run-changes", change.id.get()));
    of_marks.chain(of_run).chain(contest.additions.iter().map(|row| field("additions", row.id.get())))
}

/// The form that asks for a change of a mark, a deduction or a time.
pub(super) fn form(names: &Names<'_>, sent: Sent<'_>) -> Form {
    let choices = names.contest.marks.iter().take(MARKS_SHOWN).map(|mark| {
        let (who, judge) = (names.by_id(mark.entrant_id.get()), names.judge_name(&mark.judge_id.to_string()));
        let label = names.around(&mark.line, |part| format!("{who} · {part} · {judge} · {}", mark.mark));
        Choice::new(mark.id.to_string(), label)
    });
    forms::change(names.contest, choices.collect(), |id| names.by_id(id), sent)
}

/// The form that adds a mark that is missing: of whom and which, by whom, from the paper.
pub(super) fn add_form(names: &Names<'_>, lacks: &[Lack<'_>], free: &[Judge], sent: Sent<'_>) -> Form {
    let place = |lack: &Lack<'_>| {
        let (who, line) = (&lack.standing.entrant.name, lack.line.code.as_str());
        let label = names.around(line, |part| format!("{who} · {part}"));
        Choice::new(format!("{} {line}", lack.standing.entrant.id), label)
    };
    // Whom nothing keeps from any of these contestants; the one chosen is looked at again.
    let can = |judge: &&Judge| lacks.iter().any(|lack| lack.can_be_given_by(judge));
    let named = |judge: &Judge| {
        let label = match judge.unit.as_str() {
            "" => judge.name.clone(),
            unit => format!("{} · {unit}", judge.name),
        };
        Choice::new(judge.user.to_string(), Phrase::typed(label))
    };
    let judges: Vec<Choice> = names.contest.judges.iter().chain(free).filter(can).map(named).collect();
    let help = match judges.is_empty() {
        true => phrase!("contest-add-judge-none"),
        false => phrase!("contest-add-judge-help"),
    };
    // Other forms of this page have fields of these names.
    let id = |name: &str, field: Field| Field { id: format!("f-add-{name}"), focus: format!("f-add-{name}"), ..field };
    let fields = vec![
        Field::new(Control::Select, "which", phrase!("contest-add-which"))
            .choices(lacks.iter().map(place).collect::<Vec<_>>())
            .required(),
        id("judge", Field::new(Control::Select, "judge", phrase!("contest-judge")))
            .choices(judges)
            .help(help)
            .required(),
        Field::new(Control::Text, "added", phrase!("contest-change-mark")).required(),
        id("reason", Field::new(Control::Textarea, "reason", phrase!("contest-change-reason")))
            .rows(2)
            .help(phrase!("contest-add-reason-help"))
            .required(),
    ];
    sent.form("add", fields)
}

/// Who asked, whether it waits, and how it was closed.
struct State<'r> {
    asked_by: UserId,
    waits: bool,
    closed_by: Option<i64>,
    closed_at: Option<NaiveDateTime>,
    closed_reason: &'r str,
}

macro_rules! state {
    ($row:expr) => {
        State {
            asked_by: $row.asked_by,
            waits: $row.waits(),
            closed_by: $row.closed_by,
            closed_at: $row.closed_at,
            closed_reason: &$row.closed_reason,
        }
    };
}

/// Every request, those of marks first.
pub(super) fn list(
    names: &Names<'_>,
    reader: UserId,
    may: &dyn Fn(Action) -> bool,
    path: &str,
    sent: Sent<'_>,
) -> Vec<Change> {
    let (of_marks, of_people) = (may(Action::ContestChange), may(Action::ContestCorrect));
    let finish = |change: Change, kind: &str, id: i64, state: State<'_>, may: bool| {
        let open = || (may && state.waits).then(|| format!("{path}/{kind}/{id}"));
        let own = state.asked_by == reader;
        let field = field(kind, id);
        Change {
            closed: state.closed_by.zip(state.closed_at).map(|(by, at)| Closed {
                how: match UserId::new(by) == state.asked_by {
                    true => phrase!("contest-taken-back"),
                    false => phrase!("contest-refused"),
                },
                reason: state.closed_reason.to_owned(),
                at,
            }),
            answer: open().filter(|_| !own),
            take_back: open().filter(|_| own),
            fault: sent.at(&field),
            field,
            ..change
        }
    };
    let blank = |about: String, line: Phrase, before: Phrase, after: Phrase| Change {
        about,
        line,
        before,
        after,
        reason: String::new(),
        asked_at: NaiveDateTime::default(),
        approved_at: None,
        closed: None,
        answer: None,
        take_back: None,
        field: String::new(),
        fault: None,
    };
    let contest = names.contest;
    let marks = contest.changes.iter().map(|(change, mark)| {
        let (before, after) = (Phrase::typed(&change.before), Phrase::typed(&change.after));
        let asked = Change {
            reason: change.reason.clone(),
            asked_at: change.asked_at,
            approved_at: change.approved_at,
            ..blank(names.by_id(mark.entrant_id.get()), names.fact(&mark.line), before, after)
        };
        finish(asked, "changes", change.id.get(), state!(change), of_marks)
    });
    let run = contest.run_changes.iter().map(|change| {
        let (id, fact) = (change.entrant_id.get(), change.field);
        let about = if fact.is_of_person() { names.person(id) } else { names.by_id(id) };
        let asked = Change {
            reason: change.reason.clone(),
            asked_at: change.asked_at,
            approved_at: change.approved_at,
            ..blank(about, names.fact(fact.as_str()), said(fact, &change.before), said(fact, &change.after))
        };
        let may = if fact.is_of_person() { of_people } else { of_marks };
        finish(asked, "run-changes", change.id.get(), state!(change), may)
    });
    let added = contest.additions.iter().map(|row| {
        let judge = names.judge_name(&row.judge_id.to_string());
        let line = names.around(&row.line, |part| format!("{part} · {judge}"));
        let none = family!("contest-lack", if row.round > 1 { "again" } else { "mark" });
        let asked = Change {
            reason: row.reason.clone(),
            asked_at: row.asked_at,
            approved_at: row.approved_at,
            ..blank(names.by_id(row.entrant_id.get()), line, none, Phrase::typed(&row.mark))
        };
        finish(asked, "additions", row.id.get(), state!(row), of_marks)
    });
    marks.chain(run).chain(added).collect()
}
