//! Every year.

use crate::domain::evaluation::phase::Phase;
use crate::service::evaluations::Listed;
use crate::text::parts::{Empty, Tag};
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
    pub phase: Option<Tag>,
    /// N and the places; none for members of the panel until the result is public.
    pub numbers: Option<(i32, i32)>,
    pub cut_off: NaiveDate,
}

impl EvaluationList {
    pub(super) fn new(rows: Vec<Listed>, may_open: bool) -> EvaluationList {
        let year = |of: Listed| Year {
            path: format!("/evaluations/{}", of.row.id),
            year: of.row.year.to_string(),
            phase: of.phase.map(Tag::from),
            numbers: (!of.sealed).then_some((of.row.population, of.row.places)),
            cut_off: of.row.cut_off,
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
        let year = |number: i64, phase: Phase, numbers| Year {
            path: format!("/evaluations/{number}"),
            year: (2018 + number).to_string(),
            phase: Some(phase.into()),
            numbers,
            cut_off,
        };
        let (year, sealed) = (year(1, Phase::Approved, Some((40, 6))), year(2, Phase::Scoring, None));
        EvaluationList { rows: vec![year, sealed], ..EvaluationList::new(Vec::new(), true) }
    }

    fn samples() -> Vec<EvaluationList> {
        vec![EvaluationList::sample(), EvaluationList::new(Vec::new(), false)]
    }
}
