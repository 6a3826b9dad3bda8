//! Small things lists are made of.

use crate::text::phrase::Phrase;
use serde::Serialize;

/// What a colour says. Seal red is kept for what needs a decision or went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Nothing to do: over, withdrawn, informative.
    Plain,
    /// Well ended.
    Done,
    /// Under way; somebody is on it.
    Going,
    /// Waits, or deserves attention.
    Wait,
    /// Needs a decision now, or went wrong.
    Stop,
}

/// A state in a word: `{{> tag state}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    pub tone: Tone,
    pub text: Phrase,
}

impl Tag {
    pub fn new(tone: Tone, text: impl Into<Phrase>) -> Tag {
        Tag { tone, text: text.into() }
    }
}

/// A list without rows: what would be here, and what to do: `{{> empty empty}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Empty {
    pub title: Phrase,
    pub help: Option<Phrase>,
    /// Where to go, and what the link says.
    pub action: Option<(String, Phrase)>,
}

/// Which part of a long list is shown: `{{> pager pager}}`. Counts from 1, bounds inclusive.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    pub first: u64,
    pub last: u64,
    pub total: u64,
    pub page: u64,
    pub pages: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Pager {
    /// `path` is the list's address with its filters, without `page`. A page past the end shows
    /// as the last.
    pub fn new(path: &str, page: u64, per_page: u64, total: u64) -> Pager {
        let pages = total.div_ceil(per_page.max(1)).max(1);
        let page = page.clamp(1, pages);
        let joint = if path.contains('?') { '&' } else { '?' };
        let link = |page: u64| format!("{path}{joint}page={page}");
        Pager {
            first: ((page - 1) * per_page + 1).min(total),
            last: (page * per_page).min(total),
            total,
            page,
            pages,
            previous: (page > 1).then(|| link(page - 1)),
            next: (page < pages).then(|| link(page + 1)),
        }
    }
}

/// A link in a row of views of one thing: `{{> tabs tabs}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    pub path: String,
    pub label: Phrase,
    pub count: Option<u64>,
    pub current: bool,
}

/// A stored file: `{{> files files}}`.
#[derive(Clone, Debug, Serialize)]
pub struct FileRow {
    pub name: String,
    pub path: String,
    /// Bytes.
    pub size: Option<u64>,
    pub note: Option<Phrase>,
    /// Where the form goes that takes it out again.
    pub remove: Option<String>,
}

/// Whether a paper is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// Handed in and checked.
    Checked,
    /// Handed in.
    Given,
    Missing,
    /// Not required here.
    Optional,
}

impl CheckState {
    pub const ALL: [CheckState; 4] =
        [CheckState::Checked, CheckState::Given, CheckState::Missing, CheckState::Optional];

    pub const fn as_str(self) -> &'static str {
        match self {
            CheckState::Checked => "checked",
            CheckState::Given => "given",
            CheckState::Missing => "missing",
            CheckState::Optional => "optional",
        }
    }
}

/// A required paper and what was handed in for it: a page with `papers: Vec<Check>` shows them by
/// `{{> checklist}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub state: CheckState,
    pub label: Phrase,
    pub help: Option<Phrase>,
    pub files: Vec<FileRow>,
    pub upload: Option<Upload>,
}

/// The form that hands in a paper of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Upload {
    pub path: String,
    /// The code of the paper asked for.
    pub requirement: String,
    /// File types offered: `.pdf,.xlsx`.
    pub accept: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pager_knows_its_bounds() {
        let pager = Pager::new("/claims?state=second", 3, 50, 120);
        assert_eq!((pager.first, pager.last, pager.pages), (101, 120, 3));
        assert_eq!(pager.previous.as_deref(), Some("/claims?state=second&page=2"));
        assert_eq!(pager.next, None);
        let empty = Pager::new("/claims", 7, 50, 0);
        assert_eq!((empty.first, empty.last, empty.page), (0, 0, 1));
    }
}
