-- Who takes part: what can be registered for, participants, teams, what became of them, attendance.

-- What an event asks of its participants' data, and what attendance counts for.
CREATE TABLE event_terms (
  event_id BIGINT PRIMARY KEY NOT NULL REFERENCES events(id),
  -- Why the data is kept (shown where it is given), and how many days after the event's last day.
  purpose TEXT NOT NULL,
  keep_days INTEGER NOT NULL CHECK (keep_days > 0),
  -- Share of the half-days that must be attended for the certificate and the head count.
  share_num INTEGER NOT NULL,
  share_den INTEGER NOT NULL,
  -- A person takes part in one item only.
  one_item BOOLEAN NOT NULL DEFAULT TRUE,
  -- When identity numbers, phones and addresses were deleted.
  erased_at TIMESTAMP,
  version BIGINT NOT NULL DEFAULT 0,
  CHECK (share_num >= 0 AND share_den > 0 AND share_num <= share_den)
);

-- What one can register for: the event itself, or one item of a competition.
CREATE TABLE entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  contest_item_id BIGINT REFERENCES contest_items(id),
  name TEXT NOT NULL,
  -- None: no limit. In teams a team takes one place.
  capacity INTEGER,
  taken INTEGER NOT NULL DEFAULT 0,
  -- A registration counts once somebody has looked at it.
  approval BOOLEAN NOT NULL DEFAULT FALSE,
  -- Members of a team; 1 and 1: individuals.
  team_least INTEGER NOT NULL DEFAULT 1,
  team_most INTEGER NOT NULL DEFAULT 1,
  opens_at TIMESTAMP NOT NULL,
  -- Exclusive; also the cut-off for withdrawal and substitution by the participants themselves.
  closes_at TIMESTAMP NOT NULL,
  -- How long a place offered to the next on the list is held, in hours; 0: given at once.
  offer_hours INTEGER NOT NULL DEFAULT 48,
  -- Who may register, as JSON.
  rules TEXT NOT NULL DEFAULT '{}',
  open BOOLEAN NOT NULL DEFAULT FALSE,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT entries_name UNIQUE (event_id, name),
  CONSTRAINT entries_capacity CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity)),
  CHECK (closes_at > opens_at AND team_least >= 1 AND team_most >= team_least AND offer_hours >= 0)
);

CREATE TABLE teams (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries(id),
  name TEXT NOT NULL,
  -- Hash of what the leader passes on so that others join.
  join_hash TEXT UNIQUE,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT teams_name UNIQUE (entry_id, name)
);

CREATE TABLE participants (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  -- None: entered by the office or a roster without anything to register for.
  entry_id BIGINT REFERENCES entries(id),
  team_id BIGINT REFERENCES teams(id),
  state TEXT NOT NULL,
  -- How the row came: roster, public, office.
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  -- None once erased; `id_tail` (its last four) stays for lists.
  resident_id TEXT,
  id_tail TEXT NOT NULL DEFAULT '',
  born_on DATE,
  sex TEXT,
  unit TEXT NOT NULL DEFAULT '',
  -- Division of the unit, six digits; empty: not said.
  division TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL DEFAULT 'zh',
  -- Level of vocational skill, as a code; empty: none or not said.
  skill_level TEXT NOT NULL DEFAULT '',
  -- Titles held, as declared; those granted by the office are known anyway.
  titles TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '',
  -- Until when an offered place is held.
  offered_until TIMESTAMP,
  -- Nobody twice in what takes one person once; NULL where the event allows several items.
  sole_key TEXT,
  -- Hash of the secret of the participant's own page; what the QR code of check-in says.
  page_hash TEXT UNIQUE,
  pass_code TEXT UNIQUE,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX participants_event ON participants(event_id, id);
CREATE INDEX participants_entry ON participants(entry_id, state, id);
CREATE INDEX participants_resident ON participants(resident_id);
-- One person is once in an entry (or in the event where there is none) among those that count.
CREATE UNIQUE INDEX participants_once ON participants(event_id, COALESCE(entry_id, 0), resident_id)
  WHERE resident_id IS NOT NULL AND state IN ('pending', 'admitted', 'waiting', 'offered');
CREATE UNIQUE INDEX participants_sole ON participants(event_id, sole_key)
  WHERE sole_key IS NOT NULL AND state IN ('pending', 'admitted', 'waiting', 'offered');

-- What became of a participant: registered, approved, moved up, changed, withdrawn, substituted.
-- Holds no identity number.
CREATE TABLE participant_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  at TIMESTAMP NOT NULL,
  what TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  -- None: the participant, or the program itself.
  user_id BIGINT REFERENCES users(id)
);
CREATE INDEX participant_log_participant ON participant_log(participant_id, id);

-- A change asked for after approval; it counts once it is approved too.
CREATE TABLE participant_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  -- The new values by field, JSON.
  fields TEXT NOT NULL,
  asked_at TIMESTAMP NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT REFERENCES users(id),
  decided_at TIMESTAMP,
  reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX participant_changes_one ON participant_changes(participant_id) WHERE state = 'asked';

-- A roster read from a file, kept until its columns are mapped and it is entered.
CREATE TABLE roster_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  entry_id BIGINT REFERENCES entries(id),
  user_id BIGINT NOT NULL REFERENCES users(id),
  file_name TEXT NOT NULL,
  -- The rows as read, JSON; deleted when entered, and with the event's data.
  content TEXT NOT NULL,
  -- Which column is which field, JSON.
  mapping TEXT NOT NULL DEFAULT '{}',
  created_at TIMESTAMP NOT NULL,
  imported_at TIMESTAMP
);
CREATE INDEX roster_imports_event ON roster_imports(event_id);

-- One scan at the door.
CREATE TABLE attendance (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  -- in or out
  direction TEXT NOT NULL,
  -- When the device says it was, when it arrived here; both UTC.
  scanned_at TIMESTAMP NOT NULL,
  received_at TIMESTAMP NOT NULL,
  -- The device and its own mark of the scan: sent twice, it counts once.
  device TEXT NOT NULL,
  mark TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  -- Struck with a reason; stays visible.
  struck_reason TEXT NOT NULL DEFAULT '',
  struck_by BIGINT REFERENCES users(id),
  CONSTRAINT attendance_mark UNIQUE (event_id, device, mark)
);
CREATE INDEX attendance_participant ON attendance(participant_id, scanned_at);

-- A flag that somebody looked at, with what was found.
CREATE TABLE attendance_answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES events(id),
  flag TEXT NOT NULL,
  answer TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL,
  CONSTRAINT attendance_answers_once UNIQUE (event_id, flag)
);

ALTER TABLE contest_entrants ADD COLUMN participant_id BIGINT REFERENCES participants(id);
ALTER TABLE event_people ADD COLUMN participant_id BIGINT REFERENCES participants(id);
