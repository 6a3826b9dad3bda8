//! One base: what is public, and for unit and office its file with the next step.

use super::of_file;
use crate::domain::access::Action;
use crate::domain::base::{Level, State, Step, next_step};
use crate::domain::evaluation::rank::Grade;
use crate::domain::money::Fen;
use crate::service::Fault;
use crate::service::bases::{Shown, Typed, is_fixed};
use crate::service::evidence::ACCEPT;
use crate::storage::bases::{ApplicationRow, FigureRow};
use crate::text::parts::{Control, Field, FileRow, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::evaluations::grade;
use crate::web::pages::form_page::with_faults;
use crate::{family, phrase};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// What was sent and found wanting.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    pub typed: Typed,
    pub faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
pub struct BaseView {
    pub path: String,
    pub name: String,
    pub host: String,
    pub level: Option<Tag>,
    pub facts: Vec<(Phrase, Phrase)>,
    pub equipment: String,
    pub figures: Vec<FigureRow>,
    /// Year with its notice, and grade.
    pub grades: Vec<(i32, String, Tag)>,
    pub history: Vec<Past>,
    pub figures_form: Option<Form>,
    pub file: Option<FileView>,
}

/// An application as the history tells it.
#[derive(Debug, Serialize)]
pub struct Past {
    pub level: Phrase,
    pub state: Tag,
    pub day: Option<NaiveDate>,
    pub document: String,
    /// For unit and office only.
    pub opinion: String,
}

/// What unit and office see.
#[derive(Debug, Serialize)]
pub struct FileView {
    pub version: i64,
    pub state: Option<Tag>,
    pub wanted: Option<Phrase>,
    /// The proceeding under way would revoke the level, not give it.
    pub revoking: bool,
    pub statement: String,
    pub papers: Vec<FileRow>,
    pub may_upload: bool,
    pub accept: &'static str,
    pub paper_fault: Option<Phrase>,
    pub edit: Option<String>,
    pub apply: Option<Phrase>,
    /// Steps without words: address and button.
    pub submit: bool,
    pub withdraw: bool,
    pub examine: Option<Form>,
    pub decide: Option<Form>,
    /// Revoking the designation: to be decided, and to be proposed.
    pub revoke: Option<Form>,
    pub propose: Option<Form>,
    pub claims: Vec<ClaimLine>,
    pub paid: Fen,
    pub lacking: Option<Fen>,
    pub may_claim: bool,
}

#[derive(Debug, Serialize)]
pub struct ClaimLine {
    pub path: String,
    pub title: String,
    pub state: Tag,
    pub amount: Option<Fen>,
}

impl BaseView {
    pub fn new(shown: Shown, attempt: &Attempt, today: NaiveDate) -> BaseView {
        let may = |action: Action| shown.may.contains(&action);
        let path = format!("/bases/{}", shown.base.id);
        let level = shown.base.level();
        let figures_form = may(Action::BaseFigures).then(|| figures_form(attempt, today));
        let examine = may(Action::BaseExamine).then(|| opinion_form(attempt));
        let decide = may(Action::BaseDesignate).then(|| decision_form(attempt));
        let file = shown.file.as_ref().map(|file| {
            let latest = shown.applications.first();
            let open = latest.filter(|one| next_step(one.state).is_some());
            let paper = |paper: &crate::storage::bases::BasePaperRow| FileRow {
                name: paper.file_name.clone(),
                path: format!("{path}/papers/{}", paper.id),
                size: u64::try_from(paper.size).ok(),
                note: None,
                remove: (may(Action::BaseEdit) && !is_fixed(&shown.applications, paper))
                    .then(|| format!("{path}/papers/{}/remove", paper.id)),
            };
            let claim = |claim: &crate::storage::claims::ClaimRow| ClaimLine {
                path: format!("/claims/{}", claim.id),
                title: claim.title.clone(),
                state: claim.state.into(),
                amount: claim.decided_amount.map(Fen),
            };
            let higher = Level::ALL.iter().any(|wanted| crate::domain::base::may_apply(level, *wanted));
            let again = if level == Some(Level::City) { phrase!("base-promote") } else { phrase!("base-apply-again") };
            FileView {
                version: latest.map_or(-1, |one| one.version),
                state: open.map(|one| one.state.into()),
                wanted: open.map(|one| family!("base-level", one.level.as_str())),
                revoking: open.is_some_and(|one| one.state == State::Revoking),
                statement: open.map(|one| one.statement.clone()).unwrap_or_default(),
                papers: file.papers.iter().map(paper).collect(),
                may_upload: may(Action::BaseEdit),
                accept: ACCEPT,
                paper_fault: of_file(&attempt.faults).map(|fault| fault_phrase(FaultFamily::Field, fault)),
                edit: may(Action::BaseEdit).then(|| format!("{path}/edit")),
                apply: (may(Action::BaseApply) && higher).then_some(again),
                submit: may(Action::of_base_step(Step::Submit)),
                withdraw: may(Action::of_base_step(Step::Withdraw)),
                examine,
                decide,
                revoke: may(Action::BaseRevoke).then(|| revocation_form(attempt)),
                propose: may(Action::BaseProposeRevocation).then(|| proposal_form(attempt)),
                claims: file.claims.iter().map(claim).collect(),
                paid: file.paid,
                lacking: file.lacking,
                may_claim: may(Action::BaseClaim),
            }
        });
        let inside = file.is_some();
        BaseView {
            facts: facts(&shown),
            name: shown.base.name.clone(),
            level: level.map(Tag::from),
            equipment: shown.base.equipment.clone(),
            history: shown.applications.iter().map(|one| past(one, inside)).collect(),
            figures: shown.figures,
            grades: shown
                .grades
                .iter()
                .map(|(id, year, of)| (*year, format!("/evaluations/{id}/notice"), grade(*of)))
                .collect(),
            host: shown.host,
            figures_form,
            file,
            path,
        }
    }
}

fn past(one: &ApplicationRow, inside: bool) -> Past {
    Past {
        level: family!("base-level", one.level.as_str()),
        state: one.state.into(),
        day: one.designated_on,
        document: one.document.clone(),
        opinion: if inside { one.opinion.clone() } else { String::new() },
    }
}

fn facts(shown: &Shown) -> Vec<(Phrase, Phrase)> {
    let base = &shown.base;
    let text = |text: &str| Phrase::typed(text.to_owned());
    let mut facts = vec![
        (phrase!("base-host"), text(&shown.host)),
        (phrase!("base-industry"), text(&base.industry)),
        (phrase!("base-address"), text(&base.address)),
        (phrase!("base-trades"), text(&base.trades.replace(';', "、"))),
    ];
    facts.extend(base.designated_on.map(|day| (phrase!("base-designated-on"), phrase!("common-day", day = day))));
    let metres = |count| (phrase!("base-area"), phrase!("base-area-is", count = count));
    let places = |count| (phrase!("base-workstations"), phrase!("base-workstations-are", count = count));
    let people = |count| (phrase!("base-teachers"), phrase!("base-teachers-are", count = count));
    facts.extend(base.area.map(i64::from).map(metres));
    facts.extend(base.workstations.map(i64::from).map(places));
    facts.extend(base.teachers.map(i64::from).map(people));
    facts
}

fn typed(attempt: &Attempt, name: &str) -> String {
    attempt.typed.0.get(name).cloned().unwrap_or_default()
}

/// The faults of these fields only: several forms share the page.
fn own_faults(attempt: &Attempt, names: &[&str]) -> Vec<Fault> {
    attempt.faults.iter().filter(|fault| names.contains(&fault.field.as_str())).cloned().collect()
}

fn figures_form(attempt: &Attempt, today: NaiveDate) -> Form {
    let number = |name: &str, label| Field::new(Control::Number, name, label).value(typed(attempt, name)).required();
    let year = Some(typed(attempt, "year")).filter(|year| !year.is_empty());
    let fields = vec![
        number("year", phrase!("base-year")).value(year.unwrap_or_else(|| (today.year() - 1).to_string())),
        number("trainees", phrase!("base-trainees")),
        number("certificates", phrase!("base-certificates")),
        number("competitions", phrase!("base-competitions")),
    ];
    with_faults(fields, &own_faults(attempt, &["year", "trainees", "certificates", "competitions"]))
}

fn opinion_form(attempt: &Attempt) -> Form {
    let opinion = Field::new(Control::Textarea, "opinion", phrase!("base-opinion"))
        .help(phrase!("base-opinion-help"))
        .value(typed(attempt, "opinion"));
    with_faults(vec![opinion], &own_faults(attempt, &["opinion"]))
}

fn proposal_form(attempt: &Attempt) -> Form {
    let reason = Field::new(Control::Textarea, "reason", phrase!("base-revoke-reason"))
        .help(phrase!("base-revoke-reason-help"))
        .value(typed(attempt, "reason"))
        .required();
    with_faults(vec![reason], &own_faults(attempt, &["reason"]))
}

fn revocation_form(attempt: &Attempt) -> Form {
    let fields = vec![
        Field::new(Control::Text, "document", phrase!("base-revoke-document"))
            .help(phrase!("base-revoke-document-help"))
            .value(typed(attempt, "document")),
        Field::new(Control::Date, "day", phrase!("base-revoke-day"))
            .help(phrase!("base-revoke-document-help"))
            .value(typed(attempt, "day")),
        Field::new(Control::Textarea, "opinion", phrase!("base-reasons"))
            .help(phrase!("base-keep-help"))
            .value(typed(attempt, "opinion")),
    ];
    with_faults(fields, &own_faults(attempt, &["document", "day", "opinion"]))
}

fn decision_form(attempt: &Attempt) -> Form {
    let fields = vec![
        Field::new(Control::Text, "document", phrase!("base-document"))
            .help(phrase!("base-document-help"))
            .value(typed(attempt, "document")),
        Field::new(Control::Date, "day", phrase!("base-day"))
            .help(phrase!("base-document-help"))
            .value(typed(attempt, "day")),
        Field::new(Control::Textarea, "opinion", phrase!("base-reasons"))
            .help(phrase!("base-reasons-help"))
            .value(typed(attempt, "opinion")),
    ];
    with_faults(fields, &own_faults(attempt, &["document", "day", "opinion"]))
}

fn past_sample(state: State) -> Past {
    Past {
        level: family!("base-level", Level::City.as_str()),
        state: state.into(),
        day: NaiveDate::from_ymd_opt(2019, 3, 1).filter(|_| state == State::Designated),
        document: if state == State::Designated { "样例发〔2019〕1号".to_owned() } else { String::new() },
        opinion: String::new(),
    }
}

impl Page for BaseView {
    const TEMPLATE: &'static str = "pages/bases/show";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> BaseView {
        let text = |text: &str| Phrase::typed(text.to_owned());
        let today = NaiveDate::from_ymd_opt(2019, 11, 18).unwrap_or_default();
        BaseView {
            path: "/bases/2".to_owned(),
            name: "样例建筑技能公共实训基地".to_owned(),
            host: "样例技师学院".to_owned(),
            level: Some(Level::City.into()),
            facts: vec![
                (phrase!("base-host"), text("样例技师学院")),
                (phrase!("base-trades"), text("砌筑工、抹灰工")),
                (phrase!("base-area"), phrase!("base-area-is", count = 8_200)),
            ],
            equipment: "砌筑工位 60 个，样例设备若干。".to_owned(),
            figures: vec![FigureRow { year: 2018, trainees: 2_150, certificates: 1_830, competitions: 4 }],
            grades: vec![(2018, "/evaluations/1/notice".to_owned(), grade(Grade::Excellent))],
            history: vec![
                Past { level: family!("base-level", "provincial"), ..past_sample(State::Submitted) },
                past_sample(State::Designated),
            ],
            figures_form: Some(figures_form(&Attempt::default(), today)),
            file: Some(FileView {
                version: 3,
                state: Some(State::Submitted.into()),
                wanted: Some(family!("base-level", "provincial")),
                revoking: false,
                statement: "样例陈述：场地、设备、师资已达到要求。".to_owned(),
                papers: vec![FileRow {
                    name: "申报表.pdf".to_owned(),
                    path: "/bases/2/papers/1".to_owned(),
                    size: Some(84_000),
                    note: None,
                    remove: Some("/bases/2/papers/1/remove".to_owned()),
                }],
                may_upload: true,
                accept: ACCEPT,
                paper_fault: None,
                edit: Some("/bases/2/edit".to_owned()),
                apply: Some(phrase!("base-promote")),
                submit: true,
                withdraw: true,
                examine: None,
                decide: None,
                revoke: None,
                propose: None,
                claims: vec![ClaimLine {
                    path: "/claims/7".to_owned(),
                    title: "样例建筑技能公共实训基地市级创建资助".to_owned(),
                    state: crate::domain::claim::State::Paid.into(),
                    amount: Some(Fen::yuan(80_000)),
                }],
                paid: Fen::yuan(80_000),
                lacking: Some(Fen::yuan(120_000)),
                may_claim: true,
            }),
        }
    }

    fn samples() -> Vec<BaseView> {
        let public =
            BaseView { file: None, figures_form: None, figures: Vec::new(), grades: Vec::new(), ..BaseView::sample() };
        let office = |examine: bool| {
            let attempt = Attempt { faults: vec![Fault::new("opinion", "required")], ..Attempt::default() };
            let mut view = BaseView::sample();
            view.figures_form = None;
            view.file = view.file.map(|file| FileView {
                submit: false,
                withdraw: false,
                may_upload: false,
                may_claim: false,
                apply: None,
                edit: None,
                papers: Vec::new(),
                claims: Vec::new(),
                examine: examine.then(|| opinion_form(&attempt)),
                decide: (!examine).then(|| decision_form(&attempt)),
                ..file
            });
            view
        };
        let mut revoking = office(false);
        revoking.history.insert(0, past_sample(State::Revoking));
        revoking.file = revoking.file.map(|file| FileView {
            state: Some(State::Revoking.into()),
            wanted: Some(family!("base-level", "city")),
            revoking: true,
            statement: "样例理由：场地已挪作他用。".to_owned(),
            decide: None,
            revoke: Some(revocation_form(&Attempt::default())),
            ..file
        });
        let mut standing = office(true);
        standing.file = standing.file.map(|file| FileView {
            state: None,
            examine: None,
            propose: Some(proposal_form(&Attempt::default())),
            ..file
        });
        vec![BaseView::sample(), public, office(true), office(false), revoking, standing]
    }
}
