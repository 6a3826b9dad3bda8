//! Where contestants of an item came from and went, and whether the lists still follow from the results.

use crate::domain::contest::checks::{Check, Finding};
use crate::domain::lang::Lang;
use crate::phrase;
use crate::service::contests::{Contest, Passage, Source};
use crate::storage::contests::EntrantRow;
use crate::text::Phrase;
use crate::text::parts::{Tag, Tone};
use chrono::NaiveDateTime;
use serde::Serialize;

/// A list that one item's result brought into another, as its two items show it.
#[derive(Debug, Serialize)]
pub struct PassageView {
    pub said: Phrase,
    pub state: Tag,
    /// Go through by the published result, and are not on the list.
    pub missing: Phrase,
    /// Are on the list, and do not go through.
    pub surplus: Phrase,
    /// The last moment of the appeal clock, while it runs and the other item has not begun.
    pub until: Option<NaiveDateTime>,
    /// What is to be done.
    pub advice: Option<Phrase>,
}

impl PassageView {
    /// As the item shows it that they came into.
    pub fn into(of: &Passage) -> PassageView {
        PassageView::new(of, phrase!("advance-from", name = of.from_name.as_str(), places = i64::from(of.places)))
    }

    /// As the item shows it that they came from.
    pub fn out_of(of: &Passage) -> PassageView {
        PassageView::new(of, phrase!("advance-done", name = of.into_name.as_str(), places = i64::from(of.places)))
    }

    fn new(of: &Passage, said: Phrase) -> PassageView {
        let state = match of.source {
            Source::Withdrawn => Tag::new(Tone::Stop, phrase!("advance-withdrawn")),
            Source::Disputed => Tag::new(Tone::Stop, phrase!("advance-disputed")),
            Source::Stands if of.differs() => Tag::new(Tone::Stop, phrase!("advance-differs")),
            Source::Stands => Tag::new(Tone::Done, phrase!("advance-follows")),
        };
        let advice = match of.source {
            Source::Stands if !of.differs() => None,
            _ if of.begun => Some(phrase!("advance-begun")),
            Source::Stands => Some(phrase!("advance-again")),
            Source::Withdrawn | Source::Disputed => Some(phrase!("advance-wait")),
        };
        PassageView {
            said,
            state,
            missing: names(&of.missing),
            surplus: names(&of.surplus),
            until: of.appeals_until.filter(|_| !of.begun).map(|until| until.naive_utc()),
            advice,
        }
    }
}

/// Names with their units; blank where there is nobody.
fn names(rows: &[EntrantRow]) -> Phrase {
    let said = |lang: Lang| {
        let (open, close, comma) = if lang == Lang::Zh { ("（", "）", "、") } else { (" (", ")", ", ") };
        let one = |row: &EntrantRow| match row.unit.as_str() {
            "" => row.name.clone(),
            unit => format!("{}{open}{unit}{close}", row.name),
        };
        rows.iter().map(one).collect::<Vec<_>>().join(comma)
    };
    if rows.is_empty() { Phrase::typed("") } else { Phrase::both(said(Lang::Zh), said(Lang::En)) }
}

/// What differs, in a word each; for the list of findings.
fn difference(of: &Passage) -> Phrase {
    let said = |lang: Lang| {
        let signed = |sign: &str, rows: &[EntrantRow]| -> Vec<String> {
            rows.iter().map(|row| format!("{sign}{}", row.name)).collect()
        };
        let all = [signed("+", &of.missing), signed("−", &of.surplus)].concat();
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        format!("{} {}", of.from_name, all.join(comma))
    };
    Phrase::both(said(Lang::Zh), said(Lang::En))
}

/// The lists that came into an item and went out of it.
pub(super) fn views(contest: &Contest) -> Vec<PassageView> {
    let is_into = |one: &Passage| one.into == contest.item.id;
    let view = |one: &Passage| if is_into(one) { PassageView::into(one) } else { PassageView::out_of(one) };
    contest.passages.iter().map(view).collect()
}

/// What a finding says of the list that came from the item whose number begins its detail.
pub(super) fn found(contest: &Contest, finding: &Finding) -> Phrase {
    let from = finding.detail.split(' ').next().unwrap_or_default();
    match contest.passages.iter().find(|one| one.from.to_string() == from) {
        Some(one) if finding.check == Check::ListDiffers => difference(one),
        Some(one) => Phrase::typed(&one.from_name),
        None => Phrase::typed(""),
    }
}
