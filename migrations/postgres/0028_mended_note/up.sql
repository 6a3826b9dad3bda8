-- What an unqualified base has mended.
ALTER TABLE evaluation_entries ADD COLUMN rectified_note TEXT NOT NULL DEFAULT '';
