//! What only the demonstration has: its clock can be moved, and the style guide is shown.

use super::guide::Guide;
use super::session::within;
use crate::service::ServiceError;
use crate::text::Page;
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::shell::View;
use chrono::Duration;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![advance, guide]
}

/// Moves the demonstration to the same hour of the next day, so that a notice of five working days
/// can be seen to its end in a minute.
#[post("/demo/advance", data = "<form>")]
fn advance(view: View, form: Checked) -> Result {
    if !view.app.clock.is_demo() {
        return Err(ServiceError::NotFound.into());
    }
    let days = form.0.text("days").parse::<i64>().unwrap_or(1).clamp(1, 31);
    view.app.clock.advance(Duration::days(days)).map_err(|_| ServiceError::conflict("clock"))?;
    Ok(Answer::see(within(form.0.text("back"))))
}

#[get("/guide")]
fn guide(view: View) -> Result {
    if !view.app.clock.is_demo() {
        return Err(ServiceError::NotFound.into());
    }
    view.page(&Guide::sample())
}
