//! Tables of participants, what they register for and their attendance.

diesel::table! {
    event_terms (event_id) {
        event_id -> BigInt,
        purpose -> Text,
        keep_days -> Integer,
        share_num -> Integer,
        share_den -> Integer,
        one_item -> Bool,
        erased_at -> Nullable<Timestamp>,
        version -> BigInt,
        present_num -> Integer,
        present_den -> Integer,
    }
}

diesel::table! {
    entries (id) {
        id -> BigInt,
        event_id -> BigInt,
        contest_item_id -> Nullable<BigInt>,
        name -> Text,
        capacity -> Nullable<Integer>,
        taken -> Integer,
        approval -> Bool,
        team_least -> Integer,
        team_most -> Integer,
        opens_at -> Timestamp,
        closes_at -> Timestamp,
        offer_hours -> Integer,
        rules -> Text,
        open -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    teams (id) {
        id -> BigInt,
        entry_id -> BigInt,
        name -> Text,
        join_hash -> Nullable<Text>,
        created_at -> Timestamp,
        reminded -> Text,
    }
}

diesel::table! {
    participants (id) {
        id -> BigInt,
        event_id -> BigInt,
        entry_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        state -> Text,
        source -> Text,
        name -> Text,
        resident_id -> Nullable<Text>,
        id_tail -> Text,
        born_on -> Nullable<Date>,
        sex -> Nullable<Text>,
        unit -> Text,
        division -> Text,
        phone -> Text,
        email -> Text,
        lang -> Text,
        skill_level -> Text,
        titles -> Text,
        remarks -> Text,
        offered_until -> Nullable<Timestamp>,
        sole_key -> Nullable<Text>,
        page_hash -> Nullable<Text>,
        pass_code -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        employer -> Text,
    }
}

diesel::table! {
    participant_log (id) {
        id -> BigInt,
        participant_id -> BigInt,
        at -> Timestamp,
        what -> Text,
        before -> Text,
        after -> Text,
        reason -> Text,
        user_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    participant_changes (id) {
        id -> BigInt,
        participant_id -> BigInt,
        fields -> Text,
        asked_at -> Timestamp,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    roster_imports (id) {
        id -> BigInt,
        event_id -> BigInt,
        entry_id -> Nullable<BigInt>,
        user_id -> BigInt,
        file_name -> Text,
        content -> Text,
        mapping -> Text,
        created_at -> Timestamp,
        imported_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attendance (id) {
        id -> BigInt,
        event_id -> BigInt,
        participant_id -> BigInt,
        direction -> Text,
        scanned_at -> Timestamp,
        received_at -> Timestamp,
        device -> Text,
        mark -> Text,
        user_id -> BigInt,
        struck_reason -> Text,
        struck_by -> Nullable<BigInt>,
        skew_seconds -> Nullable<Integer>,
        note -> Text,
    }
}

diesel::table! {
    attendance_answers (id) {
        id -> BigInt,
        event_id -> BigInt,
        flag -> Text,
        answer -> Text,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    completion_certificates (id) {
        id -> BigInt,
        participant_id -> BigInt,
        number -> Text,
        code -> Text,
        attended -> Integer,
        expected -> Integer,
        issued_on -> Date,
        issued_by -> BigInt,
        revoked_at -> Nullable<Timestamp>,
        revoked_by -> Nullable<BigInt>,
        revoke_reason -> Text,
    }
}

diesel::table! {
    participant_links (hash) {
        hash -> Text,
        participant_id -> BigInt,
        created_at -> Timestamp,
    }
}
