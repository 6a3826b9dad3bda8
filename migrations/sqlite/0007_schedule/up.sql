-- When, where and who: venues with rooms, the people of an event, sittings, releases. Times without
-- a zone are wall-clock times of Asia/Shanghai.

CREATE TABLE venues (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (organisation_id, name)
);

CREATE TABLE rooms (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  venue_id BIGINT NOT NULL REFERENCES venues(id),
  name TEXT NOT NULL,
  capacity INTEGER,
  equipment TEXT NOT NULL DEFAULT '',
  opens TEXT,
  closes TEXT,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  version BIGINT NOT NULL DEFAULT 1,
  UNIQUE (venue_id, name)
);

CREATE TABLE room_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  room_id BIGINT NOT NULL REFERENCES rooms(id),
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  CHECK (ends_at > starts_at)
);
CREATE INDEX room_blocks_room ON room_blocks(room_id);

CREATE TABLE schedules (
  event_id BIGINT PRIMARY KEY NOT NULL REFERENCES events(id),
  version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE event_people (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  name TEXT NOT NULL,
  unit TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL,
  email TEXT,
  user_id BIGINT REFERENCES users(id),
  away TEXT NOT NULL DEFAULT '',
  feed_hash TEXT UNIQUE,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX event_people_event ON event_people(event_id);

CREATE TABLE sittings (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  title TEXT NOT NULL,
  item TEXT NOT NULL DEFAULT '',
  grp TEXT NOT NULL DEFAULT '',
  room_id BIGINT REFERENCES rooms(id),
  starts_at TIMESTAMP,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  heads INTEGER NOT NULL DEFAULT 0,
  needs TEXT NOT NULL DEFAULT '',
  after_ids TEXT NOT NULL DEFAULT '',
  wish_day DATE,
  wish_half TEXT,
  wish_room BIGINT,
  fixed BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX sittings_event ON sittings(event_id);
CREATE INDEX sittings_room ON sittings(room_id, starts_at);

CREATE TABLE sitting_people (
  sitting_id BIGINT NOT NULL REFERENCES sittings(id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES event_people(id),
  role TEXT NOT NULL,
  PRIMARY KEY (sitting_id, person_id, role)
);
CREATE INDEX sitting_people_person ON sitting_people(person_id);

CREATE TABLE schedule_acks (
  event_id BIGINT NOT NULL REFERENCES events(id),
  mark TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_name TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (event_id, mark)
);

CREATE TABLE schedule_releases (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  changes TEXT NOT NULL,
  user_name TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (event_id, number)
);
