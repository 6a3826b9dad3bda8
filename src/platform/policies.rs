//! The policies built into the binary, so that it runs from any directory.

use crate::domain::policy::{FileFaults, Policy, PolicySet, SetError};
use crate::domain::recognition::{self, Programme};
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

/// The folder `policies/` as it was at the time of building.
pub static POLICIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// Why the policies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error(transparent)]
    File(#[from] FileFaults),
    #[error(transparent)]
    Set(#[from] SetError),
}

/// Every built-in text, by its path relative to `policies/`: policies, cases and sources.
pub fn texts() -> impl Iterator<Item = (String, &'static str)> {
    let sources = POLICIES.dirs().flat_map(Dir::files);
    let files = POLICIES.files().chain(sources);
    files.filter_map(|file| Some((file.path().to_string_lossy().replace('\\', "/"), file.contents_utf8()?)))
}

/// Whether a file of the folder is a policy; `NAME.programmes.toml` beside it are the programmes of
/// recognition that its rules pay for.
pub fn is_policy(name: &str) -> bool {
    name.ends_with(".toml") && !is_programmes(name)
}

/// See [`is_policy`].
pub fn is_programmes(name: &str) -> bool {
    name.ends_with(".programmes.toml")
}

/// Every programme of recognition built into the binary, in the order of the files.
pub fn programmes() -> &'static [Programme] {
    static READ: OnceLock<Vec<Programme>> = OnceLock::new();
    // A test keeps the files readable.
    let read = |(name, text): (String, &str)| recognition::read(&name, text).map(|(_, all)| all).unwrap_or_default();
    READ.get_or_init(|| texts().filter(|(name, _)| is_programmes(name)).flat_map(read).collect())
}

/// Every policy version built into the binary.
///
/// # Errors
/// A policy file that cannot be read; a test keeps this from happening.
pub fn embedded_policies() -> Result<PolicySet, PolicyError> {
    let files = texts().filter(|(name, _)| is_policy(name));
    let policies: Result<Vec<Policy>, FileFaults> = files.map(|(name, text)| Policy::from_toml(&name, text)).collect();
    Ok(PolicySet::new(policies?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_policies_can_be_read() {
        let set = embedded_policies().unwrap();
        assert_eq!(set.versions().len(), 1);
        assert_eq!(set.versions()[0].rules.len(), 14);
        assert_eq!(programmes().len(), 8);
        let names: Vec<String> = texts().map(|(name, _)| name).collect();
        assert!(names.contains(&"sources/wenzhou-2019.txt".to_owned()), "{names:?}");
    }
}
