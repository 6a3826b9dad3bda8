-- Letters whose addressee was deleted with an event's personal data; the employers of
-- participants; teams that were reminded of being too few.

-- When recipient and text were deleted; kind, time and state stay. NULL: both are there.
ALTER TABLE outbox ADD COLUMN forgotten_at TIMESTAMP;
CREATE INDEX outbox_reference ON outbox(reference) WHERE forgotten_at IS NULL;

-- Kind of the employer: private, state, institution, other; empty: not said.
ALTER TABLE participants ADD COLUMN employer TEXT NOT NULL DEFAULT '';

-- The last reminder of a team with too few members, with the cut-off it was about; empty: none yet.
ALTER TABLE teams ADD COLUMN reminded TEXT NOT NULL DEFAULT '';
