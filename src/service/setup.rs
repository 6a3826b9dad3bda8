//! What an office starts from: published policies and loaded calendars.

use super::app::App;
use super::error::ServiceError;
use super::trail::{self, By};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::policy::{Policy, PolicySet};
use crate::platform::clock::Clock;
use crate::storage::policies::{self, PolicyRow};
use crate::storage::{StorageError, Store};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Why an office cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("政策文件有误：{0}")]
    Policy(String),
    /// The file was edited after it was published.
    #[error("政策 {policy} {version} 版已发布，文件却被改动。请恢复原文件，改动另立新版本")]
    PolicyEdited { policy: String, version: String },
    #[error("日历有误：{0}")]
    Calendar(String),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// The office on an opened database: policies published, calendar loaded.
///
/// # Errors
/// A faulty or edited policy, a damaged calendar, or the database.
pub fn office<'a>(
    store: &Store,
    clock: Clock,
    policy_files: impl IntoIterator<Item = (String, &'a str)>,
    shipped: Calendar,
    base_url: String,
) -> Result<App, SetupError> {
    let policies = publish_policies(store, policy_files, clock.now())?;
    let calendar = calendar(store, shipped)?;
    Ok(App::new(store.clone(), clock, policies, calendar, base_url))
}

/// Publishes every given policy file that is not published yet, and gives back all that are. A
/// published version never changes: a file that differs from it is refused.
///
/// # Errors
/// A faulty or edited file; nothing is published then.
pub fn publish_policies<'a>(
    store: &Store,
    files: impl IntoIterator<Item = (String, &'a str)>,
    at: DateTime<Utc>,
) -> Result<PolicySet, SetupError> {
    let known = store.read(policies::published)?;
    let mut fresh = Vec::new();
    for (name, text) in files {
        let reference = parse(&name, text)?.reference;
        match known.iter().find(|row| row.policy == reference.id && row.version == reference.version) {
            Some(row) if row.hash == reference.hash => {}
            Some(_) => return Err(SetupError::PolicyEdited { policy: reference.id, version: reference.version }),
            None => fresh.push(PolicyRow {
                policy: reference.id,
                version: reference.version,
                hash: reference.hash,
                text: text.to_owned(),
                published_at: at.naive_utc(),
            }),
        }
    }
    if !fresh.is_empty() {
        store.write(|tx| {
            for row in &fresh {
                policies::publish(tx, row)?;
                let after = json!({ "policy": row.policy, "version": row.version, "hash": row.hash });
                trail::record(tx, at, By::System, "policy.publish", "policy", 0, None, Some(after))?;
            }
            Ok::<_, ServiceError>(())
        })?;
    }
    published_policies(store)
}

/// All published versions.
///
/// # Errors
/// A stored text cannot be read, or nothing is published.
pub fn published_policies(store: &Store) -> Result<PolicySet, SetupError> {
    let rows = store.read(policies::published)?;
    let versions: Result<Vec<Policy>, SetupError> = rows.iter().map(|row| parse(&row.version, &row.text)).collect();
    PolicySet::new(versions?).map_err(|error| SetupError::Policy(error.to_string()))
}

fn parse(name: &str, text: &str) -> Result<Policy, SetupError> {
    Policy::from_toml(name, text).map_err(|faults| SetupError::Policy(faults.to_string()))
}

/// The calendar: what the program brings, replaced year by year by what was loaded here.
///
/// # Errors
/// A stored year cannot be read.
pub fn calendar(store: &Store, shipped: Calendar) -> Result<Calendar, SetupError> {
    let mut calendar = shipped;
    for row in store.read(policies::calendars)? {
        let year = CalendarYear::from_json(&row.text).map_err(|error| SetupError::Calendar(error.to_string()))?;
        calendar.load(year);
    }
    Ok(calendar)
}
