//! The chained record of everything that was done. Rows are appended and never changed: a trigger
//! holds that in the database too.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::kept::Kept;
use super::schema::{audit_head, audit_log, organisations, users};
use crate::domain::access::Visibility;
use crate::domain::audit::{self, Entry};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// What happened, before it has its place in the chain.
pub struct NewEntry<'a> {
    pub at: NaiveDateTime,
    pub actor_id: Option<i64>,
    pub actor_name: &'a str,
    pub action: &'a str,
    pub object: &'a str,
    pub object_id: Option<i64>,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// An entry with its place in the chain.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log, treat_none_as_default_value = false)]
pub struct AuditRow {
    pub seq: i64,
    pub at: NaiveDateTime,
    pub actor_id: Option<i64>,
    pub actor_name: String,
    pub action: String,
    pub object: String,
    pub object_id: Option<i64>,
    pub before_state: Option<String>,
    pub after_state: Option<String>,
    pub prev_hash: String,
    pub hash: String,
}

impl AuditRow {
    /// The row as the chain's law sees it.
    pub fn entry(&self) -> Entry<'_> {
        Entry {
            seq: self.seq,
            at: self.at,
            actor_id: self.actor_id,
            actor_name: &self.actor_name,
            action: &self.action,
            object: &self.object,
            object_id: self.object_id,
            before: self.before_state.as_deref(),
            after: self.after_state.as_deref(),
            prev_hash: &self.prev_hash,
        }
    }
}

/// Appends one entry. All writers meet at the head row, so that the chain has one order.
///
/// # Errors
/// The database failed.
pub fn append(tx: &mut Tx, entry: NewEntry) -> Result<(), StorageError> {
    dialect::lock_row(tx, "audit_head", 1)?;
    let (seq, prev_hash): (i64, String) =
        audit_head::table.find(1).select((audit_head::seq, audit_head::hash)).first(&mut **tx)?;
    let mut row = AuditRow {
        seq: seq + 1,
        // Both databases keep microseconds; what is hashed must be what will be read.
        at: audit::to_micros(entry.at),
        actor_id: entry.actor_id,
        actor_name: entry.actor_name.to_owned(),
        action: entry.action.to_owned(),
        object: entry.object.to_owned(),
        object_id: entry.object_id,
        before_state: entry.before,
        after_state: entry.after,
        prev_hash,
        hash: String::new(),
    };
    row.hash = audit::hash(&row.entry());
    diesel::insert_into(audit_log::table).values(&row).execute(&mut **tx)?;
    let head = (audit_head::seq.eq(row.seq), audit_head::hash.eq(&row.hash));
    Kept(diesel::update(audit_head::table.find(1)).set(head)).execute(&mut **tx)?;
    Ok(())
}

/// The last link: its number and hash.
///
/// # Errors
/// The database failed.
pub fn head(conn: &mut Conn) -> Result<(i64, String), StorageError> {
    Ok(audit_head::table.find(1).select((audit_head::seq, audit_head::hash)).first(conn)?)
}

/// Entries after `seq` in order, at most `limit`: the chain is verified in pages.
///
/// # Errors
/// The database failed.
pub fn after(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<AuditRow>, StorageError> {
    let rows = audit_log::table.filter(audit_log::seq.gt(seq)).order(audit_log::seq).limit(limit);
    Ok(rows.select(AuditRow::as_select()).load(conn)?)
}

/// The newest entries first; of one object where it is named.
///
/// # Errors
/// The database failed.
pub fn newest(
    conn: &mut Conn,
    object: Option<(&str, i64)>,
    offset: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StorageError> {
    let object = object.map(|(object, id)| (object.to_owned(), id));
    search(conn, Visibility::All, &Filter { object, ..Filter::default() }, offset, limit)
}

/// What the record is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub object: Option<(String, i64)>,
    /// Part of the name of who did it, or of what was done.
    pub text: Option<String>,
    /// From this instant on, inclusive.
    pub from: Option<NaiveDateTime>,
    /// Before this instant.
    pub before: Option<NaiveDateTime>,
}

/// Entries the reader may see, the newest first. A county sees what its own people did.
///
/// # Errors
/// The database failed.
pub fn search(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StorageError> {
    let mut query = audit_log::table.into_boxed();
    match visibility {
        Visibility::All => {}
        Visibility::Division(division) => {
            let own = users::table
                .inner_join(organisations::table)
                .filter(organisations::division.eq(division.to_string()))
                .select(users::id.nullable());
            query = query.filter(audit_log::actor_id.eq_any(own));
        }
        Visibility::Organisation(_) | Visibility::PublicOnly => query = query.filter(audit_log::seq.eq(0)),
    }
    if let Some((object, id)) = &filter.object {
        query = query.filter(audit_log::object.eq(object.clone())).filter(audit_log::object_id.eq(*id));
    }
    if let Some(text) = &filter.text {
        let pattern = super::convert::containing(text);
        query = query.filter(audit_log::actor_name.like(pattern.clone()).or(audit_log::action.like(pattern)));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_log::at.ge(from));
    }
    if let Some(before) = filter.before {
        query = query.filter(audit_log::at.lt(before));
    }
    let page = query.order(audit_log::seq.desc()).offset(offset).limit(limit);
    Ok(page.select(AuditRow::as_select()).load(conn)?)
}

/// When the last entry was made: a demonstration goes on from there.
///
/// # Errors
/// The database failed.
pub fn last_at(conn: &mut Conn) -> Result<Option<NaiveDateTime>, StorageError> {
    Ok(audit_log::table.order(audit_log::seq.desc()).select(audit_log::at).first(conn).optional()?)
}
