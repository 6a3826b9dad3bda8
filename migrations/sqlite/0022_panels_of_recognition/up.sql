-- Recognition: a panel drawn with a published seed, its conflicts, a second round of marks, the totals of a
-- secret ballot, who won a title in which contest, and titles that were paid before this register.

ALTER TABLE recognition_rounds ADD COLUMN seed TEXT NOT NULL DEFAULT '';
-- What is drawn from and what is wanted, JSON, fixed with the seed: anybody can draw again.
ALTER TABLE recognition_rounds ADD COLUMN draw TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition_rounds ADD COLUMN drawn_at TIMESTAMP;

-- Order in which seats and substitutes were drawn, from 1.
ALTER TABLE recognition_panel ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
-- Member, substitute, replaced.
ALTER TABLE recognition_panel ADD COLUMN seat TEXT NOT NULL DEFAULT 'member';
ALTER TABLE recognition_panel ADD COLUMN trade TEXT NOT NULL DEFAULT '';
-- None until the evaluator has said whether there are conflicts.
ALTER TABLE recognition_panel ADD COLUMN declared_at TIMESTAMP;
-- Whether the ballot was cast: never when, nor how.
ALTER TABLE recognition_panel ADD COLUMN voted BOOLEAN NOT NULL DEFAULT FALSE;
-- Panels that were appointed before go on as they are.
UPDATE recognition_rounds SET drawn_at = waiting_since WHERE id IN (SELECT round_id FROM recognition_panel);
UPDATE recognition_panel SET declared_at = (
  SELECT waiting_since FROM recognition_rounds WHERE recognition_rounds.id = recognition_panel.round_id
);

-- The contestant who stands without review.
ALTER TABLE nominations ADD COLUMN entrant_id BIGINT REFERENCES contest_entrants(id);
-- Minutes of the moderation meeting, which opens the second round of marks.
ALTER TABLE nominations ADD COLUMN meeting TEXT NOT NULL DEFAULT '';

-- Paid for a title before it came into this register, fen.
ALTER TABLE recognition_titles ADD COLUMN paid_elsewhere BIGINT NOT NULL DEFAULT 0;

ALTER TABLE nomination_marks RENAME TO nomination_marks_before;
CREATE TABLE nomination_marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  -- Hundredths of a point, 0 to 10000.
  mark BIGINT NOT NULL,
  remark TEXT NOT NULL DEFAULT '',
  marked_at TIMESTAMP NOT NULL,
  -- 1, or 2 after a moderation meeting.
  round INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT nomination_marks_once UNIQUE (nomination_id, user_id, round)
);
INSERT INTO nomination_marks (id, nomination_id, user_id, mark, remark, marked_at)
  SELECT id, nomination_id, user_id, mark, remark, marked_at FROM nomination_marks_before;
DROP TABLE nomination_marks_before;

-- Why an evaluator is kept from a nominee.
CREATE TABLE nomination_conflicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nomination_id BIGINT NOT NULL REFERENCES nominations(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  reason TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  -- Found by the program; otherwise declared.
  found BOOLEAN NOT NULL,
  at TIMESTAMP NOT NULL,
  CONSTRAINT nomination_conflicts_once UNIQUE (nomination_id, user_id, reason)
);
CREATE INDEX nomination_conflicts_user ON nomination_conflicts(user_id);

-- A ballot cast in the program: totals, and nothing of who voted how.
CREATE TABLE nomination_tallies (
  nomination_id BIGINT PRIMARY KEY NOT NULL REFERENCES nominations(id),
  -- Ballots on which the nominee stood, and those of them in favour.
  ballots INTEGER NOT NULL,
  votes INTEGER NOT NULL,
  CONSTRAINT nomination_tallies_sound CHECK (votes >= 0 AND votes <= ballots)
);
