//! Recognition: programmes and their rounds, nominations, the register of titles and the honours.

pub mod list;
pub mod nomination;
pub mod panel;
pub mod review;
pub mod round;
pub mod titles;
mod words;

use crate::domain::ids::{NominationId, NominationPaperId, RoundId, TitleId};
use crate::service::evidence::Sent;
use crate::service::files::Format;
use crate::service::notices::{Filed, Ruling, check_objection};
use crate::service::recognition::{self, Ballot, CODE_CONFIRMED, Checked as CheckedRecord, Typed};
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Done, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::overtaken::{self, is_overtaken};
use crate::web::pages::notices::{Throttle, id};
use crate::web::run;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, State, get, post, routes};
use std::collections::BTreeMap;
use std::net::IpAddr;

pub fn routes() -> Vec<Route> {
    routes![
        index,
        new,
        open,
        display,
        close,
        convene,
        propose,
        publish,
        decide,
        cancel,
        object,
        panel::show,
        panel::seed,
        panel::number,
        panel::draw,
        panel::drawing,
        panel::replace,
        panel::call,
        panel::meet,
        review::show,
        review::declare,
        review::mark,
        review::vote,
        review::paper,
        laureate,
        nominate_form,
        nominate,
        nomination_page,
        edit,
        submit,
        withdraw,
        add_paper,
        paper,
        remove_paper,
        check,
        answer,
        honours,
        register,
        register_file,
        template,
        import,
        title,
        look,
        propose_withdrawal,
        keep_title,
        recover,
        withdraw_title
    ]
}

#[get("/recognition")]
async fn index(view: View) -> Result {
    let folds = run(&view.app, recognition::overview).await?;
    let who = view.visitor.who.as_ref();
    let may_open = who.is_some_and(|who| recognition::may_open(who).is_ok());
    let inside = match who {
        Some(_) => view.act(recognition::register).await.is_ok(),
        None => false,
    };
    view.page(&list::RecognitionList::new(folds, may_open, inside))
}

#[get("/recognition/new?<programme>")]
async fn new(view: View, programme: Option<Asked>) -> Result {
    recognition::may_open(&view.who()?)?;
    let mut typed = BTreeMap::new();
    typed.insert("programme".to_owned(), Asked::text(programme).unwrap_or_default());
    view.page(&list::opening(&typed, &[]))
}

#[post("/recognition/new", data = "<form>")]
async fn open(view: View, form: Checked) -> Result {
    let typed = form.0.typed();
    let sent = typed.clone();
    match view.act(move |app, who| recognition::open(app, who, &sent)).await {
        Ok(id) => Ok(Answer::done(format!("/recognition/{id}"), "round-opened")),
        Err(ServiceError::Invalid(faults)) => {
            view.page_as(Status::UnprocessableEntity, &list::opening(&typed, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form of the round's page sent, and what was wrong with it.
#[derive(Debug, Default)]
pub struct Attempt {
    pub typed: BTreeMap<String, String>,
    pub faults: Vec<Fault>,
}

async fn round_page(view: View, raw: i64, attempt: Attempt) -> Result {
    let (id, who) = (id::<RoundId>(raw)?, view.visitor.who.clone());
    let shown = run(&view.app, move |app| recognition::round(app, who.as_ref(), id)).await?;
    let status = if attempt.faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    let today = view.app.today();
    view.page_as(status, &round::RoundView::new(shown, &attempt, today))
}

#[get("/recognition/<round>")]
async fn display(view: View, round: i64) -> Result {
    round_page(view, round, Attempt::default()).await
}

async fn stepped(
    view: View,
    round: i64,
    form: Checked,
    said: Done,
    done: std::result::Result<(), ServiceError>,
) -> Result {
    match done {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}"), said.0)),
        Err(ServiceError::Invalid(faults)) => round_page(view, round, Attempt { typed: form.0.typed(), faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/recognition/<round>/close", data = "<form>")]
async fn close(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    let done = view.act(move |app, who| recognition::close(app, who, of, version)).await;
    stepped(view, round, form, Done("round-closed"), done).await
}

#[post("/recognition/<round>/convene", data = "<form>")]
async fn convene(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    let done = view.act(move |app, who| recognition::convene(app, who, of, version)).await;
    stepped(view, round, form, Done("round-convened"), done).await
}

#[post("/recognition/<round>/propose", data = "<form>")]
async fn propose(view: View, round: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<RoundId>(round)?, form.0.version(), Ballot(form.0.typed()));
    let done = view.act(move |app, who| recognition::propose(app, who, of, version, &typed)).await;
    stepped(view, round, form, Done("round-proposed"), done).await
}

#[post("/recognition/<round>/publish", data = "<form>")]
async fn publish(view: View, round: i64, form: Checked) -> Result {
    let (of, version) = (id::<RoundId>(round)?, form.0.version());
    let done = view.act(move |app, who| recognition::publish(app, who, of, version)).await;
    stepped(view, round, form, Done("round-published"), done).await
}

#[post("/recognition/<round>/decide", data = "<form>")]
async fn decide(view: View, round: i64, form: Checked) -> Result {
    let (of, version, document) = (id::<RoundId>(round)?, form.0.version(), form.0.text("document").to_owned());
    match view.act(move |app, who| recognition::decide(app, who, of, version, &document)).await {
        Ok(0) => stepped(view, round, form, Done("round-decided-none"), Ok(())).await,
        Ok(granted) => Ok(Answer::done(format!("/recognition/{round}"), "round-decided").counting(granted)),
        Err(error) => stepped(view, round, form, Done("round-decided-none"), Err(error)).await,
    }
}

#[post("/recognition/<round>/cancel", data = "<form>")]
async fn cancel(view: View, round: i64, form: Checked) -> Result {
    let (of, version, reason) = (id::<RoundId>(round)?, form.0.version(), form.0.text("opinion").to_owned());
    let done = view.act(move |app, who| recognition::cancel(app, who, of, version, &reason)).await;
    stepped(view, round, form, Done("round-cancelled"), done).await
}

#[post("/recognition/<round>/objections", data = "<form>")]
async fn object(view: View, throttle: &State<Throttle>, address: Option<IpAddr>, round: i64, form: Checked) -> Result {
    let text = |name: &str| form.0.text(name).to_owned();
    let filed = Filed { name: text("name"), contact: text("contact"), reasons: text("reasons") };
    let line = text("line").parse::<NominationId>().ok();
    if !throttle.admits(address) {
        let faults = vec![Fault::new("", "too-many-objections")];
        return round_page(view, round, Attempt { typed: form.0.typed(), faults }).await;
    }
    let done = run(&view.app, move |app| match line {
        Some(line) => recognition::object(app, line, &filed).map(|_| ()),
        // Whom it is about and what else is missing, at once.
        None => {
            let more = check_objection(&filed).err().map(ServiceError::into_faults).unwrap_or_default();
            Err(ServiceError::Invalid([vec![Fault::new("line", "choose")], more].concat()))
        }
    })
    .await;
    stepped(view, round, form, Done("objection-filed"), done).await
}

#[post("/recognition/<round>/laureates", data = "<form>")]
async fn laureate(view: View, round: i64, form: Checked) -> Result {
    view.who()?;
    let of = id::<RoundId>(round)?;
    let won: recognition::Won = form.0.text("entrant").parse().map_err(|_| ServiceError::NotFound)?;
    let made = view.act(move |app, who| recognition::take_laureate(app, who, of, won)).await?;
    Ok(Answer::done(format!("/nominations/{made}"), "laureate-taken"))
}

#[get("/recognition/<round>/nominate")]
async fn nominate_form(view: View, round: i64) -> Result {
    let of = id::<RoundId>(round)?;
    let (row, programme, units) = view.act(move |app, who| recognition::may_nominate(app, who, of)).await?;
    let who = view.who()?;
    view.page(&nomination::creation(&who, &row, &programme, &units, &Typed::default(), &[]))
}

#[post("/recognition/<round>/nominate", data = "<form>")]
async fn nominate(view: View, round: i64, form: Checked) -> Result {
    let (of, typed) = (id::<RoundId>(round)?, Typed(form.0.typed()));
    let sent = typed.clone();
    match view.act(move |app, who| recognition::nominate(app, who, of, &sent)).await {
        Ok(made) => Ok(Answer::done(format!("/nominations/{made}"), "nominated")),
        Err(ServiceError::Invalid(faults)) => {
            let (row, programme, units) = view.act(move |app, who| recognition::may_nominate(app, who, of)).await?;
            let who = view.who()?;
            let page = nomination::creation(&who, &row, &programme, &units, &typed, &faults);
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn sheet(view: View, raw: i64, attempt: Attempt) -> Result {
    let of = id::<NominationId>(raw)?;
    let sheet = view.act(move |app, who| recognition::nomination(app, who, of)).await?;
    let who = view.who()?;
    view.page_as(overtaken::status(&attempt.faults), &nomination::NominationView::new(sheet, &who, &attempt))
}

/// A form that something else was saved before: with what was typed and what is there now.
async fn sheet_again(view: View, raw: i64, form: &Checked) -> Result {
    let of = id::<NominationId>(raw)?;
    let found = view.act(move |app, who| recognition::nomination(app, who, of)).await?;
    let (now, mut typed) = (nomination::stored(&found, &view.who()?), form.0.typed());
    let faults = overtaken::merge(&mut typed, &now, false);
    for (field, text) in now {
        typed.entry(field).or_insert(text);
    }
    sheet(view, raw, Attempt { typed, faults }).await
}

#[get("/nominations/<nomination>")]
async fn nomination_page(view: View, nomination: i64) -> Result {
    sheet(view, nomination, Attempt::default()).await
}

async fn written(
    view: View,
    nomination: i64,
    form: Checked,
    said: Done,
    done: std::result::Result<(), ServiceError>,
) -> Result {
    match done {
        Ok(()) => Ok(Answer::done(format!("/nominations/{nomination}"), said.0)),
        Err(ServiceError::Invalid(faults)) => sheet(view, nomination, Attempt { typed: form.0.typed(), faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/nominations/<nomination>/edit", data = "<form>")]
async fn edit(view: View, nomination: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<NominationId>(nomination)?, form.0.version(), Typed(form.0.typed()));
    let done = view.act(move |app, who| recognition::edit(app, who, of, version, &typed)).await;
    if done.as_ref().is_err_and(is_overtaken) {
        return sheet_again(view, nomination, &form).await;
    }
    written(view, nomination, form, Done("saved"), done).await
}

#[post("/nominations/<nomination>/submit", data = "<form>")]
async fn submit(view: View, nomination: i64, form: Checked) -> Result {
    let (of, version) = (id::<NominationId>(nomination)?, form.0.version());
    let done = view.act(move |app, who| recognition::submit(app, who, of, version)).await;
    written(view, nomination, form, Done("nomination-submitted"), done).await
}

#[post("/nominations/<nomination>/withdraw", data = "<form>")]
async fn withdraw(view: View, nomination: i64, form: Checked) -> Result {
    let (of, version) = (id::<NominationId>(nomination)?, form.0.version());
    let done = view.act(move |app, who| recognition::withdraw(app, who, of, version)).await;
    written(view, nomination, form, Done("nomination-withdrawn"), done).await
}

#[post("/nominations/<nomination>/papers", data = "<form>")]
async fn add_paper(view: View, nomination: i64, form: Checked) -> Result {
    let of = id::<NominationId>(nomination)?;
    let sent = match form.0.file("file") {
        Some(file) => Sent { file_name: file.name.clone(), bytes: file.bytes.clone(), cut: file.too_large },
        None => Sent { file_name: String::new(), bytes: Vec::new(), cut: false },
    };
    let material = form.0.text("material").to_owned();
    let done = view.act(move |app, who| recognition::upload(app, who, of, &material, &sent)).await;
    written(view, nomination, form, Done("event-paper-added"), done).await
}

#[get("/nominations/<nomination>/papers/<paper>")]
async fn paper(view: View, nomination: i64, paper: i64) -> Result {
    let (of, paper) = (id::<NominationId>(nomination)?, id::<NominationPaperId>(paper)?);
    let paper = view.act(move |app, who| recognition::download(app, who, of, paper)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

#[post("/nominations/<nomination>/papers/<paper>/remove", data = "<_form>")]
async fn remove_paper(view: View, nomination: i64, paper: i64, _form: Checked) -> Result {
    let (of, paper) = (id::<NominationId>(nomination)?, id::<NominationPaperId>(paper)?);
    view.act(move |app, who| recognition::remove_paper(app, who, of, paper)).await?;
    Ok(Answer::done(format!("/nominations/{nomination}"), "paper-removed"))
}

#[post("/nominations/<nomination>/check", data = "<form>")]
async fn check(view: View, nomination: i64, form: Checked) -> Result {
    let (of, version, typed) = (id::<NominationId>(nomination)?, form.0.version(), CheckedRecord(form.0.typed()));
    let done = view.act(move |app, who| recognition::check(app, who, of, version, &typed)).await;
    if done.as_ref().is_err_and(is_overtaken) {
        return sheet_again(view, nomination, &form).await;
    }
    written(view, nomination, form, Done("nomination-checked"), done).await
}

#[post("/nominations/<nomination>/objections/<objection>", data = "<form>")]
async fn answer(view: View, nomination: i64, objection: i64, form: Checked) -> Result {
    let of = id::<NominationId>(nomination)?;
    let ruling = if form.0.text("ruling") == "upheld" { Ruling::Upheld } else { Ruling::Dismissed };
    let words = form.0.text("answer").to_owned();
    let done = view.act(move |app, who| recognition::answer(app, who, of, objection, ruling, &words)).await;
    written(view, nomination, form, Done("objection-answered"), done).await
}

#[get("/honours?<year>&<programme>")]
async fn honours(view: View, year: Option<i32>, programme: Option<Asked>) -> Result {
    let programme = Asked::text(programme);
    let wanted = programme.clone();
    let rows = run(&view.app, move |app| recognition::honours(app, year, wanted.as_deref())).await?;
    view.page(&titles::Honours::new(rows, year, programme))
}

async fn register_page(view: View, faults: &[Fault]) -> Result {
    let rows = view.act(recognition::register).await?;
    let imports = recognition::may_open(&view.who()?).is_ok();
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &titles::Register::new(rows, imports, faults))
}

#[get("/titles")]
async fn register(view: View) -> Result {
    register_page(view, &[]).await
}

#[get("/titles/file?<format>")]
async fn register_file(view: View, format: Option<Asked>) -> Result {
    let format = Format::of(Asked::text(format).as_deref())?;
    Ok(view.act(move |app, who| recognition::export(app, who, format)).await?.into())
}

#[get("/titles/template?<format>")]
async fn template(view: View, format: Option<Asked>) -> Result {
    let format = Format::of(Asked::text(format).as_deref())?;
    Ok(view.act(move |_, who| recognition::template(who, format)).await?.into())
}

#[post("/titles/import", data = "<form>")]
async fn import(view: View, form: Checked) -> Result {
    let file = form.0.file("file").map(|file| (file.name.clone(), file.bytes.clone()));
    let confirmed = form.0.ticked(CODE_CONFIRMED);
    let done = view.act(move |app, who| match file {
        Some((name, bytes)) => recognition::import(app, who, &name, &bytes, confirmed),
        None => recognition::may_open(who).and(Err(ServiceError::invalid("file", "file-missing"))),
    });
    match done.await {
        Ok(0) => Ok(Answer::done("/titles", "titles-same")),
        Ok(_) => Ok(Answer::done("/titles", "titles-imported")),
        Err(ServiceError::Invalid(faults)) => register_page(view, &faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn title_page(view: View, raw: i64, attempt: Attempt) -> Result {
    let of = id::<TitleId>(raw)?;
    let shown = view.act(move |app, who| recognition::title(app, who, of)).await?;
    let status = if attempt.faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &titles::TitleView::new(shown, &attempt))
}

#[get("/titles/<title>")]
async fn title(view: View, title: i64) -> Result {
    title_page(view, title, Attempt::default()).await
}

#[post("/titles/<title>/review", data = "<form>")]
async fn look(view: View, title: i64, form: Checked) -> Result {
    let (of, kept) = (id::<TitleId>(title)?, form.0.text("kept") != "false");
    let opinion = form.0.text("opinion").to_owned();
    match view.act(move |app, who| recognition::review(app, who, of, kept, &opinion)).await {
        Ok(()) => Ok(Answer::done(format!("/titles/{title}"), if kept { "saved" } else { "title-proposed" })),
        Err(ServiceError::Invalid(faults)) => title_page(view, title, Attempt { typed: form.0.typed(), faults }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/titles/<title>/propose-withdrawal", data = "<form>")]
async fn propose_withdrawal(view: View, title: i64, form: Checked) -> Result {
    let (of, reason) = (id::<TitleId>(title)?, form.0.text("reason").to_owned());
    let done = view.act(move |app, who| recognition::propose_withdrawal(app, who, of, &reason)).await;
    decided(view, title, form, Done("title-proposed"), done).await
}

#[post("/titles/<title>/keep", data = "<form>")]
async fn keep_title(view: View, title: i64, form: Checked) -> Result {
    let (of, version, opinion) = (id::<TitleId>(title)?, form.0.version(), form.0.text("opinion").to_owned());
    let done = view.act(move |app, who| recognition::keep_title(app, who, of, version, &opinion)).await;
    decided(view, title, form, Done("title-kept"), done).await
}

#[post("/titles/<title>/recovery", data = "<form>")]
async fn recover(view: View, title: i64, form: Checked) -> Result {
    let (of, version) = (id::<TitleId>(title)?, form.0.version());
    let (amount, note) = (form.0.text("recovered").to_owned(), form.0.text("note").to_owned());
    let done = view.act(move |app, who| recognition::recover(app, who, of, version, &amount, &note)).await;
    decided(view, title, form, Done("title-recovered"), done).await
}

#[post("/titles/<title>/withdraw", data = "<form>")]
async fn withdraw_title(view: View, title: i64, form: Checked) -> Result {
    let (of, version) = (id::<TitleId>(title)?, form.0.version());
    let done = view.act(move |app, who| recognition::withdraw_title(app, who, of, version)).await;
    decided(view, title, form, Done("title-withdrawn"), done).await
}

async fn decided(
    view: View,
    title: i64,
    form: Checked,
    said: Done,
    done: std::result::Result<(), ServiceError>,
) -> Result {
    match done {
        Ok(()) => Ok(Answer::done(format!("/titles/{title}"), said.0)),
        Err(ServiceError::Invalid(faults)) => title_page(view, title, Attempt { typed: form.0.typed(), faults }).await,
        Err(error) => Err(error.into()),
    }
}
