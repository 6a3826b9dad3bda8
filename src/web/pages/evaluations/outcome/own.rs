//! The result as each unit sees that of its own bases, and as members of the panel compare marks.

use super::grade;
use crate::domain::evaluation::rank::Grade;
use crate::service::evaluations::outcome::{Own, OwnLine, PanelView};
use crate::text::parts::Tag;
use crate::text::{Page, Phrase, Say};
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// A unit's own bases.
#[derive(Debug, Serialize)]
pub struct OwnPage {
    pub evaluation: i64,
    pub year: String,
    pub bases: Vec<OwnBase>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub struct OwnBase {
    pub name: String,
    pub published: bool,
    pub grade: Option<Tag>,
    pub reason: Option<Phrase>,
    pub veto: String,
    pub score: Option<String>,
    pub marks: Vec<(String, String, String, String)>,
    pub remarks: Vec<String>,
    pub deadline: Option<NaiveDate>,
    pub mended: Option<NaiveDate>,
    pub mended_note: String,
    pub claim: Option<String>,
}

fn own(line: OwnLine) -> OwnBase {
    let row = &line.entry.row;
    let decided = line.line.as_ref();
    OwnBase {
        published: decided.is_some(),
        grade: decided.map(|line| grade(line.grade)),
        reason: decided.map(|line| family!("outcome-reason", line.reason.as_str())),
        // Why it is unqualified is told with the grade, not before.
        veto: decided.map(|_| row.veto_reason.clone()).unwrap_or_default(),
        deadline: decided.and_then(|line| line.rectify_until),
        mended: row.rectified_on,
        mended_note: row.rectified_note.clone(),
        claim: row.claim_id.map(|claim| format!("/claims/{claim}")),
        score: line.score,
        marks: line.marks,
        remarks: line.remarks,
        name: line.entry.name,
    }
}

impl OwnPage {
    pub fn new(evaluation: i64, shown: Own) -> OwnPage {
        let bases = shown.bases.into_iter().map(own).collect();
        OwnPage { evaluation, year: shown.year.to_string(), bases }
    }
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "pages/evaluations/own";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("outcome-own-of", year = self.year.clone()))
    }

    fn sample() -> OwnPage {
        let mark = |code: &str, name: &str, mean: &str, most: &str| {
            (code.to_owned(), name.to_owned(), mean.to_owned(), most.to_owned())
        };
        let base = OwnBase {
            name: "样例建筑技能公共实训基地".to_owned(),
            published: true,
            grade: Some(grade(Grade::Excellent)),
            reason: Some(family!("outcome-reason", "place")),
            veto: String::new(),
            score: Some("95.333333".to_owned()),
            marks: vec![mark("1.1", "专用工作场地", "38.33", "40"), mark("2.1", "培训规模", "57.00", "60")],
            remarks: vec!["场地规范，样例评语。".to_owned()],
            deadline: None,
            mended: None,
            mended_note: String::new(),
            claim: Some("/claims/7".to_owned()),
        };
        let failed = OwnBase {
            name: "样例鞋革公共实训基地".to_owned(),
            published: true,
            grade: Some(grade(Grade::Unqualified)),
            reason: Some(family!("outcome-reason", "veto")),
            veto: "样例核查发现台账不实。".to_owned(),
            score: None,
            marks: Vec::new(),
            remarks: Vec::new(),
            deadline: NaiveDate::from_ymd_opt(2020, 6, 30),
            mended: NaiveDate::from_ymd_opt(2020, 6, 1),
            mended_note: "样例：台账已据实重建。".to_owned(),
            claim: None,
        };
        OwnPage { evaluation: 1, year: "2019".to_owned(), bases: vec![base, failed] }
    }

    fn samples() -> Vec<OwnPage> {
        let mut waiting = OwnPage::sample();
        waiting.bases.truncate(1);
        waiting.bases.iter_mut().for_each(|base| {
            base.published = false;
            base.marks.clear();
        });
        vec![OwnPage::sample(), waiting]
    }
}

/// The panel's marks beside one another.
#[derive(Debug, Serialize)]
pub struct PanelPage {
    pub evaluation: i64,
    pub year: String,
    pub rows: Vec<PanelRow>,
}

/// One base.
#[derive(Debug, Serialize)]
pub struct PanelRow {
    pub name: String,
    pub marks: String,
    pub dropped: String,
    pub mean: String,
    pub spread: String,
    pub round: Option<u8>,
}

impl PanelPage {
    pub fn new(evaluation: i64, shown: &PanelView) -> PanelPage {
        let row = |base: &crate::service::evaluations::outcome::Compared| {
            let score = base.line.score.as_ref();
            let join = |texts: Vec<String>| texts.join("、");
            let named = |(by, mark): &(i64, crate::domain::contest::exact::Exact)| {
                format!("{} {mark}", shown.names.get(by).map_or("", String::as_str))
            };
            PanelRow {
                name: base.name.clone(),
                marks: score.map(|score| join(score.marks.iter().map(named).collect())).unwrap_or_default(),
                dropped: score
                    .map(|score| join(score.dropped.iter().map(ToString::to_string).collect()))
                    .unwrap_or_default(),
                mean: score.map(|score| score.decimal.clone()).unwrap_or_default(),
                spread: score.map(|score| score.spread.to_string()).unwrap_or_default(),
                round: score.map(|score| score.round),
            }
        };
        PanelPage { evaluation, year: shown.year.to_string(), rows: shown.bases.iter().map(row).collect() }
    }
}

impl Page for PanelPage {
    const TEMPLATE: &'static str = "pages/evaluations/marks";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("outcome-marks-of", year = self.year.clone()))
    }

    fn sample() -> PanelPage {
        let row = PanelRow {
            name: "样例建筑技能公共实训基地".to_owned(),
            marks: "评委甲 95、评委乙 96、评委丙 94".to_owned(),
            dropped: String::new(),
            mean: "95".to_owned(),
            spread: "2".to_owned(),
            round: Some(1),
        };
        PanelPage { evaluation: 1, year: "2019".to_owned(), rows: vec![row] }
    }

    fn samples() -> Vec<PanelPage> {
        vec![PanelPage::sample(), PanelPage { rows: Vec::new(), ..PanelPage::sample() }]
    }
}
