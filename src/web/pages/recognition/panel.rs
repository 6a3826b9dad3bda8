//! The panel of a round for the office: seed, draw, members, conflicts, how far the marks are, the meeting
//! where they are apart; and the draw for everybody to redo.

use super::words;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::filling::Filling;
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{NominationId, RoundId, UserId};
use crate::domain::recognition::round::{State, Step};
use crate::service::evaluations::TypedDraw;
use crate::service::recognition::{self, Bench, Seated};
use crate::service::{Fault, ServiceError};
use crate::storage::recognition::NominationRow;
use crate::text::parts::{Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::pages::scoring::panel::{DrawPage, SeedView, ShortView, declared_tag, seat_tag, seed_form, typed_draw};
use crate::web::run;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::{get, post};
use serde::Serialize;

async fn page(view: View, round: i64, typed: &TypedDraw, faults: &[Fault]) -> Result {
    let of = id::<RoundId>(round)?;
    let (bench, steps) = view.act(move |app, who| recognition::follow(app, who, of)).await?;
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let today = view.app.today();
    view.page_as(status, &PanelPage::new(&bench, (&steps, today), typed, faults))
}

#[get("/recognition/<round>/panel")]
pub async fn show(view: View, round: i64) -> Result {
    page(view, round, &TypedDraw::default(), &[]).await
}

#[post("/recognition/<round>/seed", data = "<form>")]
pub async fn seed(view: View, round: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<RoundId>(round)?, form.0.version(), typed_draw(&form));
    let sent = typed.clone();
    match view.act(move |app, who| recognition::publish_seed(app, who, of, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}/panel"), "seed-published")),
        Err(ServiceError::Invalid(faults)) => page(view, round, &typed, &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/recognition/<round>/seed/number", data = "<form>")]
pub async fn number(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    let typed = form.0.text("seed").to_owned();
    match view.act(move |app, who| recognition::enter_seed(app, who, of, version, &typed)).await {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}/panel"), "seed-entered")),
        Err(ServiceError::Invalid(faults)) => page(view, round, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/recognition/<round>/draw", data = "<form>")]
pub async fn draw(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    view.act(move |app, who| recognition::draw(app, who, of, version)).await?;
    Ok(Answer::done(format!("/recognition/{round}/panel"), "panel-drawn"))
}

#[post("/recognition/<round>/panel/<user>/replace", data = "<form>")]
pub async fn replace(view: View, round: i64, user: i64, form: Checked) -> Result {
    let (of, user, version) = (id::<RoundId>(round)?, id::<UserId>(user)?, form.0.version());
    let reason = form.0.text("reason").to_owned();
    match view.act(move |app, who| recognition::replace(app, who, of, version, user, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}/panel"), "member-replaced")),
        Err(ServiceError::Invalid(faults)) => page(view, round, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/recognition/<round>/panel/nominees/<nomination>/call", data = "<form>")]
pub async fn call(view: View, round: i64, nomination: i64, form: Checked) -> Result {
    let (of, nominee, version) = (id::<RoundId>(round)?, id::<NominationId>(nomination)?, form.0.version());
    view.act(move |app, who| recognition::call(app, who, of, version, nominee)).await?;
    Ok(Answer::done(format!("/recognition/{round}/panel"), "member-called"))
}

#[post("/recognition/<round>/meeting", data = "<form>")]
pub async fn meet(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    let minutes = form.0.text("meeting").to_owned();
    match view.act(move |app, who| recognition::meet(app, who, of, version, &minutes)).await {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}/panel"), "meeting-held")),
        Err(ServiceError::Invalid(faults)) => page(view, round, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

/// Seed, tickets and order, by numbers: whoever wants can draw again.
#[get("/recognition/<round>/draw")]
pub async fn drawing(view: View, round: i64) -> Result {
    let of = id::<RoundId>(round)?;
    let shown = run(&view.app, move |app| recognition::round(app, None, of)).await?;
    let basis = recognition::basis(&shown.row)?;
    let back = ("/recognition".to_owned(), phrase!("nav-recognition"));
    let path = format!("/recognition/{round}");
    let year = shown.row.year.to_string();
    view.page(&DrawPage::new(back, path, year, &shown.row.seed, &basis, shown.row.drawn_at.is_some()))
}

#[derive(Debug, Serialize)]
pub struct PanelPage {
    pub path: String,
    /// A meeting is called for.
    pub meets: bool,
    pub heading: Phrase,
    pub year: String,
    pub state: Tag,
    pub version: i64,
    pub errors: Form,
    pub seed: SeedView,
    pub draw: bool,
    pub rows: Vec<SeatView>,
    pub conflicts: Vec<ConflictView>,
    /// Nominees whom too few members review.
    pub short: Vec<ShortView>,
    pub replaces: bool,
    pub progress: Vec<Progress>,
    /// Of the panel's result.
    pub minutes: String,
    pub scored: bool,
    /// Members who cast their ballot, and all.
    pub ballots: (usize, usize),
}

#[derive(Debug, Serialize)]
pub struct SeatView {
    pub user: i64,
    pub name: String,
    pub unit: String,
    pub seat: Tag,
    pub trade: String,
    pub declared: Option<Tag>,
    /// The nominees this one was called in for, where not for all.
    pub called: Vec<String>,
    /// Whose seat a substitute can take.
    pub is_replaceable: bool,
}

#[derive(Debug, Serialize)]
pub struct ConflictView {
    pub evaluator: String,
    pub nominee: String,
    pub reason: Phrase,
    pub note: String,
    pub found: bool,
}

/// How far a nominee's review is; marks themselves are sealed.
#[derive(Debug, Serialize)]
pub struct Progress {
    pub name: String,
    pub unit: String,
    /// Members who review this nominee, and those of them who have handed their marks in.
    pub members: usize,
    pub marked: usize,
    pub second: bool,
    pub meeting: String,
    /// Once the list is made: the marks that count, those of the first round where there were two, remarks.
    pub given: String,
    pub first: String,
    pub remarks: String,
    /// How far the marks are apart, where a meeting is called for.
    pub apart: Option<String>,
}

impl PanelPage {
    fn new(of: &Bench, (steps, today): (&[Step], NaiveDate), typed: &TypedDraw, faults: &[Fault]) -> PanelPage {
        let (convenes, proposes) = (steps.contains(&Step::Convene), steps.contains(&Step::Propose));
        let draw = recognition::basis(&of.round).ok();
        let acts = convenes && of.round.drawn_at.is_none();
        let seed = SeedView::new((acts, today), &of.round.seed, draw, typed, faults);
        let seat = |one: &Seated| SeatView {
            user: one.row.user_id.get(),
            name: one.name.clone(),
            unit: one.unit_name.clone(),
            seat: seat_tag(one.row.seat),
            trade: one.row.trade.clone(),
            declared: (one.row.seat == Seat::Member).then(|| declared_tag(one.row.declared_at.is_some())),
            called: of.called_for(one.row.user_id).iter().map(|one| one.name.clone()).collect(),
            is_replaceable: one.row.seat == Seat::Member && !one.row.voted,
        };
        let conflict = |row: &crate::storage::recognition_panels::ConflictRow| {
            let person = of.panel.iter().find(|one| one.row.user_id == row.user_id);
            let nominee = of.nominees.iter().find(|(one, _)| one.id == row.nomination_id);
            Some(ConflictView {
                evaluator: person.map(|one| one.name.clone())?,
                nominee: nominee.map(|(one, _)| one.name.clone())?,
                reason: family!("evaluation-conflict", row.reason.as_str()),
                note: row.note.clone(),
                found: row.found,
            })
        };
        let apart = of.apart();
        let progress = |(one, unit): &(NominationRow, String)| {
            let round = Bench::round_of(one);
            let (marks, remarks) = of.given(one.id, round);
            let said = |marks: &[Exact]| marks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\u{3001}");
            let gap = apart.iter().find(|(other, _)| other.id == one.id).map(|(_, gap)| *gap);
            Progress {
                name: one.name.clone(),
                unit: unit.clone(),
                members: of.scorers(one).count(),
                // Whoever was not met about is not marked again: their marks are in.
                marked: of.scorers(one).filter(|by| by.row.voted || (of.has_met() && round == 1)).count(),
                second: round == 2,
                given: said(&marks),
                first: if round == 2 { said(&of.given(one.id, 1).0) } else { String::new() },
                remarks: remarks.join("\u{ff1b}"),
                meeting: one.meeting.clone(),
                apart: gap.filter(|_| proposes).map(|gap: Exact| gap.decimal_or_rounded(2)),
            }
        };
        let members = of.members().count();
        let path = format!("/recognition/{}", of.round.id);
        let short = |(one, filling): (&NominationRow, Filling<UserId>)| ShortView {
            name: one.name.clone(),
            call: (proposes && filling.is_due()).then(|| format!("{path}/panel/nominees/{}/call", one.id)),
            nobody: filling == Filling::Nobody,
        };
        PanelPage {
            short: of.short().into_iter().map(short).collect(),
            path: path.clone(),
            meets: proposes && !apart.is_empty(),
            heading: words::title(&of.programme),
            year: of.round.year.to_string(),
            state: of.round.state.into(),
            version: of.round.version,
            errors: if seed.asks() { Form::default() } else { with_faults(Vec::new(), faults) },
            seed,
            draw: convenes && !of.round.seed.is_empty() && of.round.drawn_at.is_none(),
            rows: of.panel.iter().map(seat).collect(),
            conflicts: of
                .conflicts
                .iter()
                .filter(|row| row.reason != Conflict::Elsewhere)
                .filter_map(conflict)
                .collect(),
            replaces: proposes
                && of.round.state == State::Panel
                && !of.round.seed.is_empty()
                && of.panel.iter().any(|one| one.row.seat == Seat::Substitute),
            progress: if of.round.state != State::Checking && members > 0 {
                of.nominees.iter().map(progress).collect()
            } else {
                Vec::new()
            },
            minutes: of.round.minutes.clone(),
            scored: of.is_scored(),
            ballots: (of.members().filter(|one| one.row.voted).count(), members),
        }
    }
}

impl Page for PanelPage {
    const TEMPLATE: &'static str = "pages/recognition/panel";

    fn title(&self, say: Say) -> String {
        format!("{} {} {}", self.year, say.phrase(&self.heading), say.t(key!("scoring-panel")))
    }

    fn sample() -> PanelPage {
        let seat = |user, name: &str, seat: Seat, declared: Option<bool>| SeatView {
            user,
            name: name.to_owned(),
            unit: "样例职业学院".to_owned(),
            seat: seat_tag(seat),
            trade: String::new(),
            declared: declared.map(declared_tag),
            called: if user == 12 { vec!["王样例".to_owned()] } else { Vec::new() },
            is_replaceable: seat == Seat::Member,
        };
        let progress = |id, name: &str| Progress {
            name: name.to_owned(),
            unit: "样例机械有限公司".to_owned(),
            members: 5,
            marked: 5,
            second: id == 2,
            given: "90、88、86".to_owned(),
            first: if id == 2 { "95、85、74.5".to_owned() } else { String::new() },
            remarks: "样例评语".to_owned(),
            meeting: if id == 2 { "样例会商：尺度不一。".to_owned() } else { String::new() },
            apart: (id == 1).then(|| "24.5".to_owned()),
        };
        PanelPage {
            path: "/recognition/2".to_owned(),
            meets: true,
            heading: Phrase::both("市首席技师", "Chief technicians of the city"),
            year: "2019".to_owned(),
            state: State::Panel.into(),
            version: 3,
            errors: Form::default(),
            seed: SeedView { known: "03 07 11 19 28 30".to_owned(), ..SeedView::default() },
            draw: false,
            rows: vec![
                seat(11, "卫专家", Seat::Member, Some(true)),
                seat(12, "蒋专家", Seat::Member, Some(false)),
                seat(13, "沈专家", Seat::Substitute, None),
            ],
            conflicts: vec![ConflictView {
                evaluator: "卫专家".to_owned(),
                nominee: "王样例".to_owned(),
                reason: family!("evaluation-conflict", "worked-there"),
                note: String::new(),
                found: true,
            }],
            short: vec![
                ShortView {
                    name: "王样例".to_owned(),
                    call: Some("/recognition/2/panel/nominees/1/call".to_owned()),
                    nobody: false,
                },
                ShortView { name: "李样例".to_owned(), call: None, nobody: true },
            ],
            replaces: true,
            progress: vec![progress(1, "李样例"), progress(2, "赵样例"), progress(3, "孙样例")],
            minutes: "样例纪要：到会五人，按评分排序。".to_owned(),
            scored: true,
            ballots: (2, 5),
        }
    }

    fn samples() -> Vec<PanelPage> {
        let start = PanelPage {
            seed: SeedView {
                form: Some(seed_form(
                    &TypedDraw::default(),
                    &[Fault::new("others", "evaluation-even").with("seats", 4)],
                )),
                ..SeedView::default()
            },
            rows: Vec::new(),
            conflicts: Vec::new(),
            short: Vec::new(),
            progress: Vec::new(),
            ..PanelPage::sample()
        };
        let ready = PanelPage { draw: true, rows: Vec::new(), progress: Vec::new(), ..PanelPage::sample() };
        vec![PanelPage::sample(), start, ready, PanelPage { scored: false, ..PanelPage::sample() }]
    }
}
