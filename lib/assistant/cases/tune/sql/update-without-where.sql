-- Raises the price of one product.
BEGIN;

UPDATE products
SET price = price * 1.1;

INSERT INTO price_changes (product_id, changed_at)
VALUES (17, now());

COMMIT;
