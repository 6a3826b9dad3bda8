//! The demonstration's own database file: made at the first start, made anew where a start was cut
//! short.

use super::{DemoError, prepare};
use crate::storage::Store;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What was found, and with it the demonstration's database, its year loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It was there, or was made now.
    Sound,
    /// An earlier start was cut short while loading; what it left was thrown away.
    CutShort,
}

/// Opens the demonstration's file and loads its year if it has none. What a start that was killed
/// left half-loaded is loaded anew: there is nothing in it that anybody entered. Links in its mail
/// lead to `base_url`.
///
/// # Errors
/// Another program is loading it now; the file cannot be made or used.
pub fn open(path: &Path, base_url: &str) -> Result<(Store, Found), DemoError> {
    let failed = |error: std::io::Error| DemoError::File(path.display().to_string(), error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Held while loading, and let go by the system however the program ends.
    let lock = File::create(beside(path, ".loading")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(DemoError::Loading),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let url = path.display().to_string();
    let store = Store::open(&url)?;
    match prepare(&store, base_url) {
        Ok(()) => Ok((store, Found::Sound)),
        Err(DemoError::Unfinished) => {
            drop(store);
            for ending in ["", "-wal", "-shm"] {
                match std::fs::remove_file(beside(path, ending)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
                    _ => {}
                }
            }
            let store = Store::open(&url)?;
            prepare(&store, base_url)?;
            Ok((store, Found::CutShort))
        }
        Err(error) => Err(error),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
