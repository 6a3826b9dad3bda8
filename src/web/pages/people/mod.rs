//! Organisations and users, as the administrator keeps them.

mod hosts;
mod list;

pub use hosts::Hosts;
pub use list::People;

use super::form_page::{FormPage, with_faults};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{OrganisationKind, Role};
use crate::platform::assets;
use crate::service::ServiceError;
use crate::service::people::{self, NewOrganisation, NewUser};
use crate::storage::people::{Organisation, User};
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::shell::View;
use crate::{family, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    let mut routes = list::routes();
    routes.extend(hosts::routes());
    routes.extend(routes![
        new_organisation,
        add_organisation,
        edit_organisation,
        save_organisation,
        new_user,
        add_user,
        edit_user,
        save_user,
        deactivate,
        activate,
        invite
    ]);
    routes
}

fn divisions() -> Vec<(String, String)> {
    let all = assets::divisions().unwrap_or_default();
    let current = all.iter().filter(|division| division.valid_until.is_none());
    current.map(|division| (division.code.to_string(), division.name.clone())).collect()
}

fn organisation_fields(new: &NewOrganisation) -> Vec<Field> {
    let kinds = OrganisationKind::ALL.iter();
    let kinds = kinds.map(|kind| Choice::new(kind.as_str(), family!("organisation-kind", kind.as_str())));
    let places = divisions().into_iter().map(|(code, name)| Choice::new(code, Phrase::typed(name)));
    vec![
        Field::new(Control::Select, "kind", phrase!("people-kind")).choices(kinds).value(&new.kind).required(),
        Field::new(Control::Text, "name", phrase!("people-unit-name"))
            .help(phrase!("people-unit-name-help"))
            .value(&new.name)
            .required(),
        Field::new(Control::Select, "division", phrase!("people-division"))
            .choices(places)
            .value(&new.division)
            .required(),
        Field::new(Control::Text, "credit_code", phrase!("people-credit-code")).value(&new.credit_code),
        Field::new(Control::Text, "address", phrase!("people-address")).value(&new.address),
        Field::new(Control::Text, "contact_name", phrase!("people-contact-name")).value(&new.contact_name),
        Field::new(Control::Tel, "contact_phone", phrase!("people-contact-phone")).value(&new.contact_phone),
        Field::new(Control::Text, "account_name", phrase!("people-account-name"))
            .help(phrase!("people-account-name-help"))
            .value(&new.account_name),
        Field::new(Control::Text, "account_number", phrase!("people-account-number")).value(&new.account_number),
        Field::new(Control::Text, "bank_name", phrase!("people-bank-name")).value(&new.bank_name),
        Field::new(Control::Text, "bank_code", phrase!("people-bank-code")).value(&new.bank_code),
    ]
}

fn typed_organisation(fields: &Fields) -> NewOrganisation {
    let text = |name: &str| fields.text(name).to_owned();
    NewOrganisation {
        kind: text("kind"),
        name: text("name"),
        credit_code: text("credit_code"),
        division: text("division"),
        address: text("address"),
        contact_name: text("contact_name"),
        contact_phone: text("contact_phone"),
        account_name: text("account_name"),
        account_number: text("account_number"),
        bank_name: text("bank_name"),
        bank_code: text("bank_code"),
    }
}

fn organisation_form(row: &Organisation) -> NewOrganisation {
    NewOrganisation {
        kind: row.kind.as_str().to_owned(),
        name: row.name.clone(),
        credit_code: row.credit_code.clone().unwrap_or_default(),
        division: row.division.to_string(),
        address: row.address.clone(),
        contact_name: row.contact_name.clone(),
        contact_phone: row.contact_phone.clone(),
        account_name: row.account_name.clone(),
        account_number: row.account_number.clone(),
        bank_name: row.bank_name.clone(),
        bank_code: row.bank_code.clone(),
    }
}

pub(super) fn user_fields(new: &NewUser, kind: OrganisationKind) -> Vec<Field> {
    let languages = Lang::ALL.map(|lang| Choice::new(lang.as_str(), family!("language", lang.as_str())));
    let mut fields = vec![
        Field::new(Control::Text, "name", phrase!("people-name")).value(&new.name).required(),
        Field::new(Control::Email, "email", phrase!("people-email"))
            .help(phrase!("people-email-help"))
            .value(&new.email)
            .required(),
        Field::new(Control::Tel, "phone", phrase!("people-phone")).value(&new.phone),
        Field::new(Control::Select, "lang", phrase!("people-lang")).choices(languages).value(&new.lang).required(),
    ];
    let boxes = Role::ALL.iter().filter(|role| role.fits(kind)).map(|role| {
        let ticked = new.roles.iter().any(|code| code == role.as_str());
        (Choice::new(role.as_str(), family!("role", role.as_str())), ticked)
    });
    fields.push(Field::new(Control::Checks, "roles", phrase!("people-roles")).boxes(boxes).required());
    fields
}

fn typed_user(fields: &Fields) -> NewUser {
    let text = |name: &str| fields.text(name).to_owned();
    let ticked = Role::ALL.iter().filter(|role| fields.ticked(&format!("roles.{role}")));
    NewUser {
        email: text("email"),
        name: text("name"),
        phone: text("phone"),
        lang: text("lang"),
        roles: ticked.map(|role| role.as_str().to_owned()).collect(),
    }
}

fn user_form(user: &User) -> NewUser {
    NewUser {
        email: user.email.clone(),
        name: user.name.clone(),
        phone: user.phone.clone(),
        lang: user.lang.clone(),
        roles: user.roles.iter().map(|role| role.as_str().to_owned()).collect(),
    }
}

/// Shows a form again with its faults, or fails as the use case did.
fn again(view: View, error: ServiceError, page: FormPage, fields: Vec<Field>) -> Result {
    match error {
        ServiceError::Invalid(faults) => {
            let page = FormPage { form: with_faults(fields, &faults), ..page };
            view.page_as(Status::UnprocessableEntity, &page)
        }
        other => Err(other.into()),
    }
}

fn frame(heading: Phrase, action: String, fields: Vec<Field>) -> FormPage {
    FormPage::new(heading, action, phrase!("common-save"), fields).crumb("/people", phrase!("nav-people"))
}

#[get("/people/organisations/new")]
async fn new_organisation(view: View) -> Result {
    view.act(|app, who| people::directory(app, who, &people::DirectoryFilter::default())).await?;
    let fields = organisation_fields(&NewOrganisation::default());
    view.page(&frame(phrase!("people-new-organisation"), "/people/organisations".to_owned(), fields))
}

#[post("/people/organisations", data = "<form>")]
async fn add_organisation(view: View, form: Checked) -> Result {
    let new = typed_organisation(&form.0);
    let typed = new.clone();
    match view.act(move |app, who| people::create_organisation(app, who, &new)).await {
        Ok(_) => Ok(Answer::done("/people", "saved")),
        Err(error) => {
            let page = frame(phrase!("people-new-organisation"), "/people/organisations".to_owned(), Vec::new());
            again(view, error, page, organisation_fields(&typed))
        }
    }
}

#[get("/people/organisations/<id>")]
async fn edit_organisation(view: View, id: i64) -> Result {
    let id = OrganisationId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let row = view.act(move |app, who| people::organisation(app, who, id)).await?;
    let fields = organisation_edit_fields(&organisation_form(&row), row.active);
    view.page(&frame(Phrase::typed(&row.name), format!("/people/organisations/{id}"), fields).version(row.version))
}

fn organisation_edit_fields(new: &NewOrganisation, active: bool) -> Vec<Field> {
    let mut fields = organisation_fields(new);
    fields.push(Field::new(Control::Checkbox, "active", phrase!("people-unit-active")).checked(active));
    fields
}

#[post("/people/organisations/<id>", data = "<form>")]
async fn save_organisation(view: View, id: i64, form: Checked) -> Result {
    let id = OrganisationId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let (new, version, active) = (typed_organisation(&form.0), form.0.version(), form.0.ticked("active"));
    let typed = new.clone();
    match view.act(move |app, who| people::edit_organisation(app, who, id, version, &new, active)).await {
        Ok(()) => Ok(Answer::done("/people", "saved")),
        Err(error) => {
            let page = frame(Phrase::typed(&typed.name), format!("/people/organisations/{id}"), Vec::new());
            again(view, error, page.version(version), organisation_edit_fields(&typed, active))
        }
    }
}

#[get("/people/organisations/<id>/users/new")]
async fn new_user(view: View, id: i64) -> Result {
    let id = OrganisationId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let row = view.act(move |app, who| people::organisation(app, who, id)).await?;
    let new = NewUser { lang: Lang::Zh.as_str().to_owned(), ..NewUser::default() };
    let page =
        frame(phrase!("people-new-user"), format!("/people/organisations/{id}/users"), user_fields(&new, row.kind));
    view.page(&page.lead(phrase!("people-new-user-of", unit = row.name)))
}

#[post("/people/organisations/<id>/users", data = "<form>")]
async fn add_user(view: View, id: i64, form: Checked) -> Result {
    let id = OrganisationId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let new = typed_user(&form.0);
    let kind = view.act(move |app, who| people::organisation(app, who, id)).await?.kind;
    let typed = new.clone();
    match view.act(move |app, who| people::create_user(app, who, id, &new)).await {
        Ok(_) => Ok(Answer::done("/people", "invited")),
        Err(error) => {
            let page = frame(phrase!("people-new-user"), format!("/people/organisations/{id}/users"), Vec::new());
            again(view, error, page, user_fields(&typed, kind))
        }
    }
}

#[get("/people/users/<id>")]
async fn edit_user(view: View, id: i64) -> Result {
    let id = UserId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let (user, unit) = view.act(move |app, who| people::user(app, who, id)).await?;
    view.page(&user_page(&user, user_fields(&user_form(&user), unit.kind)))
}

fn user_page(user: &User, fields: Vec<Field>) -> FormPage {
    let id = user.id;
    let mut page = frame(Phrase::typed(&user.name), format!("/people/users/{id}"), fields).version(user.version);
    if user.active {
        page.others.push((format!("/people/users/{id}/invite"), phrase!("people-invite-again"), "plain"));
        page.others.push((format!("/people/users/{id}/deactivate"), phrase!("people-deactivate"), "danger"));
    } else {
        page.others.push((format!("/people/users/{id}/activate"), phrase!("people-activate"), "plain"));
    }
    page
}

#[post("/people/users/<id>", data = "<form>")]
async fn save_user(view: View, id: i64, form: Checked) -> Result {
    let id = UserId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let (new, version) = (typed_user(&form.0), form.0.version());
    let kind = view.act(move |app, who| people::user(app, who, id)).await?.1.kind;
    let typed = new.clone();
    match view.act(move |app, who| people::edit_user(app, who, id, version, &new)).await {
        Ok(()) => Ok(Answer::done("/people", "saved")),
        Err(error) => {
            let page = frame(Phrase::typed(&typed.name), format!("/people/users/{id}"), Vec::new());
            again(view, error, page.version(version), user_fields(&typed, kind))
        }
    }
}

async fn set_active(view: View, id: i64, form: Checked, active: bool) -> Result {
    let id = UserId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    let version = form.0.version();
    view.act(move |app, who| people::set_active(app, who, id, version, active)).await?;
    Ok(Answer::done("/people", "saved"))
}

#[post("/people/users/<id>/deactivate", data = "<form>")]
async fn deactivate(view: View, id: i64, form: Checked) -> Result {
    set_active(view, id, form, false).await
}

#[post("/people/users/<id>/activate", data = "<form>")]
async fn activate(view: View, id: i64, form: Checked) -> Result {
    set_active(view, id, form, true).await
}

#[post("/people/users/<id>/invite", data = "<_form>")]
async fn invite(view: View, id: i64, _form: Checked) -> Result {
    let id = UserId::try_from(id).map_err(|_| ServiceError::NotFound)?;
    view.act(move |app, who| people::invite_again(app, who, id)).await?;
    Ok(Answer::done("/people", "invited"))
}
