//! Tables of recognition: rounds, nominations, titles.

diesel::table! {
    recognition_rounds (id) {
        id -> BigInt,
        programme -> Text,
        year -> Integer,
        terms -> Text,
        terms_hash -> Text,
        places -> Nullable<Integer>,
        county_places -> Text,
        term_years -> Nullable<Integer>,
        closes_on -> Date,
        state -> Text,
        present -> Nullable<Integer>,
        minutes -> Text,
        proposer_id -> Nullable<BigInt>,
        decider_id -> Nullable<BigInt>,
        notice_on -> Nullable<Date>,
        notice_ends_on -> Nullable<Date>,
        document -> Text,
        decided_on -> Nullable<Date>,
        waiting_since -> Timestamp,
        version -> BigInt,
        opened_by -> BigInt,
        created_at -> Timestamp,
        seed -> Text,
        draw -> Text,
        drawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    nominations (id) {
        id -> BigInt,
        round_id -> BigInt,
        organisation_id -> BigInt,
        division -> Text,
        nominator -> Text,
        nominated_by -> BigInt,
        name -> Text,
        identity -> Nullable<Text>,
        email -> Text,
        facts -> Text,
        statement -> Text,
        state -> Text,
        direct_source -> Text,
        outcome -> Nullable<Text>,
        opinion -> Text,
        votes -> Nullable<Integer>,
        score -> Nullable<Text>,
        open_objections -> Integer,
        created_by -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
        entrant_id -> Nullable<BigInt>,
        meeting -> Text,
        draft_identity -> Nullable<Text>,
    }
}

diesel::table! {
    nomination_papers (id) {
        id -> BigInt,
        nomination_id -> BigInt,
        material -> Text,
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
    nomination_checks (id) {
        id -> BigInt,
        nomination_id -> BigInt,
        kind -> Text,
        answer -> Text,
        source -> Text,
        checked_by -> BigInt,
        checked_at -> Timestamp,
    }
}

diesel::table! {
    recognition_panel (id) {
        id -> BigInt,
        round_id -> BigInt,
        user_id -> BigInt,
        seq -> Integer,
        seat -> Text,
        trade -> Text,
        declared_at -> Nullable<Timestamp>,
        voted -> Bool,
    }
}

diesel::table! {
    nomination_marks (id) {
        id -> BigInt,
        nomination_id -> BigInt,
        user_id -> BigInt,
        mark -> BigInt,
        remark -> Text,
        marked_at -> Timestamp,
        round -> Integer,
    }
}

diesel::table! {
    nomination_conflicts (id) {
        id -> BigInt,
        nomination_id -> BigInt,
        user_id -> BigInt,
        reason -> Text,
        note -> Text,
        found -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    nomination_tallies (nomination_id) {
        nomination_id -> BigInt,
        ballots -> Integer,
        votes -> Integer,
    }
}

diesel::table! {
    nomination_objections (id) {
        id -> BigInt,
        nomination_id -> BigInt,
        name -> Text,
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
    recognition_titles (id) {
        id -> BigInt,
        number -> Text,
        programme -> Text,
        year -> Integer,
        subject -> Text,
        identity -> Text,
        name -> Text,
        unit_name -> Text,
        organisation_id -> BigInt,
        division -> Text,
        nomination_id -> Nullable<BigInt>,
        rule -> Text,
        yearly_review -> Bool,
        granted_on -> Date,
        document -> Text,
        valid_until -> Nullable<Date>,
        withdrawn_on -> Nullable<Date>,
        withdrawal -> Text,
        to_recover -> BigInt,
        claim_id -> Nullable<BigInt>,
        version -> BigInt,
        created_at -> Timestamp,
        paid_elsewhere -> BigInt,
    }
}

diesel::table! {
    recognition_reviews (id) {
        id -> BigInt,
        title_id -> BigInt,
        year -> Integer,
        kept -> Bool,
        opinion -> Text,
        reviewed_by -> BigInt,
        reviewed_at -> Timestamp,
    }
}

diesel::table! {
    recognition_withdrawals (id) {
        id -> BigInt,
        title_id -> BigInt,
        reason -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        withdrawn -> Nullable<Bool>,
        opinion -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
    }
}
