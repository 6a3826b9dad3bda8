//! Rocket lives here and nowhere else. Guards authenticate, handlers parse → call a use case →
//! show; rights are decided below.

mod answer;
mod back;
mod docx;
mod errors;
pub mod explanation;
mod forms;
mod frame;
mod overtaken;
pub mod pages;
mod qr;
pub mod rights;
mod serve;
mod session;
mod shell;
mod shield;
mod statics;

pub use serve::{Config, serve};

use crate::service::{App, ServiceError};
use rocket::figment::Figment;
use rocket::{Build, Rocket};
use std::sync::Arc;

/// What the server needs beside the office itself.
pub struct Edge {
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// One sign-in per role, shown on the sign-in page of the demonstration.
    pub demo_users: Vec<pages::sign_in::DemoUser>,
    /// Registrations that one address may send in a minute.
    pub registrations: std::num::NonZeroU32,
}

/// Builds the server; launching it is the caller's.
pub fn build(figment: Figment, app: Arc<App>, edge: Edge) -> Rocket<Build> {
    let rocket = rocket::custom(figment)
        .manage(app)
        .manage(pages::register::Throttle::new(edge.registrations))
        .manage(edge)
        .manage(pages::session::Throttle::default())
        .attach(shield::Headers)
        .register("/", errors::catchers());
    pages::mount(rocket)
}

/// Method and path of every route that is mounted, for the test that holds [`rights`] complete.
pub fn routes() -> Vec<(String, String)> {
    let rocket = pages::mount(rocket::custom(Figment::new()));
    rocket.routes().map(|route| (route.method.to_string(), route.uri.to_string())).collect()
}

/// Runs a use case on a thread where it may wait for the database.
///
/// # Errors
/// Whatever the use case says; [`ServiceError::Busy`] when the thread was lost.
pub(crate) async fn run<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&App) -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let app = Arc::clone(app);
    let span = tracing::Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&app))).await;
    done.unwrap_or(Err(ServiceError::Busy))
}
