-- A published item that is opened again, what is corrected in it besides marks, who goes on to a final;
-- rooms a sitting may take, and the name it was imported under.

-- Bodies whose honours are given in this item, separated by semicolons; `*`: all of the table.
ALTER TABLE contest_items ADD COLUMN issuers TEXT NOT NULL DEFAULT '*';

-- None while it is not answered.
ALTER TABLE contest_objections ADD COLUMN upheld BOOLEAN;

CREATE TABLE contest_reopenings (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  -- None: opened again by the bureau itself.
  objection_id BIGINT REFERENCES contest_objections(id),
  reason TEXT NOT NULL,
  -- When the result that no longer counts was published.
  published_at TIMESTAMP NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL
);
CREATE INDEX contest_reopenings_item ON contest_reopenings(item_id);

-- Presence, deduction or time changed after signing: asked for by one, approved by another.
CREATE TABLE contest_run_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES users(id),
  asked_at TIMESTAMP NOT NULL,
  approved_by BIGINT REFERENCES users(id),
  approved_at TIMESTAMP,
  CONSTRAINT contest_run_changes_two_people CHECK (approved_by IS NULL OR approved_by <> asked_by)
);
CREATE INDEX contest_run_changes_entrant ON contest_run_changes(entrant_id);

-- From the published standings of one item into another: so many places, and all tied at the line.
CREATE TABLE contest_advances (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  from_item_id BIGINT NOT NULL REFERENCES contest_items(id),
  to_item_id BIGINT NOT NULL REFERENCES contest_items(id),
  places INTEGER NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL,
  CONSTRAINT contest_advances_once UNIQUE (from_item_id, to_item_id)
);

-- Ids of rooms, separated by semicolons; blank: any.
ALTER TABLE sittings ADD COLUMN allowed_rooms TEXT NOT NULL DEFAULT '';
-- Under which name a file brought it in; blank: made here.
ALTER TABLE sittings ADD COLUMN guid TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX sittings_guid ON sittings(event_id, guid) WHERE guid <> '';
