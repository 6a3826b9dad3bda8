//! Signing in and out, the language, a forgotten password, a first one.

use super::sign_in::SignIn;
use crate::domain::lang::Lang;
use crate::phrase;
use crate::service::{ServiceError, accounts};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::session;
use crate::web::shell::View;
use crate::web::{Edge, run};
use governor::{DefaultKeyedRateLimiter, Quota};
use rocket::http::{CookieJar, Status};
use rocket::{Route, State, get, post, routes};
use std::net::IpAddr;
use std::num::NonZeroU32;

pub fn routes() -> Vec<Route> {
    routes![form, enter, leave, language]
}

/// Attempts to sign in: a few at once, then one every few seconds, by address and by account.
pub struct Throttle {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_account: DefaultKeyedRateLimiter<String>,
}

const ATTEMPTS_BY_ACCOUNT: NonZeroU32 = NonZeroU32::new(10).unwrap();
const ATTEMPTS_BY_ADDRESS: NonZeroU32 = NonZeroU32::new(60).unwrap();

impl Default for Throttle {
    fn default() -> Throttle {
        Throttle {
            by_address: DefaultKeyedRateLimiter::keyed(Quota::per_minute(ATTEMPTS_BY_ADDRESS)),
            by_account: DefaultKeyedRateLimiter::keyed(Quota::per_minute(ATTEMPTS_BY_ACCOUNT)),
        }
    }
}

impl Throttle {
    /// Whether one more attempt is admitted. Old entries are forgotten before they fill the memory.
    pub fn admits(&self, address: Option<IpAddr>, account: &str) -> bool {
        const MANY: usize = 10_000;
        if self.by_account.len() > MANY || self.by_address.len() > MANY {
            self.by_account.retain_recent();
            self.by_address.retain_recent();
        }
        let account = account.trim().to_lowercase();
        address.is_none_or(|address| self.by_address.check_key(&address).is_ok())
            && self.by_account.check_key(&account).is_ok()
    }
}

/// A path within the product, or its first page: never an address elsewhere.
pub(super) fn within(next: &str) -> String {
    let inner = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if inner { next.to_owned() } else { "/".to_owned() }
}

#[get("/sign-in?<next>")]
fn form(view: View, edge: &State<Edge>, next: Option<&str>) -> Result {
    if view.visitor.who.is_some() {
        return Ok(Answer::see(within(next.unwrap_or("/"))));
    }
    let page = SignIn::new("", None, &within(next.unwrap_or("/")), edge.demo_users.clone());
    view.page(&page)
}

#[post("/sign-in", data = "<form>")]
async fn enter(
    view: View,
    edge: &State<Edge>,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    jar: &CookieJar<'_>,
    form: Checked,
) -> Result {
    let (email, password) = (form.0.text("email").to_owned(), form.0.raw("password").to_owned());
    let next = within(form.0.text("next"));
    let again = |view: View, status, fault| {
        let page = SignIn::new(&email, Some(fault), &next, edge.demo_users.clone());
        view.page_as(status, &page)
    };
    if !throttle.admits(address, &email) {
        return again(view, Status::TooManyRequests, phrase!("people-sign-in-throttled"));
    }
    let (account, secret) = (email.clone(), password);
    match run(&view.app, move |app| accounts::sign_in(app, &account, &secret)).await {
        Ok(opened) => {
            session::keep(jar, edge, opened);
            Ok(Answer::see(next))
        }
        Err(ServiceError::Invalid(faults)) if !faults.is_empty() => {
            let fault = fault_phrase(FaultFamily::Field, &faults[0]);
            again(view, Status::UnprocessableEntity, fault)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/sign-out?<everywhere>", data = "<_form>")]
async fn leave(view: View, jar: &CookieJar<'_>, everywhere: Option<bool>, _form: Checked) -> Result {
    let everywhere = everywhere.unwrap_or(false);
    if let Some(session) = view.visitor.session {
        view.act(move |app, who| match everywhere {
            true => accounts::sign_out_everywhere(app, who),
            false => accounts::sign_out(app, who, session),
        })
        .await?;
    }
    session::forget(jar);
    Ok(Answer::done("/sign-in", "signed-out"))
}

/// A link, not a form that changes anything but this browser's own choice.
#[get("/lang?<lang>&<to>")]
fn language(jar: &CookieJar<'_>, lang: &str, to: Option<&str>) -> Answer {
    if let Ok(lang) = lang.parse::<Lang>() {
        session::keep_language(jar, lang);
    }
    Answer::see(within(to.unwrap_or("/")))
}
