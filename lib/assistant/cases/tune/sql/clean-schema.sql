CREATE TABLE customers (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email LIKE '%@%'),
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'open',
    total numeric(10, 2) NOT NULL
);

CREATE INDEX orders_open ON orders (customer_id) WHERE state = 'open';

UPDATE orders SET state = 'paid' WHERE id = 12 RETURNING total;

SELECT c.name, coalesce(sum(o.total), 0) AS spent
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id AND o.state <> 'open'
GROUP BY c.id
HAVING count(*) > 2
ORDER BY spent DESC;
