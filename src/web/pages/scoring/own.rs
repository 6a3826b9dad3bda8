//! What a member of the panel sees: the years, the declaration, the bases of their own list.

use crate::domain::evaluation::phase::Phase;
use crate::domain::ids::EvaluationId;
use crate::service::evaluations::{self, DECLARED, OwnBase, OwnYear, SheetProgress};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Empty, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::{get, post};
use serde::Serialize;
use std::collections::BTreeMap;

#[get("/scoring")]
pub async fn index(view: View) -> Result {
    let years = view.act(evaluations::own_years).await?;
    view.page(&OwnYears::new(&years))
}

#[get("/scoring/<evaluation>")]
pub async fn year(view: View, evaluation: i64) -> Result {
    let of = id::<EvaluationId>(evaluation)?;
    let year = view.act(move |app, who| evaluations::own(app, who, of)).await?;
    view.page(&OwnYearPage::new(&year, &BTreeMap::new(), &[]))
}

#[post("/scoring/<evaluation>", data = "<form>")]
pub async fn declare(view: View, evaluation: i64, form: Checked) -> Result {
    let (of, typed) = (id::<EvaluationId>(evaluation)?, form.0.typed());
    let sent = typed.clone();
    match view.act(move |app, who| evaluations::declare(app, who, of, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/scoring/{evaluation}"), "evaluation-declared")),
        Err(ServiceError::Invalid(faults)) => {
            let year = view.act(move |app, who| evaluations::own(app, who, of)).await?;
            view.page_as(Status::UnprocessableEntity, &OwnYearPage::new(&year, &typed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) fn progress(of: SheetProgress) -> Tag {
    match of {
        SheetProgress::Nothing => Tag::new(Tone::Plain, phrase!("scoring-nothing")),
        SheetProgress::Draft => Tag::new(Tone::Going, phrase!("scoring-draft")),
        SheetProgress::Signed => Tag::new(Tone::Done, phrase!("scoring-signed")),
    }
}

/// The years whose panel one is a member of.
#[derive(Debug, Serialize)]
pub struct OwnYears {
    pub rows: Vec<YearRow>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct YearRow {
    pub path: String,
    pub year: String,
    pub phase: Tag,
    pub until: Option<NaiveDate>,
}

impl OwnYears {
    fn new(years: &[OwnYear]) -> OwnYears {
        let row = |of: &OwnYear| YearRow {
            path: format!("/scoring/{}", of.id),
            year: of.year.to_string(),
            phase: of.phase.into(),
            until: of.score_until,
        };
        let empty = Empty { title: phrase!("scoring-no-years"), help: None, action: None };
        OwnYears { rows: years.iter().map(row).collect(), empty }
    }
}

impl Page for OwnYears {
    const TEMPLATE: &'static str = "pages/scoring/years";

    fn title(&self, say: Say) -> String {
        say.t(key!("scoring-title"))
    }

    fn sample() -> OwnYears {
        OwnYears::new(&[super::sheet::sample_year(Phase::Scoring, true)])
    }

    fn samples() -> Vec<OwnYears> {
        vec![OwnYears::sample(), OwnYears::new(&[])]
    }
}

/// One year for one of its members: the declaration, then the list.
#[derive(Debug, Serialize)]
pub struct OwnYearPage {
    pub path: String,
    pub year: String,
    pub phase: Tag,
    pub until: Option<NaiveDate>,
    /// The declaration is asked for.
    pub declare: bool,
    /// There is no base to declare about.
    pub nothing: bool,
    pub errors: Form,
    pub confirmed: bool,
    pub confirm_fault: Option<Phrase>,
    /// The sheets can be opened.
    pub begun: bool,
    pub rows: Vec<BaseRow>,
}

#[derive(Debug, Serialize)]
pub struct BaseRow {
    pub number: usize,
    pub path: String,
    pub name: String,
    pub host: String,
    pub second: bool,
    pub progress: Tag,
    /// For the declaration: reason and its name, and whether it was chosen.
    pub reasons: Vec<(String, Phrase, bool)>,
    pub note: String,
    pub fault: Option<Phrase>,
    pub note_fault: Option<Phrase>,
}

impl OwnYearPage {
    fn new(of: &OwnYear, typed: &BTreeMap<String, String>, faults: &[Fault]) -> OwnYearPage {
        let path = format!("/scoring/{}", of.id);
        let fault = |field: String| {
            let found = faults.iter().find(|fault| fault.field == field);
            found.map(|fault| fault_phrase(FaultFamily::Field, fault))
        };
        let row = |base: &OwnBase| {
            let text = |kind: &str| typed.get(&format!("{kind}-{}", base.number)).cloned().unwrap_or_default();
            let chosen = text("c");
            let mut reasons = vec![("none".to_owned(), phrase!("scoring-no-conflict"), chosen == "none")];
            let name = |reason: &str| family!("evaluation-conflict", reason);
            reasons.extend(
                DECLARED
                    .iter()
                    .map(|reason| (reason.as_str().to_owned(), name(reason.as_str()), chosen == reason.as_str())),
            );
            BaseRow {
                number: base.number,
                path: format!("{path}/bases/{}", base.number),
                name: base.name.clone(),
                host: base.host.clone(),
                second: base.round == 2,
                progress: progress(base.progress),
                reasons,
                note: text("o"),
                fault: fault(format!("c-{}", base.number)),
                note_fault: fault(format!("o-{}", base.number)),
            }
        };
        let begun = of.declared && !matches!(of.phase, Phase::SelfScoring | Phase::Panel);
        let homeless: Vec<Fault> = if faults.is_empty() { Vec::new() } else { vec![Fault::new("", "scoring-to-mend")] };
        OwnYearPage {
            year: of.year.to_string(),
            phase: of.phase.into(),
            until: of.score_until,
            declare: !of.declared,
            nothing: of.declared && of.bases.is_empty() && !begun,
            errors: with_faults(Vec::new(), &homeless),
            confirmed: typed.contains_key("true"),
            confirm_fault: fault("true".to_owned()),
            begun,
            rows: if of.declared && !begun { Vec::new() } else { of.bases.iter().map(row).collect() },
            path,
        }
    }
}

impl Page for OwnYearPage {
    const TEMPLATE: &'static str = "pages/scoring/year";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("scoring-title")))
    }

    fn sample() -> OwnYearPage {
        OwnYearPage::new(&super::sheet::sample_year(Phase::Moderation, true), &BTreeMap::new(), &[])
    }

    fn samples() -> Vec<OwnYearPage> {
        let faults =
            [Fault::new("c-1", "choose"), Fault::new("o-2", "required"), Fault::new("true", "evaluation-confirm")];
        let typed = BTreeMap::from([("c-2".to_owned(), "other".to_owned())]);
        vec![
            OwnYearPage::sample(),
            OwnYearPage::new(&super::sheet::sample_year(Phase::Panel, false), &typed, &faults),
            OwnYearPage::new(&super::sheet::sample_year(Phase::Panel, true), &BTreeMap::new(), &[]),
        ]
    }
}
