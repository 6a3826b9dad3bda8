-- A submitted result that was sent back, and why.
CREATE TABLE contest_returns (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  item_id BIGINT NOT NULL REFERENCES contest_items(id),
  reason TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users(id),
  at TIMESTAMP NOT NULL
);
CREATE INDEX contest_returns_item ON contest_returns(item_id);
