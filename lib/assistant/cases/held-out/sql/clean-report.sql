BEGIN;

CREATE TABLE IF NOT EXISTS customers (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS customers_created_at ON customers (created_at);

WITH monthly AS (
  SELECT date_trunc('month', created_at) AS month, count(*) AS joined
  FROM customers
  WHERE created_at >= now() - INTERVAL '1 year'
  GROUP BY 1
)
SELECT month, joined, sum(joined) OVER (ORDER BY month) AS running
FROM monthly
ORDER BY month;

UPDATE customers
SET email = lower(email)
WHERE email <> lower(email);

DELETE FROM customers c
USING customers d
WHERE c.id > d.id AND lower(c.email) = lower(d.email);

COMMIT;
