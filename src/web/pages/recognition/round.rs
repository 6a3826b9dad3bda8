//! A round: the public call and list, the panel's part, the office's steps.

use super::{Attempt, list, words};
use crate::domain::recognition::Review;
use crate::domain::recognition::round::{Standing, State, Step};
use crate::platform::policies;
use crate::service::Fault;
use crate::service::recognition::RoundShown;
use crate::storage::recognition::NominationRow;
use crate::text::parts::{Choice, Control, Field, FileRow, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::form_page::with_faults;
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct RoundView {
    pub path: String,
    pub heading: Phrase,
    pub year: String,
    pub state: Tag,
    pub version: i64,
    pub facts: Vec<(Phrase, Phrase)>,
    pub quote: String,
    pub note: Option<Phrase>,
    pub conditions: Vec<(Phrase, Phrase)>,
    pub materials: Vec<Phrase>,
    /// First and last day of the notice.
    pub notice: Option<(NaiveDate, NaiveDate)>,
    /// The proposed list, once it is public.
    pub list: Vec<Listed>,
    pub listed: bool,
    pub granted: bool,
    pub unusual: Option<Phrase>,
    pub objection: Option<Form>,
    /// What the reader may see of those put forward.
    pub nominations: Vec<Put>,
    pub nominate: Option<String>,
    pub laureates: Vec<Won>,
    pub marks: Vec<ToMark>,
    pub mark_fault: Option<Phrase>,
    /// The office's next step.
    pub step: Option<OfficeStep>,
    pub cancel: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Listed {
    pub number: usize,
    pub name: String,
    pub unit: String,
    pub direct: String,
}

#[derive(Debug, Serialize)]
pub struct Put {
    pub path: String,
    pub name: String,
    pub unit: String,
    pub nominator: Phrase,
    pub state: Tag,
    pub reason: Option<Phrase>,
    pub objections: i32,
}

#[derive(Debug, Serialize)]
pub struct Won {
    pub entrant: i64,
    pub name: String,
    pub unit: String,
    pub source: String,
}

/// One nominee for an evaluator.
#[derive(Debug, Serialize)]
pub struct ToMark {
    pub id: i64,
    pub name: String,
    pub unit: String,
    pub statement: String,
    pub papers: Vec<FileRow>,
    pub mark: String,
    pub remark: String,
}

#[derive(Debug, Serialize)]
pub struct OfficeStep {
    pub action: String,
    pub words: Phrase,
    pub help: Phrase,
    pub form: Form,
}

fn typed(attempt: &Attempt, name: &str) -> String {
    attempt.typed.get(name).cloned().unwrap_or_default()
}

fn own(attempt: &Attempt, names: &[&str]) -> Vec<Fault> {
    let belongs = |field: &str| names.iter().any(|name| field == *name || field.starts_with(&format!("{name}.")));
    attempt.faults.iter().filter(|fault| belongs(&fault.field)).cloned().collect()
}

impl RoundView {
    pub fn new(shown: RoundShown, attempt: &Attempt, today: NaiveDate) -> RoundView {
        let row = &shown.row;
        let path = format!("/recognition/{}", row.id);
        let notice = row.notice_on.zip(row.notice_ends_on);
        let runs = row.state == State::Notice && row.notice_ends_on.is_some_and(|last| today <= last);
        let objection = (runs && !shown.list.is_empty()).then(|| objection_form(&shown, attempt));
        let mark_fault = own(attempt, &["mark"]).first().map(|fault| fault_phrase(FaultFamily::Field, fault));
        RoundView {
            heading: words::title(&shown.programme),
            year: row.year.to_string(),
            state: row.state.into(),
            version: row.version,
            facts: facts(&shown),
            quote: shown.programme.quote.clone(),
            note: shown.programme.note.clone().map(Phrase::from),
            conditions: words::conditions(&shown.programme.conditions),
            materials: shown.programme.materials.iter().map(|one| Phrase::from(one.label.clone())).collect(),
            notice,
            listed: matches!(row.state, State::Notice | State::Decided),
            granted: row.state == State::Decided,
            list: (1..).zip(&shown.list).map(listed).collect(),
            unusual: shown.unusual.then(|| {
                let (least, most) = shown.programme.places.map_or((0, 0), |soft| (soft.at_least, soft.at_most));
                phrase!("recognition-unusual", least = i64::from(least), most = i64::from(most))
            }),
            objection,
            nominations: shown.nominations.iter().map(put).collect(),
            nominate: shown.may_nominate.then(|| format!("{path}/nominate")),
            laureates: shown
                .laureates
                .iter()
                .map(|one| Won {
                    entrant: one.entrant.get(),
                    name: one.name.clone(),
                    unit: one.unit.clone(),
                    source: one.source.clone(),
                })
                .collect(),
            marks: to_mark(&shown, attempt),
            mark_fault,
            step: step(&shown, attempt),
            cancel: shown.steps.contains(&Step::Cancel).then(|| {
                let reason = Field::new(Control::Text, "opinion", phrase!("recognition-cancel-reason"));
                with_faults(vec![reason.value(typed(attempt, "opinion")).required()], &own(attempt, &["opinion"]))
            }),
            path,
        }
    }
}

fn listed((number, (row, unit)): (usize, &(NominationRow, String))) -> Listed {
    Listed { number, name: row.name.clone(), unit: unit.clone(), direct: row.direct_source.clone() }
}

fn put((row, unit): &(NominationRow, String)) -> Put {
    let reason = row.outcome.as_deref().filter(|code| !code.is_empty());
    Put {
        path: format!("/nominations/{}", row.id),
        name: if row.name.is_empty() { "—".to_owned() } else { row.name.clone() },
        unit: unit.clone(),
        nominator: family!("recognition-nominator", row.nominator.as_str()),
        state: row.state.into(),
        reason: reason.map(|code| family!("recognition-reason", code)),
        objections: row.open_objections,
    }
}

fn facts(shown: &RoundShown) -> Vec<(Phrase, Phrase)> {
    let (row, programme) = (&shown.row, &shown.programme);
    let mut facts = vec![
        (phrase!("recognition-closes-on"), phrase!("common-day", day = row.closes_on)),
        (phrase!("recognition-review"), list::review(programme)),
    ];
    let places = match (row.places, programme.places) {
        (Some(places), _) => phrase!("recognition-places-are", count = places),
        (None, Some(soft)) => phrase!("recognition-places-about", count = i64::from(soft.about)),
        (None, None) => phrase!("recognition-places-open"),
    };
    facts.push((phrase!("recognition-places"), places));
    if !shown.places.counties.is_empty() {
        let said = shown.places.counties.iter().map(|(code, count)| format!("{code}: {count}"));
        facts.push((phrase!("recognition-counties"), Phrase::typed(said.collect::<Vec<_>>().join(", "))));
    }
    if let Some(years) = row.term_years {
        facts.push((phrase!("recognition-term"), phrase!("recognition-term-is", count = years)));
    }
    if let Some(present) = row.present {
        facts.push((phrase!("recognition-present"), phrase!("recognition-people", count = present)));
    }
    if !row.document.is_empty() {
        facts.push((phrase!("recognition-document"), Phrase::typed(row.document.clone())));
    }
    facts
}

fn objection_form(shown: &RoundShown, attempt: &Attempt) -> Form {
    let field = |control, name: &str, label| Field::new(control, name, label).value(typed(attempt, name)).required();
    let line = |(number, (row, unit)): (usize, &(NominationRow, String))| {
        Choice::new(row.id.to_string(), Phrase::typed(format!("{number}. {} {unit}", row.name)))
    };
    let fields = vec![
        field(Control::Select, "line", phrase!("notice-object-line")).choices((1..).zip(&shown.list).map(line)),
        field(Control::Text, "name", phrase!("notice-object-name")).help(phrase!("notice-object-name-help")),
        field(Control::Text, "contact", phrase!("notice-object-contact")).help(phrase!("notice-object-contact-help")),
        field(Control::Textarea, "reasons", phrase!("notice-object-reasons"))
            .help(phrase!("notice-object-reasons-help")),
    ];
    with_faults(fields, &own(attempt, &["line", "name", "contact", "reasons", ""]))
}

fn to_mark(shown: &RoundShown, attempt: &Attempt) -> Vec<ToMark> {
    let one = |one: &crate::service::recognition::Marked| {
        let id = one.row.id.get();
        let sent = typed(attempt, &format!("mark.{id}"));
        let kept =
            one.own.as_ref().map(|(mark, _)| crate::domain::contest::exact::Exact::hundredths(*mark).to_string());
        let paper = |paper: &crate::storage::recognition::NominationPaperRow| FileRow {
            name: paper.file_name.clone(),
            path: format!("/nominations/{id}/papers/{}", paper.id),
            size: u64::try_from(paper.size).ok(),
            note: None,
            remove: None,
        };
        ToMark {
            id,
            name: one.row.name.clone(),
            unit: one.unit.clone(),
            statement: one.row.statement.clone(),
            papers: one.papers.iter().map(paper).collect(),
            mark: if sent.is_empty() { kept.unwrap_or_default() } else { sent },
            remark: one.own.as_ref().map(|(_, remark)| remark.clone()).unwrap_or_default(),
        }
    };
    shown.to_mark.iter().map(one).collect()
}

/// The step the reader's office takes next, with its form.
fn step(shown: &RoundShown, attempt: &Attempt) -> Option<OfficeStep> {
    let step = shown.steps.iter().copied().find(|step| *step != Step::Cancel)?;
    let minutes = || {
        Field::new(Control::Textarea, "minutes", phrase!("recognition-minutes"))
            .help(phrase!("recognition-minutes-help"))
            .value(typed(attempt, "minutes"))
            .required()
    };
    let number = |name: String, label: Phrase| {
        let value = typed(attempt, &name);
        Field::new(Control::Number, &name, label).value(value).required()
    };
    let (fields, help) = match step {
        Step::Close => (Vec::new(), phrase!("recognition-close-help")),
        Step::Convene => {
            let member = |(user, name, unit): &(crate::domain::ids::UserId, String, String)| {
                Choice::new(user.to_string(), Phrase::typed(format!("{name}（{unit}）")))
            };
            let panel = Field::new(Control::Checks, "panel", phrase!("recognition-panel"))
                .choices(shown.evaluators.iter().map(member));
            let fields = if shown.evaluators.is_empty() { Vec::new() } else { vec![panel] };
            (fields, phrase!("recognition-convene-help"))
        }
        Step::Propose => {
            let mut fields = Vec::new();
            if matches!(shown.programme.review, Review::Vote(_)) {
                fields.push(number("present".to_owned(), phrase!("recognition-present")));
                let standing = |(row, _): &&(NominationRow, String)| {
                    row.state == Standing::Admitted && row.direct_source.is_empty()
                };
                for (row, unit) in shown.nominations.iter().filter(standing) {
                    let label = phrase!("recognition-votes-for", name = row.name.clone(), unit = unit.clone());
                    fields.push(number(format!("votes.{}", row.id), label));
                }
            }
            fields.push(minutes());
            (fields, phrase!("recognition-propose-help"))
        }
        Step::Publish => (Vec::new(), phrase!("recognition-publish-help")),
        Step::Decide => {
            let document = Field::new(Control::Text, "document", phrase!("recognition-document"))
                .value(typed(attempt, "document"))
                .required();
            (vec![document], phrase!("recognition-decide-help"))
        }
        Step::Cancel => return None,
    };
    let faults = own(attempt, &["panel", "present", "votes", "minutes", "document"]);
    Some(OfficeStep {
        action: format!("/recognition/{}/{step}", shown.row.id),
        words: list::button(step.as_str()),
        help,
        form: with_faults(fields, &faults),
    })
}

impl Page for RoundView {
    const TEMPLATE: &'static str = "pages/recognition/round";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.phrase(&self.heading))
    }

    fn sample() -> RoundView {
        let day = |day| NaiveDate::from_ymd_opt(2019, 11, day).unwrap_or_default();
        let text = |text: &str| Phrase::typed(text.to_owned());
        let form = |name: &str, label| Form::new(vec![Field::new(Control::Text, name, label).required()]);
        RoundView {
            path: "/recognition/2".to_owned(),
            heading: Phrase::both("市首席技师", "Chief technicians of the city"),
            year: "2019".to_owned(),
            state: State::Notice.into(),
            version: 4,
            facts: vec![
                (phrase!("recognition-closes-on"), phrase!("common-day", day = day(1))),
                (phrase!("recognition-places"), phrase!("recognition-places-are", count = 10)),
            ],
            quote: policies::programmes().first().map(|one| one.quote.clone()).unwrap_or_default(),
            note: Some(Phrase::both("原文没有规定评审方式。", "The text names no method.")),
            conditions: vec![(family!("recognition-condition", "skill-level"), family!("participant-level", "senior"))],
            materials: vec![Phrase::both("推荐表", "recommendation form")],
            notice: Some((day(18), day(25))),
            list: vec![
                Listed {
                    number: 1, name: "王样例".into(), unit: "样例机械有限公司".into(), direct: String::new()
                },
                Listed {
                    number: 2,
                    name: "李样例".into(),
                    unit: "样例电器有限公司".into(),
                    direct: "样例技能大赛 砌筑工 第 1 名".into(),
                },
            ],
            listed: true,
            granted: false,
            unusual: Some(phrase!("recognition-unusual", least = 8, most = 12)),
            objection: Some(form("name", phrase!("notice-object-name"))),
            nominations: vec![
                Put {
                    path: "/nominations/1".into(),
                    name: "王样例".into(),
                    unit: "样例机械有限公司".into(),
                    nominator: family!("recognition-nominator", "unit"),
                    state: Standing::Proposed.into(),
                    reason: None,
                    objections: 1,
                },
                Put {
                    path: "/nominations/3".into(),
                    name: "赵样例".into(),
                    unit: "样例电器有限公司".into(),
                    nominator: family!("recognition-nominator", "county"),
                    state: Standing::NotChosen.into(),
                    reason: Some(family!("recognition-reason", "under-bar")),
                    objections: 0,
                },
            ],
            nominate: Some("/recognition/2/nominate".into()),
            laureates: vec![Won {
                entrant: 7,
                name: "孙样例".into(),
                unit: "样例建设有限公司".into(),
                source: "样例技能大赛 砌筑工 第 1 名".into(),
            }],
            marks: vec![ToMark {
                id: 1,
                name: "王样例".into(),
                unit: "样例机械有限公司".into(),
                statement: "样例业绩：改进工装夹具 12 项。".into(),
                papers: vec![FileRow {
                    name: "推荐表.pdf".into(),
                    path: "/nominations/1/papers/1".into(),
                    size: Some(84_000),
                    note: None,
                    remove: None,
                }],
                mark: "86.5".into(),
                remark: String::new(),
            }],
            mark_fault: Some(text("样例")),
            step: Some(OfficeStep {
                action: "/recognition/2/decide".into(),
                words: list::button("decide"),
                help: phrase!("recognition-decide-help"),
                form: form("document", phrase!("recognition-document")),
            }),
            cancel: Some(form("opinion", phrase!("recognition-cancel-reason"))),
        }
    }

    fn samples() -> Vec<RoundView> {
        let call = RoundView {
            state: State::Open.into(),
            notice: None,
            list: Vec::new(),
            listed: false,
            unusual: None,
            objection: None,
            nominations: Vec::new(),
            nominate: None,
            laureates: Vec::new(),
            marks: Vec::new(),
            mark_fault: None,
            step: None,
            cancel: None,
            note: None,
            ..RoundView::sample()
        };
        vec![RoundView::sample(), call, RoundView { list: Vec::new(), granted: true, ..RoundView::sample() }]
    }
}
