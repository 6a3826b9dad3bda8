-- Yearly evaluations of the city's training bases: what was fixed and published before any score.

CREATE TABLE evaluations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  year INTEGER NOT NULL,
  -- The bases on the register on this day count.
  cut_off DATE NOT NULL,
  -- N, and how many of them may be excellent.
  population INTEGER NOT NULL,
  places INTEGER NOT NULL,
  -- The bases counted, the rubric and the rules as JSON; the hash of the first two.
  register TEXT NOT NULL,
  register_hash TEXT NOT NULL,
  rubric TEXT NOT NULL,
  rubric_hash TEXT NOT NULL,
  rules TEXT NOT NULL,
  opened_by BIGINT NOT NULL REFERENCES users(id),
  opened_at TIMESTAMP NOT NULL,
  CONSTRAINT evaluations_year UNIQUE (year)
);
