//! The mail of the year: all but the last day's is on record as sent.

use super::DemoError;
use crate::domain::time;
use crate::storage::outbox::{self, Attempt};
use crate::storage::{StorageError, Store};
use crate::worker;
use chrono::{Duration, NaiveDate};

/// Letters of this day wait in the outbox and go out when the demonstration starts.
const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2019, 11, 15);
/// What a letter took to be sent.
const ON_ITS_WAY: Duration = Duration::seconds(9);

/// Records the letters of earlier days as sent, with the words they were sent with.
pub(super) fn record_sent(store: &Store, base_url: &str) -> Result<(), DemoError> {
    let render = worker::words(base_url.to_owned());
    let until = LAST_DAY.map(time::start_of_day).unwrap_or_default().naive_utc();
    let mut queued = store.read(|conn| outbox::list(conn, Some("queued"), 0, i64::MAX))?;
    queued.retain(|row| row.created_at < until);
    let mut letters = Vec::with_capacity(queued.len());
    for row in queued {
        let rendered = worker::message_of(&row).and_then(|message| render(&message)).map_err(DemoError::Letter)?;
        letters.push((row, rendered));
    }
    store.write(|tx| {
        for (row, words) in &letters {
            outbox::keep_rendered(tx, row.id, &words.subject, &words.text, &words.html)?;
            outbox::record(tx, row.id, &Attempt::Sent { at: row.created_at + ON_ITS_WAY })?;
        }
        Ok::<_, StorageError>(())
    })?;
    Ok(())
}
