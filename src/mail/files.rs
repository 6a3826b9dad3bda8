//! Mail as files: what a demonstration or an office without a mail server reads.

use super::Wire;
use super::letter::fingerprint;
use crate::domain::retry::Outcome;
use crate::domain::time;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes each letter to an `.eml` file of its own, named by date and Message-ID: a letter
/// delivered twice is one file. A file appears whole or not at all.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Into this folder, which is made when the first letter comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Files {
        Files { folder: folder.into() }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether any letter lies there.
    #[must_use]
    pub fn holds_any(&self) -> bool {
        names(&self.folder).is_ok_and(|names| !names.is_empty())
    }

    /// Deletes the letters with these keys; says how many lay there.
    ///
    /// # Errors
    /// The folder cannot be read or written.
    pub fn forget(&self, keys: &[String]) -> std::io::Result<usize> {
        let endings: BTreeSet<String> = keys.iter().map(|key| ending(&fingerprint(key))).collect();
        let mut forgotten = 0;
        for name in names(&self.folder)? {
            if name.get(STAMP..).is_some_and(|own| endings.contains(own)) {
                std::fs::remove_file(self.folder.join(name))?;
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    pub(super) async fn deliver(&self, wire: &Wire) -> Outcome {
        let (folder, name, bytes) = (self.folder.clone(), file_name(wire), wire.bytes.clone());
        match tokio::task::spawn_blocking(move || write_whole(&folder, &name, &bytes)).await {
            Ok(Ok(())) => Outcome::Sent,
            Ok(Err(error)) => Outcome::Temporary(format!("the file cannot be written: {error}")),
            Err(error) => Outcome::Temporary(format!("writing was broken off: {error}")),
        }
    }
}

/// `20191118-090000-0123456789abcdef.eml`, the wall clock of Wenzhou first, so that they sort.
fn file_name(wire: &Wire) -> String {
    let stamp = time::in_shanghai(wire.date).format("%Y%m%d-%H%M%S").to_string();
    stamp + &ending(wire.message_id.trim_start_matches('<'))
}

/// Length of `20191118-090000`.
const STAMP: usize = 15;

/// What tells a letter from others of the same second.
fn ending(fingerprint: &str) -> String {
    let unique: String = fingerprint.chars().take(16).collect();
    format!("-{unique}.eml")
}

/// The letters in a folder; none in one that was not made yet.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.file_name().into_string().ok().filter(|name| name.ends_with(".eml")));
    }
    Ok(names)
}

fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!(".{name}.part"));
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&unfinished, folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::super::letter::tests::wire;
    use super::*;

    #[tokio::test]
    async fn a_letter_is_one_whole_file_however_often_it_is_delivered() {
        let root = std::env::temp_dir().join(format!("jiangxin-mail-{}", std::process::id()));
        let files = Files::new(root.join("not/yet/there"));
        let letter = wire("key", "host@example.com");
        for _ in 0..2 {
            assert_eq!(files.deliver(&letter).await, Outcome::Sent);
        }
        assert_eq!(files.deliver(&wire("other", "host@example.com")).await, Outcome::Sent);
        let mut names: Vec<_> =
            std::fs::read_dir(files.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.iter().all(|name| name.to_string_lossy().starts_with("20191118-090000-")), "{names:?}");
        let first = std::fs::read(files.folder().join(file_name(&letter))).unwrap();
        assert_eq!(first, letter.bytes());
        assert!(files.holds_any());
        assert_eq!(files.forget(&["key".to_owned(), "no letter's".to_owned()]).unwrap(), 1);
        assert_eq!(files.forget(&["key".to_owned()]).unwrap(), 0);
        assert!(files.holds_any() && !files.folder().join(file_name(&letter)).exists(), "the other one stays");
        assert!(!Files::new(root.join("nowhere")).holds_any());
        std::fs::remove_dir_all(&root).unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_tried_again_later() {
        let blocked = Files::new("/dev/null/mail");
        assert!(matches!(blocked.deliver(&wire("key", "host@example.com")).await, Outcome::Temporary(_)));
    }
}
