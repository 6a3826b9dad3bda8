//! How an amount came about, as the assessment tells it.

use super::lists::Tag;
use crate::text::phrase::Phrase;
use serde::Serialize;

/// An assessment on a page: `{{> explanation explanation}}`. Everything the assessment says is
/// here; nothing is computed for the page.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    pub outcome: Tag,
    pub rule: Phrase,
    /// `双高-七`, and the policy's title and version.
    pub article: Phrase,
    /// The article's own words.
    pub quote: Option<String>,
    pub steps: Vec<Reckoning>,
    pub failed: Vec<Condition>,
    /// What is to be written first, with its address for whoever may.
    pub first: Option<(Option<String>, Phrase)>,
    /// What is still missing, all at once.
    pub missing: Vec<Phrase>,
    pub settings: Vec<Setting>,
    /// `50,000 元`; none where nothing is payable.
    pub amount: Option<Phrase>,
    /// 人民币伍万元整.
    pub capitals: Option<String>,
    /// One sentence: what bound the amount, and how it was rounded.
    pub because: Option<Phrase>,
    /// What is to be done now, where nothing is wrong and nothing is paid.
    pub next: Option<Phrase>,
}

/// One line of the sheet.
#[derive(Clone, Debug, Serialize)]
pub struct Reckoning {
    pub label: Phrase,
    pub note: Option<Phrase>,
    pub value: Phrase,
    /// This limit decided.
    pub bound: bool,
    pub article: Option<String>,
}

/// A condition that is not met.
#[derive(Clone, Debug, Serialize)]
pub struct Condition {
    pub label: Phrase,
    pub seen: Phrase,
    pub required: Phrase,
    pub article: Option<String>,
}

/// A choice the text leaves to the office, and how it was made.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    pub label: Phrase,
    pub value: Phrase,
}
