-- Whoever was taken out of a schedule, with the address, until the next release has told them.
CREATE TABLE event_people_gone (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  -- The id among event_people, which is there no more.
  person_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  user_id BIGINT REFERENCES users(id)
);
CREATE INDEX event_people_gone_event ON event_people_gone(event_id);
