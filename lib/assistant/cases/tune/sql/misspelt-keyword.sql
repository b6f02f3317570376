WITH recent AS (
    SELECT customer_id, sum(total) AS spent
    FROM orders
    WHERE created_at > now() - interval '30 days'
    GROUP BY customer_id
)
SELECT customers.name, recent.spent
FROM recent
JOIN customers ON customers.id = recent.customer_id
WERE recent.spent > 1000;
