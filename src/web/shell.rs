//! What surrounds a page: who looks at it, where they can go, what was just done.

use super::answer::{Answer, COUNTS, FLASH, Result};
use super::frame::frame;
use super::session::Visitor;
use crate::domain::access;
use crate::family;
use crate::service::{App, ServiceError, Who};
use crate::storage::StorageError;
use crate::text::parts::{Flash, Shell, Tone};
use crate::text::{Page, render};
use rocket::http::{Cookie, Method, Status};
use rocket::request::{FromRequest, Outcome, Request};
use std::sync::Arc;

/// Everything a handler needs to show a page: the office, the visitor, the frame.
pub struct View {
    pub app: Arc<App>,
    pub visitor: Visitor,
    path: String,
    /// The page itself, without query: which entry of the navigation it belongs to.
    here: String,
    flash: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for View {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<View, Self::Error> {
        let (Some(app), Outcome::Success(visitor)) =
            (request.rocket().state::<Arc<App>>(), Visitor::from_request(request).await)
        else {
            return Outcome::Forward(Status::ServiceUnavailable);
        };
        // A form's answer brings a message of its own; only a page shows one and is done with it.
        let shows = request.method() == Method::Get;
        let flash = request.cookies().get(FLASH).filter(|_| shows).map(|cookie| cookie.value().to_owned());
        if flash.is_some() {
            request.cookies().remove(Cookie::build(FLASH).path("/"));
        }
        let here = request.uri().path().to_string();
        Outcome::Success(View { app: Arc::clone(app), visitor, path: request.uri().to_string(), here, flash })
    }
}

impl View {
    /// Shows a page.
    ///
    /// # Errors
    /// The template does not fit its page, which the tests exclude; logged here.
    pub fn page<P: Page>(self, page: &P) -> Result {
        self.page_as(Status::Ok, page)
    }

    /// Shows a page with another status, such as 422 for a form with faults.
    ///
    /// # Errors
    /// As [`View::page`].
    pub fn page_as<P: Page>(self, status: Status, page: &P) -> Result {
        let shell = self.shell();
        match render::page(&shell, page) {
            Ok(html) => Ok(Answer::Html(status, html)),
            Err(error) => {
                tracing::error!(template = P::TEMPLATE, %error, "a page could not be rendered");
                Err(ServiceError::Storage(StorageError::Database("page not rendered".to_owned())).into())
            }
        }
    }

    /// The person signed in.
    ///
    /// # Errors
    /// 401 where nobody is.
    pub fn who(&self) -> std::result::Result<Who, ServiceError> {
        let nobody = ServiceError::Denied(access::Denied::NotSignedIn);
        self.visitor.who.clone().ok_or(nobody)
    }

    /// Runs a use case in the name of the person signed in.
    ///
    /// # Errors
    /// 401 where nobody is; whatever the use case says.
    pub async fn act<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App, &Who) -> std::result::Result<T, ServiceError> + Send + 'static,
    ) -> std::result::Result<T, ServiceError> {
        let who = self.who()?;
        super::run(&self.app, move |app| work(app, &who)).await
    }

    fn shell(&self) -> Shell {
        let mut shell = frame(&self.app, &self.visitor, &self.path, &self.here);
        shell.flash = self.flash.as_deref().and_then(flash);
        shell
    }
}

/// `code`, or `code.4.2.1` with the numbers of the message.
fn flash(said: &str) -> Option<Flash> {
    let (code, counts) = said.split_once('.').unwrap_or((said, ""));
    let counts: Vec<&str> = counts.split('.').collect();
    let number = |count: &&str| count.len() < 10 && count.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code(code) || counts.len() > COUNTS.len() || !counts.iter().all(number) {
        return None;
    }
    let text = COUNTS.iter().zip(counts).fold(family!("done", code), |said, (name, count)| said.given(name, count));
    Some(Flash { tone: tone(code), text })
}

/// What was done but looks odd, or came to nothing, is no plain success.
fn tone(code: &str) -> Tone {
    const TO_NOTHING: [&str; 4] = ["completions-nothing", "certificates-nothing", "placed-in-part", "placed-but-unfit"];
    if code.starts_with("odd-") || TO_NOTHING.contains(&code) { Tone::Wait } else { Tone::Done }
}

/// Codes come back in a cookie: anything else is somebody's own invention.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}
