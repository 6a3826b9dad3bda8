//! Every difference between the two databases, and nothing else.

use super::conn::{Backend, Conn};
use super::error::{Constraint, StorageError};
use super::outbox::NewMessage;
use chrono::NaiveDateTime;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::result::DatabaseErrorInformation;
use diesel::sql_query;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any constant will do, as long as every instance uses the same one.
const MIGRATION_LOCK: i64 = 0x6a69_616e;

/// Connects by the scheme of the URL. On SQLite an acknowledged decision survives a power cut
/// (`synchronous=FULL`), and readers never wait for the writer (WAL).
///
/// # Errors
/// The file or server cannot be opened.
pub fn connect(url: &str) -> Result<Conn, StorageError> {
    let unreachable = |error: diesel::ConnectionError| StorageError::Unreachable(error.to_string());
    match Backend::of(url) {
        Backend::Sqlite => {
            let mut conn = SqliteConnection::establish(url).map_err(unreachable)?;
            conn.batch_execute(
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
                 PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
            )?;
            Ok(Conn::Sqlite(conn))
        }
        Backend::Postgres => {
            let mut conn = PgConnection::establish(url).map_err(unreachable)?;
            conn.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET client_min_messages = warning;")?;
            Ok(Conn::Postgres(conn))
        }
    }
}

/// Brings the schema up to date; several instances starting together wait for each other.
///
/// # Errors
/// A migration failed; the one that failed left nothing behind.
pub fn migrate(conn: &mut Conn) -> Result<(), StorageError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StorageError::Database(error.to_string());
    match conn {
        Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(drop).map_err(failed),
        Conn::Postgres(conn) => {
            conn.batch_execute(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))?;
            let done = conn.run_pending_migrations(POSTGRES).map(drop).map_err(failed);
            conn.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))?;
            done
        }
    }
}

/// A deferred SQLite transaction that later writes fails at once and ignores `busy_timeout`, hence
/// `IMMEDIATE`.
pub(super) fn begin(conn: &mut Conn) -> Result<(), StorageError> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?,
        Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")?,
    }
    Ok(())
}

pub(super) fn commit(conn: &mut Conn) -> Result<(), StorageError> {
    <Conn as Connection>::TransactionManager::commit_transaction(conn).map_err(StorageError::from)
}

pub(super) fn rollback(conn: &mut Conn) {
    if let Err(error) = <Conn as Connection>::TransactionManager::rollback_transaction(conn) {
        tracing::warn!(%error, "a rollback failed; the connection is thrown away");
    }
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    #[diesel(column_name = id)]
    _id: i64,
}

/// Locks the row that is decided on until the transaction ends. SQLite's one writer needs none.
/// `table` is a literal of ours, never input.
///
/// # Errors
/// [`StorageError::NotFound`] on PostgreSQL when there is no such row.
pub(super) fn lock_row(conn: &mut Conn, table: &'static str, id: i64) -> Result<(), StorageError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => sql_query(format!("SELECT id FROM {table} WHERE id = $1 FOR UPDATE"))
            .bind::<diesel::sql_types::BigInt, _>(id)
            .get_result::<Locked>(conn)
            .map(drop)
            .map_err(StorageError::from),
    }
}

/// See [`Tx::plan_anew`](super::Tx::plan_anew).
pub(super) fn plan_anew(conn: &mut Conn) -> Result<(), StorageError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => Ok(conn.batch_execute("SET LOCAL plan_cache_mode = force_custom_plan")?),
    }
}

/// The outbox rows that are due and not leased, oldest first. On PostgreSQL they are locked, and
/// rows that another worker holds are passed over.
pub(super) fn due_messages(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> Result<Vec<i64>, StorageError> {
    use super::schema::outbox::dsl::{id, lease_until, next_attempt_at, outbox, state};
    let due = outbox
        .filter(state.eq("queued"))
        .filter(next_attempt_at.le(now))
        .filter(lease_until.is_null().or(lease_until.lt(now)))
        .order(id)
        .limit(limit)
        .select(id);
    match conn {
        Conn::Sqlite(conn) => Ok(due.load(conn)?),
        Conn::Postgres(conn) => Ok(due.for_update().skip_locked().load(conn)?),
    }
}

/// Keeps content under its hash unless it is there already; two at once keep it once.
pub(super) fn keep_blob(conn: &mut Conn, sha256: &str, content: &[u8]) -> Result<(), StorageError> {
    use super::schema::blobs;
    let row = (blobs::sha256.eq(sha256), blobs::content.eq(content));
    match conn {
        Conn::Sqlite(conn) => diesel::insert_or_ignore_into(blobs::table).values(row).execute(conn)?,
        Conn::Postgres(conn) => diesel::insert_into(blobs::table).values(row).on_conflict_do_nothing().execute(conn)?,
    };
    Ok(())
}

/// Enters a scan unless this one of this device is there already; two at once enter it once.
pub(super) fn enter_scan(conn: &mut Conn, scan: &super::attendance::NewScan) -> Result<bool, StorageError> {
    use super::schema::attendance::table;
    let entered = match conn {
        Conn::Sqlite(conn) => diesel::insert_or_ignore_into(table).values(scan).execute(conn)?,
        Conn::Postgres(conn) => diesel::insert_into(table).values(scan).on_conflict_do_nothing().execute(conn)?,
    };
    Ok(entered == 1)
}

/// Participants that one statement enters: far below the number of values either database takes.
const AT_ONCE: usize = 1_000;

/// Enters many participants, many a statement.
pub(super) fn insert_participants(
    conn: &mut Conn,
    people: &[super::participants::NewParticipant],
) -> Result<(), StorageError> {
    use super::schema::participants;
    for some in people.chunks(AT_ONCE) {
        match conn {
            Conn::Sqlite(conn) => diesel::insert_into(participants::table).values(some).execute(conn)?,
            Conn::Postgres(conn) => diesel::insert_into(participants::table).values(some).execute(conn)?,
        };
    }
    Ok(())
}

/// Writes into the log of many participants that they registered, and as what.
pub(super) fn log_registered(
    conn: &mut Conn,
    at: NaiveDateTime,
    rows: &[(i64, &'static str)],
) -> Result<(), StorageError> {
    use super::schema::participant_log as log;
    for rows in rows.chunks(AT_ONCE) {
        let row = |(id, state): &(i64, &'static str)| {
            (log::participant_id.eq(*id), log::at.eq(at), log::what.eq("registered"), log::after.eq(*state))
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        match conn {
            Conn::Sqlite(conn) => diesel::insert_into(log::table).values(rows).execute(conn)?,
            Conn::Postgres(conn) => diesel::insert_into(log::table).values(rows).execute(conn)?,
        };
    }
    Ok(())
}

/// Queues many messages.
pub(super) fn enqueue_messages(conn: &mut Conn, rows: &[NewMessage]) -> Result<(), StorageError> {
    use super::schema::outbox;
    for rows in rows.chunks(AT_ONCE) {
        match conn {
            Conn::Sqlite(conn) => diesel::insert_into(outbox::table).values(rows).execute(conn)?,
            Conn::Postgres(conn) => diesel::insert_into(outbox::table).values(rows).execute(conn)?,
        };
    }
    Ok(())
}

/// Writes a consistent copy of the database to `path` while it is in use.
///
/// # Errors
/// On PostgreSQL always: `pg_dump` is the tool there.
pub fn backup(conn: &mut Conn, path: &str) -> Result<(), StorageError> {
    match conn {
        Conn::Sqlite(conn) => {
            sql_query("VACUUM INTO ?").bind::<diesel::sql_types::Text, _>(path).execute(conn)?;
            Ok(())
        }
        Conn::Postgres(_) => Err(StorageError::Database("use pg_dump to back up PostgreSQL".to_owned())),
    }
}

/// Which constraint refused a write. PostgreSQL names it; SQLite names the columns of a unique
/// constraint and the name of a check.
pub(super) fn constraint(info: &dyn DatabaseErrorInformation) -> Constraint {
    const KNOWN: [(&str, &str, Constraint); 48] = [
        ("users_email_key", "users.email", Constraint::EmailTaken),
        ("organisations_name_key", "organisations.name", Constraint::OrganisationNameTaken),
        ("organisations_credit_code_key", "organisations.credit_code", Constraint::CreditCodeTaken),
        ("plans_year_division_key", "plans.year", Constraint::PlanYearTaken),
        ("plan_items_one_live", "plan_items.plan_id", Constraint::PlanItemRepeated),
        ("events_one_per_item", "events.plan_item_id", Constraint::EventForItem),
        ("claims_rule_organisation_id_subject_key_key", "claims.rule", Constraint::ClaimForSubject),
        ("claims_four_people", "claims_four_people", Constraint::FourPeople),
        ("budget_lines_year_division_code_key", "budget_lines.year", Constraint::BudgetLineTaken),
        ("budget_within_line", "budget_within_line", Constraint::BudgetExceeded),
        ("notice_lines_one_live", "notice_lines.claim_id", Constraint::NoticeLive),
        ("payments_one_live", "payments.claim_id", Constraint::PaymentLive),
        ("outbox_key_key", "outbox.key", Constraint::MessageRepeated),
        ("policy_versions_policy_version_key", "policy_versions.policy", Constraint::PolicyPublished),
        ("claim_people_once", "claim_people.claim_id", Constraint::PersonTwice),
        ("claim_invoices_once", "claim_invoices.claim_id", Constraint::InvoiceTwice),
        ("contest_items_name", "contest_items.event_id", Constraint::ContestNameTaken),
        ("contest_items_two_people", "contest_items_two_people", Constraint::TwoPeople),
        ("contest_changes_two_people", "contest_changes_two_people", Constraint::TwoPeople),
        ("contest_run_changes_two_people", "contest_run_changes_two_people", Constraint::TwoPeople),
        ("contest_additions_two_people", "contest_additions_two_people", Constraint::TwoPeople),
        ("contest_marks_once", "contest_marks.entrant_id", Constraint::MarkTaken),
        ("contest_entrants_station", "contest_entrants.item_id", Constraint::StationTaken),
        ("contest_judges_once", "contest_judges.item_id", Constraint::JudgeAssigned),
        ("contest_recusals_once", "contest_recusals.entrant_id", Constraint::Recused),
        ("contest_certificates_one_valid", "contest_certificates.entrant_id", Constraint::CertificateValid),
        ("venues_organisation_id_name_key", "venues.organisation_id", Constraint::VenueTaken),
        ("rooms_venue_id_name_key", "rooms.venue_id", Constraint::RoomTaken),
        ("participants_sole", "participants.sole_key", Constraint::ParticipantElsewhere),
        ("participants_once", "participants_once", Constraint::ParticipantTwice),
        ("entries_name", "entries.event_id", Constraint::EntryNameTaken),
        ("entries_capacity", "entries_capacity", Constraint::EntryFull),
        ("teams_name", "teams.entry_id", Constraint::TeamNameTaken),
        ("attendance_mark", "attendance.event_id", Constraint::ScanRepeated),
        ("bases_name", "bases.organisation_id", Constraint::BaseNameTaken),
        ("evaluations_year", "evaluations.year", Constraint::EvaluationOfYear),
        ("base_applications_one_open", "base_applications.base_id", Constraint::BaseApplicationOpen),
        ("evaluation_runs_two_people", "evaluation_runs_two_people", Constraint::TwoPeople),
        ("evaluation_lines_two_people", "evaluation_lines_two_people", Constraint::TwoPeople),
        ("evaluation_lines_one_live", "evaluation_lines.entry_id", Constraint::EvaluationLineLive),
        ("base_applications_two_people", "base_applications_two_people", Constraint::TwoPeople),
        ("recognition_rounds_year", "recognition_rounds.programme", Constraint::RoundOfYear),
        ("recognition_rounds_two_people", "recognition_rounds_two_people", Constraint::TwoPeople),
        ("recognition_withdrawals_two_people", "recognition_withdrawals_two_people", Constraint::TwoPeople),
        ("nominations_once", "nominations.round_id", Constraint::NominatedTwice),
        ("recognition_titles_once", "recognition_titles.programme", Constraint::TitleTwice),
        ("recognition_reviews_once", "recognition_reviews.title_id", Constraint::ReviewedTwice),
        ("nomination_checks_once", "nomination_checks.nomination_id", Constraint::CheckedTwice),
    ];
    let name = info.constraint_name().unwrap_or_default();
    let message = info.message();
    KNOWN
        .into_iter()
        .find(|(postgres, sqlite, _)| name == *postgres || (name.is_empty() && message.contains(sqlite)))
        .map_or_else(|| Constraint::Other(format!("{name}{message}")), |(_, _, known)| known)
}
