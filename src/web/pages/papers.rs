//! One paper of a claim or event: kept or taken out. Whose it is, and so who may, the use case
//! finds with the paper itself.

use crate::domain::ids::EvidenceId;
use crate::service::ServiceError;
use crate::service::evidence::{self, Owner};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::shell::View;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![download, remove]
}

/// A paper, always as a file to keep and never shown in the browser.
#[get("/papers/<id>")]
async fn download(view: View, id: i64) -> Result {
    let id = EvidenceId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let paper = view.act(move |app, who| evidence::download(app, who, id)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

#[post("/papers/<id>/remove", data = "<_form>")]
async fn remove(view: View, id: i64, _form: Checked) -> Result {
    let id = EvidenceId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let path = match view.act(move |app, who| evidence::remove(app, who, id)).await? {
        Owner::Claim(claim) => format!("/claims/{claim}#papers"),
        Owner::Event(event) => format!("/events/{event}#papers"),
    };
    Ok(Answer::done(path, "paper-removed"))
}
