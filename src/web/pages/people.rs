//! Organisations and users, as the administrator keeps them.

use super::form_page::{FormPage, with_faults};
use super::plan::division_name;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{OrganisationKind, Role};
use crate::platform::assets;
use crate::service::ServiceError;
use crate::service::people::{self, Directory, NewOrganisation, NewUser};
use crate::storage::people::{Organisation, User};
use crate::text::parts::{Choice, Control, Empty, Field, Pager, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::shell::View;
use crate::{family, key, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![
        index,
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
    ]
}

/// Everybody who may come in, unit by unit.
#[derive(Debug, Serialize)]
pub struct People {
    pub may_edit: bool,
    /// What was searched for: in names and addresses.
    pub text: String,
    pub units: Vec<Unit>,
    pub pager: Pager,
    pub empty: Empty,
}

/// Units on one page.
const PER_PAGE: u64 = 20;

#[derive(Debug, Serialize)]
pub struct Unit {
    pub id: i64,
    pub name: String,
    pub kind: Phrase,
    pub division: String,
    pub active: bool,
    pub users: Vec<Person>,
}

#[derive(Debug, Serialize)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub roles: Vec<Phrase>,
    pub state: Tag,
}

impl People {
    fn of(directory: Directory, may_edit: bool, text: &str, page: u64) -> People {
        let Directory { mut organisations, users } = directory;
        let needle = text.trim().to_lowercase();
        let in_user = |user: &User| user.name.to_lowercase().contains(&needle) || user.email.contains(&needle);
        organisations.retain(|unit| {
            unit.name.to_lowercase().contains(&needle)
                || users.iter().any(|user| user.organisation == unit.id && in_user(user))
        });
        let query = rocket::http::RawStr::new(text.trim()).percent_encode();
        let path = if needle.is_empty() { "/people".to_owned() } else { format!("/people?q={query}") };
        let pager = Pager::new(&path, page, PER_PAGE, organisations.len() as u64);
        let skipped = ((pager.page - 1) * PER_PAGE) as usize;
        let people_of =
            |unit: &Organisation| users.iter().filter(|user| user.organisation == unit.id).map(person).collect();
        let unit = |unit: &Organisation| Unit {
            id: unit.id.get(),
            name: unit.name.clone(),
            kind: family!("organisation-kind", unit.kind.as_str()),
            division: division_name(unit.division),
            active: unit.active,
            users: people_of(unit),
        };
        let units = organisations.iter().skip(skipped).take(PER_PAGE as usize).map(unit).collect();
        let none = if needle.is_empty() { phrase!("people-none") } else { phrase!("common-nothing-found") };
        let empty = Empty { title: none, help: None, action: None };
        People { may_edit, text: text.trim().to_owned(), units, pager, empty }
    }
}

fn person(user: &User) -> Person {
    let state = match (user.active, user.password_hash.is_some()) {
        (false, _) => Tag::new(Tone::Stop, phrase!("people-inactive")),
        (true, false) => Tag::new(Tone::Wait, phrase!("people-invited")),
        (true, true) => Tag::new(Tone::Done, phrase!("people-active")),
    };
    Person {
        id: user.id.get(),
        name: user.name.clone(),
        email: user.email.clone(),
        roles: user.roles.iter().map(|role| family!("role", role.as_str())).collect(),
        state,
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "pages/people/index";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-people"))
    }

    fn sample() -> People {
        let person = |id, name: &str, role: &str, state| Person {
            id,
            name: name.to_owned(),
            email: format!("user{id}@demo.example"),
            roles: vec![family!("role", role)],
            state,
        };
        let unit = |id, name: &str, kind: &str, users| Unit {
            id,
            name: name.to_owned(),
            kind: family!("organisation-kind", kind),
            division: "温州市本级".to_owned(),
            active: true,
            users,
        };
        let active = Tag::new(Tone::Done, phrase!("people-active"));
        let invited = Tag::new(Tone::Wait, phrase!("people-invited"));
        let gone = Tag::new(Tone::Stop, phrase!("people-inactive"));
        People {
            may_edit: true,
            text: "温州".to_owned(),
            pager: Pager::new("/people", 1, 2, 3),
            empty: Empty { title: phrase!("people-none"), help: None, action: None },
            units: vec![
                unit(
                    1,
                    "温州市人力资源和社会保障局",
                    "bureau",
                    vec![person(1, "张初审", "clerk", active), person(2, "李复核", "reviewer", invited)],
                ),
                unit(2, "温州市建筑业协会", "association", vec![person(3, "周承办", "host", gone)]),
                unit(3, "温州技师学院", "school", Vec::new()),
            ],
        }
    }

    fn samples() -> Vec<People> {
        vec![People::sample(), People { may_edit: false, units: Vec::new(), ..People::sample() }]
    }
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

#[get("/people?<q>&<page>")]
async fn index(view: View, q: Option<&str>, page: Option<u64>) -> Result {
    let directory = view.act(people::directory).await?;
    let may_edit = view.who()?.actor.holds(Role::Administrator);
    view.page(&People::of(directory, may_edit, q.unwrap_or_default(), page.unwrap_or(1)))
}

#[get("/people/organisations/new")]
async fn new_organisation(view: View) -> Result {
    view.act(people::directory).await?;
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
