//! What a round lacks before it can go on, and what it waits for of whom: the office's next step, a member's
//! declaration, marks or ballot, a unit's draft; and titles that are due for their yearly look.

use super::bench::{BALLOTS_LEAST, Bench};
use super::terms;
use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::ids::{NominationId, RoundId, TitleId};
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::recognition::Review;
use crate::domain::recognition::round::{Standing, State, Step};
use crate::service::app::{App, Who};
use crate::service::claims::payer;
use crate::service::error::ServiceError;
use crate::service::holdings;
use crate::storage::recognition::{self, NominationRow, RoundRow};
use crate::storage::titles::TitleRow;
use crate::storage::{Conn, title_withdrawals, titles};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// What a round lacks, by code and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Names the sentence: `recognition-missing-CODE`.
    pub code: &'static str,
    pub count: usize,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// A draft of one's own unit, to be submitted.
    Draft(NominationId),
    /// So many nominees to be checked.
    Check(RoundId, usize),
    /// The panel is to be drawn.
    Draw(RoundId),
    /// So many nominees lack members whom somebody can be called in for.
    Call(RoundId, usize),
    /// So many nominees the panel has to meet about.
    Meet(RoundId, usize),
    /// So many objections to be answered.
    Answer(RoundId, usize),
    Step(RoundId, Step),
    Declare(RoundId),
    /// So many marks of one's own to be handed in.
    Mark(RoundId, usize),
    Vote(RoundId),
    /// So many titles whose yearly look is due.
    Look(usize),
    /// Somebody else proposed to withdraw it: the head decides.
    Withdraw(TitleId),
    /// Withdrawn; what was paid for it is still to come back.
    Recover(TitleId),
}

/// One thing that waits.
pub(in crate::service) struct Waiting {
    pub chore: Chore,
    pub title: String,
    pub since: NaiveDateTime,
    pub due: Option<NaiveDate>,
}

/// What a round lacks before its next step; `bench`: while the panel reviews.
pub(super) fn missing(
    conn: &mut Conn,
    row: &RoundRow,
    today: NaiveDate,
    bench: Option<&Bench>,
) -> Result<Vec<Missing>, ServiceError> {
    let all = recognition::of_round(conn, Visibility::All, row.id)?;
    let count = |state: Standing| all.iter().filter(|(one, _)| one.state == state).count();
    let mut found = Vec::new();
    let mut lacks = |code, count: usize, is: bool| {
        if is {
            found.push(Missing { code, count });
        }
    };
    let (submitted, admitted) = (count(Standing::Submitted), count(Standing::Admitted));
    match row.state {
        State::Open => {
            lacks("nominations", 0, submitted == 0);
            // After the last day a draft is out.
            let drafts = if today <= row.closes_on { count(Standing::Draft) } else { 0 };
            lacks("drafts", drafts, drafts > 0);
        }
        State::Checking => {
            lacks("nominations", 0, submitted + admitted + count(Standing::Excluded) == 0);
            lacks("checks", submitted, submitted > 0);
            lacks("admitted", 0, submitted == 0 && admitted == 0 && count(Standing::Excluded) > 0);
            let reviewed = all.iter().any(|(one, _)| one.state == Standing::Admitted && one.direct_source.is_empty());
            let scored = matches!(terms(row)?.review, Review::Score(_));
            lacks("panel", 0, reviewed && scored && row.drawn_at.is_none());
        }
        State::Panel => {
            if let Some(bench) = bench.filter(|bench| row.drawn_at.is_some() && !bench.nominees.is_empty()) {
                let (short, calls) = (bench.short().len(), bench.calls_for());
                lacks("members", calls, calls > 0);
                lacks("nobody", short - calls, short > calls);
                lacks("declarations", bench.undeclared(), bench.undeclared() > 0);
                let open = if bench.is_scored() { bench.missing_marks() } else { 0 };
                lacks("marks", open, open > 0);
                lacks("meeting", bench.apart().len(), !bench.apart().is_empty());
                let open = bench.members().filter(|one| !one.row.voted && !bench.list_of(one).is_empty()).count();
                lacks("ballots", open, !bench.is_scored() && open > 0);
            }
            lacks("admitted", 0, admitted == 0);
        }
        State::Proposed => {
            lacks("proposed", 0, count(Standing::Proposed) == 0);
            let unpaid = unpaid(conn, row, &all)?;
            lacks("treasurers", unpaid, unpaid > 0);
        }
        State::Notice => {
            let unpaid = unpaid(conn, row, &all)?;
            lacks("treasurers", unpaid, unpaid > 0);
            let held = all.iter().filter(|(one, _)| one.state == Standing::Proposed && one.open_objections > 0).count();
            lacks("held", held, held > 0);
        }
        State::Decided | State::Cancelled => {}
    }
    Ok(found)
}

/// How many on the list would have an award that their county pays, and nobody there who enters budget lines.
fn unpaid(conn: &mut Conn, row: &RoundRow, all: &[(NominationRow, String)]) -> Result<usize, ServiceError> {
    if terms(row)?.payer != payer::COUNTY {
        return Ok(0);
    }
    let proposed = all.iter().filter(|(one, _)| one.state == Standing::Proposed);
    let divisions: Vec<String> = proposed.map(|(one, _)| one.division.clone()).collect();
    Ok(payer::without_treasurer(conn, &divisions)?)
}

/// Everything that waits for this person.
pub(in crate::service) fn waiting(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let mut all = Vec::new();
    for row in recognition::rounds(conn)? {
        if matches!(row.state, State::Decided | State::Cancelled) {
            continue;
        }
        let chores = of_round(app, conn, who, &row)?;
        if chores.is_empty() {
            continue;
        }
        let title = format!("{} {}", row.year, terms(&row)?.title.zh);
        all.extend(chores.into_iter().map(|(chore, due)| Waiting {
            chore,
            title: title.clone(),
            since: row.waiting_since,
            due,
        }));
    }
    all.extend(of_titles(app, conn, who)?);
    Ok(all)
}

type Due = (Chore, Option<NaiveDate>);

fn of_round(app: &App, conn: &mut Conn, who: &Who, row: &RoundRow) -> Result<Vec<Due>, ServiceError> {
    let (id, today) = (row.id, app.today());
    let can = |action: Action| access::can(&who.actor, action, &Facts::round(None, None, row.state)).is_ok();
    let seen = access::visibility(&who.actor, Area::Recognition);
    let nominations = |conn: &mut Conn| recognition::of_round(conn, seen, id);
    let within = |action: Action, one: &NominationRow| {
        access::can(&who.actor, action, &super::facts_of(who, one, row.state)).is_ok()
    };
    let mut chores = Vec::new();
    match row.state {
        State::Open => {
            if today > row.closes_on {
                chores.extend(can(Action::RecognitionClose).then_some((Chore::Step(id, Step::Close), None)));
            } else {
                let own = |one: &NominationRow| {
                    one.state == Standing::Draft
                        && within(Action::RecognitionNominate, one)
                        && one.nominated_by == who.organisation()
                };
                let drafts = nominations(conn)?.into_iter().filter(|(one, _)| own(one));
                chores.extend(drafts.map(|(one, _)| (Chore::Draft(one.id), Some(row.closes_on))));
            }
        }
        State::Checking => {
            let open = |one: &NominationRow| one.state == Standing::Submitted && within(Action::RecognitionCheck, one);
            let open = nominations(conn)?.iter().filter(|(one, _)| open(one)).count();
            if open > 0 {
                chores.push((Chore::Check(id, open), None));
            } else if can(Action::RecognitionConvene) {
                let draw = missing(conn, row, today, None)?.iter().any(|one| one.code == "panel");
                chores.push((if draw { Chore::Draw(id) } else { Chore::Step(id, Step::Convene) }, None));
            }
        }
        State::Panel if can(Action::RecognitionPropose) || can(Action::ScoringMark) => {
            let bench = Bench::load(conn, row)?;
            if can(Action::RecognitionPropose) {
                let (calls, apart) = (bench.calls_for(), bench.apart().len());
                if calls > 0 {
                    chores.push((Chore::Call(id, calls), None));
                } else if apart > 0 {
                    chores.push((Chore::Meet(id, apart), None));
                } else if is_ready(&bench) {
                    chores.push((Chore::Step(id, Step::Propose), None));
                }
            }
            chores.extend(of_member(&bench, who).map(|chore| (chore, None)));
        }
        State::Proposed => {
            chores.extend(can(Action::RecognitionPublish).then_some((Chore::Step(id, Step::Publish), None)));
        }
        State::Notice => {
            let nominations = nominations(conn)?;
            let answers = |one: &NominationRow| within(Action::RecognitionAnswer, one) && super::answers(who, one);
            let open = nominations.iter().filter(|(one, _)| answers(one));
            let open: usize = open.filter_map(|(one, _)| usize::try_from(one.open_objections).ok()).sum();
            if open > 0 {
                chores.push((Chore::Answer(id, open), row.notice_ends_on));
            }
            let over = row.notice_ends_on.is_some_and(|last| today > last);
            let own = row.proposer_id == Some(who.id().get());
            let lines = || nominations.iter().filter(|(one, _)| one.state == Standing::Proposed);
            let free = lines().any(|(one, _)| one.open_objections == 0) || lines().count() == 0;
            if over && !own && free && can(Action::RecognitionDecide) {
                chores.push((Chore::Step(id, Step::Decide), None));
            }
        }
        State::Panel | State::Decided | State::Cancelled => {}
    }
    Ok(chores)
}

/// Whether the list can follow now.
fn is_ready(bench: &Bench) -> bool {
    if bench.nominees.is_empty() || bench.round.drawn_at.is_none() {
        return true;
    }
    if bench.is_scored() {
        return bench.missing_marks() == 0;
    }
    let least = usize::try_from(BALLOTS_LEAST).unwrap_or(usize::MAX);
    bench.members().all(|one| one.row.voted || bench.list_of(one).is_empty()) && bench.members().count() >= least
}

fn of_member(bench: &Bench, who: &Who) -> Option<Chore> {
    access::can(&who.actor, Action::ScoringMark, &Facts::NONE).ok()?;
    let (own, id) = (bench.member(who.id())?, bench.round.id);
    let list = bench.list_of(own);
    if list.is_empty() {
        return None;
    }
    if own.row.declared_at.is_none() {
        return Some(Chore::Declare(id));
    }
    if !bench.is_scored() {
        return (!own.row.voted).then_some(Chore::Vote(id));
    }
    let open = bench.to_mark(own).len();
    (open > 0).then_some(Chore::Mark(id, open))
}

fn of_titles(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let today = app.today();
    let seen = access::visibility(&who.actor, Area::Recognition);
    let mut all = Vec::new();
    let new_year = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today).and_time(chrono::NaiveTime::MIN);
    if who.actor.holds(Role::Clerk) {
        let due = titles::to_review(conn, seen, today)?;
        if let Some(due) = usize::try_from(due).ok().filter(|due| *due > 0) {
            let due_on = NaiveDate::from_ymd_opt(today.year(), 12, 31);
            all.push(Waiting {
                chore: Chore::Look(due),
                title: today.year().to_string(),
                since: new_year,
                due: due_on,
            });
        }
    }
    let name = |row: &TitleRow| format!("{} {}", row.name, row.number);
    if who.actor.holds(Role::Treasurer) {
        for (row, claim) in titles::to_be_recovered(conn, seen)? {
            if holdings::still_held(&row, claim.as_ref()) > Fen::ZERO {
                let since = row.withdrawn_on.unwrap_or(today).and_time(chrono::NaiveTime::MIN);
                all.push(Waiting { chore: Chore::Recover(row.id), title: name(&row), since, due: None });
            }
        }
    }
    if who.actor.holds(Role::Decider) {
        for (one, row) in title_withdrawals::waiting(conn, seen)? {
            if one.proposed_by != who.id() {
                let since = one.proposed_at;
                all.push(Waiting { chore: Chore::Withdraw(row.id), title: name(&row), since, due: None });
            }
        }
    }
    Ok(all)
}
