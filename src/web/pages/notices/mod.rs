//! Public notices: the list, a notice with its objection form and the office's part, a new one.

pub mod list;
pub mod new;
pub mod show;

use crate::domain::ids::{ClaimId, NoticeId, NoticeLineId, ObjectionId};
use crate::domain::lang::Lang;
use crate::family;
use crate::service::notices::{self, Filed, Ruling};
use crate::service::{Fault, ServiceError};
use crate::sheets;
use crate::storage::StorageError;
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Asked, Checked};
use crate::web::run;
use crate::web::shell::View;
use governor::{DefaultKeyedRateLimiter, Quota};
use list::NoticeList;
use new::NewNotice;
use rocket::http::Status;
use rocket::{Route, State, get, post, routes};
use show::{NoticeView, Typed};
use std::net::IpAddr;
use std::num::NonZeroU32;

pub fn routes() -> Vec<Route> {
    routes![index, choose, publish, display, file, object, answer, approve]
}

/// Objections by one address: a few at once, then one every ten seconds.
pub struct Throttle(DefaultKeyedRateLimiter<IpAddr>);

const OBJECTIONS_BY_ADDRESS: NonZeroU32 = NonZeroU32::new(6).unwrap();

impl Default for Throttle {
    fn default() -> Throttle {
        Throttle(DefaultKeyedRateLimiter::keyed(Quota::per_minute(OBJECTIONS_BY_ADDRESS)))
    }
}

impl Throttle {
    pub fn admits(&self, address: Option<IpAddr>) -> bool {
        address.is_none_or(|address| self.0.check_key(&address).is_ok())
    }
}

/// The type of XLSX files.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A sheet as a file to keep.
///
/// # Errors
/// More rows than the format holds.
pub fn workbook(name: String, sheet: &sheets::Sheet) -> std::result::Result<Answer, ServiceError> {
    let bytes =
        sheets::xlsx(sheet).map_err(|error| ServiceError::Storage(StorageError::Database(error.to_string())))?;
    Ok(Answer::File { name, media_type: XLSX.to_owned(), bytes })
}

/// An id of an address: what is none names nothing.
pub fn id<T: TryFrom<i64>>(raw: i64) -> std::result::Result<T, ServiceError> {
    T::try_from(raw).map_err(|_| ServiceError::NotFound)
}

/// The ids of ticked boxes; what is none is left out.
pub fn ids<T: TryFrom<i64>>(values: &[String]) -> Vec<T> {
    values.iter().filter_map(|value| T::try_from(value.parse().ok()?).ok()).collect()
}

#[get("/notices?<q>&<page>")]
async fn index(view: View, q: Option<Asked>, page: Option<u32>) -> Result {
    let page = page.unwrap_or(1).max(1);
    let text = Asked::text(q).unwrap_or_default();
    let wanted = text.clone();
    let who = view.visitor.who.clone();
    let (rows, total) = run(&view.app, move |app| notices::list(app, who.as_ref(), &wanted, i64::from(page))).await?;
    let may_publish = match view.visitor.who {
        Some(_) => view.act(notices::candidates).await.ok().map(|found| found.claims.len()),
        None => None,
    };
    let today = view.app.today();
    view.page(&NoticeList::new(rows, total, &text, u64::from(page), may_publish, today))
}

#[get("/notices/new")]
async fn choose(view: View) -> Result {
    let found = view.act(notices::candidates).await?;
    let today = view.app.today();
    view.page(&NewNotice::new(found, None, &[], today, &[]))
}

#[post("/notices", data = "<form>")]
async fn publish(view: View, form: Checked) -> Result {
    let (title, chosen) = (form.0.text("title").to_owned(), ids::<ClaimId>(form.0.all("claim")));
    let sent = (title.clone(), chosen.clone());
    match view.act(move |app, who| notices::publish(app, who, &sent.0, &sent.1)).await {
        Ok(id) => Ok(Answer::done(format!("/notices/{id}"), "notice-published")),
        Err(ServiceError::Invalid(faults)) => {
            let found = view.act(notices::candidates).await?;
            let today = view.app.today();
            view.page_as(Status::UnprocessableEntity, &NewNotice::new(found, Some(&title), &chosen, today, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/notices/<notice>")]
async fn display(view: View, notice: i64) -> Result {
    let page = page(&view, id(notice)?, Typed::default(), &[]).await?;
    view.page(&page)
}

async fn page(
    view: &View,
    notice: NoticeId,
    typed: Typed,
    faults: &[Fault],
) -> std::result::Result<NoticeView, ServiceError> {
    let who = view.visitor.who.clone();
    let published = run(&view.app, move |app| notices::published(app, who.as_ref(), notice)).await?;
    let desk = match view.visitor.who {
        Some(_) => view.act(move |app, who| notices::desk(app, who, notice)).await?,
        None => notices::Desk::default(),
    };
    Ok(NoticeView::new(&published, &desk, view.app.today(), &typed, faults))
}

#[get("/notices/<notice>/file")]
async fn file(view: View, notice: i64) -> Result {
    let notice = id(notice)?;
    let who = view.visitor.who.clone();
    let published = run(&view.app, move |app| notices::published(app, who.as_ref(), notice)).await?;
    // A notice is posted in Chinese, whoever fetches it.
    let state =
        |state: crate::domain::notice::LineState| family!("notice-line", state.as_str()).say(Lang::Zh).into_owned();
    let sheet = notices::sheet(&published, state);
    Ok(workbook(format!("{}.xlsx", published.reference), &sheet)?)
}

#[post("/notices/<notice>/objections", data = "<form>")]
async fn object(view: View, throttle: &State<Throttle>, address: Option<IpAddr>, notice: i64, form: Checked) -> Result {
    let notice = id::<NoticeId>(notice)?;
    let text = |name: &str| form.0.text(name).to_owned();
    let filed = Filed { name: text("name"), contact: text("contact"), reasons: text("reasons") };
    let typed = Typed { line: text("line"), filed: filed.clone() };
    if !throttle.admits(address) {
        let page = page(&view, notice, typed, &[Fault::new("", "too-many-objections")]).await?;
        return view.page_as(Status::TooManyRequests, &page);
    }
    let line = ids::<NoticeLineId>(&[text("line")]).first().copied();
    let done = run(&view.app, move |app| match line {
        Some(line) => notices::object(app, notice, line, &filed),
        // Name, contact and reasons are read, too, so that every fault is said at once.
        None => {
            let mut faults = vec![Fault::new("line", "choose")];
            if let Err(ServiceError::Invalid(more)) = notices::check_objection(&filed) {
                faults.extend(more);
            }
            Err(ServiceError::Invalid(faults))
        }
    });
    match done.await {
        Ok(_) => Ok(Answer::done(format!("/notices/{notice}"), "objection-filed")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, notice, typed, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/notices/<notice>/objections/<objection>", data = "<form>")]
async fn answer(view: View, notice: i64, objection: i64, form: Checked) -> Result {
    view.who()?;
    let (notice, objection) = (id::<NoticeId>(notice)?, id::<ObjectionId>(objection)?);
    let words = form.0.text("answer").to_owned();
    let ruling = match form.0.text("ruling") {
        "upheld" => Some(Ruling::Upheld),
        "dismissed" => Some(Ruling::Dismissed),
        _ => None,
    };
    let answered = match ruling {
        Some(ruling) => view.act(move |app, who| notices::answer(app, who, objection, ruling, &words)).await,
        None => Err(ServiceError::invalid("ruling", "choose")),
    };
    match answered {
        Ok(()) => Ok(Answer::done(format!("/notices/{notice}"), "objection-answered")),
        Err(ServiceError::Invalid(faults)) => {
            let mut page = page(&view, notice, Typed::default(), &[]).await?;
            let fault = faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault));
            page.fault_of_answer(objection.get(), fault);
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/notices/<notice>/approval", data = "<form>")]
async fn approve(view: View, notice: i64, form: Checked) -> Result {
    view.who()?;
    let notice = id::<NoticeId>(notice)?;
    let lines: Vec<NoticeLineId> = if form.0.ticked("all") { Vec::new() } else { ids(form.0.all("line")) };
    if lines.is_empty() && !form.0.ticked("all") {
        return Err(ServiceError::invalid("line", "choose-claims").into());
    }
    view.act(move |app, who| notices::approve(app, who, notice, &lines)).await?;
    Ok(Answer::done(format!("/notices/{notice}"), "claims-approved"))
}
