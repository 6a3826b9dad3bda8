//! Entering what waits at the desk: many registrations, one transaction.
//!
//! Each is decided on its own, in the order in which it came, against the places as the ones before
//! left them; a refused one takes nothing and hinders nobody. Rows are then written by few
//! statements, with one entry in the record per item and one mail per person. Should the database
//! refuse what the decision let through (another instance was faster), all are done one by one.

use super::Applicant;
use super::form::sex;
use crate::domain::identity::last_four;
use crate::domain::ids::{EntryId, EventId, ParticipantId, TeamId};
use crate::domain::lang::Lang;
use crate::domain::message::MessageKind;
use crate::domain::participant::entry::{Places, Window};
use crate::domain::participant::pass::new_pass;
use crate::domain::participant::step::Step;
use crate::domain::participant::{Source, State};
use crate::platform::chance;
use crate::service::accounts::digest;
use crate::service::app::App;
use crate::service::error::{Fault, ServiceError};
use crate::service::participants::entries::{places_of, team_size, window_of};
use crate::service::participants::tell::TeamWaits;
use crate::service::participants::{moves, one_item, tell};
use crate::service::trail::{self, By};
use crate::storage::entries::{self, EntryRow};
use crate::storage::events::EventRow;
use crate::storage::participants::NewParticipant;
use crate::storage::{StorageError, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A sound registration at the desk.
pub struct Request {
    pub entry: EntryId,
    /// Of the entry, as it was when the conditions were judged.
    pub version: i64,
    pub lang: Lang,
    pub team: Team,
    pub members: Vec<Member>,
    /// Secret of the link by which others join.
    pub join_token: String,
}

/// Whether as a team.
#[derive(Clone, Debug)]
pub enum Team {
    None,
    New(String),
    Join(TeamId),
}

/// One person with the secrets made for them.
pub struct Member {
    pub applicant: Applicant,
    /// Secret of their own page.
    pub token: String,
    pub page_hash: String,
    pub pass_code: String,
}

impl Member {
    pub fn new(applicant: Applicant) -> Member {
        let token = chance::token();
        Member { applicant, page_hash: digest(&token), token, pass_code: new_pass(chance::bytes()) }
    }
}

/// A registration that is entered.
#[derive(Clone, Debug)]
pub struct Registered {
    pub participant: ParticipantId,
    /// Secret of the person's own page: `/participation/<token>`.
    pub token: String,
    pub state: State,
    /// On the waiting list, from 1.
    pub place: Option<u32>,
    /// Secret of the link by which others join the new team.
    pub join_token: Option<String>,
}

/// Enters what waits; as many answers as requests, in their order.
pub fn enter(app: &App, requests: Vec<Request>) -> Vec<Result<Registered, ServiceError>> {
    match app.store.write(|tx| all(app, tx, &requests)) {
        Ok(answers) => answers,
        Err(ServiceError::Busy) => requests.iter().map(|_| Err(ServiceError::Busy)).collect(),
        Err(error) if requests.len() == 1 => vec![Err(error)],
        Err(error) => {
            tracing::warn!(%error, requests = requests.len(), "registrations are entered one by one");
            requests.iter().map(|request| alone(app, request)).collect()
        }
    }
}

/// One registration in a transaction of its own.
fn alone(app: &App, request: &Request) -> Result<Registered, ServiceError> {
    let mut answers = app.store.write(|tx| all(app, tx, std::slice::from_ref(request)))?;
    answers.pop().unwrap_or(Err(ServiceError::Busy))
}

/// An entry while it gives out places.
struct Open {
    row: EntryRow,
    event: EventRow,
    one_item: bool,
    places: Places,
    taken: i32,
    teams: BTreeSet<String>,
    ids: Vec<i64>,
}

/// Who counts in an event already: identity number to entries.
type Live = HashMap<(EventId, String), BTreeSet<Option<i64>>>;

/// Whom the office took out of an event.
type TakenOut = BTreeSet<(EventId, String)>;

/// A registration that is let through.
struct Granted {
    state: State,
    place: Option<u32>,
    team: Option<TeamId>,
}

fn all(app: &App, tx: &mut Tx, requests: &[Request]) -> Result<Vec<Result<Registered, ServiceError>>, ServiceError> {
    let at = app.now();
    tx.plan_anew()?;
    let mut open = open_all(tx, requests)?;
    let (mut live, out) = live_of(tx, &open, requests)?;
    let mut answers: Vec<Result<Granted, ServiceError>> = Vec::with_capacity(requests.len());
    let (mut rows, mut owners, mut ids) = (Vec::<NewParticipant>::new(), Vec::new(), Vec::new());
    // The first request whose people are not written yet.
    let mut from = 0;
    for (index, request) in requests.iter().enumerate() {
        // Who joins is counted among all who joined before, also in this go.
        if let Team::Join(team) = request.team
            && rows.iter().any(|row| row.team_id == Some(team.get()))
        {
            ids.extend(write(tx, at, &mut open, &requests[from..index], &answers[from..], &rows)?);
            rows.clear();
            from = index;
        }
        let answer = match open.get_mut(&request.entry) {
            None => Err(ServiceError::NotFound),
            Some(entry) => decide(tx, entry, (&live, &out), request, at),
        };
        if let (Ok(granted), Some(entry)) = (&answer, open.get_mut(&request.entry)) {
            for member in &request.members {
                let key = (entry.event.id, member.applicant.id.as_str().to_owned());
                live.entry(key).or_default().insert(Some(entry.row.id.get()));
                rows.push(new_row(&entry.row, entry.one_item, member, request.lang, granted.state, granted.team, at));
                owners.push(index);
            }
        }
        answers.push(answer);
    }
    ids.extend(write(tx, at, &mut open, &requests[from..], &answers[from..], &rows)?);
    let first = |index: usize| owners.iter().position(|owner| *owner == index).map(|place| ids[place]);
    let done = |(index, answer): (usize, Result<Granted, ServiceError>)| {
        let granted = answer?;
        let request = &requests[index];
        let participant = first(index).map(ParticipantId::new).ok_or(ServiceError::NotFound)?;
        Ok(Registered {
            participant,
            token: request.members.first().map(|member| member.token.clone()).unwrap_or_default(),
            state: granted.state,
            place: granted.place,
            join_token: matches!(request.team, Team::New(_)).then(|| request.join_token.clone()),
        })
    };
    Ok(answers.into_iter().enumerate().map(done).collect())
}

/// Locks every entry asked for, always in the same order.
fn open_all(tx: &mut Tx, requests: &[Request]) -> Result<BTreeMap<EntryId, Open>, ServiceError> {
    let ids: BTreeSet<EntryId> = requests.iter().map(|request| request.entry).collect();
    let mut open = BTreeMap::new();
    for id in ids {
        match entries::lock(tx, id) {
            Ok(_) => {}
            Err(StorageError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        }
        let (row, event, terms) = entries::with_event(tx, id)?;
        let waiting = entries::waiting(tx, id)?;
        let teams = if team_size(&row).is_team() { entries::team_names(tx, id)? } else { Vec::new() };
        let entry = Open {
            places: places_of(&row, &waiting),
            one_item: one_item(terms.as_ref()),
            taken: 0,
            teams: teams.into_iter().map(|(_, name)| name).collect(),
            ids: Vec::new(),
            row,
            event,
        };
        open.insert(id, entry);
    }
    Ok(open)
}

fn live_of(
    tx: &mut Tx,
    open: &BTreeMap<EntryId, Open>,
    requests: &[Request],
) -> Result<(Live, TakenOut), ServiceError> {
    let mut asked: BTreeMap<EventId, Vec<&str>> = BTreeMap::new();
    for request in requests {
        if let Some(entry) = open.get(&request.entry) {
            let numbers = request.members.iter().map(|member| member.applicant.id.as_str());
            asked.entry(entry.event.id).or_default().extend(numbers);
        }
    }
    let (mut live, mut out) = (Live::new(), TakenOut::new());
    for (event, numbers) in asked {
        for (number, entry, _) in entries::live(tx, event, &numbers)? {
            let key = (event, number.unwrap_or_default());
            live.entry(key).or_default().insert(entry);
        }
        out.extend(entries::taken_out(tx, event, &numbers)?.into_iter().map(|number| (event, number)));
    }
    Ok((live, out))
}

/// What becomes of one registration; takes its place at once.
fn decide(
    tx: &mut Tx,
    entry: &mut Open,
    (live, out): (&Live, &TakenOut),
    request: &Request,
    at: DateTime<Utc>,
) -> Result<Granted, ServiceError> {
    match window_of(&entry.row, &entry.event, at) {
        Window::Open => {}
        Window::Shut => return Err(ServiceError::NotFound),
        Window::NotYet => return Err(ServiceError::conflict("registration-not-yet")),
        Window::Over => return Err(ServiceError::conflict("registration-over")),
    }
    // The host changed the conditions between the look and the entry.
    if entry.row.version != request.version {
        return Err(ServiceError::conflict("stale"));
    }
    let own = Some(entry.row.id.get());
    let mut faults = Vec::new();
    for (index, member) in request.members.iter().enumerate() {
        let field = if index == 0 { "resident_id".to_owned() } else { format!("m{index}.resident_id") };
        let key = (entry.event.id, member.applicant.id.as_str().to_owned());
        if out.contains(&key) {
            faults.push(Fault::new(field, "taken-out"));
            continue;
        }
        let Some(elsewhere) = live.get(&key) else { continue };
        // Anybody can type anybody's number: of where that person is registered nothing is said.
        if entry.one_item {
            faults.push(Fault::new(field, "unmet-other-item"));
        } else if elsewhere.contains(&own) {
            faults.push(Fault::new(field, "registered-already"));
        }
    }
    if let Team::New(name) = &request.team
        && entry.teams.contains(name)
    {
        faults.push(Fault::new("team", "team-name-taken"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    grant(tx, entry, request, at)
}

fn grant(tx: &mut Tx, entry: &mut Open, request: &Request, at: DateTime<Utc>) -> Result<Granted, ServiceError> {
    if let Team::Join(team) = request.team {
        let members = entries::members(tx, team)?;
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let Some(first) = members.first() else { return Err(ServiceError::conflict("team-gone")) };
        if !team_size(&entry.row).has_room(size) {
            return Err(ServiceError::conflict("team-full"));
        }
        // Who joins an admitted team is still looked at where the entry asks for it.
        let state = if first.state == State::Admitted && entry.row.approval { State::Pending } else { first.state };
        // Where nobody looks at registrations, a team waits only until it is complete.
        let more = u32::try_from(request.members.len()).unwrap_or(u32::MAX);
        let complete = team_size(&entry.row).missing(size.saturating_add(more)) == 0;
        if state == State::Pending && !entry.row.approval && complete {
            let waited: Vec<_> = members.into_iter().filter(|member| member.state == State::Pending).collect();
            moves::go(tx, at, &entry.row, &waited, Step::Approve, moves::Why::default())?;
            for member in &waited {
                tell::participant(
                    tx,
                    at,
                    &entry.event,
                    &entry.row,
                    member,
                    MessageKind::RegistrationAdmitted,
                    |mail| mail,
                )?;
            }
            return Ok(Granted { state: State::Admitted, place: None, team: Some(team) });
        }
        return Ok(Granted { state, place: None, team: Some(team) });
    }
    let members = u32::try_from(request.members.len()).unwrap_or(u32::MAX);
    let short = matches!(request.team, Team::New(_)) && team_size(&entry.row).missing(members) > 0;
    let state = entry.places.next(entry.row.approval || short);
    let team = match &request.team {
        Team::New(name) => {
            let hash = digest(&request.join_token);
            let team = entries::insert_team(tx, entry.row.id, name, &hash, at.naive_utc())?;
            entry.teams.insert(name.clone());
            Some(team)
        }
        _ => None,
    };
    entry.places = entry.places.with(state);
    if state.holds_place() {
        entry.taken += 1;
    }
    let place = (state == State::Waiting).then_some(entry.places.waiting);
    Ok(Granted { state, place, team })
}

/// Writes people whose requests were answered, with all that belongs to them; their numbers in order.
fn write(
    tx: &mut Tx,
    at: DateTime<Utc>,
    open: &mut BTreeMap<EntryId, Open>,
    requests: &[Request],
    answers: &[Result<Granted, ServiceError>],
    rows: &[NewParticipant],
) -> Result<Vec<i64>, ServiceError> {
    let ids = entries::insert_people(tx, rows)?;
    write_down(tx, at, open, requests, answers, &ids)?;
    for entry in open.values_mut() {
        entry.taken = 0;
        entry.ids.clear();
    }
    Ok(ids)
}

/// Log, places, mail and record of what was entered.
fn write_down(
    tx: &mut Tx,
    at: DateTime<Utc>,
    open: &mut BTreeMap<EntryId, Open>,
    requests: &[Request],
    answers: &[Result<Granted, ServiceError>],
    ids: &[i64],
) -> Result<(), ServiceError> {
    let members = requests.iter().enumerate().filter(|(index, _)| answers[*index].is_ok());
    let members = members.flat_map(|(index, request)| request.members.iter().map(move |member| (index, member)));
    let (mut log, mut letters) = (Vec::new(), Vec::new());
    for ((index, member), id) in members.zip(ids) {
        let (Ok(granted), Some(entry)) = (&answers[index], open.get_mut(&requests[index].entry)) else { continue };
        log.push((*id, granted.state.as_str()));
        entry.ids.push(*id);
        if let Some(email) = &member.applicant.email {
            let path = format!("/participation/{}", member.token);
            let waits = match granted.state {
                State::Pending => TeamWaits::of(tx, &entry.row, granted.team)?,
                _ => None,
            };
            let letter = tell::registered(&entry.event, &entry.row, *id, path, granted.state, granted.place, waits);
            letters.push((email.clone(), member.applicant.name.as_str().to_owned(), requests[index].lang, letter));
        }
    }
    entries::log_registered(tx, at.naive_utc(), &log)?;
    trail::mail_strangers(tx, at, letters)?;
    for entry in open.values().filter(|entry| !entry.ids.is_empty()) {
        entries::take(tx, entry.row.id, entry.taken)?;
        let after = json!({ "participants": entry.ids });
        let id = entry.row.id.get();
        trail::record(tx, at, By::Public("public"), "entry.register", "entry", id, None, Some(after))?;
        if entry.row.approval {
            tell::review_waits(tx, at, &entry.event, &entry.row)?;
        }
    }
    Ok(())
}

/// The row of a person.
pub fn new_row(
    entry: &EntryRow,
    one_item: bool,
    member: &Member,
    lang: Lang,
    state: State,
    team: Option<TeamId>,
    at: DateTime<Utc>,
) -> NewParticipant {
    let person = &member.applicant;
    let number = person.id.as_str().to_owned();
    NewParticipant {
        event_id: entry.event_id.get(),
        entry_id: Some(entry.id.get()),
        team_id: team.map(TeamId::get),
        state: state.as_str(),
        source: Source::Public.as_str(),
        name: person.name.as_str().to_owned(),
        id_tail: last_four(&number),
        born_on: Some(person.id.birth_date()),
        sex: Some(sex(person.id.sex()).as_str().to_owned()),
        unit: person.unit.clone(),
        division: person.division.clone(),
        phone: person.phone.clone(),
        email: person.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        lang: lang.as_str().to_owned(),
        skill_level: person.skill.map(|level| level.as_str().to_owned()).unwrap_or_default(),
        titles: person.titles.clone(),
        remarks: String::new(),
        offered_until: None,
        sole_key: one_item.then(|| number.clone()),
        resident_id: Some(number),
        page_hash: Some(member.page_hash.clone()),
        pass_code: Some(member.pass_code.clone()),
        created_at: at.naive_utc(),
        employer: person.employer.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
    }
}
