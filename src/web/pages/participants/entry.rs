//! One entry: what waits for its host, who has a place, who waits for one.

use crate::domain::participant::SkillLevel;
use crate::platform::assets;
use crate::service::participants::changes::fields_of;
use crate::service::participants::entries::{EntryForm, Shown, rules_of};
use crate::storage::participants::ParticipantRow;
use crate::text::parts::{Choice, Control, Field, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::register::{places_phrase, rule_phrases, window_tag};
use crate::{family, key, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct EntryView {
    pub id: i64,
    pub event: String,
    /// `/events/7/entries`.
    pub list_path: String,
    pub path: String,
    pub name: String,
    pub state: Tag,
    pub places: Phrase,
    pub opens_at: NaiveDateTime,
    pub closes_at: NaiveDateTime,
    pub approval: bool,
    pub offer_hours: i64,
    pub team: Option<(i64, i64)>,
    pub rules: Vec<Phrase>,
    /// Teams with too few members: name, members, how many are missing.
    pub short: Vec<(String, u32, u32)>,
    /// Where people register.
    pub address: String,
    pub pending: Vec<Person>,
    pub changes: Vec<Change>,
    pub offered: Vec<Person>,
    pub waiting: Vec<Person>,
    pub admitted: Vec<Person>,
    pub may_edit: bool,
    pub may_decide: bool,
    /// There is a free place for who waits, which nobody gets by themselves.
    pub may_admit: bool,
}

#[derive(Debug, Serialize)]
pub struct Person {
    pub id: i64,
    pub number: usize,
    pub path: String,
    pub name: String,
    pub id_tail: String,
    pub unit: String,
    pub level: Option<Phrase>,
    pub titles: String,
    pub team: String,
    pub version: i64,
    pub since: NaiveDateTime,
    pub until: Option<NaiveDateTime>,
    /// What was wrong with the decision on them that was sent.
    pub fault: Option<Phrase>,
}

/// A change that somebody asked for.
#[derive(Debug, Serialize)]
pub struct Change {
    pub id: i64,
    pub participant: i64,
    pub name: String,
    pub path: String,
    /// What differs: field, before, after.
    pub lines: Vec<Differs>,
    /// What was wrong with the answer that was sent.
    pub fault: Option<Phrase>,
}

#[derive(Debug, Serialize)]
pub struct Differs {
    pub label: Phrase,
    pub before: Phrase,
    pub after: Phrase,
}

impl EntryView {
    pub fn new(shown: &Shown, base_url: &str) -> EntryView {
        let row = &shown.listed.row;
        let team = |id: Option<i64>| {
            let found = shown.teams.iter().find(|(team, _)| Some(*team) == id);
            found.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let people = |rows: &[ParticipantRow]| {
            rows.iter().enumerate().map(|(index, row)| person(index + 1, row, team(row.team_id))).collect()
        };
        EntryView {
            id: row.id.get(),
            event: shown.event.name.clone(),
            list_path: format!("/events/{}/entries", shown.event.id),
            path: format!("/entries/{}", row.id),
            name: row.name.clone(),
            state: window_tag(shown.listed.window, &shown.listed.places),
            places: places_phrase(&shown.listed.places),
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            approval: row.approval,
            offer_hours: i64::from(row.offer_hours),
            team: (row.team_most > 1).then(|| (i64::from(row.team_least), i64::from(row.team_most))),
            rules: rule_phrases(&rules_of(row).unwrap_or_default(), false),
            short: shown.short.clone(),
            address: format!("{base_url}/register/{}", row.id),
            pending: people(&shown.pending),
            offered: people(&shown.offered),
            waiting: people(&shown.waiting),
            admitted: people(&shown.admitted),
            changes: shown.changes.iter().map(|(change, row)| differing(change.id, &change.fields, row)).collect(),
            may_edit: shown.may_edit,
            may_decide: shown.may_decide,
            may_admit: shown.may_decide && shown.listed.places.free() != Some(0),
        }
    }
}

/// What a decision that was refused was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Participant(i64),
    Change(i64),
}

impl EntryView {
    /// Says at its form what was wrong with a decision.
    pub fn wrong(&mut self, about: About, fault: &Phrase) {
        for person in
            [&mut self.pending, &mut self.offered, &mut self.waiting, &mut self.admitted].into_iter().flatten()
        {
            if about == About::Participant(person.id) {
                person.fault = Some(fault.clone());
            }
        }
        for change in self.changes.iter_mut().filter(|change| about == About::Change(change.id)) {
            change.fault = Some(fault.clone());
        }
    }
}

fn person(number: usize, row: &ParticipantRow, team: String) -> Person {
    Person {
        id: row.id.get(),
        number,
        path: super::list::path_of(row.id),
        name: row.name.clone(),
        id_tail: row.id_tail.clone(),
        unit: row.unit.clone(),
        level: (!row.skill_level.is_empty()).then(|| level(&row.skill_level)),
        titles: row.titles.clone(),
        team,
        version: row.version,
        since: row.created_at,
        until: row.offered_until,
        fault: None,
    }
}

fn level(code: &str) -> Phrase {
    match code.parse::<SkillLevel>() {
        Ok(level) => family!("participant-level", level.as_str()),
        Err(_) => Phrase::typed("—"),
    }
}

fn differing(id: i64, fields: &str, row: &ParticipantRow) -> Change {
    let typed = |text: &str| Phrase::typed(if text.is_empty() { "—" } else { text });
    let place = |code: &str| super::show::division(code).unwrap_or_else(|| Phrase::typed("—"));
    let mut lines = Vec::new();
    if let Some(new) = fields_of(fields) {
        let mut add = |label: Phrase, before: &str, after: &str, say: &dyn Fn(&str) -> Phrase| {
            if before != after {
                lines.push(Differs { label, before: say(before), after: say(after) });
            }
        };
        add(phrase!("participant-unit"), &row.unit, &new.unit, &typed);
        add(phrase!("participant-division"), &row.division, &new.division, &place);
        add(phrase!("participant-phone"), &row.phone, &new.phone, &typed);
        add(phrase!("participant-email"), &row.email, &new.email, &typed);
        add(phrase!("participant-level"), &row.skill_level, &new.skill_level, &level);
        add(phrase!("participant-titles"), &row.titles, &new.titles, &typed);
        let employer =
            |code: &str| crate::web::pages::register::words::employer(code).unwrap_or_else(|| Phrase::typed("—"));
        add(phrase!("participant-employer"), &row.employer, &new.employer, &employer);
    }
    let (name, path) = (row.name.clone(), super::list::path_of(row.id));
    Change { id, participant: row.id.get(), name, path, lines, fault: None }
}

/// The fields of an entry's form.
pub fn entry_fields(form: &EntryForm) -> Vec<Field> {
    let field = |control, name: &str, label| Field::new(control, name, label);
    let all = assets::divisions().unwrap_or_default();
    let current = all.iter().filter(|division| division.valid_until.is_none());
    let places = current.map(|division| {
        let code = division.code.to_string();
        let chosen = form.divisions.contains(&code);
        (Choice::new(code, Phrase::typed(&division.name)), chosen)
    });
    let levels =
        SkillLevel::ALL.iter().map(|level| Choice::new(level.as_str(), family!("participant-level", level.as_str())));
    let sexes = ["male", "female"].map(|sex| Choice::new(sex, family!("participant-sex", sex)));
    vec![
        field(Control::Text, "name", phrase!("registration-entry-name")).value(&form.name).required(),
        field(Control::Number, "capacity", phrase!("registration-capacity"))
            .help(phrase!("registration-capacity-help"))
            .value(&form.capacity),
        field(Control::Text, "opens_at", phrase!("registration-opens"))
            .help(phrase!("registration-moment-help"))
            .value(&form.opens_at)
            .required(),
        field(Control::Text, "closes_at", phrase!("registration-closes"))
            .help(phrase!("registration-closes-help"))
            .value(&form.closes_at)
            .required(),
        field(Control::Number, "offer_hours", phrase!("registration-offer-hours"))
            .help(phrase!("registration-offer-hours-help"))
            .unit(phrase!("registration-hours"))
            .value(&form.offer_hours)
            .required(),
        field(Control::Checkbox, "approval", phrase!("registration-approval-needed"))
            .help(phrase!("registration-approval-help"))
            .checked(form.approval),
        field(Control::Number, "team_least", phrase!("registration-team-least"))
            .help(phrase!("registration-team-size-help"))
            .value(&form.team_least)
            .required(),
        field(Control::Number, "team_most", phrase!("registration-team-most")).value(&form.team_most).required(),
        field(Control::Number, "age_least", phrase!("registration-age-least")).value(&form.age_least),
        field(Control::Number, "age_most", phrase!("registration-age-most")).value(&form.age_most),
        field(Control::Date, "age_on", phrase!("registration-age-on"))
            .help(phrase!("registration-age-on-help"))
            .value(&form.age_on),
        field(Control::Checks, "divisions", phrase!("registration-divisions"))
            .help(phrase!("registration-divisions-help"))
            .boxes(places),
        field(Control::Textarea, "units", phrase!("registration-units"))
            .help(phrase!("registration-units-help"))
            .rows(3)
            .value(&form.units),
        field(Control::Select, "skill", phrase!("registration-skill")).choices(levels).value(&form.skill),
        field(Control::Textarea, "titles", phrase!("registration-titles"))
            .help(phrase!("registration-titles-rule-help"))
            .rows(3)
            .value(&form.titles),
        field(Control::Select, "sex", phrase!("registration-sex")).choices(sexes).value(&form.sex),
        field(Control::Checkbox, "open", phrase!("registration-release"))
            .help(phrase!("registration-release-help"))
            .checked(form.open),
    ]
}

impl Page for EntryView {
    const TEMPLATE: &'static str = "pages/participants/entry";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", self.name, say.t(key!("registration-entries")))
    }

    fn sample() -> EntryView {
        use crate::domain::ids::ParticipantId;
        use crate::domain::participant::State;
        use crate::domain::participant::entry::{Places, Window};
        use crate::service::participants::entries::Listed;
        use crate::storage::entries::ChangeRow;
        use crate::web::pages::register::sample;
        let places = Places { capacity: Some(20), taken: 20, waiting: 1 };
        let change = ChangeRow {
            id: 1,
            participant_id: ParticipantId::new(5),
            fields: r#"{"unit":"样例阀门厂","division":"330381","phone":"13800000000","email":"sample@example.com",
                "skill_level":"technician","titles":"温州市技术能手"}"#
                .to_owned(),
            asked_at: sample::event().created_at,
            state: "asked".to_owned(),
            reason: String::new(),
        };
        let team = |mut row: ParticipantRow| {
            row.team_id = Some(1);
            row
        };
        let shown = Shown {
            event: sample::event(),
            listed: Listed { row: sample::entry(3), places, window: Window::Open, pending: 1 },
            pending: vec![team(sample::person(1, State::Pending))],
            waiting: vec![sample::person(2, State::Waiting)],
            offered: vec![sample::person(3, State::Offered)],
            admitted: vec![sample::person(4, State::Admitted), sample::person(5, State::Admitted)],
            changes: vec![(change, sample::person(5, State::Admitted))],
            teams: vec![(1, "样例一队".to_owned())],
            short: vec![("样例一队".to_owned(), 1, 1)],
            may_edit: true,
            may_decide: true,
        };
        EntryView::new(&shown, "http://127.0.0.1:8000")
    }

    fn samples() -> Vec<EntryView> {
        let free = EntryView { may_admit: true, ..EntryView::sample() };
        let bare = EntryView {
            pending: Vec::new(),
            changes: Vec::new(),
            offered: Vec::new(),
            waiting: Vec::new(),
            admitted: Vec::new(),
            rules: Vec::new(),
            short: Vec::new(),
            team: None,
            may_edit: false,
            may_decide: false,
            ..EntryView::sample()
        };
        vec![EntryView::sample(), free, bare]
    }
}
