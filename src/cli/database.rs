//! The database a command works on: the one `serve` uses.

use super::settings::{self, Given, SettingsError};
use crate::storage::{Backend, StorageError, Store};
use std::path::Path;
use std::process::ExitCode;

/// The embedded default.
pub(super) const DATABASE: &str = "var/jiangxin.sqlite";
/// The demonstration has a file of its own: it never meets real data.
pub(super) const DEMO_DATABASE: &str = "var/demo.sqlite";

/// The database a command is to work on.
#[derive(clap::Args)]
pub(super) struct Which {
    /// The demonstration's database instead of the office's
    #[arg(long)]
    demo: bool,
}

impl Which {
    /// Where it is.
    pub fn url(&self) -> Result<String, NoDatabase> {
        url(self.demo)
    }

    /// Opens it; it must be there already.
    pub fn open(&self) -> Result<Store, NoDatabase> {
        open_existing(&self.url()?)
    }
}

/// Says how a command ended: its result and exit 0, or one sentence and 1.
pub(super) fn end<E: std::fmt::Display>(result: Result<String, E>) -> ExitCode {
    match result {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Why there is no database to work on.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoDatabase {
    #[error("{0}")]
    Settings(#[from] SettingsError),
    #[error("没有数据库 {0}：请先运行 jiangxin serve 或 jiangxin admin create (there is no such database yet)")]
    Missing(String),
    #[error("无法创建文件夹 {0}：{1} (the folder cannot be made)")]
    Folder(String, std::io::Error),
    #[error("数据库无法使用 (the database cannot be used)：{0}")]
    Storage(#[from] StorageError),
}

/// Where the database is: `DATABASE_URL`, else the file in `var/`.
pub(super) fn url(demo: bool) -> Result<String, NoDatabase> {
    if demo {
        return Ok(DEMO_DATABASE.to_owned());
    }
    Ok(settings::database(Given::read()?.database_url, Path::new(DATABASE))?)
}

/// Opens a database that is there already: looking at it never makes an empty one.
pub(super) fn open_existing(url: &str) -> Result<Store, NoDatabase> {
    if Backend::of(url) == Backend::Sqlite && !Path::new(url).exists() {
        return Err(NoDatabase::Missing(url.to_owned()));
    }
    Ok(Store::open(url)?)
}

/// Opens the database, with its folder made first where it is a file.
pub(super) fn open(url: &str) -> Result<Store, NoDatabase> {
    if Backend::of(url) == Backend::Sqlite
        && let Some(folder) = Path::new(url).parent()
    {
        std::fs::create_dir_all(folder).map_err(|error| NoDatabase::Folder(folder.display().to_string(), error))?;
    }
    Ok(Store::open(url)?)
}
