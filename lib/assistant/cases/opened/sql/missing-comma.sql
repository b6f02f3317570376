CREATE TABLE orders (
    id serial PRIMARY KEY,
    customer_id integer NOT NULL
    total numeric(10, 2) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

SELECT id, total
FROM orders
WHERE total > 100
ORDER BY created_at DESC;
