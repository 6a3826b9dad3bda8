//! Public registration: what was typed is read and judged on its own, then entered together with
//! whatever else waits (see [`desk`]).

mod batch;
pub mod desk;
pub mod form;
mod refusal;

pub use batch::Registered;
pub(super) use batch::{Member, new_row};
pub(super) use form::read;
pub use form::{Applicant, Sent, Typed};
pub(super) use refusal::refusals;

use super::entries::{self, rules_of, team_size};
use super::one_item;
use crate::domain::contest::honours::Sex as HonourSex;
use crate::domain::identity::{ResidentId, last_four};
use crate::domain::ids::{EntryId, TeamId};
use crate::domain::lang::Lang;
use crate::domain::participant::eligibility::{self, Person};
use crate::domain::participant::entry::Window;
use crate::domain::participant::team::repeated;
use crate::domain::text::tidy;
use crate::platform::chance;
use crate::service::accounts::digest;
use crate::service::app::App;
use crate::service::contests;
use crate::service::error::{Fault, ServiceError};
use crate::storage::entries::{self as stored, EntryRow, Terms};
use crate::storage::events::EventRow;
use crate::storage::{Conn, StorageError, contest_people};
use batch::{Request, Team};

/// The one desk of an office at which registrations queue.
pub type Desk = desk::Desk<Request, Result<Registered, ServiceError>>;

const LONGEST_TEAM_NAME: usize = 40;
/// What is shorter was not made by [`new_once`].
const SHORTEST_ONCE: usize = 43;

/// Registers a person, or a team by the first of its members. Everything wrong is said at once: what
/// was mistyped, and each condition that does not hold. Answers when it is committed.
///
/// # Errors
/// `NotFound` for an entry that is not released; `Conflict(registration-not-yet, registration-over)`;
/// `Invalid` with every fault; `Busy`.
pub fn register(app: &App, lang: Lang, entry: EntryId, sent: &Sent) -> Result<Registered, ServiceError> {
    once(app, entry, sent, |sent| submit(app, registering(app, lang, entry, sent)?))
}

/// What a form carries, so that it leads to one registration however often it is sent.
#[must_use]
pub fn new_once() -> String {
    chance::token()
}

/// The secret of the page of whoever is registered by this form: the same each time it is sent, and another for
/// every person. None where the form carries nothing, or no number can be read.
fn token_of(entry: EntryId, sent: &Sent) -> Option<String> {
    let number: ResidentId = sent.person.resident_id.parse().ok()?;
    (sent.once.len() >= SHORTEST_ONCE).then(|| digest(&format!("{} {entry} {}", sent.once, number.as_str())))
}

/// Registers, unless this very form has been entered already: then it is that registration. Of two that come at the
/// same time the second is refused, and finds what the first has entered.
fn once(
    app: &App,
    entry: EntryId,
    sent: &Sent,
    enter: impl Fn(&Sent) -> Result<Registered, ServiceError>,
) -> Result<Registered, ServiceError> {
    let Some(token) = token_of(entry, sent) else { return enter(sent) };
    let known = || -> Result<Option<Registered>, ServiceError> {
        match app.store.read(|conn| stored::by_link(conn, &digest(&token))) {
            Ok(row) => {
                let (participant, state) = (row.id, row.state);
                Ok(Some(Registered { participant, token: token.clone(), state, place: None, join_token: None }))
            }
            Err(StorageError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    };
    match known()? {
        // Who has left since registers anew.
        Some(done) if done.state.is_final() => return enter(&Sent { once: String::new(), ..sent.clone() }),
        Some(done) => return Ok(done),
        None => {}
    }
    match enter(sent) {
        Err(ServiceError::Invalid(faults)) => known()?.ok_or(ServiceError::Invalid(faults)),
        other => other,
    }
}

fn registering(app: &App, lang: Lang, entry: EntryId, sent: &Sent) -> Result<Request, ServiceError> {
    app.store.read(|conn| {
        let (row, event, terms) = stored::with_event(conn, entry)?;
        must_be_open(app, &row, &event)?;
        let size = team_size(&row);
        let mut faults = Vec::new();
        let team = tidy(&sent.team);
        if size.is_team() && team.is_empty() {
            faults.push(Fault::new("team", "required"));
        } else if team.chars().count() > LONGEST_TEAM_NAME {
            faults.push(Fault::new("team", "too-long").with("max", LONGEST_TEAM_NAME));
        }
        let others = if size.is_team() { sent.members.as_slice() } else { &[] };
        let typed = std::iter::once((String::new(), &sent.person));
        let typed = typed
            .chain(others.iter().filter(|(_, typed)| !typed.is_blank()).map(|(n, typed)| (format!("m{n}."), typed)));
        let (people, more) = judge(app, conn, &row, &event, terms.as_ref(), typed)?;
        faults.extend(more);
        if u32::try_from(people.len()).unwrap_or(u32::MAX) > size.most {
            faults.push(Fault::new("team", "team-too-large").with("max", size.most));
        }
        if !sent.agreed {
            faults.push(Fault::new("agreed", "agree"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let team = if size.is_team() { Team::New(team) } else { Team::None };
        Ok(request(&row, lang, team, people, sent))
    })
}

/// Joins a team by the link its first member passed on.
///
/// # Errors
/// As [`register`]; `Conflict(team-full)`.
pub fn join(app: &App, lang: Lang, entry: EntryId, token: &str, sent: &Sent) -> Result<Registered, ServiceError> {
    once(app, entry, sent, |sent| submit(app, joining(app, lang, entry, token, sent)?))
}

fn joining(app: &App, lang: Lang, entry: EntryId, token: &str, sent: &Sent) -> Result<Request, ServiceError> {
    app.store.read(|conn| {
        let team = stored::team_by_link(conn, &digest(token))?;
        let (row, event, terms) = stored::with_event(conn, entry)?;
        if team.entry_id != row.id {
            return Err(ServiceError::NotFound);
        }
        must_be_open(app, &row, &event)?;
        let typed = std::iter::once((String::new(), &sent.person));
        let (people, mut faults) = judge(app, conn, &row, &event, terms.as_ref(), typed)?;
        if !sent.agreed {
            faults.push(Fault::new("agreed", "agree"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        Ok(request(&row, lang, Team::Join(team.id), people, sent))
    })
}

/// As if all of these had come to the desk at once.
#[cfg(test)]
pub(super) fn join_at_once(
    app: &App,
    entry: EntryId,
    token: &str,
    all: &[Sent],
) -> Vec<Result<Registered, ServiceError>> {
    let requests: Result<Vec<Request>, ServiceError> =
        all.iter().map(|sent| joining(app, Lang::Zh, entry, token, sent)).collect();
    batch::enter(app, requests.unwrap_or_default())
}

fn submit(app: &App, request: Request) -> Result<Registered, ServiceError> {
    app.registrations.submit(request, |requests| batch::enter(app, requests)).unwrap_or(Err(ServiceError::Busy))
}

fn request(row: &EntryRow, lang: Lang, team: Team, people: Vec<Applicant>, sent: &Sent) -> Request {
    let mut members: Vec<Member> = people.into_iter().map(Member::new).collect();
    if let (Some(first), Some(token)) = (members.first_mut(), token_of(row.id, sent)) {
        first.page_hash = digest(&token);
        first.token = token;
    }
    Request { entry: row.id, version: row.version, lang, team, members, join_token: chance::token() }
}

/// Whether one may register now.
fn must_be_open(app: &App, row: &EntryRow, event: &EventRow) -> Result<(), ServiceError> {
    match entries::window_of(row, event, app.now()) {
        Window::Open => Ok(()),
        Window::Shut => Err(ServiceError::NotFound),
        Window::NotYet => Err(ServiceError::conflict("registration-not-yet")),
        Window::Over => Err(ServiceError::conflict("registration-over")),
    }
}

/// Reads what was typed of each person and judges it: the people, as far as they could be read, and
/// every fault.
pub(super) fn judge<'t>(
    app: &App,
    conn: &mut Conn,
    row: &EntryRow,
    event: &EventRow,
    terms: Option<&Terms>,
    typed: impl Iterator<Item = (String, &'t Typed)>,
) -> Result<(Vec<Applicant>, Vec<Fault>), ServiceError> {
    let rules = rules_of(row)?;
    let first_day = event.starts_on.unwrap_or_else(|| app.today());
    let (mut people, mut faults) = (Vec::new(), Vec::new());
    let mut numbers = Vec::new();
    for (prefix, typed) in typed {
        let (mut person, read) = read(typed, &prefix, app.today());
        let applicant = match read {
            Ok(applicant) => Some(applicant),
            Err(more) => {
                faults.extend(more);
                None
            }
        };
        numbers.push((prefix.clone(), person.resident_id.clone()));
        if let Some(number) = &person.resident_id {
            person.other_item = elsewhere(conn, row, terms, number)?;
            if rules.asks_titles() {
                let known = titles_won(conn, &tidy(&typed.name), &last_four(number), person.facts().born_on)?;
                person.titles.extend(known);
            }
        }
        faults.extend(refusals(&prefix, &eligibility::unmet(&rules, &person.facts(), first_day)));
        people.extend(applicant);
    }
    let keys: Vec<&str> = numbers.iter().map(|(_, number)| number.as_deref().unwrap_or_default()).collect();
    for index in repeated(&keys) {
        faults.push(Fault::new(format!("{}resident_id", numbers[index].0), "person-twice-in-team"));
    }
    Ok((people, faults))
}

/// The other item in which this person is already, where the event allows one.
fn elsewhere(
    conn: &mut Conn,
    row: &EntryRow,
    terms: Option<&Terms>,
    number: &str,
) -> Result<Option<String>, ServiceError> {
    if !one_item(terms) {
        return Ok(None);
    }
    let live = stored::live(conn, row.event_id, &[number])?;
    let other = live.into_iter().find(|(_, entry, _)| *entry != Some(row.id.get()));
    Ok(other.map(|(_, _, name)| name.unwrap_or_default()))
}

/// Titles that published results of this office brought the person, known by name, the last four of the
/// identity number and the year of birth: of the day only the year is kept for long.
pub(super) fn titles_won(
    conn: &mut Conn,
    name: &str,
    tail: &str,
    born_on: Option<chrono::NaiveDate>,
) -> Result<Vec<String>, ServiceError> {
    let mut titles = Vec::new();
    for (_, id_tail, born, item) in contest_people::laureates(conn, &[name])? {
        let year = |day: Option<chrono::NaiveDate>| day.map(|day| chrono::Datelike::year(&day));
        if id_tail == tail && year(born) == year(born_on) {
            let item = crate::domain::ids::ContestId::new(item);
            titles.extend(contests::titles_won(conn, item, name, tail)?);
        }
    }
    Ok(titles)
}

/// What the domain knows of somebody who is entered already, with corrected details.
pub(super) fn facts(row: &crate::storage::participants::ParticipantRow, details: &stored::Details) -> Person {
    Person {
        born_on: row.born_on,
        sex: row.sex.as_deref().and_then(|sex| sex.parse::<HonourSex>().ok()),
        unit: details.unit.clone(),
        division: details.division.parse().ok(),
        skill: details.skill_level.parse().ok(),
        titles: form::titles(&details.titles),
        other_item: None,
    }
}

/// The team that a join link is for, with its entry.
///
/// # Errors
/// `NotFound`.
pub fn team_of_link(app: &App, entry: EntryId, token: &str) -> Result<(TeamId, String), ServiceError> {
    app.store.read(|conn| {
        let team = stored::team_by_link(conn, &digest(token))?;
        if team.entry_id == entry { Ok((team.id, team.name)) } else { Err(StorageError::NotFound.into()) }
    })
}
