-- Notice, ledger and payment.

CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  division TEXT NOT NULL,
  title TEXT NOT NULL,
  published_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  published_at TIMESTAMP NOT NULL,
  published_by BIGINT NOT NULL REFERENCES users(id)
);

CREATE TABLE notice_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  notice_id BIGINT NOT NULL REFERENCES notices(id),
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  seq INTEGER NOT NULL,
  unit_name TEXT NOT NULL,
  title TEXT NOT NULL,
  rule TEXT NOT NULL,
  amount BIGINT NOT NULL,
  state TEXT NOT NULL,
  UNIQUE (notice_id, claim_id)
);
CREATE INDEX notice_lines_claim ON notice_lines(claim_id);
-- A claim stands in one live notice at a time.
CREATE UNIQUE INDEX notice_lines_one_live ON notice_lines(claim_id) WHERE state IN ('published', 'held');

CREATE TABLE objections (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  notice_line_id BIGINT NOT NULL REFERENCES notice_lines(id),
  objector_name TEXT NOT NULL,
  contact TEXT NOT NULL,
  reasons TEXT NOT NULL,
  filed_at TIMESTAMP NOT NULL,
  answer TEXT,
  upheld BOOLEAN,
  answered_by BIGINT REFERENCES users(id),
  answered_at TIMESTAMP
);
CREATE INDEX objections_line ON objections(notice_line_id);

CREATE TABLE budget_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  budget_line_id BIGINT NOT NULL REFERENCES budget_lines(id),
  claim_id BIGINT REFERENCES claims(id),
  kind TEXT NOT NULL,
  amount BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL
);
CREATE INDEX budget_entries_line ON budget_entries(budget_line_id);
CREATE INDEX budget_entries_claim ON budget_entries(claim_id);

CREATE TABLE payment_batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  division TEXT NOT NULL,
  budget_year INTEGER NOT NULL,
  state TEXT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES users(id),
  created_at TIMESTAMP NOT NULL,
  -- When it was ordered; no answer of the bank is older.
  sent_at TIMESTAMP,
  version BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE payments (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  batch_id BIGINT NOT NULL REFERENCES payment_batches(id),
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  seq INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  payee TEXT NOT NULL,
  account_number TEXT NOT NULL,
  bank_name TEXT NOT NULL,
  bank_code TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  settled_on DATE,
  CONSTRAINT payments_amount CHECK (amount > 0),
  UNIQUE (batch_id, claim_id)
);
-- No claim is paid twice: one payment under way or done at a time.
CREATE UNIQUE INDEX payments_one_live ON payments(claim_id) WHERE state <> 'rejected';
