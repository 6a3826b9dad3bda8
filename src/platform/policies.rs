//! The policies built into the binary, so that it runs from any directory.

use crate::domain::policy::{FileFaults, Policy, PolicySet, SetError};
use include_dir::{Dir, include_dir};

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

/// Every policy version built into the binary.
///
/// # Errors
/// A policy file that cannot be read; a test keeps this from happening.
pub fn embedded_policies() -> Result<PolicySet, PolicyError> {
    let files = texts().filter(|(name, _)| name.ends_with(".toml"));
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
        let names: Vec<String> = texts().map(|(name, _)| name).collect();
        assert!(names.contains(&"sources/wenzhou-2019.txt".to_owned()), "{names:?}");
    }
}
