//! One's own account, and the ways in that need no password yet.

use super::form_page::{FormPage, with_faults};
use super::session::Throttle;
use crate::domain::lang::Lang;
use crate::family;
use crate::phrase;
use crate::service::{ServiceError, accounts, people};
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::run;
use crate::web::session;
use crate::web::shell::View;
use rocket::http::{CookieJar, Status};
use rocket::{Route, State, get, post, routes};
use std::net::IpAddr;

pub fn routes() -> Vec<Route> {
    routes![show, save, password, change_password, forgotten, request_reset, welcome, choose_password]
}

fn fields(name: &str, phone: &str, lang: &str) -> Vec<Field> {
    let languages = Lang::ALL.map(|lang| Choice::new(lang.as_str(), family!("language", lang.as_str())));
    vec![
        Field::new(Control::Text, "name", phrase!("people-name")).value(name).required(),
        Field::new(Control::Tel, "phone", phrase!("people-phone")).value(phone),
        Field::new(Control::Select, "lang", phrase!("people-lang")).choices(languages).value(lang).required(),
    ]
}

fn account_page(version: i64, fields: Vec<Field>) -> FormPage {
    let mut page = FormPage::new(phrase!("people-account"), "/account", phrase!("common-save"), fields);
    page.others.push(("/sign-out?everywhere=true".to_owned(), phrase!("people-sign-out-everywhere"), "danger"));
    page.crumb("/account/password", phrase!("people-change-password")).version(version)
}

#[get("/account")]
async fn show(view: View) -> Result {
    let user = view.act(people::profile).await?;
    view.page(&account_page(user.version, fields(&user.name, &user.phone, &user.lang)))
}

#[post("/account", data = "<form>")]
async fn save(view: View, jar: &CookieJar<'_>, form: Checked) -> Result {
    let (name, phone) = (form.0.text("name").to_owned(), form.0.text("phone").to_owned());
    let lang: Lang = form.0.text("lang").parse().unwrap_or_default();
    let version = form.0.version();
    let typed = fields(&name, &phone, lang.as_str());
    match view.act(move |app, who| people::edit_profile(app, who, version, &name, &phone, lang)).await {
        Ok(()) => {
            session::keep_language(jar, lang);
            Ok(Answer::done("/account", "saved"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = FormPage { form: with_faults(typed, &faults), ..account_page(version, Vec::new()) };
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn new_password_fields() -> Vec<Field> {
    vec![
        Field::new(Control::Password, "password", phrase!("people-new-password"))
            .help(phrase!("people-new-password-help", min = accounts::PASSWORD_MIN as i64))
            .required()
            .autocomplete("new-password"),
        Field::new(Control::Password, "again", phrase!("people-new-password-again"))
            .required()
            .autocomplete("new-password"),
    ]
}

fn password_fields() -> Vec<Field> {
    let present = Field::new(Control::Password, "present", phrase!("people-present-password"));
    let mut fields = vec![present.required().autocomplete("current-password")];
    fields.extend(new_password_fields());
    fields
}

fn password_page(fields: Vec<Field>) -> FormPage {
    let page = FormPage::new(phrase!("people-change-password"), "/account/password", phrase!("common-save"), fields);
    page.crumb("/account", phrase!("people-account")).lead(phrase!("people-change-password-lead"))
}

#[get("/account/password")]
async fn password(view: View) -> Result {
    view.who()?;
    view.page(&password_page(password_fields()))
}

#[post("/account/password", data = "<form>")]
async fn change_password(view: View, jar: &CookieJar<'_>, form: Checked) -> Result {
    let text = |name: &str| form.0.raw(name).to_owned();
    let (present, password, again) = (text("present"), text("password"), text("again"));
    match view.act(move |app, who| people::change_password(app, who, &present, &password, &again)).await {
        Ok(()) => {
            session::forget(jar);
            Ok(Answer::done("/sign-in", "password-changed"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = FormPage { form: with_faults(password_fields(), &faults), ..password_page(Vec::new()) };
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/password/forgotten")]
fn forgotten(view: View) -> Result {
    let field = Field::new(Control::Email, "email", phrase!("people-email")).required().autocomplete("username");
    let page =
        FormPage::new(phrase!("people-forgotten"), "/password/forgotten", phrase!("people-send-link"), vec![field]);
    view.page(&page.crumb("/sign-in", phrase!("people-sign-in")).lead(phrase!("people-forgotten-lead")))
}

/// Answers the same whether the address is known or not.
#[post("/password/forgotten", data = "<form>")]
async fn request_reset(view: View, throttle: &State<Throttle>, address: Option<IpAddr>, form: Checked) -> Result {
    let email = form.0.text("email").to_owned();
    if !throttle.admits(address, &email) {
        return Ok(Answer::done("/sign-in", "link-sent"));
    }
    run(&view.app, move |app| accounts::request_reset(app, &email)).await?;
    Ok(Answer::done("/sign-in", "link-sent"))
}

fn welcome_page(token: &str, name: &str, fields: Vec<Field>) -> FormPage {
    let heading = phrase!("people-choose-password");
    let page = FormPage::new(heading, format!("/welcome/{token}"), phrase!("people-choose-password"), fields);
    page.lead(phrase!("people-welcome", name = name.to_owned()))
}

#[get("/welcome/<token>")]
async fn welcome(view: View, token: String) -> Result {
    let asked = token.clone();
    let user = run(&view.app, move |app| accounts::token_owner(app, &asked)).await?;
    view.page(&welcome_page(&token, &user.name, new_password_fields()))
}

#[post("/welcome/<token>", data = "<form>")]
async fn choose_password(view: View, token: String, form: Checked) -> Result {
    let (password, again) = (form.0.raw("password").to_owned(), form.0.raw("again").to_owned());
    let asked = token.clone();
    let user = run(&view.app, move |app| accounts::token_owner(app, &asked)).await?;
    let used = token.clone();
    match run(&view.app, move |app| accounts::choose_password(app, &used, &password, &again)).await {
        Ok(()) => Ok(Answer::done("/sign-in", "password-changed")),
        Err(ServiceError::Invalid(faults)) => {
            let form = with_faults(new_password_fields(), &faults);
            let page = FormPage { form, ..welcome_page(&token, &user.name, Vec::new()) };
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
