-- Of a team, whom the certificate names: JSON pairs of participant and name. Blank: everybody of the team.
ALTER TABLE contest_certificates ADD COLUMN members TEXT NOT NULL DEFAULT '';
