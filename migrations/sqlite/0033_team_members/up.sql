-- Who competes as a team: its members as they were when their list was fixed, or as the published result of a
-- preliminary brought them. Of a team without rows here the roster says it.
CREATE TABLE contest_members (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entrant_id BIGINT NOT NULL REFERENCES contest_entrants(id),
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  email TEXT NOT NULL,
  id_tail TEXT NOT NULL,
  born_on DATE,
  sex TEXT,
  CONSTRAINT contest_members_once UNIQUE (entrant_id, participant_id)
);
CREATE INDEX contest_members_participant ON contest_members(participant_id);
-- Items whose judging has begun.
INSERT INTO contest_members (entrant_id, participant_id, name, unit, email, id_tail, born_on, sex)
  SELECT contest_entrants.id, mate.id, mate.name, mate.unit, mate.email, mate.id_tail, mate.born_on, mate.sex
  FROM contest_entrants
  JOIN contest_items ON contest_items.id = contest_entrants.item_id AND contest_items.phase <> 'set-up'
  JOIN participants AS own ON own.id = contest_entrants.participant_id
  JOIN teams ON teams.id = own.team_id AND teams.name = contest_entrants.name
  JOIN entries ON entries.id = teams.entry_id AND entries.team_most > 1
  JOIN participants AS mate ON mate.team_id = teams.id AND mate.state = 'admitted'
  ORDER BY mate.id;
-- The finals their results led to.
INSERT INTO contest_members (entrant_id, participant_id, name, unit, email, id_tail, born_on, sex)
  SELECT finalist.id, mate.participant_id, mate.name, mate.unit, mate.email, mate.id_tail, mate.born_on, mate.sex
  FROM contest_members AS mate
  JOIN contest_entrants AS team ON team.id = mate.entrant_id
  JOIN contest_advances ON contest_advances.from_item_id = team.item_id
  JOIN contest_entrants AS finalist ON finalist.item_id = contest_advances.to_item_id
    AND finalist.participant_id IS NULL AND finalist.name = team.name AND finalist.unit = team.unit
  ORDER BY mate.id;
