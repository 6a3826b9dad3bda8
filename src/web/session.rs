//! Who asks: guards that authenticate and nothing more. Rights are decided by the use cases.

use super::Edge;
use crate::domain::ids::SessionId;
use crate::domain::lang::Lang;
use crate::platform::chance;
use crate::service::{App, Who, accounts};
use rocket::http::{Cookie, CookieJar, SameSite, Status};
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Outcome as RequestOutcome, Request};
use rocket::time::Duration;
use std::sync::Arc;

const SESSION: &str = "jx_session";
/// Before sign-in a random cookie carries the cross-site token.
const ANONYMOUS: &str = "jx_visit";
const LANGUAGE: &str = "jx_lang";

/// Anyone who asks for a page.
#[derive(Clone)]
pub struct Visitor {
    pub who: Option<Who>,
    pub session: Option<SessionId>,
    /// What the visitor's forms carry against cross-site requests.
    pub form_token: String,
    pub lang: Lang,
}

fn app(request: &Request<'_>) -> Option<Arc<App>> {
    request.rocket().state::<Arc<App>>().map(Arc::clone)
}

fn cookie(request: &Request<'_>, name: &'static str, value: String) -> Cookie<'static> {
    let secure = request.rocket().state::<Edge>().is_some_and(|edge| edge.secure_cookies);
    Cookie::build((name, value)).http_only(true).same_site(SameSite::Lax).secure(secure).path("/").build()
}

/// Puts a session just opened into the browser. It ends with the browser or with its own life,
/// whichever is first.
pub fn keep(jar: &CookieJar<'_>, edge: &Edge, opened: accounts::Opened) {
    let cookie = Cookie::build((SESSION, opened.token)).http_only(true).same_site(SameSite::Lax).path("/");
    jar.add(cookie.secure(edge.secure_cookies));
    jar.remove(Cookie::build(ANONYMOUS).path("/"));
}

/// Takes the session out of the browser.
pub fn forget(jar: &CookieJar<'_>) {
    jar.remove(Cookie::build(SESSION).path("/"));
}

/// Keeps the chosen language for a year.
pub fn keep_language(jar: &CookieJar<'_>, lang: Lang) {
    jar.add(Cookie::build((LANGUAGE, lang.as_str())).same_site(SameSite::Lax).path("/").max_age(Duration::days(365)));
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visitor {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> RequestOutcome<Visitor, Self::Error> {
        let visitor: &Option<Visitor> = request.local_cache_async(visitor(request)).await;
        match visitor {
            Some(visitor) => Outcome::Success(visitor.clone()),
            None => Outcome::Forward(Status::ServiceUnavailable),
        }
    }
}

/// `None` when the database does not answer: then nobody is anybody.
async fn visitor(request: &Request<'_>) -> Option<Visitor> {
    let chosen = request.cookies().get(LANGUAGE).and_then(|cookie| cookie.value().parse().ok());
    if let Some(found) = signed_in(request).await? {
        let lang = chosen.unwrap_or(found.who.lang);
        return Some(Visitor {
            who: Some(found.who),
            session: Some(found.session),
            form_token: found.form_token,
            lang,
        });
    }
    let token = match request.cookies().get(ANONYMOUS) {
        Some(cookie) => cookie.value().to_owned(),
        None => {
            let token = chance::token();
            request.cookies().add(cookie(request, ANONYMOUS, token.clone()));
            token
        }
    };
    let lang = chosen.unwrap_or_else(|| preferred(request));
    Some(Visitor { who: None, session: None, form_token: accounts::digest(&token), lang })
}

/// Chinese is the first language; a browser that asks for English before Chinese gets English.
fn preferred(request: &Request<'_>) -> Lang {
    Lang::accepted(request.headers().get_one("Accept-Language").unwrap_or_default())
}

async fn signed_in(request: &Request<'_>) -> Option<Option<accounts::Found>> {
    let Some(token) = request.cookies().get(SESSION).map(|cookie| cookie.value().to_owned()) else { return Some(None) };
    let app = app(request)?;
    let found = match accounts::find_session_now(&app, &token) {
        Some(found) => found,
        None => {
            let token = token.clone();
            super::run(&app, move |app| accounts::find_session(app, &token)).await
        }
    };
    let found = found.ok()?;
    if found.as_ref().is_some_and(|found| found.stale) {
        let session = found.as_ref()?.session;
        let fresh = super::run(&app, move |app| accounts::rotate(app, session, &token)).await;
        if let Ok(Some(fresh)) = fresh {
            request.cookies().add(cookie(request, SESSION, fresh));
        }
    }
    Some(found)
}
