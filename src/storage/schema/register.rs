//! Tables of the register of bases as Diesel sees them.

diesel::table! {
    bases (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        division -> Text,
        name -> Text,
        industry -> Text,
        address -> Text,
        trades -> Text,
        area -> Nullable<Integer>,
        workstations -> Nullable<Integer>,
        teachers -> Nullable<Integer>,
        equipment -> Text,
        level -> Nullable<Text>,
        designated_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    base_applications (id) {
        id -> BigInt,
        base_id -> BigInt,
        level -> Text,
        state -> Text,
        statement -> Text,
        opinion -> Text,
        document -> Text,
        designated_on -> Nullable<Date>,
        examiner_id -> Nullable<BigInt>,
        decider_id -> Nullable<BigInt>,
        waiting_since -> Timestamp,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    base_figures (id) {
        id -> BigInt,
        base_id -> BigInt,
        year -> Integer,
        trainees -> Integer,
        certificates -> Integer,
        competitions -> Integer,
    }
}

diesel::table! {
    base_papers (id) {
        id -> BigInt,
        base_id -> BigInt,
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
    evaluations (id) {
        id -> BigInt,
        year -> Integer,
        cut_off -> Date,
        population -> Integer,
        places -> Integer,
        register -> Text,
        register_hash -> Text,
        rubric -> Text,
        rubric_hash -> Text,
        rules -> Text,
        opened_by -> BigInt,
        opened_at -> Timestamp,
    }
}

diesel::table! {
    base_claims (claim_id) {
        claim_id -> BigInt,
        base_id -> BigInt,
    }
}
