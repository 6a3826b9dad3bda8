//! From what a use case says to what a browser or a program reads.

use super::answer::Answer;
use super::frame::frame;
use super::pages::error::ErrorPage;
use super::session::Visitor;
use crate::domain::lang::Lang;
use crate::family;
use crate::service::{App, Fault, ServiceError};
use crate::text::parts::{ErrorStatus, Shell};
use crate::text::{Phrase, render};
use rocket::http::{ContentType, Status};
use rocket::request::{FromRequest, Request};
use rocket::{Catcher, catch, catchers};
use serde_json::json;
use std::sync::Arc;

/// The words of a fault, from the catalogues.
pub fn fault_phrase(family: FaultFamily, fault: &Fault) -> Phrase {
    let phrase = match family {
        FaultFamily::Field => family!("fault", fault.code),
        FaultFamily::Conflict => family!("conflict", fault.code),
    };
    let said = fault.args.iter().fold(phrase, |phrase, (name, value)| phrase.given(name, value));
    // What is wrong with a cell is a sentence of its own, the same wherever such a value is read.
    let Some(why) = fault.args.get("because").and_then(|key| key.strip_prefix("fault-")) else { return said };
    let both = |lang, joint: &str| format!("{}{joint}{}", said.say(lang), family!("fault", why).say(lang));
    Phrase::both(both(Lang::Zh, ""), both(Lang::En, " "))
}

/// Where the words of a fault stand.
#[derive(Clone, Copy)]
pub enum FaultFamily {
    Field,
    Conflict,
}

/// The status of a service error.
pub fn status(error: &ServiceError) -> Status {
    match error {
        ServiceError::Denied(crate::domain::access::Denied::NotSignedIn) => Status::Unauthorized,
        ServiceError::Denied(_) => Status::Forbidden,
        ServiceError::NotFound => Status::NotFound,
        ServiceError::Conflict(_) => Status::Conflict,
        ServiceError::Invalid(_) => Status::UnprocessableEntity,
        ServiceError::Busy => Status::ServiceUnavailable,
        ServiceError::Storage(_) => Status::InternalServerError,
    }
}

/// The answer to a failed request, in the language and form the reader takes. A failure of ours is
/// logged here and nowhere else.
pub fn answer(request: &Request<'_>, error: &ServiceError) -> Answer {
    let status = status(error);
    if status == Status::Unauthorized {
        return unauthorized(request);
    }
    if let ServiceError::Storage(error) = error {
        tracing::error!(%error, uri = %request.uri().path(), "a request failed");
    }
    let detail = match error {
        ServiceError::Conflict(fault) => Some(fault_phrase(FaultFamily::Conflict, fault)),
        ServiceError::Invalid(faults) => faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault)),
        _ => None,
    };
    page(request, status, detail)
}

fn page(request: &Request<'_>, status: Status, detail: Option<Phrase>) -> Answer {
    if wants_json(request) {
        let body = json!({ "error": status.code, "reason": status.reason_lossy() }).to_string();
        return Answer::Raw(status, ContentType::JSON, body.into_bytes());
    }
    let cached: &Option<Visitor> = request.local_cache(|| None);
    let lang = cached.as_ref().map_or(Lang::Zh, |visitor| visitor.lang);
    let back = super::back::path(request);
    let error = ErrorPage::new(ErrorStatus::of(status.code), detail, back.as_deref());
    let shell = match (cached, request.rocket().state::<Arc<App>>()) {
        (Some(visitor), Some(app)) => frame(app, visitor, "/", ""),
        _ => Shell::public(lang, "/"),
    };
    match render::page(&shell, &error) {
        Ok(html) => Answer::Html(status, html),
        Err(fault) => {
            tracing::error!(%fault, "the error page could not be rendered");
            Answer::Raw(status, ContentType::Plain, status.reason_lossy().as_bytes().to_vec())
        }
    }
}

fn wants_json(request: &Request<'_>) -> bool {
    let api = request.uri().path().starts_with("/api/");
    api || request.headers().get_one("Accept").is_some_and(|accept| accept.starts_with("application/json"))
}

#[catch(401)]
fn signed_out(request: &Request<'_>) -> Answer {
    unauthorized(request)
}

/// Nobody is signed in: pages lead to the sign-in and back, the interface says 401.
fn unauthorized(request: &Request<'_>) -> Answer {
    if wants_json(request) || request.method() != rocket::http::Method::Get {
        return page(request, Status::Unauthorized, None);
    }
    let here = request.uri().to_string();
    Answer::see(format!("/sign-in?next={}", rocket::http::RawStr::new(&here).percent_encode()))
}

#[catch(default)]
async fn any(status: Status, request: &Request<'_>) -> Answer {
    // A part of the address that is no number leads nowhere; forms are read, and answered, by their pages.
    let unread = status == Status::UnprocessableEntity && request.method() == rocket::http::Method::Get;
    let status = if unread { Status::NotFound } else { status };
    if status == Status::NotFound {
        // No guard of a route has asked yet who it is; the page keeps their menu.
        let _ = Visitor::from_request(request).await;
    }
    page(request, status, None)
}

/// The catchers of the whole server.
pub fn catchers() -> Vec<Catcher> {
    catchers![signed_out, any]
}
