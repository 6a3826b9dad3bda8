-- The register of public training bases: what they are, how they were designated, their years.

CREATE TABLE bases (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  division TEXT NOT NULL,
  name TEXT NOT NULL,
  industry TEXT NOT NULL,
  address TEXT NOT NULL,
  -- Separated by ';'.
  trades TEXT NOT NULL,
  -- Square metres of training sites.
  area INTEGER,
  workstations INTEGER,
  teachers INTEGER,
  equipment TEXT NOT NULL DEFAULT '',
  -- None until designated; the level held now, and since when.
  level TEXT,
  designated_on DATE,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT bases_name UNIQUE (organisation_id, name),
  CONSTRAINT bases_designated CHECK ((level IS NULL) = (designated_on IS NULL))
);

-- Applications for a level: the first one, and the promotion to a higher one. The designated ones
-- are the base's history.
CREATE TABLE base_applications (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  base_id BIGINT NOT NULL REFERENCES bases(id),
  level TEXT NOT NULL,
  state TEXT NOT NULL,
  statement TEXT NOT NULL,
  opinion TEXT NOT NULL DEFAULT '',
  document TEXT NOT NULL DEFAULT '',
  designated_on DATE,
  examiner_id BIGINT REFERENCES users(id),
  decider_id BIGINT REFERENCES users(id),
  waiting_since TIMESTAMP NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT base_applications_two_people CHECK (examiner_id IS NULL OR decider_id IS NULL OR examiner_id <> decider_id)
);
CREATE INDEX base_applications_base ON base_applications(base_id);
CREATE UNIQUE INDEX base_applications_one_open ON base_applications(base_id)
  WHERE state IN ('draft', 'submitted', 'returned', 'examined');

CREATE TABLE base_figures (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  base_id BIGINT NOT NULL REFERENCES bases(id),
  year INTEGER NOT NULL,
  trainees INTEGER NOT NULL,
  certificates INTEGER NOT NULL,
  -- Competitions served.
  competitions INTEGER NOT NULL,
  CONSTRAINT base_figures_year UNIQUE (base_id, year)
);

CREATE TABLE base_papers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  base_id BIGINT NOT NULL REFERENCES bases(id),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs(sha256),
  uploaded_by BIGINT NOT NULL REFERENCES users(id),
  uploaded_at TIMESTAMP NOT NULL,
  removed_at TIMESTAMP
);
CREATE INDEX base_papers_base ON base_papers(base_id);

-- Claims made for a base: earlier instalments, and the lower level's grant, are paid before.
CREATE TABLE base_claims (
  claim_id BIGINT PRIMARY KEY NOT NULL REFERENCES claims(id),
  base_id BIGINT NOT NULL REFERENCES bases(id)
);
CREATE INDEX base_claims_base ON base_claims(base_id);
