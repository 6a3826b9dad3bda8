//! The page shown in place of another: what is wrong and what to do next.

use crate::text::parts::ErrorStatus;
use crate::text::{Page, Phrase, Say};
use crate::{family, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ErrorPage {
    pub status: &'static str,
    pub title: Phrase,
    pub help: Phrase,
    /// What exactly, where it may be said.
    pub detail: Option<Phrase>,
    /// Where to go from here.
    pub actions: Vec<(String, Phrase)>,
}

impl ErrorPage {
    /// `back` is where the reader came from, if anywhere within the product.
    pub fn new(status: ErrorStatus, detail: Option<Phrase>, back: Option<&str>) -> ErrorPage {
        let mut actions = Vec::new();
        if status == ErrorStatus::SignedOut {
            actions.push(("/sign-in".to_owned(), phrase!("nav-sign-in")));
        }
        if let Some(back) = back {
            actions.push((back.to_owned(), phrase!("error-back")));
        }
        if status != ErrorStatus::SignedOut {
            actions.push(("/".to_owned(), phrase!("error-home")));
        }
        ErrorPage {
            status: status.as_str(),
            title: family!("error-title", status.as_str()),
            help: family!("error-help", status.as_str()),
            detail,
            actions,
        }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error";

    fn title(&self, say: Say) -> String {
        say.phrase(&self.title)
    }

    fn sample() -> ErrorPage {
        ErrorPage::new(
            ErrorStatus::Conflict,
            Some(phrase!("error-detail-changed", name = "张初审")),
            Some("/claims/42"),
        )
    }

    fn samples() -> Vec<ErrorPage> {
        let all = ErrorStatus::ALL.into_iter().map(|status| ErrorPage::new(status, None, None));
        all.chain([ErrorPage::sample()]).collect()
    }
}
