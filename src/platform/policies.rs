//! The policies built into the binary, so that it runs from any directory.

use crate::domain::policy::{FileFault, FileFaults, Policy, PolicySet, SetError};
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

/// Every policy version built into the binary.
///
/// # Errors
/// A policy file that cannot be read; a test keeps this from happening.
pub fn embedded_policies() -> Result<PolicySet, PolicyError> {
    let mut policies = Vec::new();
    for file in POLICIES.files() {
        let name = file.path().display().to_string();
        if !name.ends_with(".toml") {
            continue;
        }
        let not_text = || {
            let problem = "文件不是 UTF-8 文本".to_owned();
            FileFaults(vec![FileFault { file: name.clone(), line: 1, key: String::new(), problem }])
        };
        let text = file.contents_utf8().ok_or_else(not_text)?;
        policies.push(Policy::from_toml(&name, text)?);
    }
    Ok(PolicySet::new(policies)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_policies_can_be_read() {
        let set = embedded_policies().unwrap();
        assert_eq!(set.versions().len(), 1);
        assert_eq!(set.versions()[0].rules.len(), 14);
    }
}
