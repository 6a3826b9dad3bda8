//! One's own registration, behind a secret link.

use super::form::terms;
use crate::domain::event;
use crate::domain::participant::State;
use crate::domain::participant::pass::shown_pass;
use crate::domain::schedule::release::Entry;
use crate::service::participants::entries::closes_of;
use crate::service::participants::teams::join_path;
use crate::service::participants::view::{May, Own};
use crate::text::parts::{Step, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::participants::show::{Fact, line};
use crate::web::qr::{Qr, qr};
use crate::{family, key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Participation {
    pub path: String,
    pub event: String,
    pub entry: String,
    pub host: String,
    pub venue: String,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub closes_at: NaiveDateTime,
    pub name: String,
    pub state: Tag,
    /// What it means, and what comes next.
    pub lead: Phrase,
    /// What else there is to know: that a place must be confirmed.
    pub more: Option<Phrase>,
    /// Where to register again, for who has left.
    pub again: Option<String>,
    /// What can be done until when; none where nothing can.
    pub cut_off: Option<Phrase>,
    /// What withdrawing means, asked before.
    pub sure: Phrase,
    /// For check-in, once admitted.
    pub qr: Option<Qr>,
    pub code: String,
    pub offered_until: Option<NaiveDateTime>,
    pub facts: Vec<Fact>,
    /// A change waits for the host.
    pub asked: bool,
    pub team: String,
    /// How many members it lacks, and whether that can still be mended.
    pub missing: u32,
    pub members: Vec<Mate>,
    /// The link by which others join, just made.
    pub join: Option<String>,
    /// What of the released schedule is theirs; none without a release.
    pub timetable: Option<Timetable>,
    pub may: Actions,
    pub purpose: Phrase,
    pub keep_days: i64,
    pub log: Vec<Step>,
}

/// One's own part of the released schedule.
#[derive(Debug, Serialize)]
pub struct Timetable {
    pub sessions: Vec<Session>,
    /// The schedule of the whole event.
    pub path: String,
    /// The address of the calendar; empty where there is nothing in it.
    pub calendar: String,
}

#[derive(Debug, Serialize)]
pub struct Session {
    pub day: NaiveDate,
    pub from: String,
    pub to: String,
    pub title: String,
    pub place: String,
}

impl Timetable {
    fn new(own: &Own) -> Option<Timetable> {
        let session = |entry: &Entry| Session {
            day: entry.start.date(),
            from: entry.start.format("%H:%M").to_string(),
            to: entry.end().format("%H:%M").to_string(),
            title: entry.title.clone(),
            place: entry.room.clone(),
        };
        let sessions: Vec<Session> = own.sessions.as_ref()?.iter().map(session).collect();
        let calendar = if sessions.is_empty() { String::new() } else { own.calendar.clone() };
        Some(Timetable { sessions, path: format!("/schedule/{}", own.event.id), calendar })
    }
}

/// Another of the team.
#[derive(Debug, Serialize)]
pub struct Mate {
    pub name: String,
    pub unit: String,
    pub state: Tag,
    /// For check-in, for those who gave no address of their own.
    pub code: String,
}

/// What can be done now.
#[derive(Debug, Serialize)]
pub struct Actions {
    pub accept: bool,
    pub change: bool,
    pub substitute: bool,
    pub withdraw: bool,
    pub invite: bool,
    /// Withdrawing withdraws the whole team.
    pub all: bool,
}

impl Actions {
    fn new(may: May, all: bool) -> Actions {
        let May { accept, change, substitute, withdraw, invite } = may;
        Actions { accept, change, substitute, withdraw, invite, all }
    }
}

impl Participation {
    pub fn new(own: &Own, token: &str, join: Option<&str>, base_url: &str) -> Participation {
        let row = &own.row;
        let called_off = own.event.state == event::State::Cancelled;
        let pass = row.pass_code.as_ref().filter(|_| row.state == State::Admitted && !called_off);
        let mate = |member: &crate::storage::participants::ParticipantRow| Mate {
            name: member.name.clone(),
            unit: member.unit.clone(),
            state: state_tag(own, member.state),
            code: member
                .pass_code
                .as_deref()
                .filter(|_| member.state == State::Admitted && member.email.is_empty() && !called_off)
                .map(shown_pass)
                .unwrap_or_default(),
        };
        let others = own.members.iter().filter(|member| member.id != row.id);
        let (purpose, keep_days) = terms(own.terms.as_ref());
        Participation {
            path: format!("/participation/{token}"),
            event: own.event.name.clone(),
            entry: own.entry.name.clone(),
            host: own.host.clone(),
            venue: own.event.venue.clone(),
            first: own.event.starts_on,
            last: own.event.ends_on.filter(|last| Some(*last) != own.event.starts_on),
            closes_at: closes_of(&own.entry, &own.event).naive_utc(),
            name: row.name.clone(),
            state: state_tag(own, row.state),
            lead: lead(own),
            more: (own.moves_up && row.state == State::Waiting).then(|| match own.entry.offer_hours {
                0 => phrase!("registration-waiting-at-once"),
                hours => phrase!("registration-waiting-confirm", hours = i64::from(hours)),
            }),
            again: own.again.then(|| format!("/register/{}", own.entry.id)),
            cut_off: cut_off(own),
            sure: sure(own),
            qr: pass.and_then(|code| qr(&format!("{base_url}/pass/{code}"))),
            code: pass.map(|code| shown_pass(code)).unwrap_or_default(),
            offered_until: row.offered_until.filter(|_| row.state == State::Offered),
            facts: facts(own),
            asked: own.asked.is_some(),
            team: own.team.clone().unwrap_or_default(),
            missing: own.missing,
            members: others.map(mate).collect(),
            join: join
                .filter(|_| own.may.invite)
                .map(|join| format!("{base_url}{}", join_path(own.entry.id.get(), join))),
            timetable: Timetable::new(own),
            may: Actions::new(own.may, own.members.len() > 1),
            purpose,
            keep_days,
            log: own.log.iter().map(line).collect(),
        }
    }
}

/// What the person can do themselves, and until when.
fn cut_off(own: &Own) -> Option<Phrase> {
    let moment = own.entry.closes_at;
    match own.may {
        May { change: false, substitute: false, withdraw: false, .. } => None,
        May { substitute: true, .. } => Some(phrase!("registration-cut-off", moment = moment)),
        // Who waits, or was offered a place, can say no at any time.
        May { change: true, .. } => Some(phrase!("registration-cut-off-waiting", moment = moment)),
        May { .. } => Some(phrase!("registration-cut-off-over", moment = moment)),
    }
}

/// Who waits has no place to lose, only a turn.
fn sure(own: &Own) -> Phrase {
    let all = own.members.len() > 1;
    match own.row.state {
        State::Waiting => phrase!("registration-withdraw-waiting-sure"),
        _ if all => phrase!("registration-withdraw-all-sure"),
        _ => phrase!("registration-withdraw-sure"),
    }
}

/// What stands beside a name. Of an event that was called off nobody has a place.
fn state_tag(own: &Own, state: State) -> Tag {
    match state {
        state if own.event.state == event::State::Cancelled && !state.is_final() => {
            Tag::new(Tone::Stop, family!("event-state", "cancelled"))
        }
        State::Pending if waits_for_team(own) => Tag::new(Tone::Wait, phrase!("registration-team-waits")),
        state => state.into(),
    }
}

/// Nobody looks at the registration: it is admitted as soon as the team is complete. After the cut-off the host
/// decides about a team that is not.
fn waits_for_team(own: &Own) -> bool {
    !own.entry.approval && own.missing > 0 && own.open
}

/// What the state means to the person.
fn lead(own: &Own) -> Phrase {
    let called_off = own.event.state == event::State::Cancelled;
    match own.row.state {
        state if called_off && !state.is_final() => phrase!("registration-lead-called-off"),
        State::Waiting | State::Offered if !own.moves_up => phrase!("registration-lead-not-reached"),
        State::Admitted if !own.on => phrase!("registration-lead-over"),
        State::Withdrawn if own.taken_out.is_some() => {
            let reason = own.taken_out.clone().filter(|reason| !reason.is_empty());
            phrase!("registration-lead-taken-out", reason = reason.unwrap_or_else(|| "\u{2014}".to_owned()))
        }
        State::Withdrawn if own.left == Some(State::Waiting) => phrase!("registration-lead-withdrawn-waiting"),
        State::Withdrawn if own.left == Some(State::Offered) => phrase!("registration-lead-withdrawn-offered"),
        State::Pending if waits_for_team(own) => phrase!(
            "registration-lead-team",
            has = i64::from(own.entry.team_least) - i64::from(own.missing),
            needs = i64::from(own.entry.team_least)
        ),
        State::Waiting => phrase!(
            "registration-waiting-lead",
            place = i64::try_from(own.place.unwrap_or_default()).unwrap_or_default(),
            waiting = i64::try_from(own.waiting).unwrap_or_default()
        ),
        state => family!("registration-lead", state.as_str()),
    }
}

fn facts(own: &Own) -> Vec<Fact> {
    let row = &own.row;
    let typed = |text: &str| (!text.is_empty()).then(|| Phrase::typed(text));
    let masked = if row.id_tail.is_empty() { String::new() } else { format!("**************{}", row.id_tail) };
    let level = row.skill_level.parse().ok().map(super::words::level);
    let all = [
        (phrase!("participant-id"), typed(&masked)),
        (phrase!("participant-unit"), typed(&row.unit)),
        (phrase!("participant-employer"), super::words::employer(&row.employer)),
        (phrase!("participant-division"), crate::web::pages::participants::show::division(&row.division)),
        (phrase!("participant-phone"), typed(&row.phone)),
        (phrase!("participant-email"), typed(&row.email)),
        (phrase!("participant-level"), level),
        (phrase!("participant-titles"), typed(&row.titles)),
    ];
    all.into_iter().filter_map(|(label, value)| Some(Fact { label, value: value? })).collect()
}

impl Page for Participation {
    const TEMPLATE: &'static str = "pages/register/own";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", say.t(key!("registration-own")), self.entry)
    }

    fn sample() -> Participation {
        sample::own(State::Admitted, 1)
    }

    fn samples() -> Vec<Participation> {
        let join = Participation {
            join: Some("http://127.0.0.1:8000/register/1/join/abc".to_owned()),
            asked: true,
            ..sample::own(State::Admitted, 3)
        };
        let states = [State::Pending, State::Waiting, State::Offered, State::Refused, State::Withdrawn, State::Lapsed];
        let mut all = vec![Participation::sample(), join];
        all.extend(states.into_iter().map(|state| sample::own(state, 1)));
        all
    }
}

/// An event, an entry and somebody who registered, all invented.
pub mod sample {
    use super::Participation;
    use crate::domain::event;
    use crate::domain::ids::{EntryId, EventId, OrganisationId, ParticipantId};
    use crate::domain::participant::entry::{Places, Window};
    use crate::domain::participant::team::TeamSize;
    use crate::domain::participant::{Source, State};
    use crate::domain::schedule::release::Entry;
    use crate::service::Fault;
    use crate::service::participants::register::Sent;
    use crate::service::participants::view::{May, Own, Public};
    use crate::storage::entries::EntryRow;
    use crate::storage::events::EventRow;
    use crate::storage::participants::{LogRow, ParticipantRow};
    use crate::web::pages::register::form::{Purpose, RegisterForm};
    use chrono::{NaiveDate, NaiveDateTime};

    fn moment(month: u32, day: u32) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2019, month, day).unwrap_or_default();
        day.and_hms_opt(1, 0, 0).unwrap_or_default()
    }

    pub fn event() -> EventRow {
        EventRow {
            id: EventId::new(7),
            reference: "SJ-2019-0007".to_owned(),
            kind: event::Kind::Competition,
            organisation_id: OrganisationId::new(3),
            division: crate::domain::divisions::DivisionCode::CITY,
            plan_item_id: None,
            state: event::State::Filed,
            returned: false,
            name: "样例市职业技能大赛".to_owned(),
            trade: "砌筑工".to_owned(),
            venue: "样例实训楼".to_owned(),
            starts_on: NaiveDate::from_ymd_opt(2019, 12, 7),
            ends_on: NaiveDate::from_ymd_opt(2019, 12, 8),
            details: "{}".to_owned(),
            submitter_id: None,
            waiting_since: moment(11, 1),
            version: 3,
            created_at: moment(11, 1),
            updated_at: moment(11, 1),
        }
    }

    pub fn entry(team: i32) -> EntryRow {
        let rules = r#"{"rules":[{"rule":"age","least":18,"most":35},{"rule":"region","divisions":["330300"]},
            {"rule":"skill","least":"senior"},{"rule":"without","titles":["浙江省技术能手","全国技术能手"]},
            {"rule":"employer","units":["温州示例技师学院"]},{"rule":"sex","sex":"female"}]}"#;
        EntryRow {
            id: EntryId::new(1),
            event_id: EventId::new(7),
            contest_item_id: Some(1),
            name: "砌筑工".to_owned(),
            capacity: Some(20),
            taken: 20,
            approval: true,
            team_least: team.min(2),
            team_most: team,
            opens_at: moment(11, 18),
            closes_at: moment(12, 1),
            offer_hours: 48,
            rules: rules.to_owned(),
            open: true,
            version: 0,
            created_at: moment(11, 18),
        }
    }

    pub fn person(id: i64, state: State) -> ParticipantRow {
        ParticipantRow {
            id: ParticipantId::new(id),
            event_id: EventId::new(7),
            entry_id: Some(1),
            team_id: None,
            state,
            source: Source::Public,
            name: "样例甲".to_owned(),
            resident_id: Some(String::new()),
            id_tail: "0021".to_owned(),
            born_on: NaiveDate::from_ymd_opt(1990, 1, 1),
            sex: Some("female".to_owned()),
            unit: "温州示例技师学院".to_owned(),
            division: "330304".to_owned(),
            phone: "13800000000".to_owned(),
            email: "sample@example.com".to_owned(),
            lang: "zh".to_owned(),
            skill_level: "senior".to_owned(),
            titles: "温州市技术能手".to_owned(),
            remarks: String::new(),
            offered_until: (state == State::Offered).then(|| moment(11, 20)),
            pass_code: Some("K7QF3M2X9A".to_owned()),
            version: 0,
            created_at: moment(11, 18),
            employer: "private".to_owned(),
        }
    }

    pub fn form(purpose: Purpose, team: i32, sent: &Sent, faults: &[Fault]) -> RegisterForm {
        let public = Public {
            row: entry(team),
            event: event(),
            host: "温州示例技师学院".to_owned(),
            terms: None,
            places: Places { capacity: Some(20), taken: 20, waiting: 6 },
            window: Window::Open,
            size: TeamSize { least: 1, most: u32::try_from(team).unwrap_or(1) },
        };
        RegisterForm::new(&public, purpose, sent, faults)
    }

    fn session(id: i64, title: &str, room: &str) -> Entry {
        Entry {
            id,
            sequence: 0,
            title: title.to_owned(),
            item: "砌筑工".to_owned(),
            group: String::new(),
            start: moment(12, 7) + chrono::Duration::hours(7 + id),
            minutes: 90,
            room: room.to_owned(),
            place: "样例实训楼".to_owned(),
            parts: Vec::new(),
            cancelled: false,
        }
    }

    pub fn own(state: State, team: i64) -> Participation {
        let log = LogRow {
            at: moment(11, 18),
            what: "registered".to_owned(),
            before: String::new(),
            after: String::new(),
            reason: String::new(),
            user: None,
        };
        let open = !state.is_final();
        let own = Own {
            row: person(1, state),
            entry: entry(1),
            event: event(),
            host: "温州示例技师学院".to_owned(),
            terms: None,
            place: Some(3),
            waiting: 6,
            log: vec![log],
            asked: None,
            on: true,
            open: true,
            moves_up: true,
            again: state.is_final(),
            left: (state == State::Withdrawn).then_some(State::Waiting),
            taken_out: None,
            missing: u32::from(team > 1),
            team: (team > 1).then(|| "样例一队".to_owned()),
            members: (1..=team).filter(|_| team > 1).map(|id| person(id, state)).collect(),
            sessions: open
                .then(|| vec![session(1, "砌筑工理论考试", "阶梯教室"), session(4, "砌筑工实际操作", "实训车间")]),
            calendar: "http://127.0.0.1:8000/feeds/person/p1-0a1b2c3d4e5f".to_owned(),
            may: May {
                accept: state == State::Offered,
                change: open,
                substitute: matches!(state, State::Pending | State::Admitted),
                withdraw: open,
                invite: team > 1,
            },
        };
        Participation::new(&own, "abc", None, "http://127.0.0.1:8000")
    }
}
