-- Items of a competition: what is marked, who takes part, who judges, what came out.

CREATE TABLE contest_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  name TEXT NOT NULL,
  tier INTEGER,
  -- The lines of the scheme as JSON, and how a panel's marks are trimmed (0: never).
  scheme TEXT NOT NULL,
  trim_from INTEGER NOT NULL,
  -- Keys that decide a tie, in their order, joined by commas.
  chain TEXT NOT NULL,
  minimum_field INTEGER NOT NULL,
  -- Ranks that bring something; a tie among them is looked at.
  prizes INTEGER NOT NULL,
  -- The WorldSkills scale with its tolerance; none: ranks only.
  tolerance INTEGER,
  appeal_minutes INTEGER NOT NULL,
  phase TEXT NOT NULL,
  first_signer_id BIGINT REFERENCES users(id),
  second_signer_id BIGINT REFERENCES users(id),
  submitter_id BIGINT REFERENCES users(id),
  publisher_id BIGINT REFERENCES users(id),
  published_at TIMESTAMP,
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT contest_items_name UNIQUE (event_id, name),
  CONSTRAINT contest_items_two_people CHECK (
    (first_signer_id IS NULL OR second_signer_id IS NULL OR first_signer_id <> second_signer_id)
    AND (submitter_id IS NULL OR publisher_id IS NULL OR submitter_id <> publisher_id))
);

CREATE TABLE contest_entrants (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  name TEXT NOT NULL,
  -- The last four of the identity number; the number itself is not kept here.
  id_tail TEXT NOT NULL DEFAULT '',
  born_on DATE,
  sex TEXT,
  unit TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  station TEXT NOT NULL DEFAULT '',
  official BOOLEAN NOT NULL DEFAULT TRUE,
  -- None while nobody has said whether the contestant came.
  present BOOLEAN,
  deduction TEXT NOT NULL DEFAULT '0',
  seconds INTEGER,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX contest_entrants_item ON contest_entrants(item_id);
CREATE UNIQUE INDEX contest_entrants_station ON contest_entrants(item_id, station) WHERE station <> '';

CREATE TABLE contest_judges (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  head BOOLEAN NOT NULL DEFAULT FALSE,
  CONSTRAINT contest_judges_once UNIQUE (item_id, user_id)
);
CREATE INDEX contest_judges_user ON contest_judges(user_id);

-- A judge must not mark this contestant, and does not learn that there is one.
CREATE TABLE contest_recusals (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  reason TEXT NOT NULL,
  CONSTRAINT contest_recusals_once UNIQUE (entrant_id, user_id)
);

CREATE TABLE contest_marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  line TEXT NOT NULL,
  judge_id BIGINT NOT NULL REFERENCES users(id),
  -- From 1; judges who were too far apart judge again, and both rounds stay.
  round INTEGER NOT NULL,
  mark TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  sealed_at TIMESTAMP,
  CONSTRAINT contest_marks_once UNIQUE (entrant_id, line, judge_id, round)
);

-- A mark changed after signing: asked for by one, approved by another.
CREATE TABLE contest_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  mark_id BIGINT NOT NULL REFERENCES contest_marks(id),
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES users(id),
  asked_at TIMESTAMP NOT NULL,
  approved_by BIGINT REFERENCES users(id),
  approved_at TIMESTAMP,
  CONSTRAINT contest_changes_two_people CHECK (approved_by IS NULL OR approved_by <> asked_by)
);

-- What was answered to a warning of the checks.
CREATE TABLE contest_answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  finding TEXT NOT NULL,
  answer TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL,
  CONSTRAINT contest_answers_once UNIQUE (item_id, finding)
);

CREATE TABLE contest_objections (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  objector_name TEXT NOT NULL,
  contact TEXT NOT NULL,
  reasons TEXT NOT NULL,
  filed_at TIMESTAMP NOT NULL,
  answer TEXT,
  answered_by BIGINT REFERENCES users(id),
  answered_at TIMESTAMP
);
CREATE INDEX contest_objections_item ON contest_objections(item_id);

CREATE TABLE contest_certificates (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  number TEXT NOT NULL UNIQUE,
  -- What the QR code leads to; not to be guessed.
  code TEXT NOT NULL UNIQUE,
  -- As printed: a correction is a new certificate.
  rank INTEGER NOT NULL,
  award TEXT NOT NULL,
  issued_on DATE NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES users(id),
  revoked_at TIMESTAMP,
  revoked_by BIGINT REFERENCES users(id),
  revoke_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX contest_certificates_one_valid ON contest_certificates(entrant_id) WHERE revoked_at IS NULL;
