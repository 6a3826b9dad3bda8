//! Who came, by half-day; what is to be looked at; the sheet of paper entered by hand.

use super::person::{half_label, met_tag};
use crate::domain::event::Kind;
use crate::domain::ids::EventId;
use crate::domain::participant::attendance::{Flag, FlagKind, HalfKey, Presence, Rule};
use crate::domain::schedule::sitting::Half;
use crate::domain::time;
use crate::service::attendance::{self, Register};
use crate::service::files::Format;
use crate::service::{Fault, ServiceError};
use crate::storage::attendance::AnswerRow;
use crate::text::parts::{Choice, Control, Empty, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![show, file, answer, enter, set]
}

#[derive(Debug, Serialize)]
pub struct AttendanceView {
    pub event_path: String,
    pub name: String,
    pub path: String,
    pub expected: usize,
    pub seen: usize,
    pub met: usize,
    /// What counts, in a sentence.
    pub rule: Phrase,
    pub by_schedule: bool,
    pub flags: Vec<FlagLine>,
    pub open_flags: usize,
    pub halves: Vec<Phrase>,
    pub lines: Vec<PersonLine>,
    pub empty: Empty,
    pub may_edit: bool,
    /// The certificates of completion, of what is no competition.
    pub completions: Option<String>,
    /// Faults of answers.
    pub errors: Form,
    /// The sheet of paper.
    pub manual: Option<Form>,
    /// What counts as present.
    pub present: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct PersonLine {
    pub path: String,
    pub name: String,
    pub tail: String,
    pub unit: String,
    pub entry: String,
    pub cells: Vec<HalfCell>,
    pub share: String,
    pub met: Tag,
}

#[derive(Debug, Serialize)]
pub struct HalfCell {
    pub label: Phrase,
    /// None: not expected then.
    pub presence: Option<Tag>,
}

#[derive(Debug, Serialize)]
pub struct FlagLine {
    pub kind: Tag,
    pub said: Phrase,
    /// Whom it is about: path and name.
    pub person: Option<(String, String)>,
    pub at: DateTime<Utc>,
    pub key: String,
    pub answer: Option<(String, String)>,
}

/// How much of a half-day somebody was there; nobody is absent from one that has not begun.
pub fn presence_tag(presence: Presence, begun: bool) -> Tag {
    if presence == Presence::Absent && !begun {
        return Tag::new(Tone::Plain, phrase!("attendance-to-come"));
    }
    let tone = match presence {
        Presence::Present => Tone::Done,
        Presence::Part => Tone::Wait,
        Presence::Absent => Tone::Plain,
    };
    Tag::new(tone, family!("attendance", presence.as_str()))
}

/// How long something was, in the two units that a reader can picture: minutes, hours, or days.
fn lasting(said: Phrase, minutes: i64) -> Phrase {
    let (unit, whole, rest) = match minutes {
        ..120 => ("minutes", minutes, 0),
        120..2_880 => ("hours", minutes / 60, minutes % 60),
        _ => ("days", minutes / 1_440, minutes % 1_440 / 60),
    };
    said.with("unit", unit).with("whole", whole).with("rest", rest)
}

fn flag_line(register: &Register, path: &str, flag: &Flag, answer: Option<&AnswerRow>) -> FlagLine {
    let line = flag.person.and_then(|id| register.lines.iter().find(|line| line.attended.person == id));
    let said = match flag.kind {
        FlagKind::Twice => phrase!("attendance-flag-said-twice", devices = flag.detail.as_str()),
        FlagKind::Elsewhere => {
            lasting(phrase!("attendance-flag-said-elsewhere", event = flag.detail.as_str()), flag.count)
        }
        FlagKind::OutAlone => phrase!("attendance-flag-said-out-alone", device = flag.detail.as_str()),
        FlagKind::OutsideDays => phrase!("attendance-flag-said-outside-days", device = flag.detail.as_str()),
        FlagKind::Clock => {
            let way = if flag.count < 0 { "ahead" } else { "behind" };
            let said = phrase!("attendance-flag-said-clock", device = flag.detail.as_str(), way = way);
            lasting(said, flag.count.abs() / 60)
        }
        FlagKind::Rush => phrase!("attendance-flag-said-rush", device = flag.detail.as_str(), people = flag.count),
    };
    let tone = if answer.is_some() { Tone::Plain } else { Tone::Wait };
    FlagLine {
        kind: Tag::new(tone, family!("attendance-flag", flag.kind.as_str())),
        said,
        person: line.map(|line| (format!("{path}/{}", line.row.id), line.row.name.clone())),
        at: time::from_shanghai(flag.at),
        key: flag.key(),
        answer: answer.map(|row| (row.answer.clone(), row.by.clone())),
    }
}

fn manual_fields(register: &Register, now: DateTime<Utc>, typed: &BTreeMap<String, String>) -> Vec<Field> {
    let begun = register.halves.iter().filter(|half| time::from_shanghai(half.start()) <= now);
    let halves = begun.map(|half| Choice::new(half.key.code(), half_label(half.key)));
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let people = register.lines.iter().map(|line| {
        let id = line.row.id.to_string();
        let ticked = typed.contains_key(&format!("people.{id}"));
        (Choice::new(id, Phrase::typed(format!("{} {}", line.row.name, line.row.unit))), ticked)
    });
    vec![
        Field::new(Control::Select, "half", phrase!("attendance-half-day"))
            .choices(halves)
            .value(text("half"))
            .required(),
        Field::new(Control::Text, "reason", phrase!("attendance-manual-reason"))
            .help(phrase!("attendance-manual-reason-help"))
            .value(text("reason"))
            .required(),
        Field::new(Control::Checks, "people", phrase!("attendance-people")).boxes(people).required(),
    ]
}

fn present_fields(rule: &Rule) -> Vec<Field> {
    let parts = attendance::PARTS.iter().map(|part| Choice::new(part.to_string(), Phrase::typed(part.in_words())));
    vec![
        Field::new(Control::Select, "present", phrase!("attendance-part-of-half"))
            .choices(parts)
            .value(rule.present.to_string())
            .required(),
    ]
}

impl AttendanceView {
    fn new(register: &Register, now: DateTime<Utc>, typed: &BTreeMap<String, String>, faults: &[Fault]) -> Self {
        let event_path = format!("/events/{}", register.event.id);
        let path = format!("{event_path}/attendance");
        let keys: Vec<HalfKey> = register.halves.iter().map(|half| half.key).collect();
        let over = register.over(now);
        let lines = register.lines.iter().map(|line| PersonLine {
            path: format!("{path}/{}", line.row.id),
            name: line.row.name.clone(),
            tail: line.row.id_tail.clone(),
            unit: line.row.unit.clone(),
            entry: line.entry.clone(),
            cells: keys
                .iter()
                .map(|key| HalfCell {
                    label: half_label(*key),
                    presence: line
                        .attended
                        .halves
                        .get(key)
                        .map(|there| presence_tag(*there, register.begun(*key, now))),
                })
                .collect(),
            share: format!("{}/{}", line.attended.share.attended, line.attended.share.of),
            met: met_tag(line.met, over),
        });
        let of = |names: &[&str]| -> Vec<Fault> {
            faults.iter().filter(|fault| names.contains(&fault.field.as_str())).cloned().collect()
        };
        let flags = register.flags.iter().map(|(flag, answer)| flag_line(register, &path, flag, answer.as_ref()));
        let rule = register.rule;
        let may_enter = register.may_edit && !register.lines.is_empty();
        AttendanceView {
            name: register.event.name.clone(),
            expected: register.expected(),
            seen: register.seen(),
            met: register.met(),
            rule: phrase!(
                "attendance-rule",
                present = rule.present.in_words().as_str(),
                share = rule.share.in_words().as_str()
            ),
            by_schedule: register.by_schedule,
            flags: flags.collect(),
            open_flags: register.open_flags(),
            halves: keys.iter().copied().map(half_label).collect(),
            lines: lines.collect(),
            empty: Empty {
                title: phrase!("attendance-none"),
                help: Some(phrase!("attendance-none-help")),
                action: None,
            },
            may_edit: register.may_edit,
            completions: (register.event.kind != Kind::Competition).then(|| format!("{event_path}/completions")),
            errors: with_faults(Vec::new(), &of(&["answer"])),
            manual: may_enter
                .then(|| with_faults(manual_fields(register, now, typed), &of(&["half", "reason", "people"]))),
            present: register.may_set.then(|| with_faults(present_fields(&rule), &of(&["present"]))),
            event_path,
            path,
        }
    }
}

async fn page(view: View, event: EventId, typed: BTreeMap<String, String>, faults: Vec<Fault>) -> Result {
    let register = view.act(move |app, who| attendance::show(app, who, event)).await?;
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let now = view.app.now();
    view.page_as(status, &AttendanceView::new(&register, now, &typed, &faults))
}

#[get("/events/<id>/attendance")]
async fn show(view: View, id: i64) -> Result {
    page(view, self::id(id)?, BTreeMap::new(), Vec::new()).await
}

#[get("/events/<id>/attendance/file?<format>", rank = 1)]
async fn file(view: View, id: i64, format: Option<&str>) -> Result {
    let (event, format) = (self::id::<EventId>(id)?, Format::of(format)?);
    Ok(view.act(move |app, who| attendance::export(app, who, event, format)).await?.into())
}

#[post("/events/<id>/attendance/answers", data = "<form>")]
async fn answer(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let (flag, words) = (form.0.text("flag").to_owned(), form.0.text("answer").to_owned());
    match view.act(move |app, who| attendance::answer(app, who, event, &flag, &words)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/attendance"), "flag-answered")),
        Err(ServiceError::Invalid(faults)) => page(view, event, BTreeMap::new(), faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/attendance/manual", data = "<form>")]
async fn enter(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let (half, reason) = (form.0.text("half").to_owned(), form.0.text("reason").to_owned());
    let people: Vec<i64> = form.0.prefixed("people.").keys().filter_map(|id| id.parse().ok()).collect();
    match view.act(move |app, who| attendance::enter_manually(app, who, event, &half, &people, &reason)).await {
        Ok(_) => Ok(Answer::done(format!("/events/{id}/attendance"), "sheet-entered")),
        Err(ServiceError::Invalid(faults)) => page(view, event, form.0.typed(), faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/attendance/rule", data = "<form>")]
async fn set(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let present = form.0.text("present").to_owned();
    match view.act(move |app, who| attendance::set_present(app, who, event, &present)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/attendance"), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, event, BTreeMap::new(), faults).await,
        Err(error) => Err(error.into()),
    }
}

impl Page for AttendanceView {
    const TEMPLATE: &'static str = "pages/attendance/show";

    fn title(&self, say: Say) -> String {
        say.t(key!("attendance-title"))
    }

    fn sample() -> AttendanceView {
        let day = NaiveDate::from_ymd_opt(2019, 11, 28).unwrap_or_default();
        let at = DateTime::from_timestamp(1_574_902_800, 0).unwrap_or_default();
        let label = |half: &Half| half_label(HalfKey { day, half: *half });
        let cells = |presences: [Option<Presence>; 3]| {
            let halves = Half::ALL.iter().zip(presences);
            halves
                .map(|(half, presence)| HalfCell {
                    label: label(half),
                    presence: presence.map(|there| presence_tag(there, true)),
                })
                .collect()
        };
        let line = |id: i64, name: &str, presences, share: &str, met| PersonLine {
            path: format!("/events/7/attendance/{id}"),
            name: name.to_owned(),
            tail: "0017".to_owned(),
            unit: "样例建筑工程有限公司".to_owned(),
            entry: String::new(),
            cells: cells(presences),
            share: share.to_owned(),
            met: met_tag(met, true),
        };
        let flag = |kind: FlagKind, said: Phrase, answer: bool| FlagLine {
            kind: Tag::new(if answer { Tone::Plain } else { Tone::Wait }, family!("attendance-flag", kind.as_str())),
            said,
            person: (kind == FlagKind::Twice).then(|| ("/events/7/attendance/11".to_owned(), "测试学员甲".to_owned())),
            at,
            key: format!("{kind}:sample"),
            answer: answer.then(|| ("两扇门各扫了一次，本人在场。".to_owned(), "周承办".to_owned())),
        };
        let people = [(Choice::new("11", Phrase::typed("测试学员甲")), false)];
        let manual = vec![
            Field::new(Control::Select, "half", phrase!("attendance-half-day")).required(),
            Field::new(Control::Text, "reason", phrase!("attendance-manual-reason")).required(),
            Field::new(Control::Checks, "people", phrase!("attendance-people")).boxes(people).required(),
        ];
        let (present, part, absent) = (Some(Presence::Present), Some(Presence::Part), Some(Presence::Absent));
        AttendanceView {
            event_path: "/events/7".to_owned(),
            name: "样例焊工技能竞赛".to_owned(),
            path: "/events/7/attendance".to_owned(),
            expected: 2,
            seen: 2,
            met: 1,
            rule: phrase!("attendance-rule", present = "50%", share = "80%"),
            by_schedule: true,
            flags: vec![
                flag(FlagKind::Twice, phrase!("attendance-flag-said-twice", devices = "3f9a20b1 / 77c01d2e"), false),
                flag(FlagKind::Rush, phrase!("attendance-flag-said-rush", device = "3f9a20b1", people = 6), true),
                flag(
                    FlagKind::Clock,
                    lasting(phrase!("attendance-flag-said-clock", device = "3f9a20b1", way = "ahead"), 3_620),
                    true,
                ),
            ],
            open_flags: 1,
            halves: Half::ALL.iter().map(label).collect(),
            lines: vec![
                line(11, "测试学员甲", [present, present, None], "2/2", true),
                line(12, "测试学员乙", [part, absent, None], "0/2", false),
            ],
            empty: Empty {
                title: phrase!("attendance-none"),
                help: Some(phrase!("attendance-none-help")),
                action: None,
            },
            may_edit: true,
            completions: Some("/events/7/completions".to_owned()),
            errors: with_faults(Vec::new(), &[]),
            manual: Some(with_faults(manual, &[Fault::new("people", "nobody-ticked")])),
            present: Some(with_faults(present_fields(&Rule::USUAL), &[])),
        }
    }

    fn samples() -> Vec<AttendanceView> {
        let empty = AttendanceView {
            lines: Vec::new(),
            flags: Vec::new(),
            open_flags: 0,
            may_edit: false,
            completions: None,
            manual: None,
            present: None,
            by_schedule: false,
            ..AttendanceView::sample()
        };
        vec![AttendanceView::sample(), empty]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    #[test]
    fn how_long_is_said_in_units_one_can_picture() {
        let said = |minutes, lang| {
            let clock = phrase!("attendance-flag-said-clock", device = "A", way = "behind");
            let said = lasting(clock, minutes).say(lang).into_owned();
            said.replace("设备 A 的时钟慢 ", "").replace("，时间已校正", "").replace("the clock of device A is ", "")
        };
        let zh = [7, 119, 120, 150, 2_880, 3_660_000].map(|minutes| said(minutes, Lang::Zh));
        assert_eq!(zh, ["7 分钟", "119 分钟", "2 小时", "2 小时 30 分钟", "2 天", "2541 天 16 小时"]);
        assert_eq!(said(2_940, Lang::En), "2 days 1 h slow; times were put right");
    }
}
