//! The form by which somebody registers, joins a team, or takes another's place; and the one by which
//! somebody corrects themselves.

use super::words;
use crate::domain::participant::eligibility::Rule;
use crate::domain::participant::entry::Window;
use crate::domain::participant::{Employer, SkillLevel, Terms as Usual};
use crate::platform::assets;
use crate::service::Fault;
use crate::service::participants::changes::fields_of;
use crate::service::participants::entries::{closes_of, rules_of};
use crate::service::participants::register::{Sent, Typed};
use crate::service::participants::view::{Own, Public};
use crate::storage::entries::EntryRow;
use crate::storage::participants::ParticipantRow;
use crate::text::parts::{Choice, Control, ErrorSummary, Field, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::{family, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// What the form is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    Register,
    /// By the link of a team.
    Join {
        path: String,
        team: String,
    },
    /// In place of who is named; `path` is that person's own page.
    Substitute {
        path: String,
        name: String,
    },
}

#[derive(Debug, Serialize)]
pub struct RegisterForm {
    pub heading: Phrase,
    /// Where the reader comes from.
    pub crumb: (String, Phrase),
    pub event: String,
    pub entry: String,
    pub host: String,
    pub venue: String,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub opens_at: NaiveDateTime,
    pub closes_at: NaiveDateTime,
    pub state: Tag,
    pub places: Phrase,
    pub rules: Vec<Phrase>,
    pub approval: bool,
    /// What the data is kept for, and for how long.
    pub purpose: Phrase,
    pub keep_days: i64,
    /// None while one cannot register.
    pub form: Option<Sheet>,
    /// All faults at once, also those of members.
    pub summary: Form,
    pub action: String,
    /// What the form carries, so that it is one registration however often it is sent.
    pub once: String,
    pub submit: Phrase,
}

/// The fields in their groups.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// Name of the team, where it is one.
    pub team: Vec<Field>,
    pub person: Vec<Field>,
    pub members: Vec<Member>,
    pub agree: Vec<Field>,
}

/// Another member of a team.
#[derive(Debug, Serialize)]
pub struct Member {
    pub number: usize,
    pub open: bool,
    pub fields: Vec<Field>,
}

/// Purpose and days of an event's terms.
pub fn terms(terms: Option<&crate::storage::entries::Terms>) -> (Phrase, i64) {
    match terms.filter(|terms| !terms.purpose.is_empty()) {
        Some(terms) => (Phrase::typed(&terms.purpose), i64::from(terms.keep_days)),
        None => {
            let days = terms.map_or(i64::from(Usual::usual().keep_days), |terms| i64::from(terms.keep_days));
            (phrase!("registration-purpose-usual"), days)
        }
    }
}

impl RegisterForm {
    pub fn new(of: &Public, purpose: Purpose, sent: &Sent, faults: &[Fault]) -> RegisterForm {
        let (about, keep_days) = terms(of.terms.as_ref());
        let rules = rules_of(&of.row).unwrap_or_default();
        let one_item = of.terms.as_ref().is_none_or(|terms| terms.one_item) && of.row.contest_item_id.is_some();
        let own = format!("/register/{}", of.row.id);
        let list = ("/register".to_owned(), phrase!("registration-title"));
        let (heading, crumb, action, submit) = match &purpose {
            Purpose::Register if of.places.waiting > 0 || of.places.free() == Some(0) => {
                (phrase!("registration-heading"), list, own, phrase!("registration-send-waiting"))
            }
            Purpose::Register => (phrase!("registration-heading"), list, own, phrase!("registration-send")),
            Purpose::Join { path, team } => {
                let heading = phrase!("registration-join", team = team.as_str());
                (heading, list, path.clone(), phrase!("registration-join-send"))
            }
            Purpose::Substitute { path, name } => (
                phrase!("registration-substitute-for", name = name.as_str()),
                (path.clone(), phrase!("registration-own")),
                format!("{path}/substitute"),
                phrase!("registration-substitute-send"),
            ),
        };
        let whole = matches!(purpose, Purpose::Register);
        let sheet = sheet(of, whole, sent, faults);
        RegisterForm {
            heading,
            crumb,
            event: of.event.name.clone(),
            entry: of.row.name.clone(),
            host: of.host.clone(),
            venue: of.event.venue.clone(),
            first: of.event.starts_on,
            last: of.event.ends_on.filter(|last| Some(*last) != of.event.starts_on),
            opens_at: of.row.opens_at,
            closes_at: closes_of(&of.row, &of.event).naive_utc(),
            state: words::window(of.window, &of.places),
            places: words::places(&of.places),
            rules: words::rules(&rules, one_item),
            approval: of.row.approval,
            purpose: about,
            keep_days,
            summary: summary(&sheet, faults),
            form: (of.window == Window::Open).then_some(sheet),
            action,
            once: String::new(),
            submit,
        }
    }
}

/// Which of the particulars a condition asks for, so that they cannot be left out.
#[derive(Clone, Copy, Default)]
struct Asked {
    division: bool,
    level: bool,
}

impl Asked {
    fn by(entry: &EntryRow) -> Asked {
        let rules = rules_of(entry).unwrap_or_default().rules;
        Asked {
            division: rules.iter().any(|rule| matches!(rule, Rule::Region { .. })),
            level: rules.iter().any(|rule| matches!(rule, Rule::Skill { .. })),
        }
    }
}

fn sheet(of: &Public, whole: bool, sent: &Sent, faults: &[Fault]) -> Sheet {
    let asked = Asked::by(&of.row);
    let mine = |fields: Vec<Field>| with_faults(fields, faults).fields;
    let team = Field::new(Control::Text, "team", phrase!("registration-team-name"))
        .help(phrase!("registration-team-help", least = i64::from(of.size.least), most = i64::from(of.size.most)))
        .value(&sent.team)
        .required();
    let agree = Field::new(Control::Checkbox, "agreed", phrase!("registration-agree")).checked(sent.agreed).required();
    let grows = whole && of.size.is_team();
    let most = usize::try_from(of.size.most).unwrap_or(1);
    let least = usize::try_from(of.size.least).unwrap_or(1);
    let numbers = if grows { 1..most } else { 0..0 };
    let blank = Typed::default();
    let members = numbers.map(|number| {
        let typed = sent.members.iter().find(|(of, _)| *of == number).map_or(&blank, |(_, typed)| typed);
        let prefix = format!("m{number}.");
        let faulty = faults.iter().any(|fault| fault.field.starts_with(&prefix));
        let open = number < least || !typed.is_blank() || faulty;
        Member { number: number + 1, open, fields: mine(person_fields(&prefix, typed, false, asked)) }
    });
    Sheet {
        team: if grows { mine(vec![team]) } else { Vec::new() },
        person: mine(person_fields("", &sent.person, true, asked)),
        members: members.collect(),
        agree: mine(vec![agree]),
    }
}

/// The faults of every group in one summary, in the order of the page.
fn summary(sheet: &Sheet, faults: &[Fault]) -> Form {
    let members = sheet.members.iter().flat_map(|member| &member.fields);
    let fields: Vec<&Field> = sheet.team.iter().chain(&sheet.person).chain(members).chain(&sheet.agree).collect();
    // What belongs to no field, or was said of one that has a fault already, is of the whole form.
    let mut form = with_faults(fields.iter().map(|field| (*field).clone().error(None)).collect(), faults);
    form.summary = form.summary.map(|found| {
        let of_fields = ErrorSummary::of(fields).map(|summary| summary.faults).unwrap_or_default();
        ErrorSummary { whole: found.whole, faults: of_fields }
    });
    form.fields.clear();
    form
}

/// The fields of one person.
fn person_fields(prefix: &str, typed: &Typed, first: bool, asked: Asked) -> Vec<Field> {
    let field = |control, name: &str, label| Field::new(control, &format!("{prefix}{name}"), label);
    let mut fields = vec![
        field(Control::Text, "name", phrase!("participant-name"))
            .value(&typed.name)
            .autocomplete(if first { "name" } else { "off" })
            .required(),
        field(Control::Text, "resident_id", phrase!("participant-id"))
            .value(&typed.resident_id)
            .autocomplete("off")
            .required(),
    ];
    fields.extend(detail_fields(prefix, typed, first, asked));
    fields
}

/// What can be corrected later, too.
fn detail_fields(prefix: &str, typed: &Typed, first: bool, asked: Asked) -> Vec<Field> {
    let field = |control, name: &str, label| Field::new(control, &format!("{prefix}{name}"), label);
    let all = assets::divisions().unwrap_or_default();
    let current = all.iter().filter(|division| division.valid_until.is_none());
    let places = current.map(|division| Choice::new(division.code.to_string(), Phrase::typed(&division.name)));
    let levels = SkillLevel::ALL.iter().map(|level| Choice::new(level.as_str(), words::level(*level)));
    let kinds =
        Employer::ALL.iter().map(|kind| Choice::new(kind.as_str(), family!("participant-employer", kind.as_str())));
    let phone = field(Control::Tel, "phone", phrase!("participant-phone")).value(&typed.phone);
    let email = field(Control::Email, "email", phrase!("participant-email")).value(&typed.email);
    let (phone, email) = match first {
        true => (
            phone.autocomplete("tel").required(),
            email.autocomplete("email").help(phrase!("registration-email-help")).required(),
        ),
        false => (phone.autocomplete("off"), email.autocomplete("off")),
    };
    vec![
        field(Control::Text, "unit", phrase!("participant-unit"))
            .help(phrase!("registration-unit-help"))
            .value(&typed.unit)
            .autocomplete(if first { "organization" } else { "off" })
            .required(),
        field(Control::Select, "employer", phrase!("participant-employer")).choices(kinds).value(&typed.employer),
        wanted(
            field(Control::Select, "division", phrase!("participant-division")).choices(places).value(&typed.division),
            asked.division,
        ),
        phone,
        email,
        wanted(
            field(Control::Select, "skill_level", phrase!("participant-level"))
                .choices(levels)
                .value(&typed.skill_level),
            asked.level,
        ),
        field(Control::Text, "titles", phrase!("participant-titles"))
            .help(phrase!("registration-titles-help"))
            .value(&typed.titles),
    ]
}

fn wanted(field: Field, asked: bool) -> Field {
    if asked { field.required() } else { field }
}

/// What a registration holds, as if it were typed.
pub fn typed_of(row: &ParticipantRow) -> Typed {
    Typed {
        name: row.name.clone(),
        resident_id: String::new(),
        unit: row.unit.clone(),
        division: row.division.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        skill_level: row.skill_level.clone(),
        titles: row.titles.clone(),
        employer: row.employer.clone(),
    }
}

/// What a correction begins with: what was asked for last, else what is registered.
pub fn correction_of(own: &Own) -> Typed {
    let asked = own.asked.as_ref().and_then(|asked| fields_of(&asked.fields));
    match asked {
        None => typed_of(&own.row),
        Some(asked) => Typed {
            unit: asked.unit,
            division: asked.division,
            phone: asked.phone,
            email: asked.email,
            skill_level: asked.skill_level,
            titles: asked.titles,
            employer: asked.employer,
            ..typed_of(&own.row)
        },
    }
}

/// The form of a correction that was filled before another one came in: what was typed stays, and at each
/// field that differs stands what is registered now.
pub fn change_again(own: &Own, token: &str, typed: &Typed) -> FormPage {
    let now = correction_of(own);
    let mut page = change(own, token, own.row.version, typed, &[]);
    let known = detail_fields("", &now, true, Asked::default());
    let fields = page.form.fields.into_iter().zip(known).map(|(field, known)| {
        let said = known.choices.iter().find(|choice| choice.chosen).map(|choice| choice.label.clone());
        let said = said.unwrap_or_else(|| Phrase::typed(if known.value.is_empty() { "—" } else { &known.value }));
        let error = (field.value.trim() != known.value.trim()).then(|| words::now_registered(&said));
        field.error(error)
    });
    page.form = Form::new(fields.collect()).fault(phrase!("registration-change-stale"));
    page
}

/// The form by which somebody corrects themselves, filled at this version.
pub fn change(own: &Own, token: &str, version: i64, typed: &Typed, faults: &[Fault]) -> FormPage {
    let path = format!("/participation/{token}");
    let action = format!("{path}/change");
    let looked_at = own.entry.approval && own.row.state == crate::domain::participant::State::Admitted;
    let page = FormPage::new(phrase!("registration-change"), action, phrase!("registration-change-send"), Vec::new())
        .crumb(&path, phrase!("registration-own"))
        .version(version);
    let page = if looked_at { page.lead(phrase!("registration-change-looked-at")) } else { page };
    FormPage { form: with_faults(detail_fields("", typed, true, Asked::by(&own.entry)), faults), ..page }
}

impl Page for RegisterForm {
    const TEMPLATE: &'static str = "pages/register/form";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", say.phrase(&self.heading), self.entry)
    }

    fn sample() -> RegisterForm {
        super::own::sample::form(Purpose::Register, 1, &Sent::default(), &[])
    }

    fn samples() -> Vec<RegisterForm> {
        let typed = Typed { name: "样例甲".to_owned(), phone: "12".to_owned(), ..Typed::default() };
        let sent = Sent {
            person: typed.clone(),
            team: "样例一队".to_owned(),
            members: vec![(1, typed)],
            agreed: false,
            once: String::new(),
        };
        let faults = [
            Fault::new("resident_id", "unmet-age-most").with("max", 35).with("seen", 41).with("date", "2019-12-07"),
            Fault::new("resident_id", "unmet-other-item"),
            Fault::new("phone", "phone"),
            Fault::new("skill_level", "unmet-skill").with("seen", "none").with("required", "senior"),
            Fault::new("m1.unit", "required"),
            Fault::new("agreed", "agree"),
        ];
        let join = Purpose::Join { path: "/register/1/join/abc".to_owned(), team: "样例一队".to_owned() };
        let instead = Purpose::Substitute { path: "/participation/abc".to_owned(), name: "样例甲".to_owned() };
        vec![
            RegisterForm::sample(),
            super::own::sample::form(Purpose::Register, 3, &sent, &faults),
            super::own::sample::form(join, 3, &Sent::default(), &[]),
            super::own::sample::form(instead, 1, &Sent::default(), &[]),
        ]
    }
}
