//! Published results, their file, objections to them, and the page that verifies a certificate.

use super::certificates::{CertificateView, Verified};
use crate::domain::contest::honours::{HonourKind, Lacking, Sex};
use crate::domain::contest::medals::Award;
use crate::domain::ids::{ContestId, EventId};
use crate::domain::lang::Lang;
use crate::service::completions;
use crate::service::contests::{self, Decided, HonourLine, PublicItem, PublicRow};
use crate::service::notices::Filed;
use crate::service::{Fault, ServiceError};
use crate::storage::contests::ItemRow;
use crate::text::parts::{Control, Empty, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::pages::attendance::completions::{CompletionView, VerifiedCompletion};
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::{Throttle, id, workbook};
use crate::web::run;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDateTime;
use rocket::http::Status;
use rocket::{Route, State, get, post, routes};
use serde::Serialize;
use std::net::IpAddr;

pub fn routes() -> Vec<Route> {
    routes![index, display, file, object, verify]
}

#[get("/results?<event>")]
async fn index(view: View, event: Option<Asked>) -> Result {
    // An event that cannot be read is none that there is; without one all are listed.
    let asked = Asked::text(event).filter(|event| !event.trim().is_empty());
    let event = asked.map(|event| event.trim().parse::<EventId>().map_err(|_| ServiceError::NotFound)).transpose()?;
    let rows = run(&view.app, move |app| contests::list_published(app, event)).await?;
    view.page(&ResultList::new(rows))
}

#[get("/results/<contest>")]
async fn display(view: View, contest: i64) -> Result {
    let id = id::<ContestId>(contest)?;
    let item = run(&view.app, move |app| contests::published(app, id)).await?;
    view.page(&ResultView::new(&item, &Filed::default(), &[]))
}

#[get("/results/<contest>/file")]
async fn file(view: View, contest: i64) -> Result {
    let id = id::<ContestId>(contest)?;
    let item = run(&view.app, move |app| contests::published(app, id)).await?;
    if item.correcting {
        return Err(ServiceError::conflict("result-correcting").into());
    }
    // A result is posted in Chinese, whoever fetches it.
    let award = |award: Award| family!("contest-award", award.as_str()).say(Lang::Zh).into_owned();
    Ok(workbook(format!("{} {}.xlsx", item.event, item.name), &contests::file(&item, award))?)
}

#[post("/results/<contest>/objections", data = "<form>")]
async fn object(
    view: View,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    contest: i64,
    form: Checked,
) -> Result {
    let id = id::<ContestId>(contest)?;
    let text = |name: &str| form.0.text(name).to_owned();
    let filed = Filed { name: text("name"), contact: text("contact"), reasons: text("reasons") };
    let sent = filed.clone();
    let done = if throttle.admits(address) {
        run(&view.app, move |app| contests::object(app, id, &sent)).await
    } else {
        Err(ServiceError::invalid("", "too-many-objections"))
    };
    match done {
        Ok(()) => Ok(Answer::done(format!("/results/{id}"), "objection-filed")),
        Err(ServiceError::Invalid(faults)) => {
            let item = run(&view.app, move |app| contests::published(app, id)).await?;
            view.page_as(Status::UnprocessableEntity, &ResultView::new(&item, &filed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/certificates/<code>")]
async fn verify(view: View, code: &str) -> Result {
    let code = code.to_owned();
    let sought = code.clone();
    match run(&view.app, move |app| contests::verify(app, &sought)).await {
        Ok(found) => view.page(&Verified { of: CertificateView::from(&found) }),
        Err(ServiceError::NotFound) => {
            let found = run(&view.app, move |app| completions::verify(app, &code)).await?;
            view.page(&VerifiedCompletion { of: CompletionView::from(&found) })
        }
        Err(error) => Err(error.into()),
    }
}

/// The published items.
#[derive(Debug, Serialize)]
pub struct ResultList {
    pub rows: Vec<Listed>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Listed {
    pub path: String,
    pub name: String,
    pub event: String,
    pub published_at: Option<NaiveDateTime>,
    pub correcting: bool,
}

impl ResultList {
    fn new(rows: Vec<(ItemRow, String)>) -> ResultList {
        let listed = |(row, event): (ItemRow, String)| Listed {
            path: format!("/results/{}", row.id),
            name: row.name,
            event,
            published_at: row.published_at,
            correcting: row.phase != crate::domain::contest::phase::Phase::Published,
        };
        let empty = Empty { title: phrase!("result-none"), help: Some(phrase!("result-none-help")), action: None };
        ResultList { rows: rows.into_iter().map(listed).collect(), empty }
    }
}

impl Page for ResultList {
    const TEMPLATE: &'static str = "pages/results/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-results"))
    }

    fn sample() -> ResultList {
        let contest = super::sample::contest(crate::domain::contest::phase::Phase::Published);
        ResultList::new(vec![(contest.item, contest.event.name)])
    }

    fn samples() -> Vec<ResultList> {
        vec![ResultList::sample(), ResultList::new(Vec::new())]
    }
}

/// One published item.
#[derive(Debug, Serialize)]
pub struct ResultView {
    pub path: String,
    pub name: String,
    pub event: String,
    pub published_at: NaiveDateTime,
    pub until: NaiveDateTime,
    pub held: bool,
    pub correcting: bool,
    pub corrected: bool,
    pub without_awards: bool,
    pub points: bool,
    pub deductions: bool,
    pub rows: Vec<Row>,
    /// The objection form, while the clock runs.
    pub form: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub rank: usize,
    pub joint: bool,
    pub official: bool,
    pub name: String,
    /// Of a team, by name.
    pub members: Option<Phrase>,
    pub unit: String,
    pub deduction: String,
    pub total: String,
    /// What told it from others with the same total.
    pub decided: Vec<Phrase>,
    pub points: Option<i64>,
    pub award: Option<Phrase>,
    pub honours: Vec<HonourView>,
}

/// An honour and why it is given, or why nobody can tell.
#[derive(Debug, Serialize)]
pub struct HonourView {
    /// Which member of a team; blank for a single contestant.
    pub who: String,
    pub honour: String,
    pub issuer: String,
    /// The conditions of the rule.
    pub reasons: Vec<Phrase>,
    /// What is not known and decides.
    pub lacking: Vec<Phrase>,
    pub source: String,
}

impl From<&HonourLine> for HonourView {
    fn from(line: &HonourLine) -> HonourView {
        let (from, to) = line.ranks;
        let ranks = match (from, to) {
            (from, to) if from == to => phrase!("honour-rank", rank = from),
            (from, to) => phrase!("honour-ranks", from = from, to = to),
        };
        let tiers = line.tiers.map(|(from, to)| phrase!("honour-tiers", from = i64::from(from), to = i64::from(to)));
        let oldest = line.oldest.map(|oldest| phrase!("honour-oldest", age = i64::from(oldest)));
        let sex = line.sex.map(|sex| family!("honour-sex", sex.as_str()));
        HonourView {
            who: line.who.clone(),
            honour: line.honour.clone(),
            issuer: line.issuer.clone(),
            reasons: [Some(ranks), tiers, oldest, sex].into_iter().flatten().collect(),
            lacking: line.lacking.iter().map(|lacking| family!("honour-lacking", lacking.as_str())).collect(),
            source: line.source.clone(),
        }
    }
}

impl ResultView {
    fn new(item: &PublicItem, typed: &Filed, faults: &[Fault]) -> ResultView {
        let row = |row: &PublicRow| Row {
            rank: row.rank,
            joint: row.joint,
            official: row.official,
            name: row.name.clone(),
            members: Phrase::listed(row.members.iter().map(Phrase::typed)),
            unit: row.unit.clone(),
            deduction: row.deduction.clone(),
            total: row.total.clone(),
            decided: row
                .decided
                .iter()
                .map(|one| phrase!("result-decided", by = one.by.as_str(), value = one.value.as_str()))
                .collect(),
            points: row.points,
            award: row.award.map(|award| family!("contest-award", award.as_str())),
            honours: row.honours.iter().map(HonourView::from).collect(),
        };
        ResultView {
            path: format!("/results/{}", item.id),
            name: item.name.clone(),
            event: item.event.clone(),
            published_at: item.published_at.naive_utc(),
            until: item.appeals_until.naive_utc(),
            held: item.held,
            correcting: item.correcting,
            corrected: item.corrected,
            without_awards: item.without_awards,
            points: item.rows.iter().any(|row| row.points.is_some()),
            deductions: item.has_deductions(),
            rows: item.rows.iter().map(row).collect(),
            form: item.open.then(|| form(typed, faults)),
        }
    }
}

fn form(typed: &Filed, faults: &[Fault]) -> Form {
    let fields = vec![
        Field::new(Control::Text, "name", phrase!("notice-object-name"))
            .help(phrase!("notice-object-name-help"))
            .value(&typed.name)
            .autocomplete("name")
            .required(),
        Field::new(Control::Text, "contact", phrase!("notice-object-contact"))
            .help(phrase!("notice-object-contact-help"))
            .value(&typed.contact)
            .required(),
        Field::new(Control::Textarea, "reasons", phrase!("notice-object-reasons"))
            .help(phrase!("notice-object-reasons-help"))
            .value(&typed.reasons)
            .required(),
    ];
    with_faults(fields, faults)
}

pub(super) fn sample_honour(lacking: &[Lacking]) -> HonourLine {
    HonourLine {
        who: if lacking.is_empty() { "测试队员乙".to_owned() } else { String::new() },
        honour: "样例市技术能手".to_owned(),
        issuer: "样例市人力社保局".to_owned(),
        kind: HonourKind::Title,
        ranks: (1, 3),
        tiers: Some((1, 2)),
        oldest: Some(35),
        sex: Some(Sex::Female),
        source: "样例办法".to_owned(),
        lacking: lacking.to_vec(),
    }
}

impl Page for ResultView {
    const TEMPLATE: &'static str = "pages/results/show";

    fn title(&self, _: Say) -> String {
        format!("{} {}", self.event, self.name)
    }

    fn sample() -> ResultView {
        let row = |rank, name: &str, award, official| PublicRow {
            rank,
            joint: rank == 2,
            official,
            name: name.to_owned(),
            members: if rank == 2 { vec!["测试队员乙".to_owned()] } else { Vec::new() },
            unit: "样例建工集团".to_owned(),
            decided: ["practical", "time", "A"]
                .map(|by| Decided { by: by.to_owned(), value: "67.20".to_owned() })
                .into(),
            deduction: if rank == 2 { "1.5".to_owned() } else { String::new() },
            total: "86.40".to_owned(),
            points: Some(724),
            award,
            honours: if rank == 1 {
                vec![sample_honour(&[]), sample_honour(&[Lacking::BirthDate, Lacking::Sex])]
            } else {
                Vec::new()
            },
        };
        let at = "2019-11-18T01:00:00Z".parse().unwrap_or_default();
        let item = PublicItem {
            id: ContestId::new(1),
            name: "砌筑工".to_owned(),
            event: "样例市职业技能大赛".to_owned(),
            published_at: at,
            appeals_until: at + chrono::Duration::minutes(120),
            open: true,
            correcting: false,
            corrected: true,
            held: true,
            without_awards: false,
            rows: vec![
                row(1, "测试选手甲", Some(Award::Gold), true),
                row(2, "测试选手乙", None, true),
                row(1, "测试选手丙", None, false),
            ],
        };
        ResultView::new(&item, &Filed::default(), &[Fault::new("name", "anonymous")])
    }

    fn samples() -> Vec<ResultView> {
        let over = ResultView { form: None, held: false, without_awards: true, points: false, ..ResultView::sample() };
        let correcting = ResultView {
            form: None,
            held: false,
            correcting: true,
            corrected: false,
            rows: Vec::new(),
            ..ResultView::sample()
        };
        vec![ResultView::sample(), over, correcting]
    }
}
