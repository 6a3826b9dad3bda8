//! Environment variables, the only place that reads them.

/// A variable that is set to something no text can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is not UTF-8")]
pub struct NotText(pub String);

/// The variable's value; `None` when it is not set or blank.
///
/// # Errors
/// A value that is not UTF-8.
pub fn var(name: &str) -> Result<Option<String>, NotText> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.trim().is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(NotText(name.to_owned())),
    }
}
