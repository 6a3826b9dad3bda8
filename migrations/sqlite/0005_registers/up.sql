-- People and invoices of a claim.

-- A person of a claim, for the office and the claim's own unit; never in mail or on the record.
CREATE TABLE claim_people (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  resident_id TEXT NOT NULL,
  certificate TEXT NOT NULL DEFAULT '',
  -- The person's own facts by name as typed, a JSON object of texts.
  facts TEXT NOT NULL,
  finished BOOLEAN NOT NULL DEFAULT TRUE,
  -- Nobody twice in one claim.
  CONSTRAINT claim_people_once UNIQUE (claim_id, resident_id)
);
CREATE INDEX claim_people_resident ON claim_people(resident_id);

-- Paid in advance of a class's claim, settled against those who finished.
CREATE TABLE claim_advances (
  claim_id BIGINT PRIMARY KEY NOT NULL REFERENCES claims(id),
  amount BIGINT NOT NULL,
  CONSTRAINT claim_advances_amount CHECK (amount >= 0)
);

-- An invoice that a claim's cost stands on. The keys are number and seller without the differences
-- people type; the same invoice in two claims is a warning, in one it is refused.
CREATE TABLE claim_invoices (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  claim_id BIGINT NOT NULL REFERENCES claims(id),
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  seller TEXT NOT NULL,
  seller_key TEXT NOT NULL,
  amount BIGINT NOT NULL,
  issued_on DATE NOT NULL,
  CONSTRAINT claim_invoices_amount CHECK (amount > 0),
  CONSTRAINT claim_invoices_once UNIQUE (claim_id, number_key, seller_key)
);
CREATE INDEX claim_invoices_keys ON claim_invoices(number_key, seller_key);

-- The person as published: the masked name and the last four of the ID.
ALTER TABLE notice_lines ADD COLUMN person TEXT;
ALTER TABLE notice_lines ADD COLUMN person_tail TEXT;
