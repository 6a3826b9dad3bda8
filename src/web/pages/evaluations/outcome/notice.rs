//! The public notice of a year's grades.

use super::grade;
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::rank::Grade;
use crate::domain::money::Fen;
use crate::phrase;
use crate::service::evaluations::outcome::{Noticed, NoticedLine};
use crate::text::parts::Tag;
use crate::text::{Page, Say};
use chrono::NaiveDate;
use serde::Serialize;

/// The grades, without marks.
#[derive(Debug, Serialize)]
pub struct NoticePage {
    pub evaluation: i64,
    pub year: String,
    pub population: i32,
    pub places: i32,
    pub rows: Vec<Row>,
}

/// One base.
#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub host: String,
    pub grade: Tag,
    pub amount: Option<Fen>,
    pub state: Tag,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    /// Where to object, while one can.
    pub object: Option<String>,
}

impl NoticePage {
    pub fn new(evaluation: i64, shown: &Noticed) -> NoticePage {
        let row = |line: &NoticedLine| Row {
            name: line.name.clone(),
            host: line.host.clone(),
            grade: grade(line.grade),
            amount: line.amount,
            state: line.state.into(),
            first: line.first,
            last: line.last,
            object: line.open.then(|| format!("/evaluations/{evaluation}/bases/{}/objections", line.entry)),
        };
        NoticePage {
            evaluation,
            year: shown.year.to_string(),
            population: shown.population,
            places: shown.places,
            rows: shown.lines.iter().map(row).collect(),
        }
    }
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "pages/evaluations/notice";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("outcome-notice-of", year = self.year.clone()))
    }

    fn sample() -> NoticePage {
        use crate::domain::ids::EvaluationEntryId;
        let line = |number: i64, name: &str, grade, state, open| NoticedLine {
            entry: EvaluationEntryId::new(number),
            name: name.to_owned(),
            host: "样例技师学院".to_owned(),
            grade,
            amount: (grade == Grade::Excellent).then_some(Fen::yuan(200_000)),
            state,
            first: NaiveDate::from_ymd_opt(2020, 3, 16),
            last: NaiveDate::from_ymd_opt(2020, 3, 23),
            open,
        };
        let lines = vec![
            line(1, "样例建筑技能公共实训基地", Grade::Excellent, LineState::Published, true),
            line(2, "样例电工公共实训基地", Grade::Qualified, LineState::Held, true),
            line(3, "样例鞋革公共实训基地", Grade::Unqualified, LineState::Cleared, false),
        ];
        NoticePage::new(1, &Noticed { year: 2019, population: 7, places: 1, lines })
    }

    fn samples() -> Vec<NoticePage> {
        let none = Noticed { year: 2019, population: 6, places: 0, lines: Vec::new() };
        vec![NoticePage::sample(), NoticePage::new(1, &none)]
    }
}
