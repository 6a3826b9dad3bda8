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
    /// N and the places; none for members of the panel until the result is public.
    pub numbers: Option<(i32, i32)>,
    pub cut_off: NaiveDate,
}

impl EvaluationList {
    pub(super) fn new(rows: Vec<(EvaluationRow, bool)>, may_open: bool) -> EvaluationList {
        let year = |(row, counts): (EvaluationRow, bool)| Year {
            path: format!("/evaluations/{}", row.id),
            year: row.year.to_string(),
            numbers: counts.then_some((row.population, row.places)),
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
        let year = Year { path: "/evaluations/1".to_owned(), year: "2019".to_owned(), numbers: Some((40, 6)), cut_off };
        let sealed = Year { path: "/evaluations/2".to_owned(), year: "2018".to_owned(), numbers: None, cut_off };
        EvaluationList { rows: vec![year, sealed], ..EvaluationList::new(Vec::new(), true) }
    }

    fn samples() -> Vec<EvaluationList> {
        vec![EvaluationList::sample(), EvaluationList::new(Vec::new(), false)]
    }
}
