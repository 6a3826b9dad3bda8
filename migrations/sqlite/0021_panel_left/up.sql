-- Why and when somebody left a panel: gave the seat up to a substitute, or did not sign in time.
ALTER TABLE evaluation_panel ADD COLUMN left_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE evaluation_panel ADD COLUMN left_at TIMESTAMP;
