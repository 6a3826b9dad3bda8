//! Training bases: the public list and page, the units' applications, the office's steps.

mod form;
pub mod list;
pub mod show;

use crate::domain::base::{Level, Step};
use crate::domain::ids::{BaseId, BasePaperId};
use crate::domain::lang::Lang;
use crate::family;
use crate::service::bases::{self, Shown, Typed, Verdict};
use crate::service::evidence::Sent;
use crate::service::files::Format;
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Done, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use list::{BaseList, OwnBases};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use show::{Attempt, BaseView};

pub fn routes() -> Vec<Route> {
    routes![
        index,
        file,
        applications,
        new,
        create,
        display,
        edit,
        save,
        apply_form,
        apply,
        figures,
        add_paper,
        paper,
        remove_paper,
        submit,
        send_back,
        examine,
        designate,
        decline,
        withdraw,
        propose_revocation,
        revoke,
        keep,
        claim
    ]
}

#[get("/bases?<level>&<q>&<page>")]
async fn index(view: View, level: Option<Asked>, q: Option<Asked>, page: Option<u32>) -> Result {
    let level: Option<Level> = Asked::text(level).and_then(|level| level.parse().ok());
    let (text, page) = (Asked::text(q), page.unwrap_or(1).max(1));
    let (wanted, who) = (text.clone(), view.visitor.who.clone());
    let found = run(&view.app, move |app| bases::list(app, who.as_ref(), level, wanted, i64::from(page))).await?;
    let inside = match view.visitor.who {
        Some(_) => view.act(|app, who| bases::own(app, who, None, 1)).await.is_ok(),
        None => false,
    };
    view.page(&BaseList::new(found, level, text, u64::from(page), inside))
}

#[get("/bases/file?<format>")]
async fn file(view: View, format: Option<Asked>) -> Result {
    let format = Format::of(Asked::text(format).as_deref())?;
    // A list is given out in Chinese, whoever fetches it.
    let word = |level: Level| family!("base-level", level.as_str()).say(Lang::Zh).into_owned();
    let who = view.visitor.who.clone();
    Ok(run(&view.app, move |app| bases::published_file(app, who.as_ref(), format, word)).await?.into())
}

#[get("/bases/applications?<q>&<page>")]
async fn applications(view: View, q: Option<Asked>, page: Option<u32>) -> Result {
    let (text, page) = (Asked::text(q), page.unwrap_or(1).max(1));
    let wanted = text.clone();
    let found = view.act(move |app, who| bases::own(app, who, wanted, i64::from(page))).await?;
    let may_create = crate::service::worklist::is_host(&view.who()?);
    view.page(&OwnBases::new(found, text, u64::from(page), may_create))
}

#[get("/bases/new")]
async fn new(view: View) -> Result {
    view.act(bases::may_create).await?;
    view.page(&form::creation(&Typed::default(), &[]))
}

#[post("/bases/new", data = "<form>")]
async fn create(view: View, form: Checked) -> Result {
    let typed = Typed(form.0.typed());
    let sent = typed.clone();
    match view.act(move |app, who| bases::create(app, who, &sent)).await {
        Ok(id) => Ok(Answer::done(format!("/bases/{id}"), "base-entered")),
        Err(ServiceError::Invalid(faults)) => {
            view.page_as(Status::UnprocessableEntity, &form::creation(&typed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

async fn shown(view: &View, raw: i64) -> std::result::Result<Shown, ServiceError> {
    let (base, who) = (id::<BaseId>(raw)?, view.visitor.who.clone());
    run(&view.app, move |app| bases::show(app, who.as_ref(), base)).await
}

async fn page(view: View, raw: i64, attempt: Attempt) -> Result {
    let shown = shown(&view, raw).await?;
    let status = if attempt.faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let today = view.app.today();
    view.page_as(status, &BaseView::new(shown, &attempt, today))
}

#[get("/bases/<base>")]
async fn display(view: View, base: i64) -> Result {
    page(view, base, Attempt::default()).await
}

#[get("/bases/<base>/edit")]
async fn edit(view: View, base: i64) -> Result {
    let of = id::<BaseId>(base)?;
    let (typed, version) = view.act(move |app, who| bases::typed(app, who, of)).await?;
    view.page(&form::editing(base, version, &typed, &[]))
}

#[post("/bases/<base>/edit", data = "<form>")]
async fn save(view: View, base: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<BaseId>(base)?, form.0.version(), Typed(form.0.typed()));
    let sent = typed.clone();
    match view.act(move |app, who| bases::edit(app, who, of, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            view.page_as(Status::UnprocessableEntity, &form::editing(base, version, &typed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/bases/<base>/apply")]
async fn apply_form(view: View, base: i64) -> Result {
    let of = id::<BaseId>(base)?;
    let (name, level) = view.act(move |app, who| bases::may_apply(app, who, of)).await?;
    view.page(&form::application(base, &name, level, &Typed::default(), &[]))
}

#[post("/bases/<base>/apply", data = "<form>")]
async fn apply(view: View, base: i64, form: Checked) -> Result {
    let (of, typed) = (id::<BaseId>(base)?, Typed(form.0.typed()));
    let sent = typed.clone();
    match view.act(move |app, who| bases::apply(app, who, of, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}"), "base-applied")),
        Err(ServiceError::Invalid(faults)) => {
            let (name, level) = view.act(move |app, who| bases::may_apply(app, who, of)).await?;
            let again = form::application(base, &name, level, &typed, &faults);
            view.page_as(Status::UnprocessableEntity, &again)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/bases/<base>/figures", data = "<form>")]
async fn figures(view: View, base: i64, form: Checked) -> Result {
    let (of, typed) = (id::<BaseId>(base)?, Typed(form.0.typed()));
    let sent = typed.clone();
    match view.act(move |app, who| bases::put_figures(app, who, of, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}#figures"), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, base, Attempt { typed, faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/bases/<base>/papers", data = "<form>")]
async fn add_paper(view: View, base: i64, form: Checked) -> Result {
    let of = id::<BaseId>(base)?;
    let sent = match form.0.file("file") {
        Some(file) => Sent { file_name: file.name.clone(), bytes: file.bytes.clone(), cut: file.too_large },
        None => Sent { file_name: String::new(), bytes: Vec::new(), cut: false },
    };
    match view.act(move |app, who| bases::upload(app, who, of, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}#papers"), "event-paper-added")),
        Err(ServiceError::Invalid(faults)) => page(view, base, Attempt { faults, ..Attempt::default() }).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/bases/<base>/papers/<paper>")]
async fn paper(view: View, base: i64, paper: i64) -> Result {
    let (of, paper) = (id::<BaseId>(base)?, id::<BasePaperId>(paper)?);
    let paper = view.act(move |app, who| bases::download(app, who, of, paper)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

#[post("/bases/<base>/papers/<paper>/remove", data = "<_form>")]
async fn remove_paper(view: View, base: i64, paper: i64, _form: Checked) -> Result {
    let (of, paper) = (id::<BaseId>(base)?, id::<BasePaperId>(paper)?);
    view.act(move |app, who| bases::remove_paper(app, who, of, paper)).await?;
    Ok(Answer::done(format!("/bases/{base}#papers"), "paper-removed"))
}

async fn step(view: View, base: i64, form: Checked, step: Step, done: Done) -> Result {
    let (of, version) = (id::<BaseId>(base)?, form.0.version());
    let text = |name: &str| form.0.text(name).to_owned();
    let verdict = Verdict { opinion: text("opinion"), document: text("document"), day: text("day") };
    match view.act(move |app, who| bases::take(app, who, of, version, step, &verdict)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}"), done.0)),
        Err(ServiceError::Invalid(faults)) => page(view, base, Attempt { typed: Typed(form.0.typed()), faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/bases/<base>/submit", data = "<form>")]
async fn submit(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Submit, Done("base-submitted")).await
}

#[post("/bases/<base>/return", data = "<form>")]
async fn send_back(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Return, Done("base-returned")).await
}

#[post("/bases/<base>/examine", data = "<form>")]
async fn examine(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Examine, Done("base-examined")).await
}

#[post("/bases/<base>/designate", data = "<form>")]
async fn designate(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Designate, Done("base-designated")).await
}

#[post("/bases/<base>/decline", data = "<form>")]
async fn decline(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Decline, Done("base-declined")).await
}

#[post("/bases/<base>/withdraw", data = "<form>")]
async fn withdraw(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Withdraw, Done("base-withdrawn")).await
}

#[post("/bases/<base>/propose-revocation", data = "<form>")]
async fn propose_revocation(view: View, base: i64, form: Checked) -> Result {
    let (of, reason) = (id::<BaseId>(base)?, form.0.text("reason").to_owned());
    match view.act(move |app, who| bases::propose_revocation(app, who, of, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/bases/{base}"), "base-revoking")),
        Err(ServiceError::Invalid(faults)) => page(view, base, Attempt { typed: Typed(form.0.typed()), faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/bases/<base>/revoke", data = "<form>")]
async fn revoke(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Revoke, Done("base-revoked")).await
}

#[post("/bases/<base>/keep", data = "<form>")]
async fn keep(view: View, base: i64, form: Checked) -> Result {
    step(view, base, form, Step::Keep, Done("base-kept")).await
}

#[post("/bases/<base>/claim", data = "<_form>")]
async fn claim(view: View, base: i64, _form: Checked) -> Result {
    let of = id::<BaseId>(base)?;
    let claim = view.act(move |app, who| bases::make_claim(app, who, of)).await?;
    Ok(Answer::done(format!("/claims/{claim}"), "base-claimed"))
}

/// A fault of the file alone, shown where the file is chosen.
fn of_file(faults: &[Fault]) -> Option<&Fault> {
    faults.iter().find(|fault| fault.field == "file")
}
