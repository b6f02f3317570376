<?php

class Cart
{
    private array $items = [];

    public function total(): float
    {
        $sum = 0;
        foreach ($this->items as $item) {
            $sum += $itme['price'];
        }
        return $sum;
    }

    public function has(string $sku): bool
    {
        if (strpos(implode(',', array_keys($this->items)), $sku)) {
            return true;
        }
        return false;
    }

    public function kind(int $code): string
    {
        switch ($code) {
            case 1:
                $kind = 'book';
            case 2:
                $kind = 'film';
                break;
            default:
                $kind = 'other';
        }
        return $kind;
        echo $kind;
    }
}

$cart = new Cart();
echo "<h1>Hello " . $_GET['name'] . "</h1>";
$password = md5($_POST['password']);
