//! Mail as files: what a demonstration or an office without a mail server reads.

use super::Wire;
use crate::domain::retry::Outcome;
use crate::domain::time;
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
    let unique: String = wire.message_id.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    format!("{}-{unique}.eml", time::in_shanghai(wire.date).format("%Y%m%d-%H%M%S"))
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
        std::fs::remove_dir_all(&root).unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_tried_again_later() {
        let blocked = Files::new("/dev/null/mail");
        assert!(matches!(blocked.deliver(&wire("key", "host@example.com")).await, Outcome::Temporary(_)));
    }
}
