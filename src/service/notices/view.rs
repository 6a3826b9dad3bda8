//! Reading notices: what anyone may see, and what the office sees beside it.

use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::{NoticeId, NoticeLineId};
use crate::domain::lang::Words;
use crate::domain::money::Fen;
use crate::domain::notice::{Line, LineState, PublicRow};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::sealed::is_sealed;
use crate::storage::notices::{self, LineRow, NoticeRow, ObjectionRow};
use chrono::NaiveDate;

/// Rows of a list page.
pub const PAGE: i64 = 50;

/// A notice as anyone may read it. Page and file are both made from this and nothing else.
#[derive(Clone, Debug)]
pub struct Published {
    pub id: NoticeId,
    pub reference: String,
    pub title: String,
    pub first: NaiveDate,
    /// Inclusive.
    pub last: NaiveDate,
    pub lines: Vec<PublishedLine>,
    /// Objections can still be made today.
    pub open: bool,
}

/// One line as anyone may read it.
#[derive(Clone, Debug)]
pub struct PublishedLine {
    pub id: NoticeLineId,
    pub row: PublicRow,
    /// The rule's title and its place in the policy.
    pub rule: Words,
    pub place: Words,
    pub state: LineState,
}

impl Published {
    /// The sum of the lines that stand.
    pub fn sum(&self) -> Fen {
        let standing = self.lines.iter().filter(|line| line.state.stands());
        standing.map(|line| line.row.amount).sum()
    }
}

/// The rule whose lines tell a year's result of bases: whoever sits on a panel at work reads no notice that has one.
const RESULTS: &str = "base.excellent";

/// The notices, the latest first, each with the number of its lines; and how many there are.
///
/// # Errors
/// The database failed.
pub fn list(app: &App, who: Option<&Who>, text: &str, page: i64) -> Result<(Vec<(NoticeRow, i64)>, i64), ServiceError> {
    app.store.read(|conn| {
        let offset = (page.max(1) - 1).saturating_mul(PAGE);
        let wanted = (text, if is_sealed(conn, who)? { RESULTS } else { "" });
        Ok((notices::list(conn, wanted, offset, PAGE)?, notices::count(conn, wanted)?))
    })
}

/// One notice for the public.
///
/// # Errors
/// `NotFound`; `Conflict(evaluation-sealed)`: it tells results of bases to who sits on a panel at work.
pub fn published(app: &App, who: Option<&Who>, id: NoticeId) -> Result<Published, ServiceError> {
    let today = app.today();
    let policies = app.policies();
    let (notice, lines) = app.store.read(|conn| {
        let lines = notices::lines(conn, id)?;
        if lines.iter().any(|(line, _)| line.rule == RESULTS) && is_sealed(conn, who)? {
            return Err(ServiceError::conflict("evaluation-sealed"));
        }
        Ok((notices::get(conn, id)?, lines))
    })?;
    let line = |(row, reference): (LineRow, String)| {
        let public = Line {
            number: u32::try_from(row.seq).unwrap_or_default(),
            reference: &reference,
            unit: &row.unit_name,
            person: None,
            title: &row.title,
            rule: &row.rule,
            amount: Fen(row.amount),
        }
        .public(notice.published_on);
        // Masked when it was published, and kept so.
        let public = PublicRow { person: row.person.clone(), id_tail: row.person_tail.clone(), ..public };
        let rule = policies.versions().iter().rev().find_map(|policy| policy.rule(&row.rule));
        let unknown = || Words { zh: row.rule.clone(), en: row.rule.clone() };
        PublishedLine {
            id: row.id,
            row: public,
            rule: rule.map_or_else(unknown, |rule| rule.title.clone()),
            place: rule.map_or_else(|| Words { zh: String::new(), en: String::new() }, |rule| rule.place.clone()),
            state: row.state,
        }
    };
    let lines: Vec<PublishedLine> = lines.into_iter().map(line).collect();
    Ok(Published {
        id,
        open: lines.iter().any(|line| line.state.open_to_objection(notice.ends_on, today)),
        reference: notice.reference,
        title: notice.title,
        first: notice.published_on,
        last: notice.ends_on,
        lines,
    })
}

/// An objection as the office reads it.
#[derive(Clone, Debug)]
pub struct Objected {
    pub objection: ObjectionRow,
    /// Number of its line.
    pub line: i32,
    pub title: String,
    pub answered_by: Option<String>,
    /// The reader may answer it now.
    pub may_answer: bool,
}

/// What the office sees of a notice beside the public page.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    pub objections: Vec<Objected>,
    /// Lines that the reader may approve today.
    pub ripe: Vec<NoticeLineId>,
}

/// The office's part of a notice; empty for those who may see no more than the public.
///
/// # Errors
/// `NotFound`.
pub fn desk(app: &App, who: &Who, id: NoticeId) -> Result<Desk, ServiceError> {
    let today = app.today();
    app.store.read(|conn| {
        let notice = notices::get(conn, id)?;
        let division = notice.division.parse().ok();
        let office = Facts { division, ..Facts::NONE };
        let mut desk = Desk::default();
        if access::can(&who.actor, Action::NoticeReadObjections, &office).is_err() {
            return Ok(desk);
        }
        let lines = notices::lines(conn, id)?;
        let of = |objection: &ObjectionRow| {
            lines.iter().map(|(line, _)| line).find(|line| line.id == objection.notice_line_id)
        };
        let may_answer = |state| {
            let state = Some(access::ObjectState::Notice(state));
            access::can(&who.actor, Action::NoticeAnswer, &Facts { state, ..office }).is_ok()
        };
        for (objection, answered_by) in notices::objections(conn, id)? {
            let Some(line) = of(&objection) else { continue };
            desk.objections.push(Objected {
                line: line.seq,
                title: line.title.clone(),
                answered_by,
                may_answer: objection.answer.is_none() && may_answer(line.state),
                objection,
            });
        }
        if access::can(&who.actor, Action::ClaimApprove, &office).is_ok() {
            let ripe = lines.iter().filter(|(line, _)| line.state.approvable(notice.ends_on, today).is_ok());
            desk.ripe = ripe.map(|(line, _)| line.id).collect();
        }
        Ok(desk)
    })
}
