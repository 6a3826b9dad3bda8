-- Public registration: further secret links of a participant, and what the worker looks for.

-- Each mail carries a link of its own; `participants.page_hash` is that of the first.
CREATE TABLE participant_links (
  hash TEXT PRIMARY KEY NOT NULL,
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX participant_links_participant ON participant_links(participant_id);

-- Offers whose time has run out.
CREATE INDEX participants_offered ON participants(offered_until) WHERE state = 'offered';
-- Whether somebody won a title is looked up by name.
CREATE INDEX contest_entrants_name ON contest_entrants(name);
