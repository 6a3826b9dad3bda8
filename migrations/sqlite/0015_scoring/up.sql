-- Scoring a year's bases: the pool of evaluators, the panel, self-scores and marks, what was decided.

-- What is known of an evaluator beside the account: for drawing panels and finding conflicts.
CREATE TABLE evaluator_profiles (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES users(id),
  -- Separated by ';'.
  trades TEXT NOT NULL,
  account_number TEXT NOT NULL DEFAULT '',
  -- Whether they are drawn from now on.
  in_pool BOOLEAN NOT NULL DEFAULT TRUE,
  version BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE evaluator_employments (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  credit_code TEXT NOT NULL,
  -- Last day there (inclusive).
  until DATE NOT NULL,
  CONSTRAINT evaluator_employments_once UNIQUE (user_id, credit_code)
);

-- How far a year has come; what was fixed when it was opened stays as it is in evaluations.
CREATE TABLE evaluation_runs (
  evaluation_id BIGINT PRIMARY KEY NOT NULL REFERENCES evaluations(id),
  phase TEXT NOT NULL,
  -- Last days (inclusive) of self-scoring and of scoring.
  self_until DATE NOT NULL,
  score_until DATE NOT NULL,
  -- Points between highest and lowest mark above which the panel meets; none: never.
  spread TEXT,
  -- Published before the draw.
  seed TEXT NOT NULL DEFAULT '',
  drawn_at TIMESTAMP,
  -- What is drawn from and what is wanted, JSON, fixed with the seed: anybody can draw again.
  draw TEXT NOT NULL DEFAULT '',
  -- The result as decided, JSON, with its hash.
  result TEXT,
  result_hash TEXT,
  minutes TEXT NOT NULL DEFAULT '',
  submitter_id BIGINT REFERENCES users(id),
  decider_id BIGINT REFERENCES users(id),
  approver_id BIGINT REFERENCES users(id),
  -- The notice's first and last day (inclusive).
  notice_on DATE,
  notice_ends_on DATE,
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT evaluation_runs_two_people CHECK (submitter_id IS NULL OR decider_id IS NULL OR submitter_id <> decider_id)
);

-- One a base counted.
CREATE TABLE evaluation_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  evaluation_id BIGINT NOT NULL REFERENCES evaluations(id),
  base_id BIGINT NOT NULL REFERENCES bases(id),
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  -- None until the base has sent its self-score in.
  self_scored_at TIMESTAMP,
  self_scored_by BIGINT REFERENCES users(id),
  -- Code of the veto found, with its reason.
  veto TEXT,
  veto_reason TEXT NOT NULL DEFAULT '',
  veto_by BIGINT REFERENCES users(id),
  -- Values of the published tie keys, JSON, by key.
  tie_values TEXT NOT NULL DEFAULT '{}',
  -- Minutes of the moderation meeting, which opens the second round.
  meeting TEXT NOT NULL DEFAULT '',
  met_at TIMESTAMP,
  -- Day by which an unqualified base mends what was found (inclusive).
  rectify_until DATE,
  rectified_on DATE,
  claim_id BIGINT REFERENCES claims(id),
  version BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT evaluation_entries_once UNIQUE (evaluation_id, base_id)
);

CREATE TABLE evaluation_self_marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  -- Code of the indicator.
  line TEXT NOT NULL,
  mark TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  CONSTRAINT evaluation_self_marks_once UNIQUE (entry_id, line)
);

-- Evidence of the base, and photos of an evaluator, by indicator.
CREATE TABLE evaluation_papers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  line TEXT NOT NULL,
  -- The evaluator whose photo it is; none for the base's evidence.
  evaluator_id BIGINT REFERENCES users(id),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs(sha256),
  uploaded_by BIGINT NOT NULL REFERENCES users(id),
  uploaded_at TIMESTAMP NOT NULL,
  removed_at TIMESTAMP
);
CREATE INDEX evaluation_papers_entry ON evaluation_papers(entry_id);

CREATE TABLE evaluation_panel (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  evaluation_id BIGINT NOT NULL REFERENCES evaluations(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  -- Order in which seats and substitutes were drawn, from 1.
  seq INTEGER NOT NULL,
  -- Member, substitute, replaced.
  seat TEXT NOT NULL,
  trade TEXT NOT NULL DEFAULT '',
  -- None until the evaluator has said whether there are conflicts.
  declared_at TIMESTAMP,
  CONSTRAINT evaluation_panel_once UNIQUE (evaluation_id, user_id)
);
CREATE INDEX evaluation_panel_user ON evaluation_panel(user_id);

-- Why an evaluator is kept from a base.
CREATE TABLE evaluation_conflicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  reason TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  -- Found by the program; otherwise declared.
  found BOOLEAN NOT NULL,
  at TIMESTAMP NOT NULL,
  CONSTRAINT evaluation_conflicts_once UNIQUE (entry_id, user_id, reason)
);
CREATE INDEX evaluation_conflicts_user ON evaluation_conflicts(user_id);

-- An evaluator's sheet of a base in a round: 1, or 2 after a moderation meeting.
CREATE TABLE evaluation_sheets (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  round INTEGER NOT NULL,
  remarks TEXT NOT NULL DEFAULT '',
  -- Sum of its marks, once it is signed.
  total TEXT,
  signed_at TIMESTAMP,
  version BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT evaluation_sheets_once UNIQUE (entry_id, user_id, round),
  CONSTRAINT evaluation_sheets_signed CHECK ((total IS NULL) = (signed_at IS NULL))
);
CREATE INDEX evaluation_sheets_user ON evaluation_sheets(user_id);

CREATE TABLE evaluation_marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  sheet_id BIGINT NOT NULL REFERENCES evaluation_sheets(id),
  line TEXT NOT NULL,
  mark TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  CONSTRAINT evaluation_marks_once UNIQUE (sheet_id, line)
);

CREATE TABLE evaluation_objections (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  objector_name TEXT NOT NULL,
  contact TEXT NOT NULL,
  reasons TEXT NOT NULL,
  filed_at TIMESTAMP NOT NULL,
  answer TEXT,
  upheld BOOLEAN,
  answered_by BIGINT REFERENCES users(id),
  answered_at TIMESTAMP
);
CREATE INDEX evaluation_objections_entry ON evaluation_objections(entry_id);

-- What was decided of a base and published. A further one follows an objection that was upheld.
CREATE TABLE evaluation_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES evaluation_entries(id),
  -- Proposed, published, held, cleared, superseded.
  state TEXT NOT NULL,
  grade TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- Of an excellent base, fen.
  amount BIGINT,
  -- Day by which an unqualified base mends what was found (inclusive).
  rectify_until DATE,
  minutes TEXT NOT NULL DEFAULT '',
  submitter_id BIGINT NOT NULL REFERENCES users(id),
  decider_id BIGINT REFERENCES users(id),
  approver_id BIGINT REFERENCES users(id),
  -- The notice's first and last day (inclusive).
  notice_on DATE,
  notice_ends_on DATE,
  version BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT evaluation_lines_two_people CHECK (decider_id IS NULL OR submitter_id <> decider_id)
);
CREATE UNIQUE INDEX evaluation_lines_one_live ON evaluation_lines(entry_id)
  WHERE state IN ('proposed', 'published', 'held', 'cleared');
