//! The page shown in place of another: what is wrong and what to do next.

use crate::domain::lang::Lang;
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
        let (title, help) = (family!("error-title", status.as_str()), family!("error-help", status.as_str()));
        let page = ErrorPage { status: status.as_str(), title, help, detail: None, actions };
        match detail {
            // What stands against it is what happened; the rest of it says what to do.
            Some(said) if status == ErrorStatus::Conflict => {
                let [(zh, more_zh), (en, more_en)] =
                    [first(&said.say(Lang::Zh), "。"), first(&said.say(Lang::En), ". ")];
                let more = (!more_zh.is_empty() || !more_en.is_empty()).then(|| Phrase::both(more_zh, more_en));
                ErrorPage { title: Phrase::both(zh, en), help: phrase!("error-nothing-done"), detail: more, ..page }
            }
            detail => ErrorPage { detail, ..page },
        }
    }
}

/// The first sentence without its full stop, and what follows.
fn first(said: &str, end: &str) -> (String, String) {
    let (first, more) = said.split_once(end).unwrap_or((said, ""));
    (first.trim_end_matches(['。', '.']).to_owned(), more.trim().to_owned())
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
