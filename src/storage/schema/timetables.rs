//! Tables of schedules as Diesel sees them.

diesel::table! {
    venues (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        division -> Text,
        name -> Text,
        address -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    rooms (id) {
        id -> BigInt,
        venue_id -> BigInt,
        name -> Text,
        capacity -> Nullable<Integer>,
        equipment -> Text,
        opens -> Nullable<Text>,
        closes -> Nullable<Text>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    room_blocks (id) {
        id -> BigInt,
        room_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        reason -> Text,
    }
}

diesel::table! {
    schedules (event_id) {
        event_id -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    event_people_gone (id) {
        id -> BigInt,
        event_id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        email -> Text,
        user_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    event_people (id) {
        id -> BigInt,
        event_id -> BigInt,
        name -> Text,
        unit -> Text,
        role -> Text,
        email -> Nullable<Text>,
        user_id -> Nullable<BigInt>,
        away -> Text,
        feed_hash -> Nullable<Text>,
        created_at -> Timestamp,
        participant_id -> Nullable<BigInt>,
        origin -> Text,
    }
}

diesel::table! {
    sittings (id) {
        id -> BigInt,
        event_id -> BigInt,
        title -> Text,
        item -> Text,
        grp -> Text,
        room_id -> Nullable<BigInt>,
        starts_at -> Nullable<Timestamp>,
        minutes -> Integer,
        heads -> Integer,
        needs -> Text,
        after_ids -> Text,
        wish_day -> Nullable<Date>,
        wish_half -> Nullable<Text>,
        wish_room -> Nullable<BigInt>,
        fixed -> Bool,
        created_at -> Timestamp,
        allowed_rooms -> Text,
        guid -> Text,
    }
}

diesel::table! {
    sitting_people (sitting_id, person_id, role) {
        sitting_id -> BigInt,
        person_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    schedule_acks (event_id, mark) {
        event_id -> BigInt,
        mark -> Text,
        reason -> Text,
        user_name -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    schedule_releases (id) {
        id -> BigInt,
        event_id -> BigInt,
        number -> Integer,
        name -> Text,
        content -> Text,
        changes -> Text,
        user_name -> Text,
        created_at -> Timestamp,
    }
}

diesel::joinable!(sitting_people -> sittings (sitting_id));
diesel::joinable!(sitting_people -> event_people (person_id));
diesel::allow_tables_to_appear_in_same_query!(sittings, sitting_people, event_people);
