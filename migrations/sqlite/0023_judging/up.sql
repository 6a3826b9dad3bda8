-- Judging: recusals that count from the decoding on, requests that are refused or taken back, marks that were
-- missing, and who has seen whose workstation is whose.

-- In effect at once; entered while marks were given, in effect with the decoding; in effect since then.
ALTER TABLE contest_recusals ADD COLUMN effect TEXT NOT NULL DEFAULT 'at-once';

-- By whoever asked: taken back. By another: refused, with a reason.
ALTER TABLE contest_changes ADD COLUMN closed_by BIGINT REFERENCES users(id);
ALTER TABLE contest_changes ADD COLUMN closed_at TIMESTAMP;
ALTER TABLE contest_changes ADD COLUMN closed_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE contest_run_changes ADD COLUMN closed_by BIGINT REFERENCES users(id);
ALTER TABLE contest_run_changes ADD COLUMN closed_at TIMESTAMP;
ALTER TABLE contest_run_changes ADD COLUMN closed_reason TEXT NOT NULL DEFAULT '';

-- A mark that was missing after the decoding: from the paper of whoever stood in.
CREATE TABLE contest_additions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  line TEXT NOT NULL,
  judge_id BIGINT NOT NULL REFERENCES users(id),
  round INTEGER NOT NULL,
  mark TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES users(id),
  asked_at TIMESTAMP NOT NULL,
  approved_by BIGINT REFERENCES users(id),
  approved_at TIMESTAMP,
  closed_by BIGINT REFERENCES users(id),
  closed_at TIMESTAMP,
  closed_reason TEXT NOT NULL DEFAULT '',
  CONSTRAINT contest_additions_two_people CHECK (approved_by IS NULL OR approved_by <> asked_by)
);
CREATE INDEX contest_additions_entrant ON contest_additions(entrant_id);

-- Whoever has opened the lot by name signs nothing of the item; a new lot begins anew.
CREATE TABLE contest_seatings (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL,
  CONSTRAINT contest_seatings_once UNIQUE (item_id, user_id)
);
