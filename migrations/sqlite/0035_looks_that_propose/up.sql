-- A yearly look that did not keep a title proposes its withdrawal by itself: those from before, of which nobody proposed
-- it since, are proposals now.
INSERT INTO recognition_withdrawals (title_id, reason, proposed_by, proposed_at)
SELECT looks.title_id, looks.opinion, looks.reviewed_by, looks.reviewed_at
FROM recognition_reviews AS looks
JOIN recognition_titles AS titles ON titles.id = looks.title_id
WHERE looks.kept = FALSE
  AND titles.withdrawn_on IS NULL
  AND looks.year = (SELECT MAX(latest.year) FROM recognition_reviews AS latest WHERE latest.title_id = looks.title_id)
  AND NOT EXISTS (
    SELECT 1 FROM recognition_withdrawals AS proposals
    WHERE proposals.title_id = looks.title_id
      AND (proposals.withdrawn IS NULL OR proposals.proposed_at >= looks.reviewed_at)
  );
