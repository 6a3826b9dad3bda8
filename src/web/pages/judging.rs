//! What judges see: their items, their workstations, the sheet they mark on.

use crate::domain::contest::checks::highest;
use crate::domain::contest::phase::Phase;
use crate::domain::contest::scheme::{Line, Method};
use crate::domain::ids::{ContestId, UserId};
use crate::service::contests::{self, Mine, Progress, SheetLine, Station, StationSheet};
use crate::service::{Fault, ServiceError};
use crate::storage::contests::ItemRow;
use crate::text::parts::{Empty, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::contests::show::part_name;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{key, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![index, stations, sheet, write, sign]
}

#[get("/judging")]
async fn index(view: View) -> Result {
    let mine = view.act(contests::mine).await?;
    view.page(&JudgingList::new(&mine))
}

#[get("/judging/<contest>")]
async fn stations(view: View, contest: i64) -> Result {
    let id = id::<ContestId>(contest)?;
    let (item, head, stations) = view.act(move |app, who| contests::stations(app, who, id)).await?;
    view.page(&StationList::new(&item, head, &stations))
}

#[post("/judging/<contest>/sign", data = "<form>")]
async fn sign(view: View, contest: i64, form: Checked) -> Result {
    let (id, version) = (id::<ContestId>(contest)?, form.0.version());
    view.act(move |app, who| contests::sign(app, who, id, version)).await?;
    Ok(Answer::done(format!("/judging/{id}"), "contest-signed"))
}

#[get("/judging/<contest>/stations/<station>")]
async fn sheet(view: View, contest: i64, station: &str) -> Result {
    let (id, station) = (id::<ContestId>(contest)?, station.to_owned());
    let sheet = view.act(move |app, who| contests::sheet(app, who, id, &station)).await?;
    let owner = view.who()?.id();
    view.page(&SheetPage::new(&sheet, &BTreeMap::new(), &[], owner))
}

#[post("/judging/<contest>/stations/<station>", data = "<form>")]
async fn write(view: View, contest: i64, station: &str, form: Checked) -> Result {
    let (id, station) = (id::<ContestId>(contest)?, station.to_owned());
    let (typed, seal) = (form.0.typed(), form.0.text("do") == "seal");
    let sent = (station.clone(), typed.clone());
    match view.act(move |app, who| contests::write(app, who, id, &sent.0, &sent.1, seal)).await {
        Ok(()) if seal => Ok(Answer::done(format!("/judging/{id}"), "marks-sealed")),
        Ok(()) => Ok(Answer::done(format!("/judging/{id}/stations/{station}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let sheet = view.act(move |app, who| contests::sheet(app, who, id, &station)).await?;
            let owner = view.who()?.id();
            view.page_as(Status::UnprocessableEntity, &SheetPage::new(&sheet, &typed, &faults, owner))
        }
        Err(error) => Err(error.into()),
    }
}

/// The items a judge is assigned to.
#[derive(Debug, Serialize)]
pub struct JudgingList {
    pub rows: Vec<ItemView>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct ItemView {
    pub path: String,
    pub name: String,
    pub event: String,
    pub phase: Tag,
    pub head: bool,
}

impl JudgingList {
    fn new(mine: &[Mine]) -> JudgingList {
        let row = |mine: &Mine| ItemView {
            path: format!("/judging/{}", mine.item.id),
            name: mine.item.name.clone(),
            event: mine.event.clone(),
            phase: mine.item.phase.into(),
            head: mine.head,
        };
        let empty = Empty { title: phrase!("judging-none"), help: Some(phrase!("judging-none-help")), action: None };
        JudgingList { rows: mine.iter().map(row).collect(), empty }
    }
}

fn sample_item(phase: Phase) -> ItemRow {
    super::contests::sample::contest(phase).item
}

impl Page for JudgingList {
    const TEMPLATE: &'static str = "pages/judging/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-judging"))
    }

    fn sample() -> JudgingList {
        let mine =
            |phase, head| Mine { item: sample_item(phase), event: "样例市职业技能大赛".to_owned(), head };
        JudgingList::new(&[mine(Phase::Judging, true), mine(Phase::Published, false)])
    }

    fn samples() -> Vec<JudgingList> {
        vec![JudgingList::sample(), JudgingList::new(&[])]
    }
}

/// The judge's workstations of one item.
#[derive(Debug, Serialize)]
pub struct StationList {
    pub path: String,
    pub name: String,
    pub phase: Tag,
    pub version: i64,
    pub rows: Vec<StationView>,
    /// Marks are being given.
    pub open: bool,
    /// The head judge may sign now.
    pub sign: bool,
}

#[derive(Debug, Serialize)]
pub struct StationView {
    pub path: String,
    pub number: String,
    pub progress: Tag,
}

impl StationList {
    fn new(item: &ItemRow, head: bool, stations: &[Station]) -> StationList {
        let path = format!("/judging/{}", item.id);
        let row = |station: &Station| StationView {
            path: format!("{path}/stations/{}", station.number),
            number: station.number.clone(),
            progress: match station.progress {
                Progress::Nothing => Tag::new(Tone::Plain, phrase!("judging-nothing")),
                Progress::Draft => Tag::new(Tone::Going, phrase!("judging-draft")),
                Progress::Sealed => Tag::new(Tone::Done, phrase!("judging-sealed")),
                Progress::Again => Tag::new(Tone::Stop, phrase!("judging-again")),
            },
        };
        StationList {
            name: item.name.clone(),
            phase: item.phase.into(),
            version: item.version,
            rows: stations.iter().map(row).collect(),
            open: item.phase == Phase::Judging,
            sign: head && matches!(item.phase, Phase::Judging | Phase::SignedOnce),
            path,
        }
    }
}

impl Page for StationList {
    const TEMPLATE: &'static str = "pages/judging/stations";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> StationList {
        let station = |number: &str, progress| Station { number: number.to_owned(), progress };
        let stations = [
            station("01", Progress::Sealed),
            station("02", Progress::Again),
            station("03", Progress::Draft),
            station("05", Progress::Nothing),
        ];
        StationList::new(&sample_item(Phase::Judging), true, &stations)
    }

    fn samples() -> Vec<StationList> {
        vec![StationList::sample(), StationList::new(&sample_item(Phase::Signed), false, &[])]
    }
}

/// The sheet of one workstation.
#[derive(Debug, Serialize)]
pub struct SheetPage {
    pub path: String,
    pub list_path: String,
    pub item: String,
    pub number: String,
    pub errors: Form,
    pub lines: Vec<LineView>,
    /// Something can still be written.
    pub open: bool,
    /// Whose sheet it is: what is kept on the device comes back to nobody else.
    pub owner: String,
    /// What is stored, where the page gives back what was refused.
    pub held: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct LineView {
    pub code: String,
    pub group: String,
    pub name: Phrase,
    pub detail: Vec<String>,
    pub max: String,
    /// 0 to 3 by a press; none for a mark that is typed.
    pub scores: Vec<Score>,
    pub mark: String,
    pub note: String,
    pub sealed: bool,
    pub apart: Option<String>,
    pub mark_fault: Option<Phrase>,
    pub note_fault: Option<Phrase>,
}

#[derive(Debug, Serialize)]
pub struct Score {
    pub value: String,
    /// What it stands for, where the scheme says so.
    pub means: String,
    pub chosen: bool,
}

impl SheetPage {
    fn new(sheet: &StationSheet, typed: &BTreeMap<String, String>, faults: &[Fault], owner: UserId) -> SheetPage {
        let list_path = format!("/judging/{}", sheet.item.id);
        let open = sheet.lines.iter().filter(|line| !line.sealed);
        let stored = open.flat_map(|of| {
            let code = &of.line.code;
            [(format!("m-{code}"), of.mark.clone()), (format!("n-{code}"), of.note.clone())]
        });
        let homeless: Vec<Fault> = if faults.is_empty() { Vec::new() } else { vec![Fault::new("", "marks-to-mend")] };
        SheetPage {
            path: format!("{list_path}/stations/{}", sheet.number),
            item: sheet.item.name.clone(),
            number: sheet.number.clone(),
            errors: with_faults(Vec::new(), &homeless),
            open: sheet.item.phase == Phase::Judging && sheet.lines.iter().any(|line| !line.sealed),
            lines: sheet.lines.iter().map(|line| line_view(line, typed, faults)).collect(),
            owner: owner.to_string(),
            held: held(faults, stored),
            list_path,
        }
    }
}

/// What is stored, by field: `judging.js` needs it apart from what a refused page shows, else what was typed would
/// seem saved. `None` where nothing was refused.
pub(super) fn held(faults: &[Fault], stored: impl Iterator<Item = (String, String)>) -> Option<String> {
    let stored: BTreeMap<String, String> = stored.collect();
    (!faults.is_empty()).then(|| serde_json::to_string(&stored).unwrap_or_default())
}

fn line_view(of: &SheetLine, typed: &BTreeMap<String, String>, faults: &[Fault]) -> LineView {
    let line = &of.line;
    let kept = |kind: &str, stored: &str| {
        typed.get(&format!("{kind}-{}", line.code)).cloned().unwrap_or_else(|| stored.to_owned())
    };
    let fault = |kind: &str| {
        let field = format!("{kind}-{}", line.code);
        faults.iter().find(|fault| fault.field == field).map(|fault| fault_phrase(FaultFamily::Field, fault))
    };
    // What is sealed is shown as it is; the fault beside it says what was typed.
    let mark = if of.sealed { of.mark.clone() } else { kept("m", &of.mark) };
    let mut detail: Vec<String> =
        line.detail.split(" | ").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let mut score = |value: &str| {
        let means = |part: &String| part.strip_prefix(value).is_some_and(|rest| rest.starts_with([':', '\u{ff1a}']));
        let found = detail.iter().position(means).map(|at| detail.remove(at));
        let means = found.and_then(|part| part.split_once([':', '\u{ff1a}']).map(|(_, means)| means.trim().to_owned()));
        Score { value: value.to_owned(), means: means.unwrap_or_default(), chosen: mark == value }
    };
    let scores: Vec<Score> = match line.method {
        Method::Judgement => ["0", "1", "2", "3"].map(&mut score).into(),
        Method::Measurement | Method::Panel => Vec::new(),
    };
    LineView {
        code: line.code.clone(),
        group: if line.group == line.code { String::new() } else { format!("{} {}", line.group, line.group_name) },
        name: part_name(&line.code, &line.name),
        detail,
        max: highest(line).to_string(),
        scores,
        note: kept("n", &of.note),
        sealed: of.sealed,
        apart: of.apart.as_ref().map(|scores| scores.iter().map(u8::to_string).collect::<Vec<_>>().join(" / ")),
        mark_fault: fault("m"),
        note_fault: fault("n"),
        mark,
    }
}

impl Page for SheetPage {
    const TEMPLATE: &'static str = "pages/judging/sheet";

    fn title(&self, say: Say) -> String {
        format!("{} {} {}", self.item, say.t(key!("judging-station")), self.number)
    }

    fn sample() -> SheetPage {
        let line = |line: Line, mark: &str, sealed, apart: Option<Vec<u8>>| SheetLine {
            round: if apart.is_some() { 2 } else { 1 },
            line,
            mark: mark.to_owned(),
            note: String::new(),
            sealed,
            apart,
        };
        let judged = Line {
            method: Method::Judgement,
            group: "A1".to_owned(),
            group_name: "页面布局".to_owned(),
            detail: "0：没有 | 1：部分 | 2：大部分 | 3：全部".to_owned(),
            ..Line::part("A1.1", "响应式页眉", 100)
        };
        let again = Line { code: "A1.2".to_owned(), ..judged.clone() };
        let lines = vec![
            line(Line::part("practical", "实操", 80), "88.5", false, None),
            line(judged, "2", true, None),
            line(again, "", false, Some(vec![1, 3, 2])),
        ];
        let sheet = StationSheet { item: sample_item(Phase::Judging), number: "05".to_owned(), lines };
        let faults =
            [Fault::new("m-practical", "out-of-range").with("hint", "0–100"), Fault::new("n-A1.2", "required")];
        SheetPage::new(&sheet, &BTreeMap::new(), &faults, UserId::new(7))
    }

    fn samples() -> Vec<SheetPage> {
        vec![SheetPage::sample(), SheetPage { open: false, errors: Form::default(), held: None, ..SheetPage::sample() }]
    }
}
