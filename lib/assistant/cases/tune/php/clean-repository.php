<?php

declare(strict_types=1);

namespace App\Store;

use PDO;

final class ProductRepository
{
    public function __construct(private readonly PDO $db)
    {
    }

    public function find(int $id): ?Product
    {
        $statement = $this->db->prepare('SELECT id, name, price FROM products WHERE id = :id');
        $statement->execute(['id' => $id]);
        $row = $statement->fetch(PDO::FETCH_ASSOC);

        return $row === false ? null : Product::fromRow($row);
    }

    /** @return list<Product> */
    public function cheaperThan(float $price): array
    {
        $statement = $this->db->prepare('SELECT id, name, price FROM products WHERE price < :price ORDER BY price');
        $statement->execute(['price' => $price]);

        return array_map(Product::fromRow(...), $statement->fetchAll(PDO::FETCH_ASSOC));
    }
}
