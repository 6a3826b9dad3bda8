//! The words of a message, from the catalogues and templates.

use super::Renderer;
use crate::text::mail::{self, Letter};
use std::sync::Arc;

/// Renders as the catalogues say; links lead to `base_url`, which has no slash at its end.
#[must_use]
pub fn words(base_url: String) -> Renderer {
    Arc::new(move |message| {
        let link = format!("{base_url}{}", message.content().path);
        let letter = Letter {
            to_name: message.to_name(),
            reference: message.reference(),
            link: &link,
            params: &message.content().params,
        };
        mail::render(message.kind(), message.lang(), &letter).map_err(|error| error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;
    use crate::domain::lang::{Arg, Lang};
    use crate::domain::message::{Content, Message, MessageKind, message_key};
    use crate::domain::money::Fen;
    use chrono::NaiveDate;

    fn message(kind: MessageKind, lang: Lang, params: &[&str]) -> Message {
        let value = |name: &str| match name {
            "amount" => Arg::Money(Fen::yuan(50_000)),
            "count" | "year" => Arg::Number(2019),
            "due" | "first" | "last" | "date" | "until" => Arg::Date(NaiveDate::default()),
            "step" => Arg::Text("second-review".to_owned()),
            _ => Arg::Text("焊工".to_owned()),
        };
        let params = params.iter().map(|name| ((*name).to_owned(), value(name))).collect();
        let key = message_key(kind, "claim", 42, 1, UserId::new(7));
        let to = "host@example.com".parse().expect("an address");
        let content = Content { path: "/claims/42".to_owned(), params, ..Content::default() };
        Message::new(kind, lang, to, "王小明", key, "JX-2019-0042", content).expect("harmless")
    }

    #[test]
    fn every_kind_of_message_has_its_words_in_both_languages() {
        let render = words("https://jiangxin.example".to_owned());
        for kind in MessageKind::ALL {
            for lang in Lang::ALL {
                let rendered = render(&message(*kind, lang, mail::wanted(*kind)));
                let rendered = rendered.unwrap_or_else(|error| panic!("{kind} in {lang}: {error}"));
                assert!(!rendered.subject.is_empty(), "{kind}");
                assert!(rendered.text.contains("https://jiangxin.example/claims/42"), "{kind}: {}", rendered.text);
            }
        }
    }

    #[test]
    fn a_missing_value_is_an_error_not_a_gap() {
        let render = words(String::new());
        assert!(render(&message(MessageKind::ClaimDecided, Lang::Zh, &["title"])).is_err());
    }
}
