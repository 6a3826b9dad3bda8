//! One event: where it stands, who has the next step, what is in its file, what it may bring.

use crate::domain::access::Action;
use crate::domain::event::{
    Clocks, Field as EventField, Kind, Paper, Stage, State, StepKind, Warning, WarningCode, fields, next_step,
    open_stage, papers_until,
};
use crate::domain::people::Role;
use crate::service::Fault;
use crate::service::events::EventShown;
use crate::service::evidence::ACCEPT;
use crate::storage::events::EventRow;
use crate::text::parts::{Check, CheckState, Control, Explanation, Field, FileRow, Form, Step, StepState, Tag, Upload};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::events::form::label;
use crate::web::pages::events::words::{measured, state_tag};
use crate::{family, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct EventView {
    pub path: String,
    pub name: String,
    pub reference: String,
    pub state: Tag,
    pub kind: Phrase,
    pub host: String,
    pub version: i64,
    /// Who has the next step; none when nothing more is expected.
    pub next: Option<Phrase>,
    /// The item of the plan: path and name.
    pub item: Option<(String, String)>,
    pub steps: Vec<Step>,
    pub warnings: Vec<Remark>,
    pub facts: Vec<Fact>,
    /// What the next step of the host still lacks.
    pub lacking: Vec<Remark>,
    pub papers: Vec<Check>,
    pub may_upload: bool,
    /// Papers can be made from what the system has.
    pub generate: bool,
    /// What was written otherwise than measured.
    pub measured: Option<Phrase>,
    /// Names on good certificates whose attendance no longer suffices.
    pub doubtful: Vec<String>,
    pub upload_fault: Option<Phrase>,
    /// The page that edits; none when nothing can be written.
    pub edit: Option<Phrase>,
    /// The host's next step.
    pub forward: Option<Forward>,
    pub decide: bool,
    pub may_return: bool,
    pub may_cancel: bool,
    pub may_claim: bool,
    /// The page of its items, for a competition that is approved.
    pub contests: Option<String>,
    /// The page of its schedule, for those whose event it is.
    pub schedule: Option<String>,
    /// The page of its participants and how many count.
    pub participants: Option<(String, i64)>,
    pub claim: Option<(String, String)>,
    pub errors: Form,
    pub opinion: Field,
    pub reason: Field,
    pub estimate: Option<Explanation>,
}

/// A sentence with a page it leads to.
#[derive(Debug, Serialize)]
pub struct Remark {
    pub text: Phrase,
    pub path: Option<String>,
    pub link: Option<String>,
}

/// One thing the host wrote.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: Phrase,
    pub value: Phrase,
    pub long: bool,
}

/// The step a host takes next.
#[derive(Debug, Serialize)]
pub struct Forward {
    /// Where the form goes: `/events/7/submit`.
    pub action: String,
    pub title: Phrase,
    pub help: Phrase,
    pub button: Phrase,
}

/// What was typed into the forms of the page, and what was wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    pub opinion: String,
    pub reason: String,
    pub faults: Vec<Fault>,
}

impl EventView {
    pub fn new(shown: &EventShown, estimate: Option<Explanation>, attempt: &Attempt) -> EventView {
        let row = &shown.row;
        let path = format!("/events/{}", row.id);
        let error = |name: &str| {
            let fault = attempt.faults.iter().find(|fault| fault.field == name);
            fault.map(|fault| fault_phrase(FaultFamily::Field, fault))
        };
        let opinion = Field::new(Control::Textarea, "opinion", phrase!("event-opinion"))
            .rows(3)
            .help(phrase!("event-opinion-help"))
            .value(&attempt.opinion)
            .error(error("opinion"));
        let reason = Field::new(Control::Textarea, "reason", phrase!("event-reason"))
            .rows(2)
            .required()
            .value(&attempt.reason)
            .error(error("reason"));
        let upload_fault = error("file").or_else(|| error("requirement"));
        let mut errors = Form { summary: Form::new(vec![opinion.clone(), reason.clone()]).summary, fields: Vec::new() };
        if errors.summary.is_none() && upload_fault.is_none() && !attempt.faults.is_empty() {
            errors = errors.fault(phrase!("event-not-complete", count = attempt.faults.len() as i64));
        }
        EventView {
            next: next(shown),
            item: shown
                .item
                .as_ref()
                .filter(|_| !shown.by_claim)
                .map(|item| (format!("/plan/items/{}", item.id), item.name.clone())),
            steps: steps(shown),
            warnings: shown.warnings.iter().map(|warning| warned(warning, &shown.others)).collect(),
            facts: facts(shown),
            lacking: lacking(shown, &path),
            papers: checklist(shown, &path),
            may_upload: shown.may(Action::EventUpload),
            generate: shown.may(Action::EventUpload)
                && row.state == State::Held
                && shown.participants.is_some_and(|count| count > 0),
            measured: measured(&shown.differing),
            doubtful: shown.doubtful.iter().map(|of| of.name.clone()).collect(),
            upload_fault,
            edit: (shown.may(Action::EventEdit)).then(|| open_stage(row.state)).flatten().map(written),
            forward: forward(shown, &path),
            decide: shown.may(Action::EventApprove),
            may_return: shown.may(Action::EventReturn),
            may_cancel: shown.may(Action::EventCancel),
            may_claim: shown.may(Action::ClaimCreate),
            contests: (row.kind == Kind::Competition && has_items(row.state) && !shown.by_claim)
                .then(|| format!("{path}/contests")),
            schedule: (!shown.by_claim).then(|| format!("{path}/schedule")),
            participants: shown.participants.map(|count| (format!("{path}/participants"), count)),
            claim: shown.claim.as_ref().map(|claim| (format!("/claims/{}", claim.id), claim.reference.clone())),
            name: row.name.clone(),
            reference: row.reference.clone(),
            state: state_tag(row.state),
            kind: family!("event-kind", row.kind.as_str()),
            host: shown.host.name.clone(),
            version: row.version,
            errors,
            opinion,
            reason,
            estimate,
            path,
        }
    }
}

fn written(stage: Stage) -> Phrase {
    family!("event-write", stage.as_str())
}

fn next(shown: &EventShown) -> Option<Phrase> {
    let next = next_step(shown.row.state, &Clocks::default())?;
    Some(match next.roles.first() {
        Some(Role::Host) => phrase!("event-next-host"),
        _ => phrase!("event-next-office"),
    })
}

/// What happened, and what is still to come.
fn steps(shown: &EventShown) -> Vec<Step> {
    let done = shown.steps.iter().map(|row| {
        let failed = matches!(row.step, StepKind::Return | StepKind::Cancel);
        let state = if failed { StepState::Failed } else { StepState::Done };
        let step = Step::new(state, family!("event-step", row.step.as_str())).by(&row.user_name).at(row.at);
        if row.opinion.is_empty() { step } else { step.note(&row.opinion) }
    });
    let mut all: Vec<Step> = done.collect();
    let mut state = shown.row.state;
    let mut now = StepState::Now;
    while let Some(next) = next_step(state, &Clocks::default()) {
        all.push(Step { due: shown.due.filter(|_| now == StepState::Now), ..Step::new(now, expected(next.step)) });
        now = StepState::Next;
        state = match crate::domain::event::transition(state, next.step) {
            Some(row) => row.to,
            None => break,
        };
    }
    all
}

/// A step still to come: what is approved in the end is examined first.
fn expected(step: StepKind) -> Phrase {
    match step {
        StepKind::Approve => phrase!("event-decide"),
        step => family!("event-step", step.as_str()),
    }
}

fn warned(warning: &Warning, others: &[EventRow]) -> Remark {
    let other = warning.other.and_then(|id| others.iter().find(|row| row.id == id));
    let text = match warning.code {
        WarningCode::ShortNotice => phrase!("event-warning-short-notice", days = warning.days.unwrap_or(0)),
        code => family!("event-warning", code.as_str()),
    };
    Remark {
        text,
        path: other.map(|row| format!("/events/{}", row.id)),
        link: other.map(|row| format!("{} {}", row.reference, row.name)),
    }
}

fn facts(shown: &EventShown) -> Vec<Fact> {
    let given = fields(shown.row.kind).iter().filter_map(|def| {
        let text = shown.details.text(def.field)?;
        let value = match def.field {
            EventField::Level => family!("event-level", text),
            EventField::Class => family!("event-class", text),
            field if shown.details.flag(field).is_some() => {
                if text == "true" {
                    phrase!("common-yes")
                } else {
                    phrase!("common-no")
                }
            }
            EventField::StartsOn | EventField::EndsOn => match shown.details.date(def.field) {
                Some(day) => phrase!("common-day", day = day),
                None => Phrase::typed(text),
            },
            EventField::EstimatedCost
            | EventField::FinalCost
            | EventField::Sponsorship
            | EventField::OtherPublicMoney => match shown.details.money(def.field) {
                Some(fen) => phrase!("event-yuan", amount = fen),
                None => Phrase::typed(text),
            },
            _ => Phrase::typed(text),
        };
        Some(Fact { label: label(def.field), value, long: def.input.is_long() })
    });
    given.collect()
}

fn lacking(shown: &EventShown, path: &str) -> Vec<Remark> {
    let fields = shown.lacking.fields.iter().map(|fault| Remark {
        text: fault.field.parse::<EventField>().map_or_else(|_| Phrase::typed(&fault.field), label),
        path: Some(format!("{path}/edit#f-{}", fault.field)),
        link: None,
    });
    let papers = shown.lacking.papers.iter().map(|paper| Remark {
        text: family!("paper", paper.as_str()),
        path: Some("#papers".to_owned()),
        link: None,
    });
    fields.chain(papers).collect()
}

/// The stage whose papers are on the list: the present one, or the last.
fn stage(state: State) -> Stage {
    match state {
        State::Draft | State::Submitted | State::Returned => Stage::Proposal,
        State::Approved | State::Filed => Stage::Filing,
        State::Held | State::Closed | State::Cancelled => Stage::Closing,
    }
}

fn checklist(shown: &EventShown, path: &str) -> Vec<Check> {
    let open = shown.may(Action::EventUpload);
    let upload = |paper: Paper| Upload {
        path: format!("{path}/papers"),
        requirement: paper.as_str().to_owned(),
        accept: ACCEPT,
    };
    let files = |code: &str| -> Vec<FileRow> {
        let of = shown.papers.iter().filter(|paper| paper.requirement == code && paper.stands());
        of.map(|paper| FileRow {
            name: paper.file_name.clone(),
            path: format!("/papers/{}", paper.id),
            size: Some(paper.size),
            note: None,
            remove: open.then(|| format!("/papers/{}/remove", paper.id)),
        })
        .collect()
    };
    let asked = papers_until(shown.row.kind, stage(shown.row.state));
    let mut list: Vec<Check> = asked
        .iter()
        .map(|asked| {
            let files = files(asked.paper.as_str());
            let state = match (files.is_empty(), asked.mandatory) {
                (false, _) => CheckState::Given,
                (true, true) => CheckState::Missing,
                (true, false) => CheckState::Optional,
            };
            let label = family!("paper", asked.paper.as_str());
            Check { state, label, help: None, files, upload: open.then(|| upload(asked.paper)) }
        })
        .collect();
    // What was handed in and is not asked for (any more) is part of the file, too.
    for paper in Paper::ALL.iter().filter(|paper| !asked.iter().any(|asked| asked.paper == **paper)) {
        let files = files(paper.as_str());
        if !files.is_empty() {
            let label = family!("paper", paper.as_str());
            list.push(Check { state: CheckState::Given, label, help: None, files, upload: None });
        }
    }
    list
}

fn forward(shown: &EventShown, path: &str) -> Option<Forward> {
    let step = [StepKind::Submit, StepKind::File, StepKind::MarkHeld, StepKind::Close]
        .into_iter()
        .find(|step| shown.may(Action::of_event_step(*step)))?;
    Some(Forward {
        action: format!("{path}/{step}"),
        title: family!("event-do", step.as_str()),
        help: family!("event-do-help", step.as_str()),
        button: family!("event-step", step.as_str()),
    })
}

/// Items belong to a competition that was approved.
fn has_items(state: State) -> bool {
    matches!(state, State::Approved | State::Filed | State::Held | State::Closed)
}

impl Page for EventView {
    const TEMPLATE: &'static str = "pages/events/show";

    fn title(&self, say: Say) -> String {
        if self.name.is_empty() { say.t(crate::key!("event-unnamed")) } else { self.name.clone() }
    }

    fn sample() -> EventView {
        let remark = |text: Phrase, other: bool| Remark {
            text,
            path: other.then(|| "/events/9".to_owned()),
            link: other.then(|| "SJ-2019-0009 钢筋工技能竞赛".to_owned()),
        };
        let opinion = Field::new(Control::Textarea, "opinion", phrase!("event-opinion"));
        let reason = Field::new(Control::Textarea, "reason", phrase!("event-reason"));
        let fact = |field, value: &str, long| Fact { label: label(field), value: Phrase::typed(value), long };
        EventView {
            path: "/events/7".to_owned(),
            name: "建筑抹灰工技能竞赛".to_owned(),
            reference: "SJ-2019-0007".to_owned(),
            state: state_tag(State::Submitted),
            kind: family!("event-kind", "competition"),
            host: "样例建筑行业协会".to_owned(),
            version: 3,
            next: Some(phrase!("event-next-office")),
            item: Some(("/plan/items/1".to_owned(), "建筑抹灰工技能竞赛".to_owned())),
            steps: vec![
                Step::new(StepState::Done, family!("event-step", "submit")).by("周承办"),
                Step::new(StepState::Now, family!("event-step", "approve")),
            ],
            warnings: vec![
                remark(phrase!("event-warning-short-notice", days = 12), false),
                remark(family!("event-warning", "same-venue"), true),
            ],
            facts: vec![
                fact(EventField::Venue, "样例技师学院实训楼", false),
                fact(EventField::SafetyPlan, "设急救点,\n配备消防器材", true),
            ],
            lacking: Vec::new(),
            papers: vec![
                Check {
                    state: CheckState::Given,
                    label: family!("paper", "budget"),
                    help: None,
                    files: vec![FileRow {
                        name: "预算.xlsx".to_owned(),
                        path: "/papers/3".to_owned(),
                        size: Some(18_000),
                        note: None,
                        remove: Some("/papers/3/remove".to_owned()),
                    }],
                    upload: None,
                },
                Check {
                    state: CheckState::Missing,
                    label: family!("paper", "host_certificate"),
                    help: None,
                    files: vec![],
                    upload: Some(Upload {
                        path: "/events/7/papers".to_owned(),
                        requirement: "host_certificate".to_owned(),
                        accept: ACCEPT,
                    }),
                },
            ],
            may_upload: false,
            generate: true,
            measured: Some(Phrase::typed("实际参加人数 40 → 36")),
            doubtful: vec!["测试学员甲".to_owned(), "测试学员乙".to_owned()],
            upload_fault: None,
            edit: None,
            forward: None,
            decide: true,
            may_return: true,
            may_cancel: true,
            may_claim: false,
            contests: Some("/events/7/contests".to_owned()),
            schedule: Some("/events/7/schedule".to_owned()),
            participants: Some(("/events/7/participants".to_owned(), 42)),
            claim: None,
            errors: Form::default(),
            opinion,
            reason,
            estimate: Some(super::estimate::sample()),
        }
    }

    fn samples() -> Vec<EventView> {
        let sample = EventView::sample();
        let row =
            Remark { text: label(EventField::Trade), path: Some("/events/7/edit#f-trade".to_owned()), link: None };
        let draft = EventView {
            state: state_tag(State::Draft),
            name: String::new(),
            next: Some(phrase!("event-next-host")),
            item: None,
            warnings: Vec::new(),
            lacking: vec![row],
            may_upload: true,
            generate: true,
            measured: Some(Phrase::typed("实际参加人数 40 → 36")),
            edit: Some(written(Stage::Proposal)),
            forward: Some(Forward {
                action: "/events/7/submit".to_owned(),
                title: family!("event-do", "submit"),
                help: family!("event-do-help", "submit"),
                button: family!("event-step", "submit"),
            }),
            decide: false,
            may_return: false,
            errors: Form::default().fault(phrase!("event-not-complete", count = 2)),
            ..EventView::sample()
        };
        let closed = EventView {
            state: state_tag(State::Closed),
            next: None,
            warnings: Vec::new(),
            facts: Vec::new(),
            papers: Vec::new(),
            decide: false,
            may_cancel: false,
            may_claim: true,
            upload_fault: Some(phrase!("fault-file-kind")),
            claim: Some(("/claims/3".to_owned(), "JX-2019-0003".to_owned())),
            estimate: None,
            ..EventView::sample()
        };
        vec![sample, draft, closed]
    }
}
