//! The programmes with their rounds, and the form that publishes a call.

use super::words;
use crate::domain::recognition::programme::Programme;
use crate::domain::recognition::round::State;
use crate::platform::policies;
use crate::service::Fault;
use crate::service::recognition::Fold;
use crate::text::parts::{Choice, Control, Field, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::{family, key, phrase};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct RecognitionList {
    pub rows: Vec<Row>,
    /// The reader may see the register of their unit or office.
    pub inside: bool,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub title: Phrase,
    pub place: Phrase,
    pub review: Phrase,
    pub granted: i64,
    pub target: Option<Phrase>,
    pub rounds: Vec<Round>,
    /// Where the call of a year is published.
    pub open: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Round {
    pub path: String,
    pub year: String,
    pub state: Tag,
}

pub fn review(programme: &Programme) -> Phrase {
    use crate::domain::recognition::Review;
    match programme.review {
        Review::Vote(ballot) => phrase!("recognition-by-vote", bar = ballot.bar.to_string()),
        Review::Score(scoring) => phrase!(
            "recognition-by-score",
            least = i64::from(scoring.evaluators_at_least),
            minimum = i64::from(scoring.minimum)
        ),
    }
}

impl RecognitionList {
    pub fn new(folds: Vec<Fold>, may_open: bool, inside: bool) -> RecognitionList {
        let row = |fold: Fold| Row {
            title: words::title(fold.programme),
            place: Phrase::both(fold.programme.place.zh.clone(), fold.programme.place.en.clone()),
            review: review(fold.programme),
            granted: fold.granted,
            target: fold
                .programme
                .target
                .map(|total| phrase!("recognition-target-is", count = i64::from(total.count), day = total.by)),
            rounds: fold
                .rounds
                .iter()
                .map(|row| Round {
                    path: format!("/recognition/{}", row.id),
                    year: row.year.to_string(),
                    state: row.state.into(),
                })
                .collect(),
            open: may_open.then(|| format!("/recognition/new?programme={}", fold.programme.id)),
        };
        RecognitionList { rows: folds.into_iter().map(row).collect(), inside }
    }
}

impl Page for RecognitionList {
    const TEMPLATE: &'static str = "pages/recognition/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-recognition"))
    }

    fn sample() -> RecognitionList {
        let folds = policies::programmes().iter().map(|programme| Fold { programme, granted: 3, rounds: Vec::new() });
        let mut page = RecognitionList::new(folds.collect(), true, true);
        if let Some(row) = page.rows.first_mut() {
            row.rounds = vec![
                Round { path: "/recognition/2".into(), year: "2019".into(), state: State::Notice.into() },
                Round { path: "/recognition/1".into(), year: "2018".into(), state: State::Decided.into() },
            ];
        }
        page
    }

    fn samples() -> Vec<RecognitionList> {
        let folds = policies::programmes().iter().map(|programme| Fold { programme, granted: 0, rounds: Vec::new() });
        vec![RecognitionList::sample(), RecognitionList::new(folds.collect(), false, false)]
    }
}

/// The form of a new round.
pub fn opening(typed: &BTreeMap<String, String>, faults: &[Fault]) -> FormPage {
    let of = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let programmes = policies::programmes().iter();
    let choices = programmes.map(|programme| Choice::new(programme.id.clone(), words::title(programme)));
    let fields = vec![
        Field::new(Control::Select, "programme", phrase!("recognition-programme"))
            .choices(choices)
            .value(of("programme"))
            .required(),
        Field::new(Control::Number, "year", phrase!("recognition-year")).value(of("year")).required(),
        Field::new(Control::Date, "closes_on", phrase!("recognition-closes-on"))
            .help(phrase!("recognition-closes-on-help"))
            .value(of("closes_on"))
            .required(),
        Field::new(Control::Number, "places", phrase!("recognition-places"))
            .help(phrase!("recognition-places-help"))
            .value(of("places")),
        Field::new(Control::Textarea, "counties", phrase!("recognition-counties"))
            .help(phrase!("recognition-counties-help"))
            .value(of("counties"))
            .rows(3),
        Field::new(Control::Number, "term", phrase!("recognition-term"))
            .help(phrase!("recognition-term-help"))
            .value(of("term")),
    ];
    let page = FormPage::new(phrase!("recognition-open"), "/recognition/new", phrase!("recognition-open"), Vec::new());
    let page = page.crumb("/recognition", phrase!("nav-recognition")).lead(phrase!("recognition-open-lead"));
    FormPage { form: with_faults(fields, faults), ..page }
}

/// The step's button.
pub fn button(step: &'static str) -> Phrase {
    family!("recognition-step", step)
}
