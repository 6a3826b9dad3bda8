//! Forms of the decision: the proposal, the decision with its minutes, the approval; and the same of a
//! base decided anew.

use super::forms::{Made, Typed, form, value};
use crate::domain::evaluation::rank::Grade;
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::domain::money::Fen;
use crate::service::evaluations::outcome::{self, Awaited, Decided, ResultView, TypedProposal};
use crate::service::{Fault, ServiceError};
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::FormPage;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, phrase};
use rocket::http::Status;
use rocket::{get, post};
use std::collections::BTreeMap;

fn back(evaluation: i64) -> String {
    format!("/evaluations/{evaluation}/result")
}

/// The result that a form of the whole year belongs to.
fn result_of(year: i32) -> Phrase {
    phrase!("outcome-of", year = year.to_string())
}

fn proposal(evaluation: i64, awaited: &Awaited, typed: &Typed, faults: &[Fault]) -> FormPage {
    let names: BTreeMap<i64, &str> =
        awaited.campaign.entries.iter().map(|entry| (entry.row.base_id.get(), entry.name.as_str())).collect();
    let name = |base: i64| names.get(&base).copied().unwrap_or_default().to_owned();
    let mut fields = Vec::new();
    let due: Vec<i64> = awaited.outcome.vote_due().collect();
    for line in &awaited.outcome.lines {
        let (base, voted) = (line.base, due.contains(&line.base));
        if line.grade == Grade::Excellent || voted {
            let field = format!("amount.{base}");
            let help = if voted {
                phrase!("outcome-amount-voted")
            } else {
                phrase!("outcome-amount-help", max = awaited.ceiling)
            };
            let label = phrase!("outcome-amount-of", name = name(base));
            let amount = Field::new(Control::Money, &field, label).help(help).value(value(typed, &field));
            fields.push(if voted { amount } else { amount.required() });
        }
        if line.grade == Grade::Unqualified {
            let field = format!("deadline.{base}");
            let label = phrase!("outcome-deadline-of", name = name(base));
            fields.push(Field::new(Control::Date, &field, label).value(value(typed, &field)).required());
        }
    }
    if !due.is_empty() {
        let box_of = |base: &i64| {
            let ticked = typed.contains_key(&format!("vote.{base}"));
            (Choice::new(base.to_string(), Phrase::typed(name(*base))), ticked)
        };
        let places = awaited.outcome.empty;
        let vote = Field::new(Control::Checks, "vote", phrase!("outcome-vote"));
        fields.push(vote.help(phrase!("outcome-vote-help", count = places)).boxes(due.iter().map(box_of)));
        let minutes = Field::new(Control::Textarea, "vote_minutes", phrase!("outcome-vote-minutes"));
        fields.push(minutes.value(value(typed, "vote_minutes")).rows(5).required());
    }
    let action = format!("/evaluations/{evaluation}/proposal");
    let of = result_of(awaited.campaign.opened.row.year);
    let words = (phrase!("outcome-propose"), phrase!("outcome-propose"));
    let page = form(words, (&action, &back(evaluation)), of, fields, faults);
    page.lead(phrase!("outcome-propose-lead", count = awaited.outcome.taken)).version(awaited.campaign.run.version)
}

/// What was put forward before, as it was typed.
fn typed_before(before: &Decided) -> Typed {
    let mut typed = Typed::new();
    typed.extend(before.amounts.iter().map(|(base, amount)| (format!("amount.{base}"), amount.to_string())));
    typed.extend(before.deadlines.iter().map(|(base, day)| (format!("deadline.{base}"), day.to_string())));
    if let Some(vote) = &before.outcome.vote {
        typed.extend(vote.chosen.iter().map(|base| (format!("vote.{base}"), base.to_string())));
        typed.insert("vote_minutes".to_owned(), vote.minutes.clone());
    }
    typed
}

async fn proposal_page(view: &View, evaluation: i64, typed: Option<&Typed>, faults: &[Fault]) -> Made {
    let year = id::<EvaluationId>(evaluation)?;
    let awaited = view.act(move |app, who| outcome::awaited(app, who, year)).await?;
    let before = awaited.before.as_ref().map(typed_before).unwrap_or_default();
    Ok(proposal(evaluation, &awaited, typed.unwrap_or(&before), faults))
}

#[get("/evaluations/<evaluation>/proposal")]
pub async fn proposal_form(view: View, evaluation: i64) -> Result {
    let page = proposal_page(&view, evaluation, None, &[]).await?;
    view.page(&page)
}

/// Values by the base's number.
fn by_base(fields: BTreeMap<String, String>) -> BTreeMap<i64, String> {
    fields.into_iter().filter_map(|(base, text)| Some((base.parse().ok()?, text))).collect()
}

#[post("/evaluations/<evaluation>/proposal", data = "<form>")]
pub async fn propose(view: View, evaluation: i64, form: Checked) -> Result {
    let (year, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    let typed = TypedProposal {
        amounts: by_base(form.0.prefixed("amount.")),
        deadlines: by_base(form.0.prefixed("deadline.")),
        vote: by_base(form.0.prefixed("vote.")).into_keys().collect(),
        vote_minutes: form.0.text("vote_minutes").to_owned(),
    };
    match view.act(move |app, who| outcome::propose(app, who, year, version, &typed)).await {
        Ok(()) => Ok(Answer::done(back(evaluation), "result-proposed")),
        Err(ServiceError::Invalid(faults)) => {
            let page = proposal_page(&view, evaluation, Some(&form.0.typed()), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}

/// Agreed with or not, with the minutes.
fn ruled(typed: &Typed) -> Vec<Field> {
    let choices = ["agree", "back"].map(|code| Choice::new(code, family!("outcome-agreed", code)));
    vec![
        Field::new(Control::Radio, "agreed", phrase!("outcome-agreed"))
            .choices(choices)
            .value(value(typed, "agreed"))
            .required(),
        Field::new(Control::Textarea, "minutes", phrase!("outcome-minutes"))
            .help(phrase!("outcome-minutes-help"))
            .value(value(typed, "minutes"))
            .rows(8)
            .required(),
    ]
}

/// Whether it is agreed with; every fault at once.
fn agreed(form: &Checked) -> std::result::Result<(bool, String), ServiceError> {
    let (minutes, ruling) = (form.0.text("minutes").to_owned(), form.0.text("agreed"));
    match ruling {
        "agree" => Ok((true, minutes)),
        "back" => Ok((false, minutes)),
        _ => {
            let mut faults = vec![Fault::new("agreed", "choose")];
            if minutes.trim().is_empty() {
                faults.push(Fault::new("minutes", "required"));
            }
            Err(ServiceError::Invalid(faults))
        }
    }
}

/// What a decision is about: awards, deadlines, the minutes of the panel's meetings and of its vote.
fn to_know(shown: &ResultView) -> Vec<(Phrase, Phrase)> {
    let mut facts = Vec::new();
    let decided = shown.decided.as_ref();
    for entry in &shown.campaign.entries {
        let (base, name) = (entry.row.base_id.get(), Phrase::typed(entry.name.clone()));
        if let Some(amount) = decided.and_then(|decided| decided.amounts.get(&base)) {
            facts.push((name.clone(), phrase!("outcome-decide-award", amount = *amount)));
        }
        if let Some(day) = decided.and_then(|decided| decided.deadlines.get(&base)) {
            facts.push((name.clone(), phrase!("outcome-decide-deadline", day = *day)));
        }
        if entry.row.met_at.is_some() {
            facts.push((name, phrase!("outcome-decide-meeting", minutes = entry.row.meeting.clone())));
        }
    }
    let vote = decided.and_then(|decided| decided.outcome.vote.as_ref());
    facts.extend(vote.map(|vote| (phrase!("outcome-vote-minutes"), Phrase::typed(vote.minutes.clone()))));
    facts
}

async fn decision_page(view: &View, evaluation: i64, typed: &Typed, faults: &[Fault]) -> Made {
    let year = id::<EvaluationId>(evaluation)?;
    let shown = view.act(move |app, who| outcome::to_decide(app, who, year)).await?;
    let action = format!("/evaluations/{evaluation}/decision");
    let words = (phrase!("outcome-decide"), phrase!("outcome-decide"));
    let of = result_of(shown.campaign.opened.row.year);
    let page = form(words, (&action, &back(evaluation)), of, ruled(typed), faults);
    let page = page.lead(phrase!("outcome-decide-lead")).facts(to_know(&shown));
    Ok(page.version(shown.campaign.run.version))
}

#[get("/evaluations/<evaluation>/decision")]
pub async fn decision_form(view: View, evaluation: i64) -> Result {
    let page = decision_page(&view, evaluation, &Typed::new(), &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/decision", data = "<form>")]
pub async fn decide(view: View, evaluation: i64, form: Checked) -> Result {
    let (year, version, ruling) = (id::<EvaluationId>(evaluation)?, form.0.version(), agreed(&form));
    let done = view.act(move |app, who| match ruling {
        Ok((true, minutes)) => outcome::publish(app, who, year, version, &minutes).map(|()| "result-published"),
        Ok((false, reason)) => outcome::send_back(app, who, year, version, &reason).map(|()| "result-sent-back"),
        Err(error) => outcome::may_decide(who).and(Err(error)),
    });
    match done.await {
        Ok("result-published") => Ok(Answer::done(back(evaluation), "result-published")),
        Ok(_) => Ok(Answer::done(back(evaluation), "result-sent-back")),
        Err(ServiceError::Invalid(faults)) => {
            let page = decision_page(&view, evaluation, &form.0.typed(), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/evaluations/<evaluation>/approval", data = "<form>")]
pub async fn approve(view: View, evaluation: i64, form: Checked) -> Result {
    let (year, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    view.act(move |app, who| outcome::approve(app, who, year, version)).await?;
    Ok(Answer::done(back(evaluation), "result-approved"))
}

async fn revision_page(view: &View, (evaluation, entry): (i64, i64), typed: Option<&Typed>, faults: &[Fault]) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (_, found, line) = view.act(move |app, who| outcome::to_revise(app, who, year, base)).await?;
    // As it was put forward last.
    let mut before = Typed::new();
    before.extend(line.amount.map(|amount| ("amount".to_owned(), Fen(amount).to_string())));
    before.extend(line.rectify_until.map(|day| ("deadline".to_owned(), day.to_string())));
    let typed = typed.unwrap_or(&before);
    let fields = vec![
        Field::new(Control::Money, "amount", phrase!("outcome-amount"))
            .help(phrase!("outcome-revise-amount-help", max = Fen::yuan(200_000)))
            .value(value(typed, "amount")),
        Field::new(Control::Date, "deadline", phrase!("outcome-deadline"))
            .help(phrase!("outcome-revise-deadline-help"))
            .value(value(typed, "deadline")),
    ];
    let action = format!("/evaluations/{evaluation}/bases/{entry}/revision");
    let words = (phrase!("outcome-revise"), phrase!("outcome-revise"));
    let page = form(words, (&action, &back(evaluation)), Phrase::typed(&found.name), fields, faults);
    Ok(page.lead(phrase!("outcome-revise-lead")).version(found.row.version))
}

#[get("/evaluations/<evaluation>/bases/<entry>/revision")]
pub async fn revision_form(view: View, evaluation: i64, entry: i64) -> Result {
    let page = revision_page(&view, (evaluation, entry), None, &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/revision", data = "<form>")]
pub async fn revise(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (amount, until) = (form.0.text("amount").to_owned(), form.0.text("deadline").to_owned());
    match view.act(move |app, who| outcome::revise(app, who, year, base, (&amount, &until))).await {
        Ok(()) => Ok(Answer::done(back(evaluation), "result-proposed")),
        Err(ServiceError::Invalid(faults)) => {
            let page = revision_page(&view, (evaluation, entry), Some(&form.0.typed()), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn revised_page(view: &View, (evaluation, entry): (i64, i64), typed: &Typed, faults: &[Fault]) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let shown = view.act(move |app, who| outcome::may_decide(who).and_then(|()| outcome::result(app, who, year)));
    let shown = shown.await?;
    let line = shown.latest(base).ok_or(ServiceError::NotFound)?;
    let found = shown.campaign.entries.iter().find(|one| one.row.id == base).ok_or(ServiceError::NotFound)?;
    let action = format!("/evaluations/{evaluation}/bases/{entry}/decision");
    let words = (phrase!("outcome-decide"), phrase!("outcome-decide"));
    let page = form(words, (&action, &back(evaluation)), Phrase::typed(&found.name), ruled(typed), faults);
    let lead = match line.grade {
        Grade::Excellent => phrase!("outcome-revised-excellent", amount = line.amount.map_or(Fen::ZERO, Fen)),
        Grade::Qualified => phrase!("outcome-revised-qualified"),
        Grade::Unqualified => phrase!("outcome-revised-unqualified"),
        Grade::NotGraded => phrase!("outcome-revised-not-graded"),
    };
    let mut facts = Vec::new();
    if let Some(day) = line.rectify_until {
        facts.push((phrase!("outcome-deadline"), phrase!("outcome-decide-deadline", day = day)));
    }
    if found.row.met_at.is_some() {
        facts.push((phrase!("outcome-meeting-minutes"), Phrase::typed(found.row.meeting.clone())));
    }
    Ok(page.lead(lead).facts(facts).version(line.version))
}

#[get("/evaluations/<evaluation>/bases/<entry>/decision")]
pub async fn revised_form(view: View, evaluation: i64, entry: i64) -> Result {
    let page = revised_page(&view, (evaluation, entry), &Typed::new(), &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/decision", data = "<form>")]
pub async fn revised(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (version, ruling) = (form.0.version(), agreed(&form));
    let done = view.act(move |app, who| match ruling {
        Ok((yes, said)) => outcome::revised(app, who, year, base, version, (yes, &said)),
        Err(error) => outcome::may_decide(who).and(Err(error)),
    });
    match done.await {
        Ok(()) => Ok(Answer::done(back(evaluation), "result-revised")),
        Err(ServiceError::Invalid(faults)) => {
            let page = revised_page(&view, (evaluation, entry), &form.0.typed(), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}
