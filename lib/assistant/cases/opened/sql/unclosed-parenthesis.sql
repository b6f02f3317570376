SELECT id, name, lower(email) AS email
FROM people
WHERE (created_at > now() - interval '1 day'
    OR last_active IS NULL;

SELECT count(*)
FROM people;
