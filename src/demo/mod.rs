//! The demonstration: invented people around real competitions, led through the year 2019 by the
//! same use cases that serve the real office. What the record, the time lines and the mail say of
//! it is therefore true of the program.

mod bases;
mod class;
mod contest;
mod deeds;
mod evaluation;
mod honours;
mod letters;
mod office;
mod open;
mod papers;
mod people;
mod registration;
mod stories;
mod story;
mod teams;
mod timetable;
mod year;

pub use open::{Found, open};
pub use people::{PASSWORD, load as found, users};
pub use year::Halted;

use crate::domain::calendar::CalendarYearError;
use crate::domain::time;
use crate::platform::clock::Clock;
use crate::platform::{assets, policies};
use crate::service::setup::{self, SetupError};
use crate::service::{App, ServiceError};
use crate::storage::{StorageError, Store, meta};
use chrono::NaiveDate;

/// Under this key the installation says which demonstration it holds.
const KEY: &str = "demo";
const LOADING: &str = "loading";
const LOADED: &str = "2019";

/// Why the demonstration cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("演示数据上次没有装完：请删除演示数据库后重新启动（delete the demonstration's database and start again）")]
    Unfinished,
    #[error(
        "另一个程序正在装载演示数据：请稍候再启动（another start is loading the demonstration: try again in a moment）"
    )]
    Loading,
    #[error("演示数据库 {0} 无法使用：{1}（the demonstration's database cannot be used）")]
    File(String, std::io::Error),
    #[error(
        "演示数据库是旧版程序留下的：请删除 var/demo.sqlite 后重新启动（an older program left this database: delete var/demo.sqlite and start again）"
    )]
    Outdated,
    #[error("演示数据装载中断：{0}")]
    Halted(#[from] Halted),
    #[error("演示邮件无法写成：{0}")]
    Letter(String),
    #[error("随程序附带的日历有误：{0}")]
    Calendar(#[from] CalendarYearError),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error("{0}")]
    Service(#[from] ServiceError),
    #[error("数据库无法使用：{0}")]
    Storage(#[from] StorageError),
}

/// Loads the demonstration year into an empty database; one that holds it already is left alone.
/// Links in its mail lead to `base_url`.
///
/// # Errors
/// The database failed, holds something else, or an earlier start was interrupted.
pub fn prepare(store: &Store, base_url: &str) -> Result<(), DemoError> {
    match store.read(|conn| meta::get(conn, KEY))?.as_deref() {
        Some(LOADING) => return Err(DemoError::Unfinished),
        Some(_) => return Ok(()),
        None => {}
    }
    store.write(|tx| meta::put(tx, KEY, LOADING))?;
    found(store)?;
    year::lead(new_year(store, base_url)?)?;
    letters::record_sent(store, base_url)?;
    store.write(|tx| meta::put(tx, KEY, LOADED))?;
    Ok(())
}

/// The office on the first working day of 2019.
fn new_year(store: &Store, base_url: &str) -> Result<App, DemoError> {
    let morning = NaiveDate::from_ymd_opt(2019, 1, 2).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default();
    let files = policies::texts().filter(|(name, _)| policies::is_policy(name));
    let clock = Clock::fixed(time::from_shanghai(morning));
    Ok(setup::office(store, clock, files, assets::calendar()?, base_url.to_owned())?)
}
