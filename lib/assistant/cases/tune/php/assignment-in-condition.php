<?php

function discount(array $customer, float $total): float
{
    if ($customer['level'] = 'gold') {
        return $total * 0.1;
    }
    if ($customer['level'] === 'silver') {
        return $total * 0.05;
    }
    return 0.0;
}

$customer = ['name' => 'Ada', 'level' => 'bronze'];
echo discount($customer, 100.0), PHP_EOL;
