-- Appends a batch of updates to the log, one dense sequence per file (lib/collab/SPEC.md, I3). Entry i is
-- p_file[i], p_user[i], and the next p_length[i] bytes of p_bytes; p_version[i] and p_meta[i], when not null, must be
-- where the file stands; the claims say under which Yjs client ids an entry brings new structs.
-- Three statements, because each takes a new snapshot under READ COMMITTED: what was committed while the first waited
-- for its locks (a role taken away, a client id claimed, a head moved) is seen by the third.
CREATE FUNCTION append_updates(
  p_file integer[], p_user integer[], p_length integer[], p_bytes bytea, p_version bigint[], p_meta integer[],
  p_claim_entry integer[], p_claim_client bigint[]
) RETURNS TABLE (entry integer, status text, seq bigint)
LANGUAGE plpgsql
SET lock_timeout = '1s'
AS $$
#variable_conflict use_column
BEGIN
  -- Always in the same order: two batches with the same files cannot wait for each other.
  PERFORM 1 FROM file_heads WHERE file_id = ANY (p_file) ORDER BY file_id FOR UPDATE;

  INSERT INTO file_clients (file_id, client_id, user_id)
  SELECT DISTINCT ON (e.file_id, c.client_id) e.file_id, c.client_id, e.user_id
  FROM unnest(p_claim_entry, p_claim_client) AS c (i, client_id)
  JOIN unnest(p_file, p_user) WITH ORDINALITY AS e (file_id, user_id, i) ON e.i = c.i
  JOIN file_members m ON m.file_id = e.file_id AND m.user_id = e.user_id AND m.role IN ('owner', 'collaborator')
  ORDER BY e.file_id, c.client_id, c.i
  ON CONFLICT DO NOTHING;

  RETURN QUERY
  WITH e AS (
    SELECT t.*,
      1 + COALESCE(sum(t.length) OVER (ORDER BY t.i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS start,
      min(t.i) OVER (PARTITION BY t.file_id) AS first
    FROM unnest(p_file, p_user, p_length, p_version, p_meta) WITH ORDINALITY
      AS t (file_id, user_id, length, version, meta, i)
  ), foreign_entry AS (
    SELECT DISTINCT e.i
    FROM unnest(p_claim_entry, p_claim_client) AS c (i, client_id)
    JOIN e ON e.i = c.i
    JOIN file_clients f ON f.file_id = e.file_id AND f.client_id = c.client_id AND f.user_id <> e.user_id
  ), judged AS (
    SELECT e.i, e.file_id, e.user_id, e.start, e.length, h.head_seq,
      CASE
        WHEN h.file_id IS NULL THEN 'no-file'
        WHEN m.role IS NULL THEN 'not-member'
        WHEN m.role = 'viewer' THEN 'not-editor'
        WHEN x.i IS NOT NULL THEN 'foreign-client'
        -- A batch never puts an expecting entry behind another one of its file; if it did, the file would have moved.
        WHEN e.version IS NOT NULL
          AND (e.i <> e.first OR e.version <> h.head_seq OR e.meta <> f.meta_version) THEN 'stale'
        ELSE 'stored'
      END AS status
    FROM e
    LEFT JOIN file_heads h ON h.file_id = e.file_id
    LEFT JOIN code_files f ON f.id = e.file_id
    LEFT JOIN file_members m ON m.file_id = e.file_id AND m.user_id = e.user_id
    LEFT JOIN foreign_entry x ON x.i = e.i
  ), numbered AS (
    SELECT j.i, j.file_id, j.user_id, j.start, j.length,
      j.head_seq + row_number() OVER (PARTITION BY j.file_id ORDER BY j.i) AS seq
    FROM judged j
    WHERE j.status = 'stored'
  ), inserted AS (
    INSERT INTO file_updates (file_id, seq, user_id, update)
    SELECT n.file_id, n.seq, n.user_id, substring(p_bytes FROM n.start::integer FOR n.length)
    FROM numbered n
  ), moved AS (
    UPDATE file_heads h
    SET head_seq = n.last, changed_at = now()
    FROM (SELECT file_id, max(seq) AS last FROM numbered GROUP BY file_id) AS n
    WHERE h.file_id = n.file_id
  )
  SELECT j.i::integer, j.status, n.seq
  FROM judged j
  LEFT JOIN numbered n ON n.i = j.i
  ORDER BY j.i;
END
$$;
