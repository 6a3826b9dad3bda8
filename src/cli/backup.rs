//! `jiangxin backup PATH`: a consistent copy of the database while it is in use.

use super::database::{NoDatabase, Which, end};
use crate::storage::{self, Backend, StorageError};
use std::path::PathBuf;
use std::process::ExitCode;

/// Copy the SQLite database to a new file while the server runs (PostgreSQL: use `pg_dump`)
#[derive(clap::Args)]
pub struct Backup {
    /// The new file; an existing one is never overwritten
    path: PathBuf,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] NoDatabase),
    #[error("PostgreSQL 请用 pg_dump 备份 (back PostgreSQL up with pg_dump)")]
    Postgres,
    #[error("{0} 已存在，不会覆盖 (it exists already and is not overwritten)")]
    Exists(String),
    #[error("路径不是 UTF-8 (the path is not UTF-8)")]
    NotText,
    #[error("备份失败 (the copy failed)：{0}")]
    Copy(#[from] StorageError),
}

impl Backup {
    /// Exit 0 with the file's name and size, 1 with one sentence.
    pub fn run(&self) -> ExitCode {
        end(self.copy())
    }

    fn copy(&self) -> Result<String, Failure> {
        if Backend::of(&self.which.url()?) == Backend::Postgres {
            return Err(Failure::Postgres);
        }
        let path = self.path.to_str().ok_or(Failure::NotText)?;
        if self.path.exists() {
            return Err(Failure::Exists(path.to_owned()));
        }
        let store = self.which.open()?;
        store.read(|conn| storage::backup(conn, path))?;
        let size = std::fs::metadata(path).map_or(0, |file| file.len());
        Ok(format!("已备份到 {path}，{size} 字节 (copied, {size} bytes)"))
    }
}
