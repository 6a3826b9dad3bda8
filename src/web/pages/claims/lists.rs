//! The forms of a claim's lists: people and invoices.

use super::register::Register;
use super::{conflict, shown, shown_for};
use crate::domain::access::Action;
use crate::domain::ids::ClaimId;
use crate::service::claims::{self, ClaimShown, TypedInvoice, TypedPerson};
use crate::service::{Fault, ServiceError};
use crate::sheets::{Column, Sheet};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![people, add_person, remove_person, import_people, advance, template, invoices, add_invoice, remove_invoice]
}

fn claim_id(id: i64) -> std::result::Result<ClaimId, ServiceError> {
    ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)
}

fn people_page(
    view: &View,
    shown: &ClaimShown,
    typed: &TypedPerson,
    faults: &[Fault],
) -> std::result::Result<Register, ServiceError> {
    let policies = view.app.policies();
    let (policy, rule) = policies.select(&shown.row.rule, None).map_err(|_| ServiceError::NotFound)?;
    if !shown.has_people {
        return Err(ServiceError::NotFound);
    }
    Ok(Register::people(policy, rule, shown, typed, faults))
}

/// Shows a list again after a refusal, with everything that was typed.
fn again(
    view: View,
    error: ServiceError,
    page: impl FnOnce(&View, &[Fault]) -> std::result::Result<Register, ServiceError>,
) -> Result {
    match error {
        ServiceError::Invalid(faults) => {
            let page = page(&view, &faults)?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        ServiceError::Conflict(fault) => {
            let mut page = page(&view, &[])?;
            page.form = page.form.fault(conflict(&fault));
            view.page_as(Status::Conflict, &page)
        }
        other => Err(other.into()),
    }
}

fn typed_person(form: &Fields) -> TypedPerson {
    TypedPerson {
        name: form.text("name").to_owned(),
        resident_id: form.text("resident_id").to_owned(),
        certificate: form.text("certificate").to_owned(),
        finished: form.text("finished").to_owned(),
        facts: form.prefixed("person.").into_iter().collect(),
    }
}

#[get("/claims/<id>/people")]
async fn people(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimEditFacts).await?;
    let page = people_page(&view, &shown, &TypedPerson::default(), &[])?;
    view.page(&page)
}

#[post("/claims/<id>/people", data = "<form>")]
async fn add_person(view: View, id: i64, form: Checked) -> Result {
    let (claim, seen, typed) = (claim_id(id)?, form.0.version(), typed_person(&form.0));
    let kept = typed.clone();
    match view.act(move |app, who| claims::add_person(app, who, claim, seen, &typed)).await {
        Ok(()) => Ok(Answer::done(format!("/claims/{id}/people"), "saved")),
        Err(error) => {
            let shown = shown(&view, id).await?;
            again(view, error, |view, faults| people_page(view, &shown, &kept, faults))
        }
    }
}

#[post("/claims/<id>/people/<person>/remove", data = "<form>")]
async fn remove_person(view: View, id: i64, person: i64, form: Checked) -> Result {
    let (claim, seen) = (claim_id(id)?, form.0.version());
    view.act(move |app, who| claims::remove_person(app, who, claim, seen, person)).await?;
    Ok(Answer::done(format!("/claims/{id}/people"), "saved"))
}

#[post("/claims/<id>/people/import", data = "<form>")]
async fn import_people(view: View, id: i64, form: Checked) -> Result {
    let (claim, seen) = (claim_id(id)?, form.0.version());
    let (name, bytes) = match form.0.file("file") {
        Some(file) if file.too_large => (file.name.clone(), Vec::new()),
        Some(file) => (file.name.clone(), file.bytes.clone()),
        None => (String::new(), Vec::new()),
    };
    let nothing = bytes.is_empty();
    let done = match nothing {
        true => Err(ServiceError::invalid("file", "file-missing")),
        false => view.act(move |app, who| claims::import_people(app, who, claim, seen, &name, &bytes)).await,
    };
    let (faults, whole, status) = match done {
        Ok(faults) if faults.is_empty() => return Ok(Answer::done(format!("/claims/{id}/people"), "saved")),
        Ok(faults) => (faults, Vec::new(), Status::UnprocessableEntity),
        Err(ServiceError::Invalid(whole)) => (Vec::new(), whole, Status::UnprocessableEntity),
        Err(error) => return Err(error.into()),
    };
    let shown = shown_for(&view, id, Action::ClaimEditFacts).await?;
    let page = people_page(&view, &shown, &TypedPerson::default(), &[])?.refused_table(faults, &whole);
    view.page_as(status, &page)
}

#[post("/claims/<id>/people/advance", data = "<form>")]
async fn advance(view: View, id: i64, form: Checked) -> Result {
    let (claim, seen, typed) = (claim_id(id)?, form.0.version(), form.0.text("advance").to_owned());
    match view.act(move |app, who| claims::set_advance(app, who, claim, seen, &typed)).await {
        Ok(()) => Ok(Answer::done(format!("/claims/{id}/people"), "saved")),
        Err(error) => {
            let shown = shown(&view, id).await?;
            again(view, error, |view, faults| {
                let mut page = people_page(view, &shown, &TypedPerson::default(), &[])?;
                let fields = page.advance.take().map(|form| form.fields).unwrap_or_default();
                page.advance = Some(crate::web::pages::form_page::with_faults(fields, faults));
                Ok(page)
            })
        }
    }
}

/// An empty table with the headings that an import of this claim knows.
#[get("/claims/<id>/people/template")]
async fn template(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimEditFacts).await?;
    let headings = claims::people_headings(&view.app, &shown.row.rule)?;
    let columns = headings.into_iter().map(|heading| Column::new(heading, 20)).collect();
    let sheet = Sheet { name: "人员名单".to_owned(), columns, ..Sheet::default() };
    let bytes = crate::sheets::xlsx(&sheet)
        .map_err(|error| ServiceError::Storage(crate::storage::StorageError::Database(error.to_string())))?;
    Ok(Answer::File {
        name: "人员名单模板.xlsx".to_owned(),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        bytes,
    })
}

#[get("/claims/<id>/invoices")]
async fn invoices(view: View, id: i64) -> Result {
    let shown = shown_for(&view, id, Action::ClaimEditFacts).await?;
    let page = Register::invoices(&shown, &TypedInvoice::default(), &[]);
    view.page(&page)
}

#[post("/claims/<id>/invoices", data = "<form>")]
async fn add_invoice(view: View, id: i64, form: Checked) -> Result {
    let (claim, seen) = (claim_id(id)?, form.0.version());
    let text = |name: &str| form.0.text(name).to_owned();
    let typed = TypedInvoice {
        number: text("number"),
        seller: text("seller"),
        amount: text("amount"),
        issued_on: text("issued_on"),
    };
    let kept = typed.clone();
    match view.act(move |app, who| claims::add_invoice(app, who, claim, seen, &typed)).await {
        Ok(()) => Ok(Answer::done(format!("/claims/{id}/invoices"), "saved")),
        Err(error) => {
            let shown = shown(&view, id).await?;
            again(view, error, |_, faults| Ok(Register::invoices(&shown, &kept, faults)))
        }
    }
}

#[post("/claims/<id>/invoices/<invoice>/remove", data = "<form>")]
async fn remove_invoice(view: View, id: i64, invoice: i64, form: Checked) -> Result {
    let (claim, seen) = (claim_id(id)?, form.0.version());
    view.act(move |app, who| claims::remove_invoice(app, who, claim, seen, invoice)).await?;
    Ok(Answer::done(format!("/claims/{id}/invoices"), "saved"))
}
