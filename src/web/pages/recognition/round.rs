//! A round: the public call and list, the panel's part, the office's steps.

use super::{Attempt, list, words};
use crate::domain::recognition::round::{Standing, State, Step};
use crate::domain::recognition::{Review, Subject};
use crate::platform::policies;
use crate::service::Fault;
use crate::service::recognition::RoundShown;
use crate::storage::recognition::NominationRow;
use crate::storage::recognition::RoundRow;
use crate::text::parts::{Choice, Control, Field, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::web::pages::plan::division_name;
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
    /// Where the reader reviews, and where the office follows the panel.
    pub review: Option<String>,
    pub panel: Option<String>,
    /// Where anybody can draw the panel again.
    pub draw: Option<String>,
    /// What the round lacks; for the office.
    pub missing: Vec<Phrase>,
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
    pub granted: bool,
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
    /// The place that was won.
    pub won: String,
    pub name: String,
    pub unit: String,
    pub source: String,
    pub registered: bool,
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
            listed: row.state.is_public(),
            granted: row.state == State::Decided,
            list: (1..).zip(&shown.list).map(listed).collect(),
            unusual: (shown.unusual && row.state != State::Decided).then(|| {
                let (least, most) = shown.programme.places.map_or((0, 0), |soft| (soft.at_least, soft.at_most));
                phrase!("recognition-unusual", least = i64::from(least), most = i64::from(most))
            }),
            objection,
            nominations: shown.nominations.iter().map(|one| put(one, row, shown.programme.subject, today)).collect(),
            nominate: shown.may_nominate.then(|| format!("{path}/nominate")),
            laureates: shown
                .laureates
                .iter()
                .map(|one| Won {
                    won: one.won.to_string(),
                    name: one.name.clone(),
                    unit: one.unit.clone(),
                    source: one.source.clone(),
                    registered: one.registered,
                })
                .collect(),
            review: shown.reviews.then(|| format!("{path}/review")),
            panel: shown.follows.then(|| format!("{path}/panel")),
            draw: (!row.draw.is_empty()).then(|| format!("{path}/draw")),
            missing: shown
                .missing
                .iter()
                .map(|one| family!("recognition-missing", one.code).with("count", one.count))
                .collect(),
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
    Listed {
        number,
        name: row.name.clone(),
        unit: unit.clone(),
        direct: row.direct_source.clone(),
        granted: row.state == Standing::Granted,
    }
}

fn put((row, unit): &(NominationRow, String), round: &RoundRow, subject: Subject, today: NaiveDate) -> Put {
    let out = row.state.is_out(round.state, today > round.closes_on);
    let reason = row.outcome.as_deref().filter(|code| !code.is_empty());
    Put {
        path: format!("/nominations/{}", row.id),
        name: if row.name.is_empty() { "—".to_owned() } else { row.name.clone() },
        unit: unit.clone(),
        nominator: words::nominator(subject, row.nominator),
        state: words::standing(row.state, out),
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
        let said = shown.places.counties.iter().map(|(code, count)| {
            let name = code.parse().map_or_else(|_| code.clone(), division_name);
            format!("{name} {count}")
        });
        facts.push((phrase!("recognition-counties"), Phrase::typed(said.collect::<Vec<_>>().join("\u{ff1b}"))));
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
        Step::Convene => (Vec::new(), phrase!("recognition-convene-help")),
        Step::Propose => {
            let mut fields = Vec::new();
            if matches!(shown.programme.review, Review::Vote(_)) && shown.row.drawn_at.is_none() {
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
            let help = match shown.programme.review {
                Review::Vote(_) => phrase!("recognition-propose-help"),
                Review::Score(_) => phrase!("recognition-propose-marks-help"),
            };
            (fields, help)
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
    let faults = own(attempt, &["present", "votes", "minutes", "document"]);
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
                    number: 1,
                    name: "王样例".into(),
                    unit: "样例机械有限公司".into(),
                    direct: String::new(),
                    granted: true,
                },
                Listed {
                    number: 2,
                    name: "李样例".into(),
                    unit: "样例电器有限公司".into(),
                    direct: "样例技能大赛 砌筑工 第 1 名".into(),
                    granted: false,
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
                won: "7".into(),
                name: "孙样例".into(),
                unit: "样例建设有限公司".into(),
                source: "样例技能大赛 砌筑工 第 1 名".into(),
                registered: true,
            }],
            review: Some("/recognition/2/review".into()),
            panel: Some("/recognition/2/panel".into()),
            draw: Some("/recognition/2/draw".into()),
            missing: vec![family!("recognition-missing", "held").with("count", 1)],
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
            review: None,
            panel: None,
            draw: None,
            missing: Vec::new(),
            step: None,
            cancel: None,
            note: None,
            ..RoundView::sample()
        };
        vec![RoundView::sample(), call, RoundView { list: Vec::new(), granted: true, ..RoundView::sample() }]
    }
}
