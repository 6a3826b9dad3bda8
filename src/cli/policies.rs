//! Policy files for the commands: given, beside the user, or built in.

use crate::domain::policy::{FileFault, FileFaults, Policy, PolicySet, SetError};
use crate::platform::policies as embedded;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Texts of a folder of policies, by path relative to it.
#[derive(Debug, Default)]
pub struct Folder {
    /// Where it is, for messages.
    pub place: String,
    pub files: BTreeMap<String, String>,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("无法读取 {0}：{1}")]
    Io(String, io::Error),
    #[error("{0} 中没有政策文件（*.toml）")]
    Empty(String),
    #[error(transparent)]
    Faults(#[from] FileFaults),
    #[error("{0}")]
    Set(SetError),
}

impl Folder {
    /// The file or folder given; with a file come the cases and sources beside it.
    pub fn open(path: &Path) -> Result<Folder, FolderError> {
        let failed = |error| FolderError::Io(path.display().to_string(), error);
        let meta = fs::metadata(path).map_err(failed)?;
        let (base, only) = if meta.is_dir() {
            (path.to_owned(), None)
        } else {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (parent.to_owned(), path.file_name().map(|name| name.to_string_lossy().into_owned()))
        };
        let mut folder = Folder { place: path.display().to_string(), files: BTreeMap::new() };
        folder.take(&base, "", |name| match &only {
            Some(only) => name == only || name.ends_with(".csv") || embedded::is_programmes(name),
            None => name.ends_with(".toml") || name.ends_with(".csv"),
        })?;
        let sources = base.join("sources");
        if sources.is_dir() {
            folder.take(&sources, "sources/", |name| name.ends_with(".txt"))?;
        }
        if folder.policies().next().is_none() { Err(FolderError::Empty(folder.place)) } else { Ok(folder) }
    }

    /// What is built into the program.
    pub fn embedded() -> Folder {
        let files = embedded::texts().map(|(name, text)| (name, text.to_owned())).collect();
        Folder { place: "（随程序附带的政策）".to_owned(), files }
    }

    fn take(&mut self, folder: &Path, prefix: &str, wanted: impl Fn(&str) -> bool) -> Result<(), FolderError> {
        let failed = |error| FolderError::Io(folder.display().to_string(), error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !wanted(&name) || !entry.path().is_file() {
                continue;
            }
            let text = fs::read(entry.path()).map_err(failed)?;
            // A file in another encoding is shown as damaged text, and its faults name the place.
            let text = String::from_utf8_lossy(&text).into_owned();
            self.files.insert(format!("{prefix}{name}"), text);
        }
        Ok(())
    }

    /// The policy files, by name.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named(embedded::is_policy)
    }

    /// The files of programmes of recognition, by name.
    pub fn programmes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named(embedded::is_programmes)
    }

    /// The case files of a policy file: `NAME.cases.csv` and `NAME.*.cases.csv`.
    pub fn cases<'f>(&'f self, policy: &str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let stem = format!("{}.", policy.strip_suffix(".toml").unwrap_or(policy));
        self.named(move |name| name.starts_with(&stem) && name.ends_with("cases.csv"))
    }

    fn named(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        files.filter(move |(name, _)| wanted(name))
    }

    /// All policies of the folder as versions of one.
    pub fn set(&self) -> Result<PolicySet, FolderError> {
        let mut policies = Vec::new();
        let mut faults: Vec<FileFault> = Vec::new();
        for (name, text) in self.policies() {
            match Policy::from_toml(name, text) {
                Ok(policy) => policies.push(policy),
                Err(FileFaults(found)) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(FileFaults(faults).into());
        }
        PolicySet::new(policies).map_err(FolderError::Set)
    }
}
