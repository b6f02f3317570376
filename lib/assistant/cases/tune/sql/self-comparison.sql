SELECT a.id, b.id
FROM people AS a
JOIN people AS b ON a.email = a.email
WHERE a.id < b.id;

SELECT name
FROM people
WHERE lower(name) LIKE 'a%';
