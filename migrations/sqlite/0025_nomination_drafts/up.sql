-- The number of whoever is put forward, while the nomination is a draft: it keeps nobody else from nominating
-- the same person. With the submission it becomes the nomination's identity, once in a round.

ALTER TABLE nominations ADD COLUMN draft_identity TEXT;
UPDATE nominations SET draft_identity = identity, identity = NULL WHERE state = 'draft';
