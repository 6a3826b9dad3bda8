-- A title is withdrawn by two people: one proposes it with the reason, another decides.
CREATE TABLE recognition_withdrawals (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  title_id BIGINT NOT NULL REFERENCES recognition_titles(id),
  reason TEXT NOT NULL,
  proposed_by BIGINT NOT NULL REFERENCES users(id),
  proposed_at TIMESTAMP NOT NULL,
  -- None until somebody else decides: withdrawn, or kept with the reason.
  withdrawn BOOLEAN,
  opinion TEXT NOT NULL DEFAULT '',
  decided_by BIGINT REFERENCES users(id),
  decided_at TIMESTAMP,
  CONSTRAINT recognition_withdrawals_two_people CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CONSTRAINT recognition_withdrawals_decided CHECK ((withdrawn IS NULL) = (decided_by IS NULL))
);
CREATE INDEX recognition_withdrawals_title ON recognition_withdrawals(title_id);
CREATE UNIQUE INDEX recognition_withdrawals_one_open ON recognition_withdrawals(title_id) WHERE withdrawn IS NULL;
