//! Every year.

use crate::storage::evaluations::EvaluationRow;
use crate::text::parts::Empty;
use crate::text::{Page, Say};
use crate::{key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct EvaluationList {
    pub rows: Vec<Year>,
    pub empty: Empty,
    pub may_open: bool,
}

#[derive(Debug, Serialize)]
pub struct Year {
    pub path: String,
    pub year: String,
    pub population: i32,
    pub places: i32,
    pub cut_off: NaiveDate,
}

impl EvaluationList {
    pub(super) fn new(rows: Vec<EvaluationRow>, may_open: bool) -> EvaluationList {
        let year = |row: EvaluationRow| Year {
            path: format!("/evaluations/{}", row.id),
            year: row.year.to_string(),
            population: row.population,
            places: row.places,
            cut_off: row.cut_off,
        };
        let empty = Empty { title: phrase!("evaluation-none"), help: None, action: None };
        EvaluationList { rows: rows.into_iter().map(year).collect(), empty, may_open }
    }
}

impl Page for EvaluationList {
    const TEMPLATE: &'static str = "pages/evaluations/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("evaluation-title"))
    }

    fn sample() -> EvaluationList {
        let cut_off = NaiveDate::from_ymd_opt(2019, 12, 31).unwrap_or_default();
        let year =
            Year { path: "/evaluations/1".to_owned(), year: "2019".to_owned(), population: 40, places: 6, cut_off };
        EvaluationList { rows: vec![year], ..EvaluationList::new(Vec::new(), true) }
    }

    fn samples() -> Vec<EvaluationList> {
        vec![EvaluationList::sample(), EvaluationList::new(Vec::new(), false)]
    }
}
