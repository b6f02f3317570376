-- Appends a batch of updates to the log, one dense sequence per file (lib/collab/SPEC.md, I3). Entry i is
-- p_file[i], p_user[i], and the next p_length[i] bytes of p_bytes; p_version[i] and p_meta[i], when not null, must be
-- where the file stands when entry i is numbered; the claims, sorted by entry, say under which Yjs client ids an entry
-- brings new structs. Answers one row per entry, in order.
-- Several statements, because each takes a new snapshot under READ COMMITTED: what was committed while the first waited
-- for its locks (a role taken away, a client id claimed, a head moved) is seen by those after it.
-- The plans are made once per session (making them takes longer than a small batch), maybe while the tables are small:
-- hence no sequential scans.
CREATE FUNCTION append_updates(
  p_file integer[], p_user integer[], p_length integer[], p_bytes bytea, p_version bigint[], p_meta integer[],
  p_claim_entry integer[], p_claim_client bigint[]
) RETURNS TABLE (entry integer, status text, seq bigint)
LANGUAGE plpgsql
SET lock_timeout = '1s'
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_claimed_file integer[];
  v_claimed_client bigint[];
  v_status text[];
  v_entry integer;
BEGIN
  -- Always in the same order: two batches with the same files cannot wait for each other.
  PERFORM 1 FROM file_heads WHERE file_id = ANY (p_file) ORDER BY file_id FOR UPDATE;

  -- Sorted for the same reason. Of two authors in the batch the earlier one claims.
  WITH claimed AS (
    INSERT INTO file_clients (file_id, client_id, user_id)
    SELECT DISTINCT ON (h.file_id, c.client_id) h.file_id, c.client_id, m.user_id
    FROM unnest(p_claim_entry, p_claim_client) AS c (i, client_id)
    JOIN file_heads h ON h.file_id = p_file[c.i]
    JOIN file_members m ON m.file_id = h.file_id AND m.user_id = p_user[c.i] AND m.role IN ('owner', 'collaborator')
    ORDER BY h.file_id, c.client_id, c.i
    ON CONFLICT DO NOTHING
    RETURNING file_id, client_id
  )
  SELECT array_agg(file_id), array_agg(client_id) INTO v_claimed_file, v_claimed_client FROM claimed;

  SELECT array_agg(
    CASE
      WHEN h.file_id IS NULL THEN 'no-file'
      WHEN m.role IS NULL THEN 'not-member'
      WHEN m.role = 'viewer' THEN 'not-editor'
      WHEN e.i IN (
        SELECT c.i
        FROM unnest(p_claim_entry, p_claim_client) AS c (i, client_id)
        JOIN file_clients f ON f.file_id = p_file[c.i] AND f.client_id = c.client_id AND f.user_id <> p_user[c.i]
      ) THEN 'foreign-client'
      WHEN e.version IS NOT NULL THEN 'expects'
      ELSE 'stored'
    END ORDER BY e.i)
  INTO v_status
  FROM unnest(p_file, p_user, p_version) WITH ORDINALITY AS e (file_id, user_id, version, i)
  LEFT JOIN file_heads h ON h.file_id = e.file_id
  LEFT JOIN file_members m ON m.file_id = e.file_id AND m.user_id = e.user_id;

  -- One after the other: where the file stands depends on which of the batch's entries before it are stored.
  FOR v_entry IN
    SELECT t.i::integer FROM unnest(v_status) WITH ORDINALITY AS t (status, i) WHERE t.status = 'expects' ORDER BY t.i
  LOOP
    v_status[v_entry] := (
      SELECT CASE WHEN p_version[v_entry] = h.head_seq + b.stored AND p_meta[v_entry] = f.meta_version
        THEN 'stored' ELSE 'stale' END
      FROM file_heads h
      JOIN code_files f ON f.id = h.file_id
      CROSS JOIN (
        SELECT count(*) AS stored FROM unnest(p_file, v_status) WITH ORDINALITY AS t (file_id, status, i)
        WHERE t.file_id = p_file[v_entry] AND t.i < v_entry AND t.status = 'stored'
      ) AS b
      WHERE h.file_id = p_file[v_entry]
    );
  END LOOP;

  -- A refused entry claims nothing.
  IF v_claimed_file IS NOT NULL AND 'stored' <> ANY (v_status) THEN
    DELETE FROM file_clients c
    USING unnest(v_claimed_file, v_claimed_client) AS n (file_id, client_id)
    WHERE c.file_id = n.file_id AND c.client_id = n.client_id AND NOT EXISTS (
      SELECT 1 FROM unnest(p_claim_entry, p_claim_client) AS k (i, client_id)
      WHERE k.client_id = c.client_id AND p_file[k.i] = c.file_id AND p_user[k.i] = c.user_id
        AND v_status[k.i] = 'stored'
    );
  END IF;

  RETURN QUERY
  WITH numbered AS (
    SELECT e.i, e.file_id, e.user_id, e.length, e.status,
      1 + COALESCE(sum(e.length) OVER (ORDER BY e.i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS start,
      CASE WHEN e.status = 'stored' THEN h.head_seq + count(*) FILTER (WHERE e.status = 'stored')
        OVER (PARTITION BY e.file_id ORDER BY e.i ROWS UNBOUNDED PRECEDING) END AS seq
    FROM unnest(p_file, p_user, p_length, v_status) WITH ORDINALITY AS e (file_id, user_id, length, status, i)
    LEFT JOIN file_heads h ON h.file_id = e.file_id
  ), inserted AS (
    INSERT INTO file_updates (file_id, seq, user_id, update)
    SELECT n.file_id, n.seq, n.user_id, substring(p_bytes FROM n.start::integer FOR n.length)
    FROM numbered n
    WHERE n.status = 'stored'
  ), moved AS (
    -- Not now(), which is when the transaction began to wait: the time of a file's last change never goes back.
    UPDATE file_heads h
    SET head_seq = n.last, changed_at = greatest(h.changed_at, clock_timestamp())
    FROM (SELECT file_id, max(seq) AS last FROM numbered WHERE status = 'stored' GROUP BY file_id) AS n
    WHERE h.file_id = n.file_id
  )
  SELECT n.i::integer, n.status, n.seq FROM numbered n ORDER BY n.i;
END
$$;
