//! Signing in.

use crate::text::parts::{Control, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::{key, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct SignIn {
    pub form: Form,
    /// Where to go afterwards; a path within the product.
    pub next: String,
    /// One sign-in per role, in the demonstration only.
    pub demo: Vec<DemoUser>,
}

/// Somebody of the demonstration, signed in with one press.
#[derive(Clone, Debug, Serialize)]
pub struct DemoUser {
    pub role: Phrase,
    pub name: String,
    pub organisation: String,
    pub email: String,
    pub password: String,
}

impl SignIn {
    /// The form as sent, with what is wrong with it (the same words for a wrong name and a wrong
    /// password).
    pub fn new(email: &str, fault: Option<Phrase>, next: &str, demo: Vec<DemoUser>) -> SignIn {
        let form = Form::new(vec![
            Field::new(Control::Email, "email", phrase!("people-email"))
                .value(email)
                .required()
                .autocomplete("username"),
            Field::new(Control::Password, "password", phrase!("people-password"))
                .required()
                .autocomplete("current-password"),
            Field::new(Control::Hidden, "next", phrase!("people-sign-in")).value(next).required(),
        ]);
        let form = match fault {
            Some(fault) => form.fault(fault),
            None => form,
        };
        SignIn { form, next: next.to_owned(), demo }
    }
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/sign_in";

    fn title(&self, say: Say) -> String {
        say.t(key!("people-sign-in"))
    }

    fn sample() -> SignIn {
        let demo = [
            ("经办", "张初审", "市人力社保局", "clerk"),
            ("复核", "李复核", "市人力社保局", "reviewer"),
            ("承办单位", "周承办", "温州市建筑业协会", "host"),
        ];
        let demo = demo.map(|(role, name, organisation, mail)| DemoUser {
            role: Phrase::typed(role),
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            email: format!("{mail}@demo.example"),
            password: "demo".to_owned(),
        });
        SignIn::new("reviewer@demo.example", Some(phrase!("people-sign-in-wrong")), "/claims", demo.into())
    }

    fn samples() -> Vec<SignIn> {
        vec![SignIn::sample(), SignIn::new("", None, "/", Vec::new())]
    }
}
