-- Plan, event, claim and its papers.

CREATE TABLE plans (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  year INTEGER NOT NULL,
  division TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  published_at TIMESTAMP,
  published_by BIGINT REFERENCES users(id),
  UNIQUE (year, division)
);

CREATE TABLE budget_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  year INTEGER NOT NULL,
  division TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  appropriation BIGINT NOT NULL,
  reserved BIGINT NOT NULL DEFAULT 0,
  committed BIGINT NOT NULL DEFAULT 0,
  paid BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (year, division, code),
  -- The law of the ledger: never above the line, whoever races whom.
  CONSTRAINT budget_within_line CHECK (reserved >= 0 AND committed >= 0 AND paid >= 0
    AND reserved + committed + paid <= appropriation)
);

CREATE TABLE plan_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  plan_id BIGINT NOT NULL REFERENCES plans(id),
  seq INTEGER NOT NULL,
  natural_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  level TEXT,
  class TEXT,
  trade TEXT NOT NULL DEFAULT '',
  organiser TEXT NOT NULL DEFAULT '',
  host_name TEXT NOT NULL,
  organisation_id BIGINT REFERENCES organisations(id),
  budget_line_id BIGINT REFERENCES budget_lines(id),
  planned_from DATE,
  planned_to DATE,
  venue TEXT NOT NULL DEFAULT '',
  expected_people INTEGER,
  note TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  -- Why it was added to or struck from a published plan.
  amendment TEXT NOT NULL DEFAULT '',
  struck_at TIMESTAMP,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX plan_items_organisation ON plan_items(organisation_id);
-- The same item once a plan; a struck one stays on the record.
CREATE UNIQUE INDEX plan_items_one_live ON plan_items(plan_id, natural_key) WHERE struck_at IS NULL;

-- Files read into plans, kept as they came: looked at first, taken over afterwards.
CREATE TABLE plan_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  division TEXT NOT NULL,
  -- None: a file of several years, each row for the plan of its own.
  year INTEGER,
  file_name TEXT NOT NULL,
  content BLOB NOT NULL,
  uploaded_by BIGINT NOT NULL REFERENCES users(id),
  uploaded_at TIMESTAMP NOT NULL,
  imported_at TIMESTAMP
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  plan_item_id BIGINT REFERENCES plan_items(id),
  state TEXT NOT NULL,
  returned BOOLEAN NOT NULL DEFAULT FALSE,
  name TEXT NOT NULL,
  trade TEXT NOT NULL DEFAULT '',
  venue TEXT NOT NULL DEFAULT '',
  starts_on DATE,
  ends_on DATE,
  details TEXT NOT NULL,
  submitter_id BIGINT REFERENCES users(id),
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX events_organisation ON events(organisation_id);
CREATE INDEX events_state ON events(state, division);
CREATE INDEX events_starts_on ON events(starts_on);
-- One event an item of the plan, unless it was cancelled.
CREATE UNIQUE INDEX events_one_per_item ON events(plan_item_id) WHERE state <> 'cancelled';

CREATE TABLE event_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  step TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  user_name TEXT NOT NULL,
  opinion TEXT NOT NULL DEFAULT '',
  at TIMESTAMP NOT NULL
);
CREATE INDEX event_steps_event ON event_steps(event_id);

CREATE TABLE claims (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  event_id BIGINT REFERENCES events(id),
  title TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  state TEXT NOT NULL,
  returned BOOLEAN NOT NULL DEFAULT FALSE,
  facts TEXT NOT NULL,
  account TEXT NOT NULL DEFAULT '{}',
  assessment_id BIGINT,
  outcome TEXT,
  amount BIGINT NOT NULL DEFAULT 0,
  budget_line_id BIGINT REFERENCES budget_lines(id),
  held_amount BIGINT NOT NULL DEFAULT 0,
  submitter_id BIGINT REFERENCES users(id),
  first_reviewer_id BIGINT REFERENCES users(id),
  second_reviewer_id BIGINT REFERENCES users(id),
  decider_id BIGINT REFERENCES users(id),
  confirmer_id BIGINT REFERENCES users(id),
  payer_id BIGINT REFERENCES users(id),
  decided_amount BIGINT,
  -- Last day of the notice that published the decision (inclusive).
  notice_ends_on DATE,
  open_objections INTEGER NOT NULL DEFAULT 0,
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  -- One grant an item: withdrawing and resubmitting resets no limit.
  UNIQUE (rule, organisation_id, subject_key),
  CONSTRAINT claims_four_people CHECK (
    (first_reviewer_id IS NULL OR second_reviewer_id IS NULL OR first_reviewer_id <> second_reviewer_id)
    AND (first_reviewer_id IS NULL OR decider_id IS NULL OR first_reviewer_id <> decider_id)
    AND (first_reviewer_id IS NULL OR payer_id IS NULL OR first_reviewer_id <> payer_id)
    AND (second_reviewer_id IS NULL OR decider_id IS NULL OR second_reviewer_id <> decider_id)
    AND (second_reviewer_id IS NULL OR payer_id IS NULL OR second_reviewer_id <> payer_id)
    AND (decider_id IS NULL OR payer_id IS NULL OR decider_id <> payer_id)
    AND (confirmer_id IS NULL OR decider_id IS NULL OR confirmer_id <> decider_id)),
  CONSTRAINT claims_amount CHECK (amount >= 0 AND held_amount >= 0)
);
CREATE INDEX claims_organisation ON claims(organisation_id);
CREATE INDEX claims_state ON claims(state, division);
CREATE INDEX claims_event ON claims(event_id);

-- Every evaluation that was acted on, never changed: what a receipt is recomputed from.
CREATE TABLE assessments (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  policy TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  rule TEXT NOT NULL,
  facts TEXT NOT NULL,
  ruling TEXT,
  result TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  created_by BIGINT NOT NULL REFERENCES users(id)
);
CREATE INDEX assessments_claim ON assessments(claim_id);

CREATE TABLE claim_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  step TEXT NOT NULL,
  -- None for an objection, which comes from the public.
  user_id BIGINT REFERENCES users(id),
  user_name TEXT NOT NULL,
  opinion TEXT NOT NULL DEFAULT '',
  at TIMESTAMP NOT NULL,
  voided_at TIMESTAMP
);
CREATE INDEX claim_steps_claim ON claim_steps(claim_id);

-- Content by its sha-256: the same file uploaded twice is kept once.
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY NOT NULL,
  content BLOB NOT NULL
);

-- A paper of exactly one claim or event; removed papers stay for the auditor.
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  claim_id BIGINT REFERENCES claims(id),
  event_id BIGINT REFERENCES events(id),
  requirement TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs(sha256),
  uploaded_by BIGINT NOT NULL REFERENCES users(id),
  uploaded_at TIMESTAMP NOT NULL,
  removed_at TIMESTAMP,
  CONSTRAINT evidence_one_owner CHECK ((claim_id IS NULL) <> (event_id IS NULL))
);
CREATE INDEX evidence_claim ON evidence(claim_id);
CREATE INDEX evidence_event ON evidence(event_id);
