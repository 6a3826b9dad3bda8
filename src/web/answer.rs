//! What a handler gives back: a page, a redirect with a short message, a file, or an error page.

use super::errors;
use crate::service::ServiceError;
use crate::service::files::File;
use rocket::http::{ContentType, Cookie, Header, SameSite, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use std::io::Cursor;

/// The answer to a request.
pub enum Answer {
    Html(Status, String),
    /// After a change: go and look at it. The message is a catalogue key (`done-<code>`), shown once.
    See(String, Option<&'static str>),
    /// As [`Answer::See`], with how many it was about, by the names of [`COUNTS`].
    SeeCounted(String, &'static str, Vec<usize>),
    /// A file to keep, never shown in the browser.
    File {
        name: String,
        media_type: String,
        bytes: Vec<u8>,
    },
    /// Anything else with its own media type (calendar feed, JSON).
    Raw(Status, ContentType, Vec<u8>),
}

/// What a step did, where several share one ending: the page says `done-<code>` once.
#[derive(Debug, Clone, Copy)]
pub struct Done(pub &'static str);

impl Answer {
    /// After a change: go and look at `path`; the page says `done-<code>` once.
    pub fn done(path: impl Into<String>, code: &'static str) -> Answer {
        Answer::See(path.into(), Some(code))
    }

    /// The message says how many.
    #[must_use]
    pub fn counting(self, count: usize) -> Answer {
        self.counting_all(&[count])
    }

    /// The message says how many of each, by the names of [`COUNTS`] in their order.
    #[must_use]
    pub fn counting_all(self, counts: &[usize]) -> Answer {
        match self {
            Answer::See(path, Some(code)) => Answer::SeeCounted(path, code, counts.to_vec()),
            other => other,
        }
    }

    /// Go there.
    pub fn see(path: impl Into<String>) -> Answer {
        Answer::See(path.into(), None)
    }
}

impl From<File> for Answer {
    fn from(file: File) -> Answer {
        Answer::File { name: file.name, media_type: file.media_type.to_owned(), bytes: file.bytes }
    }
}

/// What handlers return: an answer, or what the use case said.
pub type Result<T = Answer> = std::result::Result<T, Failure>;

/// A failed request.
pub struct Failure {
    pub error: ServiceError,
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Failure {
        Failure { error }
    }
}

/// Where the message shown once after a redirect waits.
pub const FLASH: &str = "jx_done";
/// What a message calls its numbers.
pub const COUNTS: [&str; 3] = ["count", "others", "rest"];

impl<'r> Responder<'r, 'static> for Answer {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        match self {
            Answer::Html(status, html) => {
                response.status(status).header(ContentType::HTML).sized_body(html.len(), Cursor::new(html));
            }
            Answer::See(path, done) => see(&mut response, path, done.map(str::to_owned)),
            Answer::SeeCounted(path, done, counts) => {
                let counts = counts.iter().map(|count| format!(".{count}")).collect::<String>();
                see(&mut response, path, Some(format!("{done}{counts}")));
            }
            Answer::File { name, media_type, bytes } => {
                response
                    .status(Status::Ok)
                    .header(Header::new("Content-Type", media_type))
                    .header(Header::new("Content-Disposition", disposition(&name)))
                    .sized_body(bytes.len(), Cursor::new(bytes));
            }
            Answer::Raw(status, media_type, bytes) => {
                response.status(status).header(media_type).sized_body(bytes.len(), Cursor::new(bytes));
            }
        }
        response.ok()
    }
}

fn see(response: &mut response::Builder<'_>, path: String, done: Option<String>) {
    response.status(Status::SeeOther).header(Header::new("Location", path));
    if let Some(done) = done {
        let cookie = Cookie::build((FLASH, done)).path("/").http_only(true).same_site(SameSite::Lax);
        response.header_adjoin(Header::new("Set-Cookie", cookie.to_string()));
    }
}

/// `attachment` with the name in UTF-8 (RFC 6266), so that a page can never be smuggled in as a file.
fn disposition(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

impl<'r> Responder<'r, 'static> for Failure {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        errors::answer(request, &self.error).respond_to(request)
    }
}
