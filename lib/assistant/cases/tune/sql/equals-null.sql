SELECT c.name, count(o.id) AS orders
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id
WHERE c.deleted_at = NULL
GROUP BY c.name
ORDER BY orders DESC
LIMIT 20;
