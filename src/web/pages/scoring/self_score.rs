//! A base's self-score: written by its unit, read by the office.

use super::handed;
use super::lines::{Filled, LineView, files};
use crate::domain::evaluation::rubric::Rubric;
use crate::domain::ids::{EvaluationEntryId, EvaluationPaperId};
use crate::phrase;
use crate::service::evaluations::{self, SelfScore};
use crate::service::evidence::ACCEPT;
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::overtaken::{self, is_overtaken};
use crate::web::pages::judging::held;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use chrono::NaiveDate;
use rocket::{get, post};
use serde::Serialize;
use std::collections::BTreeMap;

#[get("/self-scores/<entry>")]
pub async fn show(view: View, entry: i64) -> Result {
    page(view, entry, &BTreeMap::new(), &[]).await
}

async fn page(view: View, entry: i64, typed: &BTreeMap<String, String>, faults: &[Fault]) -> Result {
    let of = id::<EvaluationEntryId>(entry)?;
    let score = view.act(move |app, who| evaluations::self_score(app, who, of)).await?;
    let owner = view.who()?.id().to_string();
    view.page_as(overtaken::status(faults), &SelfScorePage::new(&score, typed, faults, owner))
}

/// The form again, with what was wrong, or with what something else has saved meanwhile.
async fn again(view: View, entry: i64, form: &Checked, error: ServiceError) -> Result {
    let mut typed = form.0.typed();
    match error {
        ServiceError::Invalid(faults) => page(view, entry, &typed, &faults).await,
        stale if is_overtaken(&stale) => {
            let of = id::<EvaluationEntryId>(entry)?;
            let score = view.act(move |app, who| evaluations::self_score(app, who, of)).await?;
            let stored = filled(&score, &BTreeMap::new(), &[]).stored();
            let faults = overtaken::merge(&mut typed, &stored, !handed(&form.0).is_empty());
            page(view, entry, &typed, &faults).await
        }
        error => Err(error.into()),
    }
}

fn filled<'s>(score: &'s SelfScore, typed: &'s BTreeMap<String, String>, faults: &'s [Fault]) -> Filled<'s> {
    let kept = score.marks.iter().map(|row| (row.line.as_str(), row.mark.as_str(), row.note.as_str())).collect();
    Filled { rubric: &score.opened.rubric, kept, typed, faults, open: score.open }
}

#[post("/self-scores/<entry>", data = "<form>")]
pub async fn write(view: View, entry: i64, form: Checked) -> Result {
    let (of, version, sent) = (id::<EvaluationEntryId>(entry)?, form.0.version(), form.0.typed());
    let (files, send) = (handed(&form.0), form.0.text("do") == "send");
    match view.act(move |app, who| evaluations::put_self_score(app, who, of, version, (&sent, &files), send)).await {
        Ok(()) if send => Ok(Answer::done(format!("/self-scores/{entry}"), "self-score-sent")),
        Ok(()) => Ok(Answer::done(format!("/self-scores/{entry}"), "saved")),
        Err(error) => again(view, entry, &form, error).await,
    }
}

#[get("/self-scores/<entry>/papers/<paper>")]
pub async fn paper(view: View, entry: i64, paper: i64) -> Result {
    let (of, paper) = (id::<EvaluationEntryId>(entry)?, id::<EvaluationPaperId>(paper)?);
    let paper = view.act(move |app, who| evaluations::get_evidence(app, who, of, paper)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

/// Takes a paper out; what was typed meanwhile is kept as a draft first.
#[post("/self-scores/<entry>/papers/<paper>/remove", data = "<form>")]
pub async fn remove(view: View, entry: i64, paper: i64, form: Checked) -> Result {
    let (of, paper) = (id::<EvaluationEntryId>(entry)?, id::<EvaluationPaperId>(paper)?);
    let (version, sent, files) = (form.0.version(), form.0.typed(), handed(&form.0));
    let kept = view.act(move |app, who| {
        evaluations::put_self_score(app, who, of, version, (&sent, &files), false)?;
        evaluations::remove_evidence(app, who, of, paper)
    });
    match kept.await {
        Ok(()) => Ok(Answer::done(format!("/self-scores/{entry}"), "paper-removed")),
        Err(error) => again(view, entry, &form, error).await,
    }
}

#[derive(Debug, Serialize)]
pub struct SelfScorePage {
    pub path: String,
    pub evaluation: String,
    pub year: String,
    pub name: String,
    pub state: Tag,
    pub until: NaiveDate,
    pub sum: String,
    pub errors: Form,
    pub lines: Vec<LineView>,
    pub version: i64,
    pub owner: String,
    /// What is stored, where the page gives back what was refused.
    pub held: Option<String>,
    /// What the form was filled from, by field.
    pub seen: String,
    pub accept: &'static str,
    pub open: bool,
}

impl SelfScorePage {
    fn new(score: &SelfScore, typed: &BTreeMap<String, String>, faults: &[Fault], owner: String) -> SelfScorePage {
        let path = format!("/self-scores/{}", score.entry.id);
        let filled = filled(score, typed, faults);
        let papers = |line: &str| {
            files(&score.evidence, line, |paper| {
                let at = format!("{path}/papers/{}", paper.id);
                let remove = score.open.then(|| format!("{at}/remove"));
                (at, remove)
            })
        };
        let state = match score.entry.self_scored_at {
            Some(_) => Tag::new(Tone::Done, phrase!("scoring-self-sent")),
            None if score.open => Tag::new(Tone::Wait, phrase!("scoring-self-open")),
            None => Tag::new(Tone::Plain, phrase!("scoring-self-none")),
        };
        SelfScorePage {
            evaluation: format!("/evaluations/{}", score.opened.row.id),
            year: score.opened.row.year.to_string(),
            name: score.name.clone(),
            state,
            until: score.run.self_until,
            sum: sum(&score.opened.rubric, score.marks.iter().map(|row| (row.line.as_str(), row.mark.as_str()))),
            errors: filled.errors(),
            lines: filled.lines(papers),
            version: score.entry.version,
            owner: format!("{owner}-self"),
            seen: overtaken::seen(&filled.stored()),
            held: held(faults, filled.stored().into_iter()),
            accept: ACCEPT,
            open: score.open,
            path,
        }
    }
}

/// The sum of what can be read so far.
pub(super) fn sum<'m>(rubric: &Rubric, marks: impl Iterator<Item = (&'m str, &'m str)>) -> String {
    let points = marks.filter_map(|(code, mark)| rubric.read(code, mark)?.ok());
    points.sum::<crate::domain::evaluation::points::Points>().to_string()
}

impl Page for SelfScorePage {
    const TEMPLATE: &'static str = "pages/scoring/self_score";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("scoring-self-of", name = self.name.clone()))
    }

    fn sample() -> SelfScorePage {
        let rubric = super::sheet::sample_rubric();
        let faults =
            [Fault::new("m-1.1", "out-of-range").with("hint", "0–40"), Fault::new("m-2.1", "evidence-missing")];
        let typed = BTreeMap::from([("m-1.1".to_owned(), "41".to_owned())]);
        let kept = vec![("1.2", "15", "三层教学楼，见平面图")];
        let filled = Filled { rubric: &rubric, kept, typed: &typed, faults: &faults, open: true };
        SelfScorePage {
            path: "/self-scores/7".to_owned(),
            evaluation: "/evaluations/1".to_owned(),
            year: "2019".to_owned(),
            name: "样例建筑技能公共实训基地".to_owned(),
            state: Tag::new(Tone::Wait, phrase!("scoring-self-open")),
            until: NaiveDate::from_ymd_opt(2020, 1, 20).unwrap_or_default(),
            sum: "15".to_owned(),
            errors: filled.errors(),
            lines: filled.lines(super::sheet::sample_files),
            version: 3,
            owner: "7-self".to_owned(),
            seen: overtaken::seen(&filled.stored()),
            held: held(&faults, filled.stored().into_iter()),
            accept: ACCEPT,
            open: true,
        }
    }

    fn samples() -> Vec<SelfScorePage> {
        let sent = SelfScorePage {
            open: false,
            errors: Form::default(),
            state: Tag::new(Tone::Done, phrase!("scoring-self-sent")),
            ..SelfScorePage::sample()
        };
        vec![SelfScorePage::sample(), sent]
    }
}

/// For the office's list: how far a base's self-score is.
pub(super) fn sent_words(sent: bool, open: bool) -> (Tone, Phrase) {
    match (sent, open) {
        (true, _) => (Tone::Done, phrase!("scoring-self-sent")),
        (false, true) => (Tone::Wait, phrase!("scoring-self-open")),
        (false, false) => (Tone::Plain, phrase!("scoring-self-none")),
    }
}
