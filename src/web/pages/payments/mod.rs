//! What waits to be paid, the batches, and a batch with the bank's answers.

pub mod list;
pub mod show;

use super::notices::{id, ids, workbook};
use crate::domain::ids::{BatchId, BudgetLineId, ClaimId};
use crate::service::payments::{self, Imported, Typed};
use crate::service::{Fault, ServiceError, budgets};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::shell::View;
use list::PaymentsView;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use show::BatchView;

pub fn routes() -> Vec<Route> {
    routes![index, create, place, display, order, template, send, import, answer]
}

#[get("/payments?<q>&<page>")]
async fn index(view: View, q: Option<Asked>, page: Option<u32>) -> Result {
    let shown = self::page(&view, Asked::text(q), page.unwrap_or(1).max(1), &[]).await?;
    view.page(&shown)
}

async fn page(
    view: &View,
    text: Option<String>,
    page: u32,
    faults: &[Fault],
) -> std::result::Result<PaymentsView, ServiceError> {
    let wanted = text.clone();
    let (batches, desk) = view
        .act(move |app, who| {
            Ok((payments::list(app, who, wanted.as_deref(), i64::from(page))?, payments::desk(app, who)?))
        })
        .await?;
    Ok(PaymentsView::new(batches, &desk, text, u64::from(page), faults))
}

#[post("/payments", data = "<form>")]
async fn create(view: View, form: Checked) -> Result {
    let chosen: Vec<ClaimId> = ids(form.0.all("claim"));
    match view.act(move |app, who| payments::create(app, who, &chosen)).await {
        Ok(id) => Ok(Answer::done(format!("/payments/{id}"), "batch-created")),
        Err(ServiceError::Invalid(faults)) => {
            let shown = page(&view, None, 1, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/payments/place", data = "<form>")]
async fn place(view: View, form: Checked) -> Result {
    // The claim with the version that was shown: `42:7`.
    let (claim, version) = form.0.text("placed").split_once(':').unwrap_or_default();
    let claim: Option<ClaimId> = claim.parse().ok();
    let line: Option<BudgetLineId> = form.0.text("line").parse().ok();
    let version = version.parse().unwrap_or(-1);
    let reason = form.0.text("reason").to_owned();
    let placed = view.act(move |app, who| match (claim, line) {
        (Some(claim), Some(line)) => budgets::place(app, who, claim, version, line, &reason),
        (claim, line) => {
            let mut faults = Vec::new();
            faults.extend(claim.is_none().then(|| Fault::new("placed", "choose")));
            faults.extend(line.is_none().then(|| Fault::new("line", "choose")));
            Err(ServiceError::Invalid(faults))
        }
    });
    match placed.await {
        Ok(()) => Ok(Answer::done("/payments", "claim-placed")),
        Err(ServiceError::Invalid(faults)) => {
            let shown = page(&view, None, 1, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/payments/<batch>")]
async fn display(view: View, batch: i64) -> Result {
    let page = batch_page(&view, id(batch)?, &Typed::default(), &[], None).await?;
    view.page(&page)
}

async fn batch_page(
    view: &View,
    batch: BatchId,
    typed: &Typed,
    faults: &[Fault],
    imported: Option<Imported>,
) -> std::result::Result<BatchView, ServiceError> {
    let shown = view.act(move |app, who| payments::show(app, who, batch)).await?;
    Ok(BatchView::new(&shown, view.app.today(), typed, faults, imported))
}

#[get("/payments/<batch>/order")]
async fn order(view: View, batch: i64) -> Result {
    let batch = id::<BatchId>(batch)?;
    let sheet = view.act(move |app, who| payments::order_sheet(app, who, batch)).await?;
    Ok(workbook(format!("{}.xlsx", sheet.name), &sheet)?)
}

#[get("/payments/<batch>/template")]
async fn template(view: View, batch: i64) -> Result {
    let batch = id::<BatchId>(batch)?;
    let sheet = view.act(move |app, who| payments::confirmation_sheet(app, who, batch)).await?;
    Ok(workbook(format!("{}-回执.xlsx", sheet.name), &sheet)?)
}

#[post("/payments/<batch>/send", data = "<form>")]
async fn send(view: View, batch: i64, form: Checked) -> Result {
    let batch = id::<BatchId>(batch)?;
    let version = form.0.version();
    view.act(move |app, who| payments::send(app, who, batch, version)).await?;
    Ok(Answer::done(format!("/payments/{batch}"), "batch-sent"))
}

#[post("/payments/<batch>/confirmation", data = "<form>")]
async fn import(view: View, batch: i64, form: Checked) -> Result {
    let batch = id::<BatchId>(batch)?;
    let done = match form.0.file("file") {
        None => Err(ServiceError::invalid("file", "required")),
        Some(file) if file.too_large => {
            Err(ServiceError::Invalid(vec![Fault::new("file", "file-too-large").with("max", 20)]))
        }
        Some(file) => {
            let (name, bytes) = (file.name.clone(), file.bytes.clone());
            view.act(move |app, who| payments::import(app, who, batch, &name, &bytes)).await
        }
    };
    answered(&view, batch, done, &Typed::default()).await.and_then(|next| finish(view, batch, next))
}

#[post("/payments/<batch>/answers", data = "<form>")]
async fn answer(view: View, batch: i64, form: Checked) -> Result {
    let batch = id::<BatchId>(batch)?;
    let text = |name: &str| form.0.text(name).to_owned();
    let typed = Typed { payment: text("payment"), result: text("result"), date: text("date"), reason: text("reason") };
    let sent = typed.clone();
    let done = view.act(move |app, who| payments::answer_one(app, who, batch, &sent)).await;
    answered(&view, batch, done, &typed).await.and_then(|next| finish(view, batch, next))
}

/// Where answers lead: back to the batch, or to the page that says what is wrong.
enum Next {
    Taken,
    /// The answers were there already.
    Known,
    Again(Box<BatchView>),
}

async fn answered(
    view: &View,
    batch: BatchId,
    done: std::result::Result<Imported, ServiceError>,
    typed: &Typed,
) -> Result<Next> {
    Ok(match done {
        Ok(imported) if !imported.faults.is_empty() => {
            Next::Again(Box::new(batch_page(view, batch, typed, &[], Some(imported)).await?))
        }
        Ok(imported) if imported.paid + imported.rejected == 0 => Next::Known,
        Ok(_) => Next::Taken,
        Err(ServiceError::Invalid(faults)) => {
            Next::Again(Box::new(batch_page(view, batch, typed, &faults, None).await?))
        }
        Err(error) => return Err(error.into()),
    })
}

fn finish(view: View, batch: BatchId, next: Next) -> Result {
    let path = format!("/payments/{batch}");
    match next {
        Next::Taken => Ok(Answer::done(path, "answers-taken")),
        Next::Known => Ok(Answer::done(path, "answers-known")),
        Next::Again(page) => view.page_as(Status::UnprocessableEntity, page.as_ref()),
    }
}
