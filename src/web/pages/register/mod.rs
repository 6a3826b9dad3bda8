//! Public registration, without an account: what is open, the form, and one's own registration behind
//! a secret link.

pub mod form;
pub mod list;
pub mod own;
pub(in crate::web::pages) mod words;

use crate::domain::ids::EntryId;
use crate::service::participants::register::{self, Registered, Sent, Typed};
use crate::service::participants::{changes, teams, view};
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use form::{Purpose, RegisterForm};
use governor::{DefaultKeyedRateLimiter, Quota};
use list::RegisterList;
use own::Participation;
use rocket::http::{ContentType, Status};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{Route, State, get, post, routes};
use serde_json::json;
use std::net::IpAddr;
use std::num::NonZeroU32;

pub(super) use own::sample;
pub use words::{places as places_phrase, rules as rule_phrases, window as window_tag};

pub fn routes() -> Vec<Route> {
    routes![
        index,
        show,
        send,
        show_join,
        send_join,
        own_page,
        confirm,
        withdraw,
        invite,
        show_change,
        send_change,
        show_substitute,
        send_substitute
    ]
}

/// Registrations by one address in a minute, where the settings say nothing else: an office may send
/// its people from behind one address.
pub const BY_ADDRESS: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);

/// Forms of registration sent by one address: as many at once as the settings say, then evenly over
/// each minute.
pub struct Throttle(DefaultKeyedRateLimiter<IpAddr>);

impl Throttle {
    pub fn new(by_address: NonZeroU32) -> Throttle {
        Throttle(DefaultKeyedRateLimiter::keyed(Quota::per_minute(by_address)))
    }

    /// Whether one more is admitted. Old entries are forgotten before they fill the memory.
    fn admits(&self, address: Option<IpAddr>) -> bool {
        const MANY: usize = 10_000;
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        address.is_none_or(|address| self.0.check_key(&address).is_ok())
    }
}

/// Whether a program asks, which reads JSON.
pub struct Program(bool);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Program {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Program, Self::Error> {
        let accept = request.headers().get_one("Accept").unwrap_or_default();
        Outcome::Success(Program(accept.starts_with("application/json")))
    }
}

#[get("/register")]
async fn index(view: View) -> Result {
    let open = run(&view.app, view::offered).await?;
    view.page(&RegisterList::new(&open))
}

#[get("/register/<entry>")]
async fn show(view: View, entry: i64) -> Result {
    let page = page(&view, id(entry)?, Purpose::Register, &Sent::default(), &[]).await?;
    view.page(&page)
}

async fn page(
    view: &View,
    entry: EntryId,
    purpose: Purpose,
    sent: &Sent,
    faults: &[Fault],
) -> std::result::Result<RegisterForm, ServiceError> {
    let public = run(&view.app, move |app| view::public(app, entry)).await?;
    let once = if sent.once.is_empty() { register::new_once() } else { sent.once.clone() };
    Ok(RegisterForm { once, ..RegisterForm::new(&public, purpose, sent, faults) })
}

/// What was typed of one person; `prefix` stands before the names of a team's member.
fn typed(fields: &Fields, prefix: &str) -> Typed {
    let text = |name: &str| fields.text(&format!("{prefix}{name}")).to_owned();
    Typed {
        name: text("name"),
        resident_id: text("resident_id"),
        unit: text("unit"),
        division: text("division"),
        phone: text("phone"),
        email: text("email"),
        skill_level: text("skill_level"),
        titles: text("titles"),
        employer: text("employer"),
    }
}

/// The most members that a form has beside the first.
const MEMBERS: usize = 19;

fn sent(fields: &Fields) -> Sent {
    let members = (1..=MEMBERS).map(|number| (number, typed(fields, &format!("m{number}."))));
    Sent {
        person: typed(fields, ""),
        team: fields.text("team").to_owned(),
        members: members.filter(|(_, typed)| !typed.is_blank()).collect(),
        agreed: fields.ticked("agreed"),
        once: fields.text("once").to_owned(),
    }
}

#[post("/register/<entry>", data = "<form>")]
async fn send(
    view: View,
    program: Program,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    entry: i64,
    form: Checked,
) -> Result {
    let (entry, sent) = (id::<EntryId>(entry)?, sent(&form.0));
    let lang = view.visitor.lang;
    let done = match throttle.admits(address) {
        false => Err(ServiceError::invalid("", "too-many-registrations")),
        true => {
            let sent = sent.clone();
            run(&view.app, move |app| register::register(app, lang, entry, &sent)).await
        }
    };
    answer(view, program, entry, Purpose::Register, &sent, done).await
}

/// The person's own page, or the form again with everything that is wrong; to a program the same as
/// JSON.
async fn answer(
    view: View,
    program: Program,
    entry: EntryId,
    purpose: Purpose,
    sent: &Sent,
    done: std::result::Result<Registered, ServiceError>,
) -> Result {
    match done {
        Ok(done) if program.0 => {
            let said = json!({
                "state": done.state, "place": done.place, "participation": format!("/participation/{}", done.token),
            });
            Ok(Answer::Raw(Status::Created, ContentType::JSON, said.to_string().into_bytes()))
        }
        Ok(done) => {
            let join = done.join_token.map(|join| format!("?join={join}")).unwrap_or_default();
            Ok(Answer::done(format!("/participation/{}{join}", done.token), "registered"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let throttled = faults.iter().any(|fault| fault.code == "too-many-registrations");
            let status = if throttled { Status::TooManyRequests } else { Status::UnprocessableEntity };
            if program.0 {
                let said = json!({ "faults": faults.iter().map(|fault| said(&view, fault)).collect::<Vec<_>>() });
                return Ok(Answer::Raw(status, ContentType::JSON, said.to_string().into_bytes()));
            }
            let page = page(&view, entry, purpose, sent, &faults).await?;
            view.page_as(status, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A fault for a program: the same values that the page says, and the page's words.
fn said(view: &View, fault: &Fault) -> serde_json::Value {
    let words = fault_phrase(FaultFamily::Field, fault);
    json!({ "field": fault.field, "code": fault.code, "values": fault.args, "text": words.say(view.visitor.lang) })
}

#[get("/register/<entry>/join/<token>")]
async fn show_join(view: View, entry: i64, token: &str) -> Result {
    let page = join_page(&view, id(entry)?, token, &Sent::default(), &[]).await?;
    view.page(&page)
}

async fn join_page(
    view: &View,
    entry: EntryId,
    token: &str,
    sent: &Sent,
    faults: &[Fault],
) -> std::result::Result<RegisterForm, ServiceError> {
    let secret = token.to_owned();
    let (_, team) = run(&view.app, move |app| register::team_of_link(app, entry, &secret)).await?;
    page(view, entry, Purpose::Join { path: teams::join_path(entry.get(), token), team }, sent, faults).await
}

#[post("/register/<entry>/join/<token>", data = "<form>")]
async fn send_join(
    view: View,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    entry: i64,
    token: &str,
    form: Checked,
) -> Result {
    let (entry, sent, lang) = (id::<EntryId>(entry)?, sent(&form.0), view.visitor.lang);
    let (secret, kept) = (token.to_owned(), sent.clone());
    let done = match throttle.admits(address) {
        false => Err(ServiceError::invalid("", "too-many-registrations")),
        true => run(&view.app, move |app| register::join(app, lang, entry, &secret, &kept)).await,
    };
    match done {
        Ok(done) => Ok(Answer::done(format!("/participation/{}", done.token), "registered")),
        Err(ServiceError::Invalid(faults)) => {
            let page = join_page(&view, entry, token, &sent, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/participation/<token>?<join>")]
async fn own_page(view: View, token: &str, join: Option<&str>) -> Result {
    let secret = token.to_owned();
    let own = run(&view.app, move |app| view::own(app, &secret)).await?;
    let join = join.filter(|join| join.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    let page = Participation::new(&own, token, join, &view.app.base_url);
    view.page(&page)
}

#[post("/participation/<token>/confirm", data = "<_form>")]
async fn confirm(view: View, token: &str, _form: Checked) -> Result {
    let secret = token.to_owned();
    run(&view.app, move |app| changes::accept(app, &secret)).await?;
    Ok(Answer::done(format!("/participation/{token}"), "place-confirmed"))
}

#[post("/participation/<token>/withdraw", data = "<_form>")]
async fn withdraw(view: View, token: &str, _form: Checked) -> Result {
    let secret = token.to_owned();
    run(&view.app, move |app| changes::withdraw(app, &secret)).await?;
    Ok(Answer::done(format!("/participation/{token}"), "withdrawn"))
}

#[post("/participation/<token>/invite", data = "<_form>")]
async fn invite(view: View, token: &str, _form: Checked) -> Result {
    let secret = token.to_owned();
    let path = run(&view.app, move |app| teams::invite(app, &secret)).await?;
    let join = path.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Answer::see(format!("/participation/{token}?join={join}")))
}

#[get("/participation/<token>/change")]
async fn show_change(view: View, token: &str) -> Result {
    let secret = token.to_owned();
    let own = run(&view.app, move |app| view::own(app, &secret)).await?;
    if !own.may.change {
        return Err(ServiceError::conflict("after-cut-off").into());
    }
    view.page(&form::change(&own, token, own.row.version, &form::correction_of(&own), &[]))
}

#[post("/participation/<token>/change", data = "<form>")]
async fn send_change(view: View, token: &str, form: Checked) -> Result {
    let (secret, typed, version) = (token.to_owned(), typed(&form.0, ""), form.0.version());
    let (kept, again) = (typed.clone(), token.to_owned());
    match run(&view.app, move |app| changes::change(app, &secret, version, &kept)).await {
        Ok(changes::Changed::Done) => Ok(Answer::done(format!("/participation/{token}"), "registration-changed")),
        Ok(changes::Changed::Asked) => Ok(Answer::done(format!("/participation/{token}"), "change-asked")),
        Ok(changes::Changed::TakenBack) => Ok(Answer::done(format!("/participation/{token}"), "change-dropped")),
        Err(ServiceError::Invalid(faults)) => {
            let own = run(&view.app, move |app| view::own(app, &again)).await?;
            view.page_as(Status::UnprocessableEntity, &form::change(&own, token, version, &typed, &faults))
        }
        Err(ServiceError::Conflict(fault)) if fault.code == "stale" => {
            let own = run(&view.app, move |app| view::own(app, &again)).await?;
            view.page_as(Status::Conflict, &form::change_again(&own, token, &typed))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/participation/<token>/substitute")]
async fn show_substitute(view: View, token: &str) -> Result {
    let page = substitute_page(&view, token, &Sent::default(), &[]).await?;
    view.page(&page)
}

async fn substitute_page(
    view: &View,
    token: &str,
    sent: &Sent,
    faults: &[Fault],
) -> std::result::Result<RegisterForm, ServiceError> {
    let secret = token.to_owned();
    let own = run(&view.app, move |app| view::own(app, &secret)).await?;
    if !own.may.substitute {
        return Err(ServiceError::conflict("after-cut-off"));
    }
    let path = format!("/participation/{token}");
    page(view, own.entry.id, Purpose::Substitute { path, name: own.row.name.clone() }, sent, faults).await
}

#[post("/participation/<token>/substitute", data = "<form>")]
async fn send_substitute(
    view: View,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    token: &str,
    form: Checked,
) -> Result {
    let (secret, sent, lang) = (token.to_owned(), sent(&form.0), view.visitor.lang);
    let kept = sent.clone();
    let done = match throttle.admits(address) {
        false => Err(ServiceError::invalid("", "too-many-registrations")),
        true => run(&view.app, move |app| changes::substitute(app, &secret, lang, &kept)).await,
    };
    match done {
        // The new person's own link goes to them by mail; who named them sees their own registration end.
        Ok(_) => Ok(Answer::done(format!("/participation/{token}"), "substituted")),
        Err(ServiceError::Invalid(faults)) => {
            let page = substitute_page(&view, token, &sent, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
