//! Tables as Diesel sees them; the migrations of both databases are the authority.

mod contests;
mod joins;
mod recognition;
mod register;
mod scoring;
mod taking_part;
mod timetables;

pub use contests::*;
pub use recognition::*;
pub use register::*;
pub use scoring::*;
pub use taking_part::*;
pub use timetables::*;

diesel::table! {
    meta (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    counters (kind, year) {
        kind -> Text,
        year -> Integer,
        value -> BigInt,
    }
}

diesel::table! {
    organisations (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        credit_code -> Nullable<Text>,
        division -> Text,
        address -> Text,
        contact_name -> Text,
        contact_phone -> Text,
        account_name -> Text,
        account_number -> Text,
        bank_name -> Text,
        bank_code -> Text,
        active -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        email -> Text,
        name -> Text,
        phone -> Text,
        lang -> Text,
        password_hash -> Nullable<Text>,
        active -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    user_roles (user_id, role) {
        user_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_hash -> Text,
        previous_hash -> Nullable<Text>,
        form_token -> Text,
        rotated_at -> Timestamp,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    account_tokens (id) {
        id -> BigInt,
        user_id -> BigInt,
        purpose -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    policy_versions (id) {
        id -> BigInt,
        policy -> Text,
        version -> Text,
        hash -> Text,
        text -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    calendar_years (year, revision) {
        year -> Integer,
        revision -> Integer,
        text -> Text,
        loaded_at -> Timestamp,
        loaded_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    plans (id) {
        id -> BigInt,
        year -> Integer,
        division -> Text,
        state -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        published_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    budget_lines (id) {
        id -> BigInt,
        year -> Integer,
        division -> Text,
        code -> Text,
        name -> Text,
        appropriation -> BigInt,
        reserved -> BigInt,
        committed -> BigInt,
        paid -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    plan_items (id) {
        id -> BigInt,
        plan_id -> BigInt,
        seq -> Integer,
        natural_key -> Text,
        kind -> Text,
        name -> Text,
        level -> Nullable<Text>,
        class -> Nullable<Text>,
        trade -> Text,
        organiser -> Text,
        host_name -> Text,
        organisation_id -> Nullable<BigInt>,
        budget_line_id -> Nullable<BigInt>,
        planned_from -> Nullable<Date>,
        planned_to -> Nullable<Date>,
        venue -> Text,
        expected_people -> Nullable<Integer>,
        note -> Text,
        source -> Text,
        amendment -> Text,
        struck_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    plan_imports (id) {
        id -> BigInt,
        division -> Text,
        year -> Nullable<Integer>,
        file_name -> Text,
        content -> Binary,
        uploaded_by -> BigInt,
        uploaded_at -> Timestamp,
        imported_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        reference -> Text,
        kind -> Text,
        organisation_id -> BigInt,
        division -> Text,
        plan_item_id -> Nullable<BigInt>,
        state -> Text,
        returned -> Bool,
        name -> Text,
        trade -> Text,
        venue -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        details -> Text,
        submitter_id -> Nullable<BigInt>,
        waiting_since -> Timestamp,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    event_steps (id) {
        id -> BigInt,
        event_id -> BigInt,
        step -> Text,
        user_id -> BigInt,
        user_name -> Text,
        opinion -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    claims (id) {
        id -> BigInt,
        reference -> Text,
        rule -> Text,
        organisation_id -> BigInt,
        division -> Text,
        event_id -> Nullable<BigInt>,
        title -> Text,
        subject_key -> Text,
        state -> Text,
        returned -> Bool,
        facts -> Text,
        account -> Text,
        assessment_id -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        amount -> BigInt,
        budget_line_id -> Nullable<BigInt>,
        held_amount -> BigInt,
        submitter_id -> Nullable<BigInt>,
        first_reviewer_id -> Nullable<BigInt>,
        second_reviewer_id -> Nullable<BigInt>,
        decider_id -> Nullable<BigInt>,
        confirmer_id -> Nullable<BigInt>,
        payer_id -> Nullable<BigInt>,
        decided_amount -> Nullable<BigInt>,
        notice_ends_on -> Nullable<Date>,
        open_objections -> Integer,
        waiting_since -> Timestamp,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    assessments (id) {
        id -> BigInt,
        claim_id -> BigInt,
        policy -> Text,
        policy_version -> Text,
        policy_hash -> Text,
        rule -> Text,
        facts -> Text,
        ruling -> Nullable<Text>,
        result -> Text,
        created_at -> Timestamp,
        created_by -> BigInt,
    }
}

diesel::table! {
    claim_steps (id) {
        id -> BigInt,
        claim_id -> BigInt,
        step -> Text,
        user_id -> Nullable<BigInt>,
        user_name -> Text,
        opinion -> Text,
        at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    blobs (sha256) {
        sha256 -> Text,
        content -> Binary,
    }
}

diesel::table! {
    evidence (id) {
        id -> BigInt,
        claim_id -> Nullable<BigInt>,
        event_id -> Nullable<BigInt>,
        requirement -> Text,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> BigInt,
        uploaded_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        reference -> Text,
        division -> Text,
        title -> Text,
        published_on -> Date,
        ends_on -> Date,
        published_at -> Timestamp,
        published_by -> BigInt,
    }
}

diesel::table! {
    notice_lines (id) {
        id -> BigInt,
        notice_id -> BigInt,
        claim_id -> BigInt,
        seq -> Integer,
        unit_name -> Text,
        title -> Text,
        rule -> Text,
        amount -> BigInt,
        state -> Text,
        person -> Nullable<Text>,
        person_tail -> Nullable<Text>,
    }
}

diesel::table! {
    claim_people (id) {
        id -> BigInt,
        claim_id -> BigInt,
        seq -> Integer,
        name -> Text,
        resident_id -> Text,
        certificate -> Text,
        facts -> Text,
        finished -> Bool,
    }
}

diesel::table! {
    claim_advances (claim_id) {
        claim_id -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    claim_invoices (id) {
        id -> BigInt,
        claim_id -> BigInt,
        number -> Text,
        number_key -> Text,
        seller -> Text,
        seller_key -> Text,
        amount -> BigInt,
        issued_on -> Date,
    }
}

diesel::table! {
    objections (id) {
        id -> BigInt,
        notice_line_id -> BigInt,
        objector_name -> Text,
        contact -> Text,
        reasons -> Text,
        filed_at -> Timestamp,
        answer -> Nullable<Text>,
        upheld -> Nullable<Bool>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    budget_entries (id) {
        id -> BigInt,
        budget_line_id -> BigInt,
        claim_id -> Nullable<BigInt>,
        kind -> Text,
        amount -> BigInt,
        note -> Text,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    payment_batches (id) {
        id -> BigInt,
        reference -> Text,
        division -> Text,
        budget_year -> Integer,
        state -> Text,
        created_by -> BigInt,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    payments (id) {
        id -> BigInt,
        batch_id -> BigInt,
        claim_id -> BigInt,
        seq -> Integer,
        amount -> BigInt,
        payee -> Text,
        account_number -> Text,
        bank_name -> Text,
        bank_code -> Text,
        state -> Text,
        reason -> Text,
        settled_on -> Nullable<Date>,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        key -> Text,
        kind -> Text,
        lang -> Text,
        to_address -> Text,
        to_name -> Text,
        reference -> Text,
        payload -> Text,
        subject -> Nullable<Text>,
        body_text -> Nullable<Text>,
        body_html -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        lease_until -> Nullable<Timestamp>,
        deadline_at -> Timestamp,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        forgotten_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit_log (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        action -> Text,
        object -> Text,
        object_id -> Nullable<BigInt>,
        before_state -> Nullable<Text>,
        after_state -> Nullable<Text>,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    audit_head (id) {
        id -> BigInt,
        seq -> BigInt,
        hash -> Text,
    }
}
