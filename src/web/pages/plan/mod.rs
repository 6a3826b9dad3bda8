//! The annual plan: years, items, import, publication.

pub mod form;
pub mod import;
pub mod item;
pub mod show;

use crate::domain::event::Kind;
use crate::domain::ids::{PlanImportId, PlanItemId};
use crate::domain::people::DivisionCode;
use crate::domain::plan::PlanState;
use crate::platform::assets;
use crate::service::files::Format;
use crate::service::plans::{self, items};
use crate::service::{App, ServiceError, Who, events};
use crate::storage::plans::ItemFilter;
use crate::text::Say;
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Asked, Checked, Fields};
use crate::web::pages::events::estimate;
use crate::web::shell::View;
use chrono::Datelike;
use form::ItemForm;
use import::{ImportForm, ImportPreview};
use item::ItemView;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use show::{NoPlan, PlanView};
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![
        index,
        open,
        show_year,
        publish,
        export,
        template,
        new_item,
        add_item,
        show_item,
        edit_item,
        save_item,
        delete_item,
        strike_item,
        propose,
        choose_file,
        check_file,
        preview,
        faulty,
        take
    ]
}

fn division(code: Option<&str>) -> Option<DivisionCode> {
    code.and_then(|code| code.parse().ok())
}

/// The name of a division, or its code where it is none we know.
pub fn division_name(code: DivisionCode) -> String {
    static NAMES: std::sync::LazyLock<BTreeMap<String, String>> = std::sync::LazyLock::new(|| {
        let divisions = assets::divisions().ok();
        let names = divisions.iter().flat_map(|divisions| divisions.iter());
        names.map(|division| (division.code.to_string(), division.name.clone())).collect()
    });
    NAMES.get(&code.to_string()).cloned().unwrap_or_else(|| code.to_string())
}

/// The years a clerk may open now: this one and the next, unless their plan is there.
fn open_years(app: &App, who: &Who) -> std::result::Result<Vec<i32>, ServiceError> {
    let this = app.today().year();
    let mut years = Vec::new();
    for year in [this, this + 1] {
        match plans::own(app, who, year) {
            Ok(None) => years.push(year),
            Ok(Some(_)) => {}
            Err(ServiceError::Denied(_) | ServiceError::NotFound) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        }
    }
    Ok(years)
}

#[get("/plan")]
async fn index(view: View) -> Result {
    let today = view.app.today();
    let (plans, years) = view.act(|app, who| Ok((plans::years(app, who)?, open_years(app, who)?))).await?;
    let this = plans.iter().find(|plan| plan.year == today.year()).or(plans.first());
    match this {
        Some(plan) => Ok(Answer::see(format!("/plan/{}", plan.year))),
        None => view.page(&NoPlan { open_years: years }),
    }
}

#[post("/plan", data = "<form>")]
async fn open(view: View, form: Checked) -> Result {
    let year = form.0.text("year").parse().unwrap_or_default();
    view.act(move |app, who| plans::open_year(app, who, year)).await?;
    Ok(Answer::done(format!("/plan/{year}"), "plan-opened"))
}

#[get("/plan/<year>?<division>&<kind>&<q>&<page>")]
async fn show_year(
    view: View,
    year: i32,
    division: Option<&str>,
    kind: Option<&str>,
    q: Option<Asked>,
    page: Option<u32>,
) -> Result {
    let code = self::division(division);
    let filter = ItemFilter { kind: kind.and_then(|kind| kind.parse::<Kind>().ok()), text: Asked::text(q) };
    let page = page.unwrap_or(1).max(1);
    let kept = filter.clone();
    let (shown, years) = view
        .act(move |app, who| Ok((plans::show(app, who, year, code, &filter, i64::from(page))?, open_years(app, who)?)))
        .await?;
    view.page(&PlanView::new(&shown, &kept, u64::from(page), &division_name, years))
}

#[post("/plan/<year>/publish?<division>", data = "<form>")]
async fn publish(view: View, year: i32, division: Option<&str>, form: Checked) -> Result {
    let code = self::division(division);
    let version = form.0.version();
    view.act(move |app, who| {
        let shown = plans::show(app, who, year, code, &ItemFilter::default(), 1)?;
        plans::publish(app, who, shown.plan.id, version)
    })
    .await?;
    Ok(Answer::done(back(year, code), "plan-published"))
}

fn back(year: i32, division: Option<DivisionCode>) -> String {
    match division {
        Some(division) => format!("/plan/{year}?division={division}"),
        None => format!("/plan/{year}"),
    }
}

#[get("/plan/<year>/export?<division>&<format>")]
async fn export(view: View, year: i32, division: Option<&str>, format: Option<&str>) -> Result {
    let (code, format) = (self::division(division), Format::of(format)?);
    Ok(view.act(move |app, who| plans::files::export(app, who, year, code, format)).await?.into())
}

#[get("/plan/template?<format>", rank = 1)]
fn template(view: View, format: Option<&str>) -> Result {
    view.who()?;
    Ok(plans::files::template(Format::of(format)?)?.into())
}

#[get("/plan/<year>/items/new?<division>")]
async fn new_item(view: View, year: i32, division: Option<&str>) -> Result {
    let code = self::division(division);
    item_form(view, year, code, BTreeMap::new(), Vec::new()).await
}

async fn item_form(
    view: View,
    year: i32,
    code: Option<DivisionCode>,
    typed: items::Typed,
    faults: Vec<crate::service::Fault>,
) -> Result {
    let (plan, lines) = view.act(move |app, who| plans::editable(app, who, year, code)).await?;
    let amendment = plan.state == PlanState::Published;
    let page = ItemForm {
        year,
        action: format!("/plan/{year}/items/new?division={}", plan.division),
        back: back(year, Some(plan.division)),
        version: plan.version,
        new: true,
        amendment,
        form: ItemForm::fields(&typed, &faults, &lines, amendment),
    };
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

fn typed(fields: &Fields) -> items::Typed {
    fields.typed().into_iter().filter(|(name, _)| name != "version").collect()
}

#[post("/plan/<year>/items/new?<division>", data = "<form>")]
async fn add_item(view: View, year: i32, division: Option<&str>, form: Checked) -> Result {
    let code = self::division(division);
    let typed = typed(&form.0);
    let sent = typed.clone();
    let added = view
        .act(move |app, who| {
            let (plan, _) = plans::editable(app, who, year, code)?;
            items::add(app, who, plan.id, &sent)
        })
        .await;
    match added {
        Ok(_) => Ok(Answer::done(back(year, code), "plan-item-added")),
        Err(ServiceError::Invalid(faults)) => item_form(view, year, code, typed, faults).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/plan/items/<id>", rank = 1)]
async fn show_item(view: View, id: i64) -> Result {
    item_page(view, id, "", None).await
}

async fn item_page(view: View, id: i64, reason: &str, error: Option<crate::text::Phrase>) -> Result {
    let id = PlanItemId::new(id);
    let (page, assessment) = view
        .act(move |app, who| {
            let page = plans::item(app, who, id)?;
            let assessment = events::estimate_item(app, &page)?;
            Ok((page, assessment))
        })
        .await?;
    let status = if error.is_some() { Status::UnprocessableEntity } else { Status::Ok };
    let explained = estimate::estimate(&view.app.policies(), &assessment);
    view.page_as(status, &ItemView::new(&page, explained, reason, error))
}

#[get("/plan/items/<id>/edit", rank = 1)]
async fn edit_item(view: View, id: i64) -> Result {
    let item = PlanItemId::new(id);
    let page = view.act(move |app, who| plans::item(app, who, item)).await?;
    let typed = items::typed_of(&page);
    edit_form(view, id, page.shown.item.version, &typed, Vec::new()).await
}

async fn edit_form(
    view: View,
    id: i64,
    version: i64,
    typed: &items::Typed,
    faults: Vec<crate::service::Fault>,
) -> Result {
    let item = PlanItemId::new(id);
    let page = view.act(move |app, who| plans::item(app, who, item)).await?;
    if !page.rights.edit {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    let form = ItemForm {
        year: page.plan.year,
        action: format!("/plan/items/{id}/edit"),
        back: format!("/plan/items/{id}"),
        version,
        new: false,
        amendment: false,
        form: ItemForm::fields(typed, &faults, &page.lines, false),
    };
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &form)
}

#[post("/plan/items/<id>/edit", data = "<form>", rank = 1)]
async fn save_item(view: View, id: i64, form: Checked) -> Result {
    let version = form.0.version();
    let typed = typed(&form.0);
    let sent = typed.clone();
    let saved = view.act(move |app, who| items::edit(app, who, PlanItemId::new(id), version, &sent)).await;
    match saved {
        Ok(()) => Ok(Answer::done(format!("/plan/items/{id}"), "saved")),
        Err(ServiceError::Invalid(faults)) => edit_form(view, id, version, &typed, faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/plan/items/<id>/delete", data = "<form>", rank = 1)]
async fn delete_item(view: View, id: i64, form: Checked) -> Result {
    let version = form.0.version();
    let plan = view.act(move |app, who| items::delete(app, who, PlanItemId::new(id), version)).await?;
    Ok(Answer::done(back(plan.year, Some(plan.division)), "plan-item-deleted"))
}

#[post("/plan/items/<id>/strike", data = "<form>", rank = 1)]
async fn strike_item(view: View, id: i64, form: Checked) -> Result {
    let version = form.0.version();
    let reason = form.0.text("reason").to_owned();
    let sent = reason.clone();
    match view.act(move |app, who| plans::strike(app, who, PlanItemId::new(id), version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/plan/items/{id}"), "plan-item-struck")),
        Err(ServiceError::Invalid(faults)) => {
            let error = faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault));
            item_page(view, id, &reason, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The host begins the item's event, filled in from the plan.
#[post("/plan/items/<id>/propose", data = "<_form>", rank = 1)]
async fn propose(view: View, id: i64, _form: Checked) -> Result {
    let event = view.act(move |app, who| events::propose(app, who, PlanItemId::new(id))).await?;
    Ok(Answer::done(format!("/events/{event}/edit"), "event-created"))
}

#[get("/plan/<year>/import")]
async fn choose_file(view: View, year: i32) -> Result {
    view.act(move |app, who| plans::own(app, who, year)).await?;
    view.page(&ImportForm::new(year, false, &[]))
}

#[post("/plan/<year>/import", data = "<form>")]
async fn check_file(view: View, year: i32, form: Checked) -> Result {
    view.who()?;
    let several = form.0.ticked("several");
    let sent = form.0.file("file").map(|file| (file.name.clone(), file.bytes.clone(), file.too_large));
    let kept = match sent {
        None => Err(ServiceError::invalid("file", "file-missing")),
        Some((_, _, true)) => Err(plans::import::too_large()),
        Some((name, bytes, false)) => {
            let wanted = (!several).then_some(year);
            view.act(move |app, who| plans::import::upload(app, who, wanted, &name, &bytes)).await
        }
    };
    match kept {
        Ok(id) => Ok(Answer::see(format!("/plan/imports/{id}"))),
        Err(ServiceError::Invalid(faults)) => {
            view.page_as(Status::UnprocessableEntity, &ImportForm::new(year, several, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/plan/imports/<id>", rank = 1)]
async fn preview(view: View, id: i64) -> Result {
    let preview = view.act(move |app, who| plans::import::preview(app, who, PlanImportId::new(id))).await?;
    view.page(&ImportPreview::from(preview))
}

/// The faulty rows as they stand in the file, with what to mend: to be put right and sent again.
#[get("/plan/imports/<id>/faulty?<format>")]
async fn faulty(view: View, id: i64, format: Option<&str>) -> Result {
    let found = view.act(move |app, who| plans::import::faulty(app, who, PlanImportId::new(id))).await?;
    let sheet = import::faulty_sheet(&found, Say(view.visitor.lang));
    Ok(Format::of(format)?.write(&sheet, &sheet.name)?.into())
}

#[post("/plan/imports/<id>", data = "<form>", rank = 1)]
async fn take(view: View, id: i64, form: Checked) -> Result {
    let without = form.0.ticked("without_faulty");
    let id = PlanImportId::new(id);
    let year = view
        .act(move |app, who| {
            let years = plans::import::years(app, who, id)?;
            plans::import::take(app, who, id, without)?;
            Ok(years.first().copied().unwrap_or_default())
        })
        .await?;
    Ok(Answer::done(format!("/plan/{year}"), "plan-imported"))
}
