//! What an item is marked and ranked by, written anew until judging is opened.

use super::list;
use crate::domain::ids::ContestId;
use crate::key;
use crate::service::contests::{self, NewItem};
use crate::service::{Fault, ServiceError};
use crate::text::parts::Form;
use crate::text::{Page, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![edit, save]
}

/// The form of an item as it was sent.
pub fn typed(form: &Fields) -> NewItem {
    let text = |name: &str| form.text(name).to_owned();
    NewItem {
        name: text("name"),
        tier: text("tier"),
        theory: text("theory"),
        practical: text("practical"),
        oral: text("oral"),
        trim_from: text("trim_from"),
        chain: text("chain"),
        minimum_field: text("minimum_field"),
        prizes: text("prizes"),
        tolerance: text("tolerance"),
        appeal_minutes: text("appeal_minutes"),
        standards: text("standards"),
        issuers: form.prefixed("issuers.").into_keys().collect(),
        scheme: form.file("scheme").map(|file| (file.name.clone(), file.bytes.clone())),
    }
}

async fn page(view: &View, id: ContestId, sent: Option<(NewItem, i64)>, faults: &[Fault]) -> Result<Settings> {
    let (item, event, stored) = view.act(move |app, who| contests::settings(app, who, id)).await?;
    let (typed, version) = sent.unwrap_or((stored, item.version));
    Ok(Settings {
        name: item.name,
        path: format!("/contests/{id}"),
        version,
        form: list::form(&typed, &contests::issuers_of(&event), faults),
    })
}

#[get("/contests/<contest>/settings")]
async fn edit(view: View, contest: i64) -> Result {
    let page = page(&view, id(contest)?, None, &[]).await?;
    view.page(&page)
}

#[post("/contests/<contest>/settings", data = "<form>")]
async fn save(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let (new, version) = (typed(&form.0), form.0.version());
    let sent = new.clone();
    match view.act(move |app, who| contests::edit(app, who, id, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/contests/{id}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, id, Some((new, version)), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Serialize)]
pub struct Settings {
    pub name: String,
    pub path: String,
    pub version: i64,
    pub form: Form,
}

impl Page for Settings {
    const TEMPLATE: &'static str = "pages/contests/settings";

    fn title(&self, say: Say) -> String {
        say.t(key!("contest-settings"))
    }

    fn sample() -> Settings {
        let issuers = ["样例市总工会", "样例市人力社保局"].map(str::to_owned);
        Settings {
            name: "砌筑工".to_owned(),
            path: "/contests/1".to_owned(),
            version: 2,
            form: list::form(&list::usual(), &issuers, &[Fault::new("chain", "tie-chain")]),
        }
    }
}
