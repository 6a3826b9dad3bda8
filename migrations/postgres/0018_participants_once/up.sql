-- The person first: without statistics, as on a new day of registrations, PostgreSQL took the index
-- that begins with the event, and read every registration of it for each new one.

DROP INDEX participants_once;
CREATE UNIQUE INDEX participants_once ON participants(resident_id, event_id, COALESCE(entry_id, 0))
  WHERE resident_id IS NOT NULL AND state IN ('pending', 'admitted', 'waiting', 'offered');
