//! Another budget line for an accepted claim.

use super::show::{ClaimView, Typed};
use super::{conflict, shown};
use crate::domain::access::Action;
use crate::domain::ids::{BudgetLineId, ClaimId};
use crate::phrase;
use crate::service::claims::{self, ClaimShown, Signed};
use crate::service::{Fault, ServiceError};
use crate::storage::budgets::LineRow;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::with_faults;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::post;

/// The lines to choose from, by name and what they have left.
pub fn choices(lines: &[LineRow]) -> impl Iterator<Item = Choice> + '_ {
    lines.iter().map(|line| {
        let label = phrase!("claim-line", name = line.name.clone(), available = line.available());
        Choice::new(line.id.to_string(), label)
    })
}

/// The form, for whoever may move the claim; none where there is no other line.
pub fn form(shown: &ClaimShown, line: &str, reason: &str) -> Option<Form> {
    let others: Vec<LineRow> =
        shown.lines.iter().filter(|line| Some(line.id.get()) != shown.row.budget_line_id).cloned().collect();
    if !shown.may(Action::ClaimChangeLine) || others.is_empty() {
        return None;
    }
    let select = Field::new(Control::Select, "new_line", phrase!("claim-new-line"));
    let why = Field::new(Control::Textarea, "line_reason", phrase!("claim-line-reason")).rows(2);
    Some(Form::new(vec![
        select.help(phrase!("claim-new-line-help")).choices(choices(&others)).value(line).required(),
        why.value(reason).required(),
    ]))
}

#[post("/claims/<id>/line", data = "<form>")]
pub async fn change(view: View, id: i64, form: Checked) -> Result {
    let claim = ClaimId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let (typed, reason) = (form.0.text("new_line").to_owned(), form.0.text("line_reason").to_owned());
    let signed = Signed { claim, version: form.0.version(), opinion: reason.clone() };
    let line = typed.parse::<BudgetLineId>().ok();
    let error = match view.act(move |app, who| claims::change_line(app, who, &signed, line)).await {
        Ok(()) => return Ok(Answer::done(format!("/claims/{id}"), "claim-line")),
        Err(error) => error,
    };
    let shown = shown(&view, id).await?;
    let mut page = ClaimView::new(&view.app, &view.who()?, &shown, &Typed::default());
    let Some(form) = self::form(&shown, &typed, &reason) else { return Err(error.into()) };
    let status = match error {
        ServiceError::Invalid(faults) => {
            let placed = |fault: Fault| match fault.field.as_str() {
                "budget_line" => Fault { field: "new_line".to_owned(), ..fault },
                _ => Fault { field: "line_reason".to_owned(), ..fault },
            };
            let faults: Vec<Fault> = faults.into_iter().map(placed).collect();
            page.line = Some(with_faults(form.fields, &faults));
            Status::UnprocessableEntity
        }
        ServiceError::Conflict(fault) => {
            page.line = Some(form.fault(conflict(&fault)));
            Status::Conflict
        }
        other => return Err(other.into()),
    };
    view.page_as(status, &page)
}
