-- Recognition: rounds of a programme, nominations, and the register of titles.

CREATE TABLE recognition_rounds (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  programme TEXT NOT NULL,
  year INTEGER NOT NULL,
  -- The programme as it was when the call was published, JSON; its hash.
  terms TEXT NOT NULL,
  terms_hash TEXT NOT NULL,
  -- None: as many as pass.
  places INTEGER,
  -- Places by county code, a JSON object.
  county_places TEXT NOT NULL,
  -- How long the titles last; none for good.
  term_years INTEGER,
  -- Last day of nominations, inclusive.
  closes_on DATE NOT NULL,
  state TEXT NOT NULL,
  -- How many of the panel were present at the vote.
  present INTEGER,
  minutes TEXT NOT NULL DEFAULT '',
  proposer_id BIGINT REFERENCES users(id),
  decider_id BIGINT REFERENCES users(id),
  -- First and last day of the notice, inclusive.
  notice_on DATE,
  notice_ends_on DATE,
  document TEXT NOT NULL DEFAULT '',
  decided_on DATE,
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  opened_by BIGINT NOT NULL REFERENCES users(id),
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT recognition_rounds_year UNIQUE (programme, year),
  CONSTRAINT recognition_rounds_two_people CHECK (proposer_id IS NULL OR decider_id IS NULL OR proposer_id <> decider_id)
);

CREATE TABLE nominations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  round_id BIGINT NOT NULL REFERENCES recognition_rounds(id),
  -- The unit of the nominee, which claims the award; and its division.
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  nominator TEXT NOT NULL,
  nominated_by BIGINT NOT NULL REFERENCES organisations(id),
  name TEXT NOT NULL,
  -- Resident ID or credit code; none until it is known. Personal data.
  identity TEXT,
  email TEXT NOT NULL DEFAULT '',
  -- What the conditions look at, JSON.
  facts TEXT NOT NULL,
  statement TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  -- Stands without review: the competition that won it.
  direct_source TEXT NOT NULL DEFAULT '',
  -- Category of the reason, of those not chosen.
  outcome TEXT,
  opinion TEXT NOT NULL DEFAULT '',
  -- Totals only: nobody's vote is kept.
  votes INTEGER,
  -- The exact mean, as a fraction.
  score TEXT,
  open_objections INTEGER NOT NULL DEFAULT 0,
  created_by BIGINT NOT NULL REFERENCES users(id),
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT nominations_once UNIQUE (round_id, identity)
);
CREATE INDEX nominations_unit ON nominations(organisation_id);

CREATE TABLE nomination_papers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  material TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs(sha256),
  uploaded_by BIGINT NOT NULL REFERENCES users(id),
  uploaded_at TIMESTAMP NOT NULL,
  removed_at TIMESTAMP
);
CREATE INDEX nomination_papers_of ON nomination_papers(nomination_id);

-- Clean-record checks: who asked whom, and the answer.
CREATE TABLE nomination_checks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  kind TEXT NOT NULL,
  answer TEXT NOT NULL,
  source TEXT NOT NULL,
  checked_by BIGINT NOT NULL REFERENCES users(id),
  checked_at TIMESTAMP NOT NULL,
  CONSTRAINT nomination_checks_once UNIQUE (nomination_id, kind)
);

CREATE TABLE recognition_panel (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  round_id BIGINT NOT NULL REFERENCES recognition_rounds(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  CONSTRAINT recognition_panel_once UNIQUE (round_id, user_id)
);

CREATE TABLE nomination_marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  -- Hundredths of a point, 0 to 10000.
  mark BIGINT NOT NULL,
  remark TEXT NOT NULL DEFAULT '',
  marked_at TIMESTAMP NOT NULL,
  CONSTRAINT nomination_marks_once UNIQUE (nomination_id, user_id)
);

-- Real-name objections to a line of the proposed list: for the office only.
CREATE TABLE nomination_objections (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  reasons TEXT NOT NULL,
  filed_at TIMESTAMP NOT NULL,
  answer TEXT,
  upheld BOOLEAN,
  answered_by BIGINT REFERENCES users(id),
  answered_at TIMESTAMP
);
CREATE INDEX nomination_objections_of ON nomination_objections(nomination_id);

CREATE TABLE recognition_titles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL,
  year INTEGER NOT NULL,
  subject TEXT NOT NULL,
  -- Resident ID or credit code. Personal data.
  identity TEXT NOT NULL,
  name TEXT NOT NULL,
  unit_name TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  nomination_id BIGINT REFERENCES nominations(id),
  rule TEXT NOT NULL,
  yearly_review BOOLEAN NOT NULL,
  granted_on DATE NOT NULL,
  document TEXT NOT NULL,
  -- Last day, inclusive; none for good.
  valid_until DATE,
  withdrawn_on DATE,
  withdrawal TEXT NOT NULL DEFAULT '',
  -- Of the award, to be paid back after a withdrawal; fen.
  to_recover BIGINT NOT NULL DEFAULT 0,
  claim_id BIGINT REFERENCES claims(id),
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT recognition_titles_once UNIQUE (programme, identity)
);
CREATE INDEX recognition_titles_year ON recognition_titles(programme, year);
CREATE INDEX recognition_titles_identity ON recognition_titles(identity);

CREATE TABLE recognition_reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  title_id BIGINT NOT NULL REFERENCES recognition_titles(id),
  year INTEGER NOT NULL,
  -- Whether the holder still meets what the title asks.
  kept BOOLEAN NOT NULL,
  opinion TEXT NOT NULL,
  reviewed_by BIGINT NOT NULL REFERENCES users(id),
  reviewed_at TIMESTAMP NOT NULL,
  CONSTRAINT recognition_reviews_once UNIQUE (title_id, year)
);
