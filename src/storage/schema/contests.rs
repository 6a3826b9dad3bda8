//! Tables of the items of a competition; how they join is said in the whole schema.

diesel::table! {
    contest_items (id) {
        id -> BigInt,
        event_id -> BigInt,
        name -> Text,
        tier -> Nullable<Integer>,
        scheme -> Text,
        trim_from -> Integer,
        chain -> Text,
        minimum_field -> Integer,
        prizes -> Integer,
        tolerance -> Nullable<Integer>,
        appeal_minutes -> Integer,
        phase -> Text,
        first_signer_id -> Nullable<BigInt>,
        second_signer_id -> Nullable<BigInt>,
        submitter_id -> Nullable<BigInt>,
        publisher_id -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
        waiting_since -> Timestamp,
        version -> BigInt,
        created_at -> Timestamp,
        issuers -> Text,
    }
}

diesel::table! {
    contest_entrants (id) {
        id -> BigInt,
        item_id -> BigInt,
        name -> Text,
        id_tail -> Text,
        born_on -> Nullable<Date>,
        sex -> Nullable<Text>,
        unit -> Text,
        email -> Text,
        station -> Text,
        official -> Bool,
        present -> Nullable<Bool>,
        deduction -> Text,
        seconds -> Nullable<Integer>,
        created_at -> Timestamp,
        participant_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    contest_judges (id) {
        id -> BigInt,
        item_id -> BigInt,
        user_id -> BigInt,
        head -> Bool,
    }
}

diesel::table! {
    contest_recusals (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        user_id -> BigInt,
        reason -> Text,
        effect -> Text,
    }
}

diesel::table! {
    contest_marks (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        line -> Text,
        judge_id -> BigInt,
        round -> Integer,
        mark -> Text,
        note -> Text,
        sealed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    contest_changes (id) {
        id -> BigInt,
        mark_id -> BigInt,
        before -> Text,
        after -> Text,
        reason -> Text,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        closed_reason -> Text,
    }
}

diesel::table! {
    contest_answers (id) {
        id -> BigInt,
        item_id -> BigInt,
        finding -> Text,
        answer -> Text,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    contest_objections (id) {
        id -> BigInt,
        item_id -> BigInt,
        objector_name -> Text,
        contact -> Text,
        reasons -> Text,
        filed_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        upheld -> Nullable<Bool>,
    }
}

diesel::table! {
    contest_certificates (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        number -> Text,
        code -> Text,
        rank -> Integer,
        award -> Text,
        issued_on -> Date,
        issued_by -> BigInt,
        revoked_at -> Nullable<Timestamp>,
        revoked_by -> Nullable<BigInt>,
        revoke_reason -> Text,
        members -> Text,
    }
}

diesel::table! {
    contest_reopenings (id) {
        id -> BigInt,
        item_id -> BigInt,
        objection_id -> Nullable<BigInt>,
        reason -> Text,
        published_at -> Timestamp,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    contest_returns (id) {
        id -> BigInt,
        item_id -> BigInt,
        reason -> Text,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    contest_run_changes (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        field -> Text,
        before -> Text,
        after -> Text,
        reason -> Text,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        closed_reason -> Text,
    }
}

diesel::table! {
    contest_advances (id) {
        id -> BigInt,
        from_item_id -> BigInt,
        to_item_id -> BigInt,
        places -> Integer,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    contest_additions (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        line -> Text,
        judge_id -> BigInt,
        round -> Integer,
        mark -> Text,
        reason -> Text,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        closed_reason -> Text,
    }
}

diesel::table! {
    contest_seatings (id) {
        id -> BigInt,
        item_id -> BigInt,
        user_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    contest_members (id) {
        id -> BigInt,
        entrant_id -> BigInt,
        participant_id -> BigInt,
        name -> Text,
        unit -> Text,
        email -> Text,
        id_tail -> Text,
        born_on -> Nullable<Date>,
        sex -> Nullable<Text>,
    }
}
