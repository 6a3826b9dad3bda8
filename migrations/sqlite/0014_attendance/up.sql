-- Attendance: what a scan's device said of itself, where lecturers come from, who completed.

-- Seconds by which the device's clock was behind ours when it sent the scan; NULL: not known.
ALTER TABLE attendance ADD COLUMN skew_seconds INTEGER;
-- Why it was entered by hand; empty for a scan.
ALTER TABLE attendance ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- Part of a half-day's time that makes somebody present on it.
ALTER TABLE event_terms ADD COLUMN present_num INTEGER NOT NULL DEFAULT 1;
ALTER TABLE event_terms ADD COLUMN present_den INTEGER NOT NULL DEFAULT 2;

-- Of a lecturer: provincial, domestic, hmt, foreign; empty: not said.
ALTER TABLE event_people ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- Certificates of completion (结业证书) of seminars and classes.
CREATE TABLE completion_certificates (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  participant_id BIGINT NOT NULL REFERENCES participants(id),
  number TEXT NOT NULL UNIQUE,
  -- What the QR code leads to; not to be guessed.
  code TEXT NOT NULL UNIQUE,
  -- As printed: half-days attended, of those expected.
  attended INTEGER NOT NULL,
  expected INTEGER NOT NULL,
  issued_on DATE NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES users(id),
  revoked_at TIMESTAMP,
  revoked_by BIGINT REFERENCES users(id),
  revoke_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX completion_certificates_one_valid ON completion_certificates(participant_id)
  WHERE revoked_at IS NULL;
