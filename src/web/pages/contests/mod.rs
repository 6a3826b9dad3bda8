//! Items of a competition, as those see them who run and publish it.

pub mod advance;
pub mod certificates;
mod changes;
mod findings;
mod forms;
pub mod list;
mod particulars;
mod passages;
pub mod results;
pub mod sample;
pub mod seating;
pub mod settings;
pub mod show;

use crate::domain::contest::phase::Step;
use crate::domain::ids::{AdditionId, AppealId, CertificateId, ChangeId, ContestId, EntrantId, EventId, UserId};
use crate::service::contests::{self, Added, Entered, NewItem, Target};
use crate::service::notices::Ruling;
use crate::service::{Fault, ServiceError};
use crate::storage::contest_additions::Request;
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use certificates::CertificatesView;
use list::ContestList;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use show::ContestView;
use std::collections::{BTreeMap, BTreeSet};

pub fn routes() -> Vec<Route> {
    let mut all = routes![
        of_event,
        add,
        display,
        enter,
        remove_entrant,
        take_back_recusal,
        draw,
        assign,
        unassign,
        recuse,
        run,
        open,
        sign,
        submit,
        send_back,
        publish,
        answer_warning,
        ask_change,
        correct,
        approve_change,
        approve_run,
        ask_addition,
        approve_addition,
        reopen,
        answer_objection,
        print,
        document,
        certify,
        revoke
    ];
    all.extend(results::routes());
    all.extend(settings::routes());
    all.extend(seating::routes());
    all.extend(advance::routes());
    all
}

async fn list(view: &View, event: EventId, typed: &NewItem, faults: &[Fault]) -> Result<ContestList> {
    let (event, rows, may) = view.act(move |app, who| contests::of_event(app, who, event)).await?;
    Ok(ContestList::new(&event, &rows, may, typed, faults))
}

#[get("/events/<event>/contests")]
async fn of_event(view: View, event: i64) -> Result {
    let page = list(&view, id(event)?, &list::usual(), &[]).await?;
    view.page(&page)
}

#[post("/events/<event>/contests", data = "<form>")]
async fn add(view: View, event: i64, form: Checked) -> Result {
    let event = id::<EventId>(event)?;
    let new = settings::typed(&form.0);
    let sent = new.clone();
    match view.act(move |app, who| contests::add(app, who, event, &sent)).await {
        Ok(id) => Ok(Answer::done(format!("/contests/{id}"), "contest-added")),
        Err(ServiceError::Invalid(faults)) => {
            let page = list(&view, event, &new, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/contests/<contest>")]
async fn display(view: View, contest: i64) -> Result {
    let page = page(&view, id(contest)?, &BTreeMap::new(), &[]).await?;
    view.page(&page)
}

async fn page(view: &View, id: ContestId, typed: &BTreeMap<String, String>, faults: &[Fault]) -> Result<ContestView> {
    let (contest, may) = view.act(move |app, who| contests::show(app, who, id)).await?;
    let free = view.act(move |app, who| contests::candidates(app, who, id)).await?;
    let (who, lacks) = (view.who()?, contests::lacks(&contest)?);
    Ok(ContestView::new(&contest, &lacks, &may, &free, who.id(), typed, faults))
}

/// After a change: the page again, or the page with what was wrong.
async fn back(view: View, id: ContestId, form: &Fields, done: std::result::Result<(), ServiceError>) -> Result {
    match done {
        Ok(()) => Ok(Answer::done(format!("/contests/{id}"), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, id, &form.typed(), &faults).await?;
            let meanwhile = faults.iter().any(|fault| fault.code == "written-meanwhile");
            view.page_as(if meanwhile { Status::Conflict } else { Status::UnprocessableEntity }, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/contests/<contest>/entrants", data = "<form>")]
async fn enter(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let file = form.0.file("file").map(|file| (file.name.clone(), file.bytes.clone()));
    let done = view.act(move |app, who| match file {
        Some((name, bytes)) => contests::import(app, who, id, &name, &bytes),
        // Whether the person may is said before what is missing.
        None => contests::show(app, who, id).and(Err(ServiceError::invalid("file", "file-missing"))),
    });
    let path = format!("/contests/{id}");
    match done.await {
        Ok(Entered { added: 0, updated: 0, .. }) => Ok(Answer::done(path, "entrants-known")),
        Ok(Entered { added, updated, unchanged }) => {
            Ok(Answer::done(path, "entrants-entered").counting_all(&[added, updated, unchanged]))
        }
        Err(error) => back(view, id, &form.0, Err(error)).await,
    }
}

#[post("/contests/<contest>/entrants/<entrant>/remove", data = "<_form>")]
async fn remove_entrant(view: View, contest: i64, entrant: i64, _form: Checked) -> Result {
    let (id, entrant) = (id::<ContestId>(contest)?, id::<EntrantId>(entrant)?);
    view.act(move |app, who| contests::remove_entrant(app, who, id, entrant)).await?;
    Ok(Answer::done(format!("/contests/{id}"), "entrant-removed"))
}

#[post("/contests/<contest>/recusals/<entrant>/<judge>/remove", data = "<_form>")]
async fn take_back_recusal(view: View, contest: i64, entrant: i64, judge: i64, _form: Checked) -> Result {
    let (id, entrant, judge) = (id::<ContestId>(contest)?, id::<EntrantId>(entrant)?, id::<UserId>(judge)?);
    view.act(move |app, who| contests::take_back_recusal(app, who, id, entrant, judge)).await?;
    Ok(Answer::done(format!("/contests/{id}"), "recusal-removed"))
}

#[post("/contests/<contest>/draw", data = "<form>")]
async fn draw(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let done = view.act(move |app, who| contests::draw(app, who, id)).await;
    back(view, id, &form.0, done).await
}

/// What was wrong, named after its form.
fn in_form(form: &str, done: std::result::Result<(), ServiceError>) -> std::result::Result<(), ServiceError> {
    done.map_err(|error| match error {
        ServiceError::Invalid(faults) => ServiceError::Invalid(forms::of_form(form, faults)),
        other => other,
    })
}

/// All that was wrong, said at one field.
fn at_field(field: &str, done: std::result::Result<(), ServiceError>) -> std::result::Result<(), ServiceError> {
    done.map_err(|error| match error {
        ServiceError::Invalid(faults) => {
            let first = faults.into_iter().take(1);
            ServiceError::Invalid(first.map(|fault| Fault { field: field.to_owned(), ..fault }).collect())
        }
        other => other,
    })
}

/// The id in a field; none is as good as one of nothing.
fn field<T: TryFrom<i64>>(form: &Fields, name: &str) -> std::result::Result<T, ServiceError> {
    let number = form.text(name).parse::<i64>().map_err(|_| ServiceError::invalid(name, "choose"))?;
    T::try_from(number).map_err(|_| ServiceError::NotFound)
}

#[post("/contests/<contest>/judges", data = "<form>")]
async fn assign(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let (judge, head) = (field::<UserId>(&form.0, "judge"), form.0.ticked("head"));
    let done = view.act(move |app, who| match judge {
        Ok(judge) => contests::assign(app, who, id, judge, head),
        Err(error) => contests::show(app, who, id).and(Err(error)),
    });
    let done = in_form("assign", done.await);
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/judges/<judge>/remove", data = "<form>")]
async fn unassign(view: View, contest: i64, judge: i64, form: Checked) -> Result {
    let (id, judge) = (id::<ContestId>(contest)?, id::<UserId>(judge)?);
    let done = view.act(move |app, who| contests::remove(app, who, id, judge)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/recusals", data = "<form>")]
async fn recuse(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let (entrant, judge) = (field::<EntrantId>(&form.0, "entrant"), field::<UserId>(&form.0, "judge"));
    let reason = form.0.text("reason").to_owned();
    let done = view.act(move |app, who| match (entrant, judge) {
        (Ok(entrant), Ok(judge)) => contests::recuse(app, who, id, entrant, judge, &reason),
        (entrant, judge) => {
            let mut faults = Vec::new();
            for error in [entrant.err(), judge.err()].into_iter().flatten() {
                match error {
                    ServiceError::Invalid(mut found) => faults.append(&mut found),
                    other => return contests::show(app, who, id).and(Err(other)),
                }
            }
            contests::show(app, who, id).and(Err(ServiceError::Invalid(faults)))
        }
    });
    let done = in_form("recuse", done.await);
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/run", data = "<form>")]
async fn run(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let typed = form.0.typed();
    let done = view.act(move |app, who| contests::attend(app, who, id, &typed)).await;
    back(view, id, &form.0, done).await
}

async fn step(view: View, contest: i64, form: Checked, step: Step) -> Result {
    let (id, version) = (id::<ContestId>(contest)?, form.0.version());
    let done = view.act(move |app, who| contests::take(app, who, id, version, step)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/open", data = "<form>")]
async fn open(view: View, contest: i64, form: Checked) -> Result {
    step(view, contest, form, Step::Open).await
}

#[post("/contests/<contest>/sign", data = "<form>")]
async fn sign(view: View, contest: i64, form: Checked) -> Result {
    step(view, contest, form, Step::Sign).await
}

#[post("/contests/<contest>/submit", data = "<form>")]
async fn submit(view: View, contest: i64, form: Checked) -> Result {
    step(view, contest, form, Step::Submit).await
}

#[post("/contests/<contest>/send-back", data = "<form>")]
async fn send_back(view: View, contest: i64, form: Checked) -> Result {
    let (id, version) = (id::<ContestId>(contest)?, form.0.version());
    let reason = form.0.text("return").to_owned();
    let done = view.act(move |app, who| contests::send_back(app, who, id, version, &reason)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/publish", data = "<form>")]
async fn publish(view: View, contest: i64, form: Checked) -> Result {
    step(view, contest, form, Step::Publish).await
}

#[post("/contests/<contest>/answers", data = "<form>")]
async fn answer_warning(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let (finding, words) = (form.0.text("finding").to_owned(), form.0.text("answer").to_owned());
    let field = format!("answer-{}", finding.replace([':', ' '], "-"));
    let done = view.act(move |app, who| contests::answer_warning(app, who, id, &finding, &words)).await;
    let done = at_field(&field, done);
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/changes", data = "<form>")]
async fn ask_change(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let target = Target::read(form.0.text("mark"));
    let (after, reason) = (form.0.text("after").to_owned(), form.0.text("reason").to_owned());
    let done = view.act(move |app, who| match target {
        Some(target) => contests::ask(app, who, id, target, &after, &reason),
        None => contests::show(app, who, id).and(Err(ServiceError::invalid("mark", "choose"))),
    });
    let done = in_form("change", done.await);
    back(view, id, &form.0, done).await
}

/// As a change, of what is known of a contestant.
#[post("/contests/<contest>/corrections", data = "<form>")]
async fn correct(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let target = Target::read(&format!("{}-{}", form.0.text("fact"), form.0.text("of")));
    let (after, reason) = (form.0.text("right").to_owned(), form.0.text("why").to_owned());
    let done = view.act(move |app, who| match target {
        Some(target) => contests::ask(app, who, id, target, &after, &reason),
        None => contests::show(app, who, id).and(Err(ServiceError::invalid("of", "choose"))),
    });
    let done = done.await.map_err(|error| match error {
        // The form beside it has fields of the same meaning.
        ServiceError::Invalid(faults) => ServiceError::Invalid(faults.into_iter().map(of_correction).collect()),
        other => other,
    });
    back(view, id, &form.0, done).await
}

fn of_correction(fault: Fault) -> Fault {
    let field = match fault.field.as_str() {
        "after" => "right",
        "reason" => "why",
        other => other,
    };
    Fault { field: field.to_owned(), ..fault }
}

/// A mark that is missing after the decoding.
#[post("/contests/<contest>/additions", data = "<form>")]
async fn ask_addition(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let text = |name: &str| form.0.text(name).to_owned();
    let typed =
        Added { which: text("which"), judge: text("judge").parse().ok(), mark: text("added"), reason: text("reason") };
    let done = view.act(move |app, who| contests::ask_addition(app, who, id, &typed)).await;
    let done = in_form("add", done);
    back(view, id, &form.0, done).await
}

/// Closes a request without a change: whoever asked takes it back, another refuses it.
async fn close(view: View, id: ContestId, form: &Fields, request: Request) -> Result {
    let reason = form.text("refusal").to_owned();
    let field = match request {
        Request::Mark(id) => changes::field("changes", id.get()),
        Request::Run(id) => changes::field("run-changes", id.get()),
        Request::Addition(id) => changes::field("additions", id.get()),
    };
    let done = view.act(move |app, who| contests::close(app, who, id, request, &reason)).await;
    back(view, id, form, at_field(&field, done)).await
}

/// Whether the button was the one that closes a request.
fn closes(form: &Fields) -> bool {
    form.text("do") == "close"
}

#[post("/contests/<contest>/changes/<change>", data = "<form>")]
async fn approve_change(view: View, contest: i64, change: i64, form: Checked) -> Result {
    let (id, change) = (id::<ContestId>(contest)?, id::<ChangeId>(change)?);
    if closes(&form.0) {
        return close(view, id, &form.0, Request::Mark(change)).await;
    }
    let done = view.act(move |app, who| contests::approve(app, who, id, change)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/run-changes/<change>", data = "<form>")]
async fn approve_run(view: View, contest: i64, change: i64, form: Checked) -> Result {
    let (id, change) = (id::<ContestId>(contest)?, id::<ChangeId>(change)?);
    if closes(&form.0) {
        return close(view, id, &form.0, Request::Run(change)).await;
    }
    let done = view.act(move |app, who| contests::approve_run(app, who, id, change)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/additions/<addition>", data = "<form>")]
async fn approve_addition(view: View, contest: i64, addition: i64, form: Checked) -> Result {
    let (id, addition) = (id::<ContestId>(contest)?, id::<AdditionId>(addition)?);
    if closes(&form.0) {
        return close(view, id, &form.0, Request::Addition(addition)).await;
    }
    let done = view.act(move |app, who| contests::approve_addition(app, who, id, addition)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/reopen", data = "<form>")]
async fn reopen(view: View, contest: i64, form: Checked) -> Result {
    let (id, version) = (id::<ContestId>(contest)?, form.0.version());
    let reason = form.0.text("reopen").to_owned();
    let done = view.act(move |app, who| contests::reopen(app, who, id, version, &reason)).await;
    back(view, id, &form.0, done).await
}

#[post("/contests/<contest>/objections/<objection>", data = "<form>")]
async fn answer_objection(view: View, contest: i64, objection: i64, form: Checked) -> Result {
    let (id, objection) = (id::<ContestId>(contest)?, id::<AppealId>(objection)?);
    let words = form.0.text("answer").to_owned();
    let ruling = match form.0.text("ruling") {
        "upheld" => Some(Ruling::Upheld),
        "dismissed" => Some(Ruling::Dismissed),
        _ => None,
    };
    let done = view.act(move |app, who| contests::answer(app, who, id, objection, ruling, &words)).await;
    let done = at_field(&format!("objection-{objection}"), done);
    back(view, id, &form.0, done).await
}

#[get("/contests/<contest>/certificates")]
async fn print(view: View, contest: i64) -> Result {
    let page = certificates_page(&view, id(contest)?, None).await?;
    view.page(&page)
}

/// The certificates; with what was wrong with the revocation of one.
async fn certificates_page(
    view: &View,
    id: ContestId,
    wrong: Option<(CertificateId, &[Fault])>,
) -> Result<CertificatesView> {
    let (contest, may) = view.act(move |app, who| contests::show(app, who, id)).await?;
    let shown = view.act(move |app, who| contests::certificates(app, who, id)).await?;
    let mut page = CertificatesView::new(&contest, &may, &shown);
    if let Some((of, faults)) = wrong {
        page.wrong(of, faults);
    }
    Ok(page)
}

#[get("/contests/<contest>/certificates/file")]
async fn document(view: View, contest: i64) -> Result {
    let id = id::<ContestId>(contest)?;
    let (contest, _) = view.act(move |app, who| contests::show(app, who, id)).await?;
    let shown = view.act(move |app, who| contests::certificates(app, who, id)).await?;
    let bytes = certificates::document(&shown.all).ok_or(ServiceError::Busy)?;
    let name = format!("{} {} 证书.docx", contest.event.name, contest.item.name);
    Ok(Answer::File { name, media_type: crate::domain::media::Media::Docx.as_str().to_owned(), bytes })
}

#[post("/contests/<contest>/certificates", data = "<form>")]
async fn certify(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let ticked = form.0.prefixed("again.");
    let again: BTreeSet<_> = ticked.keys().filter_map(|id| id.parse().ok()).map(EntrantId::new).collect();
    let issued = view.act(move |app, who| contests::issue(app, who, id, &again)).await?;
    let path = format!("/contests/{id}/certificates");
    // Why there was nothing to issue stands on the page, in numbers.
    Ok(match issued.is_empty() {
        true => Answer::done(path, "certificates-nothing"),
        false => Answer::done(path, "certificates-issued").counting(issued.len()),
    })
}

#[post("/contests/<contest>/certificates/<certificate>/revoke", data = "<form>")]
async fn revoke(view: View, contest: i64, certificate: i64, form: Checked) -> Result {
    let (id, certificate) = (id::<ContestId>(contest)?, id::<CertificateId>(certificate)?);
    let reason = form.0.text("reason").to_owned();
    match view.act(move |app, who| contests::revoke(app, who, id, certificate, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/contests/{id}/certificates"), "certificate-revoked")),
        Err(ServiceError::Invalid(faults)) => {
            let page = certificates_page(&view, id, Some((certificate, &faults))).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
