//! The panel: seed, draw, members, conflicts; and the draw for everybody to redo.

use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::filling::Filling;
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::{EvaluationEntryId, EvaluationId, UserId};
use crate::domain::time;
use crate::service::evaluations::{self, Campaign, DrawBasis, Seated, Source, TypedDraw};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::{get, post};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[get("/evaluations/<evaluation>/panel")]
pub async fn show(view: View, evaluation: i64) -> Result {
    page(view, evaluation, &TypedDraw::default(), &[]).await
}

async fn page(view: View, evaluation: i64, typed: &TypedDraw, faults: &[Fault]) -> Result {
    let of = id::<EvaluationId>(evaluation)?;
    let campaign = view.act(move |app, who| evaluations::follow(app, who, of)).await?;
    let runs = evaluations::may_open(&view.who()?).is_ok();
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let today = view.app.today();
    view.page_as(status, &PanelPage::new(&campaign, (runs, today), typed, faults))
}

#[post("/evaluations/<evaluation>/seed", data = "<form>")]
pub async fn seed(view: View, evaluation: i64, form: Checked) -> Result {
    let (of, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    let typed = typed_draw(&form);
    let sent = typed.clone();
    match view.act(move |app, who| evaluations::publish_seed(app, who, of, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "seed-published")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &typed, &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/evaluations/<evaluation>/seed/number", data = "<form>")]
pub async fn number(view: View, evaluation: i64, form: Checked) -> Result {
    let (of, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    let typed = form.0.text("seed").to_owned();
    match view.act(move |app, who| evaluations::enter_seed(app, who, of, version, &typed)).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "seed-entered")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

/// Seats and the number to come as typed.
pub fn typed_draw(form: &Checked) -> TypedDraw {
    let text = |field: &str| form.0.text(field).to_owned();
    TypedDraw {
        source: text("source"),
        from: text("from"),
        of_trade: text("of_trade"),
        others: text("others"),
        substitutes: text("substitutes"),
    }
}

#[post("/evaluations/<evaluation>/draw", data = "<form>")]
pub async fn draw(view: View, evaluation: i64, form: Checked) -> Result {
    let (of, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    view.act(move |app, who| evaluations::draw_panel(app, who, of, version)).await?;
    Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "panel-drawn"))
}

#[post("/evaluations/<evaluation>/panel/<user>/replace", data = "<form>")]
pub async fn replace(view: View, evaluation: i64, user: i64, form: Checked) -> Result {
    let (of, user, version) = (id::<EvaluationId>(evaluation)?, id::<UserId>(user)?, form.0.version());
    let reason = form.0.text("reason").to_owned();
    let until = form.0.text("until").to_owned();
    match view.act(move |app, who| evaluations::replace(app, who, of, version, user, (&reason, &until))).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "member-replaced")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/evaluations/<evaluation>/panel/bases/<entry>/call", data = "<form>")]
pub async fn call(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (of, entry, version) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?, form.0.version());
    let until = form.0.text("until").to_owned();
    match view.act(move |app, who| evaluations::call(app, who, of, version, entry, &until)).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "member-called")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/evaluations/<evaluation>/panel/<user>/set-aside", data = "<form>")]
pub async fn set_aside(view: View, evaluation: i64, user: i64, form: Checked) -> Result {
    let (of, user, version) = (id::<EvaluationId>(evaluation)?, id::<UserId>(user)?, form.0.version());
    let reason = form.0.text("reason").to_owned();
    match view.act(move |app, who| evaluations::set_aside(app, who, of, version, user, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "member-set-aside")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/evaluations/<evaluation>/extend", data = "<form>")]
pub async fn extend(view: View, evaluation: i64, form: Checked) -> Result {
    let (of, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    let (until, reason) = (form.0.text("until").to_owned(), form.0.text("reason").to_owned());
    match view.act(move |app, who| evaluations::extend(app, who, of, version, (&until, &reason))).await {
        Ok(()) => Ok(Answer::done(format!("/evaluations/{evaluation}/panel"), "scoring-extended")),
        Err(ServiceError::Invalid(faults)) => page(view, evaluation, &TypedDraw::default(), &faults).await,
        Err(error) => Err(error.into()),
    }
}

/// Seed, tickets and order, by numbers: whoever wants can draw again.
#[get("/evaluations/<evaluation>/draw")]
pub async fn drawing(view: View, evaluation: i64) -> Result {
    let of = id::<EvaluationId>(evaluation)?;
    let shown = run(&view.app, move |app| evaluations::show(app, None, of)).await?;
    let run = shown.opened.run.clone().filter(|run| !run.draw.is_empty()).ok_or(ServiceError::NotFound)?;
    let basis = evaluations::basis(&run)?;
    let back = ("/evaluations".to_owned(), phrase!("evaluation-title"));
    let (path, year) = (format!("/evaluations/{evaluation}"), shown.opened.row.year.to_string());
    view.page(&DrawPage::new(back, path, year, &run.seed, &basis, run.drawn_at.is_some()))
}

#[derive(Debug, Serialize)]
pub struct PanelPage {
    pub path: String,
    pub year: String,
    pub phase: Tag,
    pub version: i64,
    pub errors: Form,
    pub seed: SeedView,
    /// The draw can be made now; else what it waits for.
    pub draw: bool,
    pub draw_waits: bool,
    pub rows: Vec<SeatView>,
    pub conflicts: Vec<ConflictView>,
    /// Bases that too few members score.
    pub short: Vec<ShortView>,
    pub runs: bool,
    /// Last day of scoring, and whether it is over.
    pub until: NaiveDate,
    pub late: bool,
    /// Sheets that are needed now and are not signed.
    pub unsigned: usize,
    /// The reader may set another last day.
    pub extends: bool,
}

#[derive(Debug, Serialize)]
pub struct SeatView {
    pub user: i64,
    pub name: String,
    pub unit: String,
    pub seat: Tag,
    pub trade: String,
    pub declared: Option<Tag>,
    /// Own sheets signed, of those needed, once there are some.
    pub sheets: Option<(usize, usize)>,
    /// The bases this one was called in for, where not for all.
    pub called: Vec<String>,
    /// Why this one left.
    pub left: String,
    pub left_on: Option<NaiveDate>,
    /// The reader may call in a substitute now, or go on without.
    pub replaces: bool,
    pub removes: bool,
}

#[derive(Debug, Serialize)]
pub struct ConflictView {
    pub evaluator: String,
    pub base: String,
    pub reason: Phrase,
    pub note: String,
    pub found: bool,
}

/// One that too few members review.
#[derive(Debug, Serialize)]
pub struct ShortView {
    pub name: String,
    /// Where somebody can be called in for it.
    pub call: Option<String>,
    /// Nobody is left: there will be no result.
    pub nobody: bool,
}

/// Seats and seed: to be published, waiting for a number, or known.
#[derive(Debug, Default, Serialize)]
pub struct SeedView {
    /// Seats and the number to come, until they are published.
    pub form: Option<Form>,
    pub known: String,
    pub source: Option<Source>,
    /// The number itself, from its day on.
    pub number: Option<Form>,
}

impl SeedView {
    /// `acts`: the reader draws the panel; `draw`: what was published, if anything.
    pub fn new(
        (acts, today): (bool, NaiveDate),
        seed: &str,
        draw: Option<DrawBasis>,
        typed: &TypedDraw,
        faults: &[Fault],
    ) -> SeedView {
        let form = (draw.is_none() && acts).then(|| seed_form(typed, faults));
        let source = draw.and_then(|of| of.source);
        let known = source.as_ref().is_some_and(|source| today >= source.from);
        let number = (acts && known && seed.is_empty()).then(|| {
            let field = Field::new(Control::Text, "seed", phrase!("scoring-number-of-source")).required();
            with_faults(vec![field], faults)
        });
        SeedView { form, known: seed.to_owned(), source, number }
    }

    /// Whether it shows the faults of its forms itself.
    pub fn asks(&self) -> bool {
        self.form.is_some() || self.number.is_some()
    }
}

/// The form that fixes seats and seed.
pub fn seed_form(typed: &TypedDraw, faults: &[Fault]) -> Form {
    let fields = vec![
        Field::new(Control::Textarea, "of_trade", phrase!("scoring-of-trade"))
            .help(phrase!("scoring-of-trade-help"))
            .value(&typed.of_trade)
            .rows(3),
        Field::new(Control::Number, "others", phrase!("scoring-others"))
            .help(phrase!("scoring-others-help"))
            .value(&typed.others),
        Field::new(Control::Number, "substitutes", phrase!("scoring-substitutes")).value(&typed.substitutes),
        Field::new(Control::Text, "source", phrase!("scoring-source"))
            .help(phrase!("scoring-source-help"))
            .value(&typed.source),
        Field::new(Control::Date, "from", phrase!("scoring-source-from")).value(&typed.from),
    ];
    with_faults(fields, faults)
}

fn about_members(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| ["reason", "until"].contains(&fault.field.as_str()))
}

/// The summary of faults in the small forms about members and the last day.
fn said(faults: &[Fault]) -> Form {
    let fields = [("until", phrase!("scoring-new-until")), ("reason", phrase!("scoring-replace-reason"))];
    with_faults(fields.into_iter().map(|(name, label)| Field::new(Control::Text, name, label)).collect(), faults)
}

impl PanelPage {
    fn new(of: &Campaign, (runs, today): (bool, NaiveDate), typed: &TypedDraw, faults: &[Fault]) -> PanelPage {
        let unseeded = of.run.seed.is_empty();
        let draw = evaluations::basis(&of.run).ok().filter(|_| !of.run.draw.is_empty());
        let own = if about_members(faults) { &[] } else { faults };
        let seed = SeedView::new((runs, today), &of.run.seed, draw, typed, own);
        let scoring = of.run.phase.is_scoring();
        let seat = |one: &Seated| {
            let standing = of.standing(one.row.user_id, today);
            SeatView {
                user: one.row.user_id.get(),
                name: one.name.clone(),
                unit: one.unit.clone(),
                seat: seat_tag(one.row.seat),
                trade: one.row.trade.clone(),
                declared: standing.map(|_| match one.row.declared_at {
                    None if of.has_declared(one) => Tag::new(Tone::Plain, phrase!("scoring-need-not-declare")),
                    at => declared_tag(at.is_some()),
                }),
                sheets: standing.filter(|_| scoring).map(|of| (of.signed, of.signed + of.unsigned)),
                called: of.called_for(one.row.user_id).iter().map(|entry| entry.name.clone()).collect(),
                left: one.row.left_reason.clone(),
                left_on: one.row.left_at.map(|at| time::shanghai_date(at.and_utc())),
                replaces: runs && standing.is_some_and(|of| of.replaceable().is_ok()),
                removes: runs && standing.is_some_and(|of| of.removable().is_ok()),
            }
        };
        let conflict = |row: &crate::storage::scoring::conflicts::ConflictRow| {
            let person = of.panel.iter().find(|one| one.row.user_id == row.user_id);
            let base = of.entries.iter().find(|entry| entry.row.id == row.entry_id);
            ConflictView {
                evaluator: person.map(|one| one.name.clone()).unwrap_or_default(),
                base: base.map(|entry| entry.name.clone()).unwrap_or_default(),
                reason: family!("evaluation-conflict", row.reason.as_str()),
                note: row.note.clone(),
                found: row.found,
            }
        };
        let path = format!("/evaluations/{}", of.run.evaluation_id);
        let short = |(entry, filling): (&crate::service::evaluations::Entry, Filling<UserId>)| ShortView {
            name: entry.name.clone(),
            call: (runs && filling.is_due()).then(|| format!("{path}/panel/bases/{}/call", entry.row.id)),
            nobody: filling == Filling::Nobody,
        };
        let drawn = of.run.drawn_at.is_some();
        PanelPage {
            short: if drawn { of.short().into_iter().map(short).collect() } else { Vec::new() },
            path: path.clone(),
            year: of.opened.row.year.to_string(),
            phase: of.run.phase.into(),
            version: of.run.version,
            errors: if seed.asks() && !about_members(faults) { Form::default() } else { said(faults) },
            seed,
            draw: runs && !unseeded && of.run.drawn_at.is_none() && of.run.phase == Phase::Panel,
            draw_waits: of.run.drawn_at.is_none() && of.run.phase == Phase::SelfScoring,
            rows: of.panel.iter().map(seat).collect(),
            conflicts: of.conflicts.iter().filter(|row| row.reason != Conflict::Elsewhere).map(conflict).collect(),
            runs,
            until: of.run.score_until,
            late: of.is_late(today),
            unsigned: if scoring { of.unsigned() } else { 0 },
            extends: runs && (scoring || matches!(of.run.phase, Phase::SelfScoring | Phase::Panel)),
        }
    }
}

pub fn seat_tag(seat: Seat) -> Tag {
    let tone = match seat {
        Seat::Member => Tone::Done,
        Seat::Substitute => Tone::Wait,
        Seat::Replaced | Seat::SetAside => Tone::Plain,
    };
    Tag::new(tone, family!("evaluation-seat", seat.as_str()))
}

pub fn declared_tag(declared: bool) -> Tag {
    if declared {
        Tag::new(Tone::Done, phrase!("scoring-declared"))
    } else {
        Tag::new(Tone::Wait, phrase!("scoring-undeclared"))
    }
}

impl Page for PanelPage {
    const TEMPLATE: &'static str = "pages/scoring/panel";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("scoring-panel")))
    }

    fn sample() -> PanelPage {
        let day = NaiveDate::from_ymd_opt(2020, 2, 20).unwrap_or_default();
        let seat = |user, name: &str, seat: Seat, trade: &str, declared: Option<bool>| SeatView {
            user,
            name: name.to_owned(),
            unit: "样例职业学院".to_owned(),
            seat: seat_tag(seat),
            trade: trade.to_owned(),
            declared: declared.map(declared_tag),
            sheets: declared.map(|_| (4, 11)),
            called: if user == 12 { vec!["样例建筑技能公共实训基地".to_owned()] } else { Vec::new() },
            left: if seat.counts() || seat == Seat::Substitute { String::new() } else { "因病请假".to_owned() },
            left_on: (seat == Seat::Replaced).then_some(day),
            replaces: declared.is_some(),
            removes: declared.is_some(),
        };
        PanelPage {
            path: "/evaluations/1".to_owned(),
            year: "2019".to_owned(),
            phase: Phase::Panel.into(),
            version: 3,
            errors: Form::default(),
            seed: SeedView { known: "03 07 11 19 28 30".to_owned(), ..SeedView::default() },
            draw: false,
            draw_waits: false,
            rows: vec![
                seat(11, "卫专家", Seat::Member, "砌筑工", Some(true)),
                seat(12, "蒋专家", Seat::Member, "", Some(false)),
                seat(14, "韩专家", Seat::Replaced, "", None),
                seat(13, "沈专家", Seat::Substitute, "", None),
            ],
            conflicts: vec![ConflictView {
                evaluator: "卫专家".to_owned(),
                base: "样例建筑技能公共实训基地".to_owned(),
                reason: family!("evaluation-conflict", "worked-there"),
                note: String::new(),
                found: true,
            }],
            short: vec![
                ShortView {
                    name: "样例建筑技能公共实训基地".to_owned(),
                    call: Some("/evaluations/1/panel/bases/1/call".to_owned()),
                    nobody: false,
                },
                ShortView { name: "样例制鞋实训基地".to_owned(), call: None, nobody: true },
            ],
            runs: true,
            until: day,
            late: true,
            unsigned: 14,
            extends: true,
        }
    }

    fn samples() -> Vec<PanelPage> {
        let day = NaiveDate::from_ymd_opt(2020, 1, 21).unwrap_or_default();
        let faults = [Fault::new("others", "evaluation-even").with("seats", 4)];
        let source = || Source { name: "双色球 2020-01-21 开奖号".to_owned(), from: day };
        let basis = || DrawBasis { source: Some(source()), ..DrawBasis::default() };
        let waiting = |today| SeedView::new((true, today), "", Some(basis()), &TypedDraw::default(), &[]);
        let named = PanelPage {
            seed: waiting(day.pred_opt().unwrap_or_default()),
            rows: Vec::new(),
            short: Vec::new(),
            ..PanelPage::sample()
        };
        let number = PanelPage { seed: waiting(day), rows: Vec::new(), short: Vec::new(), ..PanelPage::sample() };
        let start = PanelPage {
            seed: SeedView { form: Some(seed_form(&TypedDraw::default(), &faults)), ..SeedView::default() },
            rows: Vec::new(),
            conflicts: Vec::new(),
            short: Vec::new(),
            late: false,
            unsigned: 0,
            ..PanelPage::sample()
        };
        let ready = PanelPage { draw: true, rows: Vec::new(), ..PanelPage::sample() };
        let early = PanelPage {
            draw_waits: true,
            draw: false,
            runs: false,
            late: false,
            extends: false,
            ..PanelPage::sample()
        };
        vec![PanelPage::sample(), start, named, number, ready, early]
    }
}

/// The draw as anybody can redo it: numbers, no names.
#[derive(Debug, Serialize)]
pub struct DrawPage {
    /// What the panel is drawn for: address and words.
    pub back: (String, Phrase),
    pub path: String,
    pub year: String,
    /// Empty while the number is to come.
    pub seed: String,
    pub source: Option<Source>,
    /// Seats by what they need.
    pub wanted: Vec<(Phrase, usize)>,
    pub rows: Vec<TicketRow>,
    pub drawn: bool,
}

#[derive(Debug, Serialize)]
pub struct TicketRow {
    pub order: usize,
    pub number: i64,
    pub trades: String,
    pub ticket: String,
    pub seat: Option<Tag>,
    pub trade: String,
}

impl DrawPage {
    pub fn new(
        back: (String, Phrase),
        path: String,
        year: String,
        seed: &str,
        basis: &DrawBasis,
        drawn: bool,
    ) -> DrawPage {
        let outcome = basis.draw(seed).ok();
        // Without a seed there are no tickets: the pool in its order.
        let tickets = match seed {
            "" => basis.pool.iter().map(|(id, trades)| (String::new(), *id, trades)).collect(),
            seed => basis.tickets(seed),
        };
        let seat_of = |id: i64| -> Option<(Seat, String)> {
            let outcome = outcome.as_ref()?;
            if let Some(seat) = outcome.seats.iter().find(|seat| seat.expert == id) {
                return Some((Seat::Member, seat.trade.clone().unwrap_or_default()));
            }
            outcome.substitutes.contains(&id).then(|| (Seat::Substitute, String::new()))
        };
        let row = |(order, (ticket, number, trades)): (usize, (String, i64, &BTreeSet<String>))| {
            let seat = seat_of(number);
            TicketRow {
                order: order + 1,
                number,
                trades: trades.iter().cloned().collect::<Vec<_>>().join("\u{3001}"),
                ticket,
                seat: seat.as_ref().map(|(seat, _)| seat_tag(*seat)),
                trade: seat.map(|(_, trade)| trade).unwrap_or_default(),
            }
        };
        let mut wanted: Vec<(Phrase, usize)> =
            basis.of_trade.iter().map(|(trade, count)| (Phrase::typed(trade.clone()), *count)).collect();
        wanted.push((phrase!("scoring-others"), basis.others));
        wanted.push((phrase!("scoring-substitutes"), basis.substitutes));
        DrawPage {
            back,
            path,
            year,
            seed: seed.to_owned(),
            source: basis.source.clone(),
            wanted,
            rows: tickets.into_iter().enumerate().map(row).collect(),
            drawn,
        }
    }
}

impl Page for DrawPage {
    const TEMPLATE: &'static str = "pages/scoring/draw";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("scoring-draw")))
    }

    fn sample() -> DrawPage {
        let trades = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let from = NaiveDate::from_ymd_opt(2020, 1, 21).unwrap_or_default();
        let basis = DrawBasis {
            source: Some(Source { name: "双色球开奖号".to_owned(), from }),
            pool: vec![
                (11, trades(&["砌筑工", "镶贴工"])),
                (12, trades(&["电工"])),
                (13, trades(&["砌筑工"])),
                (14, trades(&["制鞋工"])),
                (15, trades(&["电工"])),
            ],
            of_trade: BTreeMap::from([("砌筑工".to_owned(), 1)]),
            others: 2,
            substitutes: 1,
        };
        let back = ("/evaluations".to_owned(), phrase!("evaluation-title"));
        DrawPage::new(back, "/evaluations/1".to_owned(), "2019".to_owned(), "2020-01-21", &basis, true)
    }

    fn samples() -> Vec<DrawPage> {
        vec![DrawPage::sample(), DrawPage { drawn: false, ..DrawPage::sample() }]
    }
}
