//! What a phone at the door sends and fetches, and the worker that answers for us while there is no
//! connection.

use super::desk::{oddity, refusal, unreadable};
use crate::domain::ids::EventId;
use crate::platform::assets::STATIC;
use crate::service::ServiceError;
use crate::service::attendance::{self, Answered, Batch, Outcome, Sent};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use chrono::{DateTime, Utc};
use rocket::http::{ContentType, Status};
use rocket::{Route, get, post, routes};
use serde_json::{Value, json};

pub fn routes() -> Vec<Route> {
    routes![worker, roster, scans]
}

/// At the root, because a worker answers only for pages below its own address.
#[get("/check-in-worker.js")]
fn worker() -> Result {
    let file = STATIC.get_file("check-in-worker.js").ok_or(ServiceError::NotFound)?;
    Ok(Answer::Raw(Status::Ok, ContentType::JavaScript, file.contents().to_vec()))
}

#[get("/events/<id>/check-in/roster")]
async fn roster(view: View, id: i64) -> Result {
    let event = self::id::<EventId>(id)?;
    let kept = view.act(move |app, who| attendance::kept(app, who, event)).await?;
    Ok(Answer::Raw(Status::Ok, ContentType::JSON, json!({ "people": kept }).to_string().into_bytes()))
}

/// A list of scans in JSON, in a form for the sake of its token. Each is answered for itself; sent
/// again it changes nothing.
#[post("/events/<id>/check-in/scans", data = "<form>")]
async fn scans(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let scans = serde_json::from_str::<Vec<Sent>>(form.0.raw("scans"));
    let sent_at = DateTime::parse_from_rfc3339(form.0.text("sent_at")).ok().map(|at| at.with_timezone(&Utc));
    let device = form.0.text("device").to_owned();
    let answers = view.act(move |app, who| match scans {
        Ok(scans) => attendance::enter(app, who, event, &Batch { device, sent_at, scans }),
        // Whether the person may is said before what is wrong.
        Err(_) => attendance::kept(app, who, event).and(Err(unreadable())),
    });
    let answers = answers.await?;
    let lang = view.visitor.lang;
    let said = |answer: &Answered| -> Value {
        let (outcome, reason) = match answer.outcome {
            Outcome::Entered => ("entered", String::new()),
            Outcome::Known => ("known", String::new()),
            Outcome::Refused(refused) => ("refused", refusal(refused).say(lang).into_owned()),
        };
        let odd: Vec<_> = answer.odd.iter().map(|odd| oddity(*odd).say(lang).into_owned()).collect();
        json!({ "mark": answer.mark, "outcome": outcome, "reason": reason, "name": answer.name, "odd": odd })
    };
    let body = json!({ "scans": answers.iter().map(said).collect::<Vec<_>>() });
    Ok(Answer::Raw(Status::Ok, ContentType::JSON, body.to_string().into_bytes()))
}
