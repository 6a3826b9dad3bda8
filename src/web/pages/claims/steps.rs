//! The buttons of a claim's page: one route a step, and its papers.

use super::show::{Act, ClaimView, Typed};
use super::{conflict, fields, line, shown};
use crate::domain::claim::Step;
use crate::domain::ids::{BudgetLineId, ClaimId};
use crate::service::claims::{self, Ruled, Signed};
use crate::service::evidence::{self, Owner, Sent};
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::form_page::with_faults;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, post, routes};

pub fn routes() -> Vec<Route> {
    routes![
        submit,
        accept,
        decide,
        upload,
        withdraw,
        reopen,
        give_back,
        decline,
        first_review,
        second_review,
        send_back,
        reject,
        confirm,
        approve,
        archive,
        line::change
    ]
}

fn signed(id: i64, form: &Fields) -> std::result::Result<Signed, ServiceError> {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    Ok(Signed { claim, version: form.version(), opinion: form.text("opinion").to_owned() })
}

/// Back to the claim: done, or the claim as it is now with what was typed and why it was not done.
async fn answer<T>(view: View, id: i64, form: &Fields, done: std::result::Result<T, ServiceError>) -> Result {
    let error = match done {
        Ok(_) => return Ok(Answer::done(format!("/claims/{id}"), "claim-step")),
        Err(error @ (ServiceError::Invalid(_) | ServiceError::Conflict(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let shown = shown(&view, id).await?;
    let typed = Typed {
        opinion: form.text("opinion").to_owned(),
        amount: form.text("amount").to_owned(),
        line: form.text("budget_line").to_owned(),
        instalment: form.ticked("instalment"),
        promise: form.ticked("promise"),
    };
    let mut page = ClaimView::new(&view.app, &view.who()?, &shown, &typed);
    let faults = match error {
        ServiceError::Conflict(fault) => {
            page.refused = Some(conflict(&fault));
            let takes_opinion = |act: &Act| act.form.fields.iter().any(|field| field.name == "opinion");
            if !typed.opinion.is_empty() && !page.act.as_ref().is_some_and(takes_opinion) {
                page.kept = Some(typed.opinion);
            }
            return view.page_as(Status::Conflict, &page);
        }
        error => error.into_faults(),
    };
    let policies = view.app.policies();
    let faults = match policies.select(&shown.row.rule, None) {
        Ok((policy, rule)) => fields::worded(policy, rule, faults, view.visitor.lang),
        Err(_) => faults,
    };
    match page.act.as_mut() {
        Some(act) => {
            let fields = std::mem::take(&mut act.form).fields;
            act.form = with_faults(fields, &faults);
        }
        None => return Err(ServiceError::conflict("wrong-state").into()),
    }
    view.page_as(Status::UnprocessableEntity, &page)
}

async fn sign(view: View, id: i64, form: Checked, step: Step) -> Result {
    let signed = signed(id, &form.0)?;
    let done = view.act(move |app, who| claims::sign(app, who, step, &signed)).await;
    answer(view, id, &form.0, done).await
}

#[post("/claims/<id>/submit", data = "<form>")]
async fn submit(view: View, id: i64, form: Checked) -> Result {
    let (signed, promised) = (signed(id, &form.0)?, form.0.ticked("promise"));
    let done = view.act(move |app, who| claims::submit(app, who, &signed, promised)).await;
    answer(view, id, &form.0, done).await
}

#[post("/claims/<id>/accept", data = "<form>")]
async fn accept(view: View, id: i64, form: Checked) -> Result {
    let signed = signed(id, &form.0)?;
    let line = form.0.text("budget_line").parse::<BudgetLineId>().ok();
    let done = view.act(move |app, who| claims::accept(app, who, &signed, line)).await;
    answer(view, id, &form.0, done).await
}

#[post("/claims/<id>/decide", data = "<form>")]
async fn decide(view: View, id: i64, form: Checked) -> Result {
    let signed = signed(id, &form.0)?;
    let part = form.0.ticked("instalment");
    let ruled = match form.0.text("amount") {
        "" => Ok(Ruled::AsAssessed),
        typed => typed.replace(',', "").parse().map(if part { Ruled::Instalment } else { Ruled::Own }),
    };
    let done = match ruled {
        Ok(ruled) => view.act(move |app, who| claims::decide(app, who, &signed, &ruled)).await,
        Err(_) => Err(ServiceError::Invalid(vec![Fault::new("amount", "not-money")])),
    };
    answer(view, id, &form.0, done).await
}

#[post("/claims/<id>/withdraw", data = "<form>")]
async fn withdraw(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Withdraw).await
}

#[post("/claims/<id>/reopen", data = "<form>")]
async fn reopen(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Reopen).await
}

#[post("/claims/<id>/return", data = "<form>")]
async fn give_back(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Return).await
}

#[post("/claims/<id>/decline", data = "<form>")]
async fn decline(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Decline).await
}

#[post("/claims/<id>/first-review", data = "<form>")]
async fn first_review(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::FirstReview).await
}

#[post("/claims/<id>/second-review", data = "<form>")]
async fn second_review(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::SecondReview).await
}

#[post("/claims/<id>/send-back", data = "<form>")]
async fn send_back(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::SendBack).await
}

#[post("/claims/<id>/reject", data = "<form>")]
async fn reject(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Reject).await
}

#[post("/claims/<id>/confirm", data = "<form>")]
async fn confirm(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Confirm).await
}

#[post("/claims/<id>/approve", data = "<form>")]
async fn approve(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Approve).await
}

#[post("/claims/<id>/archive", data = "<form>")]
async fn archive(view: View, id: i64, form: Checked) -> Result {
    sign(view, id, form, Step::Archive).await
}

#[post("/claims/<id>/papers", data = "<form>")]
async fn upload(view: View, id: i64, form: Checked) -> Result {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let requirement = form.0.text("requirement").to_owned();
    let sent = form.0.file("file").map_or_else(
        || Sent { file_name: String::new(), bytes: Vec::new(), cut: false },
        |file| Sent { file_name: file.name.clone(), bytes: file.bytes.clone(), cut: file.too_large },
    );
    let done = view.act(move |app, who| evidence::upload(app, who, Owner::Claim(claim), &requirement, &sent)).await;
    match done {
        Ok(_) => Ok(Answer::done(format!("/claims/{id}"), "paper-kept")),
        Err(ServiceError::Invalid(faults)) => {
            let shown = shown(&view, id).await?;
            let mut page = ClaimView::new(&view.app, &view.who()?, &shown, &Typed::default());
            page.upload_fault = faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault));
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
