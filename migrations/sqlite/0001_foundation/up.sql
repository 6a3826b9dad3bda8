-- Who works here, how they sign in, and the facts everything else is measured by.

CREATE TABLE meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

-- Serial numbers of references, one row a kind and year.
CREATE TABLE counters (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (kind, year)
);

CREATE TABLE organisations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  credit_code TEXT UNIQUE,
  division TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  contact_name TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  account_name TEXT NOT NULL DEFAULT '',
  account_number TEXT NOT NULL DEFAULT '',
  bank_name TEXT NOT NULL DEFAULT '',
  bank_code TEXT NOT NULL DEFAULT '',
  active BOOLEAN NOT NULL DEFAULT TRUE,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations(id),
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL DEFAULT 'zh',
  password_hash TEXT,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  version BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX users_organisation ON users(organisation_id);

CREATE TABLE user_roles (
  user_id BIGINT NOT NULL REFERENCES users(id),
  role TEXT NOT NULL,
  PRIMARY KEY (user_id, role)
);

-- Only hashes of session and account tokens are kept. The previous hash stays good for a moment
-- after a rotation, so that two requests in flight do not sign each other out.
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  token_hash TEXT NOT NULL UNIQUE,
  previous_hash TEXT UNIQUE,
  -- What this session's forms carry; it outlives rotations, so that an open form stays good.
  form_token TEXT NOT NULL,
  rotated_at TIMESTAMP NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_user ON sessions(user_id);

CREATE TABLE account_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  purpose TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);
CREATE INDEX account_tokens_user ON account_tokens(user_id);

-- A published version is never edited: the hash says so.
CREATE TABLE policy_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  policy TEXT NOT NULL,
  version TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  published_at TIMESTAMP NOT NULL,
  UNIQUE (policy, version)
);

-- The State Council's calendar, a revision a load: schedules are amended in mid-year.
CREATE TABLE calendar_years (
  year INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  text TEXT NOT NULL,
  loaded_at TIMESTAMP NOT NULL,
  loaded_by BIGINT REFERENCES users(id),
  PRIMARY KEY (year, revision)
);
