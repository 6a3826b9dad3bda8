//! Tables of the scoring of bases.

diesel::table! {
    evaluator_profiles (user_id) {
        user_id -> BigInt,
        trades -> Text,
        account_number -> Text,
        in_pool -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    evaluator_employments (id) {
        id -> BigInt,
        user_id -> BigInt,
        credit_code -> Text,
        until -> Date,
    }
}

diesel::table! {
    evaluation_runs (evaluation_id) {
        evaluation_id -> BigInt,
        phase -> Text,
        self_until -> Date,
        score_until -> Date,
        spread -> Nullable<Text>,
        seed -> Text,
        drawn_at -> Nullable<Timestamp>,
        draw -> Text,
        result -> Nullable<Text>,
        result_hash -> Nullable<Text>,
        minutes -> Text,
        submitter_id -> Nullable<BigInt>,
        decider_id -> Nullable<BigInt>,
        approver_id -> Nullable<BigInt>,
        notice_on -> Nullable<Date>,
        notice_ends_on -> Nullable<Date>,
        waiting_since -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    evaluation_entries (id) {
        id -> BigInt,
        evaluation_id -> BigInt,
        base_id -> BigInt,
        organisation_id -> BigInt,
        self_scored_at -> Nullable<Timestamp>,
        self_scored_by -> Nullable<BigInt>,
        veto -> Nullable<Text>,
        veto_reason -> Text,
        veto_by -> Nullable<BigInt>,
        tie_values -> Text,
        meeting -> Text,
        met_at -> Nullable<Timestamp>,
        rectify_until -> Nullable<Date>,
        rectified_on -> Nullable<Date>,
        rectified_note -> Text,
        claim_id -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    evaluation_self_marks (id) {
        id -> BigInt,
        entry_id -> BigInt,
        line -> Text,
        mark -> Text,
        note -> Text,
    }
}

diesel::table! {
    evaluation_papers (id) {
        id -> BigInt,
        entry_id -> BigInt,
        line -> Text,
        evaluator_id -> Nullable<BigInt>,
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
    evaluation_panel (id) {
        id -> BigInt,
        evaluation_id -> BigInt,
        user_id -> BigInt,
        seq -> Integer,
        seat -> Text,
        trade -> Text,
        declared_at -> Nullable<Timestamp>,
        left_reason -> Text,
        left_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    evaluation_conflicts (id) {
        id -> BigInt,
        entry_id -> BigInt,
        user_id -> BigInt,
        reason -> Text,
        note -> Text,
        found -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    evaluation_sheets (id) {
        id -> BigInt,
        entry_id -> BigInt,
        user_id -> BigInt,
        round -> Integer,
        remarks -> Text,
        total -> Nullable<Text>,
        signed_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    evaluation_marks (id) {
        id -> BigInt,
        sheet_id -> BigInt,
        line -> Text,
        mark -> Text,
        note -> Text,
    }
}

diesel::table! {
    evaluation_objections (id) {
        id -> BigInt,
        entry_id -> BigInt,
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
    evaluation_lines (id) {
        id -> BigInt,
        entry_id -> BigInt,
        state -> Text,
        grade -> Text,
        reason -> Text,
        amount -> Nullable<BigInt>,
        rectify_until -> Nullable<Date>,
        minutes -> Text,
        submitter_id -> BigInt,
        decider_id -> Nullable<BigInt>,
        approver_id -> Nullable<BigInt>,
        notice_on -> Nullable<Date>,
        notice_ends_on -> Nullable<Date>,
        version -> BigInt,
    }
}
