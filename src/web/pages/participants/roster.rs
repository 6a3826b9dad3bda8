//! A roster from a file: choosing it, its columns, what it would do, entering it.

use super::list::path_of_event;
use super::mapping::MappingPage;
use super::preview::RosterPreview;
use crate::domain::ids::{EventId, RosterImportId};
use crate::domain::participant::roster::Field;
use crate::phrase;
use crate::service::files::Format;
use crate::service::participants::roster;
use crate::service::{Fault, ServiceError};
use crate::text::parts::Control;
use crate::text::{Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::pages::plan::import::faulty_sheet;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![template, choose, upload, columns, put_columns, preview, take, faulty]
}

/// The page of a kept roster.
fn path_of(id: RosterImportId) -> String {
    format!("/rosters/{id}")
}

#[get("/events/<event>/participants/template?<format>")]
async fn template(view: View, event: i64, format: Option<&str>) -> Result {
    let (event, format) = (id::<EventId>(event)?, Format::of(format)?);
    Ok(view.act(move |app, who| roster::template(app, who, event, format)).await?.into())
}

#[get("/events/<event>/participants/import")]
async fn choose(view: View, event: i64) -> Result {
    file_page(view, id(event)?, &[]).await
}

async fn file_page(view: View, event: EventId, faults: &[Fault]) -> Result {
    let row = view.act(move |app, who| roster::open(app, who, event)).await?;
    let path = path_of_event(event);
    let file = crate::text::parts::Field::new(Control::File, "file", phrase!("participant-roster-file"))
        .help(phrase!("participant-roster-file-help"))
        .accept(".xlsx,.xls,.csv")
        .required();
    let mut page = FormPage::new(
        phrase!("participant-import"),
        format!("{path}/import"),
        phrase!("participant-to-columns"),
        Vec::new(),
    )
    .crumb(&path, Phrase::typed(row.name))
    .lead(phrase!("participant-import-lead"));
    page.form = with_faults(vec![file], faults);
    page.multipart = true;
    page.files = vec![
        (format!("{path}/template?format=xlsx"), phrase!("participant-template-xlsx")),
        (format!("{path}/template?format=csv"), phrase!("participant-template-csv")),
    ];
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[post("/events/<event>/participants/import", data = "<form>")]
async fn upload(view: View, event: i64, form: Checked) -> Result {
    let event: EventId = id(event)?;
    view.who()?;
    let sent = form.0.file("file").map(|file| (file.name.clone(), file.bytes.clone(), file.too_large));
    let kept = match sent {
        None => Err(ServiceError::invalid("file", "file-missing")),
        Some((_, _, true)) => Err(roster::too_large()),
        Some((name, bytes, false)) => view.act(move |app, who| roster::upload(app, who, event, &name, &bytes)).await,
    };
    match kept {
        Ok(id) => Ok(Answer::see(format!("{}/columns", path_of(id)))),
        Err(ServiceError::Invalid(faults)) => file_page(view, event, &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/rosters/<roster>/columns")]
async fn columns(view: View, roster: i64) -> Result {
    columns_page(view, id(roster)?, None, &[]).await
}

/// What was chosen: each column's field, and the entry.
type Chosen = (Vec<(usize, Field)>, String);

async fn columns_page(view: View, id: RosterImportId, chosen: Option<Chosen>, faults: &[Fault]) -> Result {
    let mapped = view.act(move |app, who| roster::columns(app, who, id)).await?;
    let (chosen, entry) = chosen.unwrap_or_else(|| {
        let columns = (0..mapped.heading.len()).filter_map(|index| Some((index, mapped.plan.columns.field(index)?)));
        (columns.collect(), mapped.plan.entry.clone())
    });
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &MappingPage::new(&path_of(id), &mapped, &chosen, &entry, faults))
}

#[post("/rosters/<roster>/columns", data = "<form>")]
async fn put_columns(view: View, roster: i64, form: Checked) -> Result {
    let kept: RosterImportId = id(roster)?;
    let field = |(name, value): (String, String)| {
        let index = name.strip_prefix("column-")?.parse::<usize>().ok()?;
        Some((index, value.parse::<Field>().ok()?))
    };
    let mut chosen: Vec<(usize, Field)> = form.0.typed().into_iter().filter_map(field).collect();
    chosen.sort_unstable();
    let entry = form.0.text("entry").to_owned();
    let sent = (chosen.clone(), entry.clone());
    match view.act(move |app, who| roster::put_columns(app, who, kept, &sent.0, &sent.1)).await {
        Ok(()) => Ok(Answer::see(path_of(kept))),
        Err(ServiceError::Invalid(faults)) => columns_page(view, kept, Some((chosen, entry)), &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/rosters/<roster>", rank = 2)]
async fn preview(view: View, roster: i64) -> Result {
    preview_page(view, id(roster)?, "", &[]).await
}

async fn preview_page(view: View, id: RosterImportId, reason: &str, faults: &[Fault]) -> Result {
    let preview = view.act(move |app, who| roster::preview(app, who, id)).await?;
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &RosterPreview::new(&path_of(id), preview, reason, faults))
}

/// The faulty rows as they stand in the file, with what to mend.
#[get("/rosters/<roster>/faulty?<format>")]
async fn faulty(view: View, roster: i64, format: Option<&str>) -> Result {
    let id = id::<RosterImportId>(roster)?;
    let found = view.act(move |app, who| roster::faulty(app, who, id)).await?;
    let sheet = faulty_sheet(&found, Say(view.visitor.lang));
    Ok(Format::of(format)?.write(&sheet, &sheet.name)?.into())
}

#[post("/rosters/<roster>", data = "<form>")]
async fn take(view: View, roster: i64, form: Checked) -> Result {
    let (id, reason) = (id::<RosterImportId>(roster)?, form.0.text("reason").to_owned());
    let sent = reason.clone();
    let (event, taken) = match view.act(move |app, who| roster::take(app, who, id, &sent)).await {
        Err(ServiceError::Invalid(faults)) => return preview_page(view, id, &reason, &faults).await,
        done => done?,
    };
    let path = path_of_event(event);
    Ok(match taken.added + taken.updated {
        0 => Answer::done(path, "roster-same"),
        _ => Answer::done(path, "roster-entered"),
    })
}
