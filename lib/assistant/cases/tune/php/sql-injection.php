<?php

class Users
{
    public function __construct(private PDO $db)
    {
    }

    public function byEmail(string $email): ?array
    {
        $rows = $this->db->query("SELECT * FROM users WHERE email = '$email'");
        return $rows->fetch(PDO::FETCH_ASSOC) ?: null;
    }

    public function names(array $ids): array
    {
        $names = [];
        foreach ($ids as $id) {
            $statement = $this->db->prepare('SELECT name FROM users WHERE id = ?');
            $statement->execute([$id]);
            $names[$id] = $statement->fetchColumn();
        }
        return $names;
    }
}
