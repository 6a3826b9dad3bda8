//! The stories, by host.

mod builders;
mod chint;
mod counties;
mod school;

use super::story::Story;

/// Every story.
pub(super) fn all() -> impl Iterator<Item = &'static Story> {
    builders::STORIES.iter().chain(chint::STORIES).chain(school::STORIES).chain(counties::STORIES)
}
