CREATE TABLE orders (
  id SERIAL PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  total NUMERIC(10, 2),
  shipped_at TIMESTAMP
);

SELECT customer_id, SUM(total)
FROM orders
WHERE shipped_at != NULL
GROUP BY customer_id;

DELETE FROM orders;

SELECT id, total
FROM orders
WHERE total BETWEEN 100 AND 10;

INSERT INTO orders (customer_id, total) VALUES (1, 10.5, '2024-01-01');
