<?php

$limit = 10
$name = $_GET['name'];

$result = mysqli_query($db, "SELECT * FROM users WHERE name = '" . $name . "'");

function total(array $items): int
{
    $sum = = 0;
    foreach ($items as $item) {
        $sum += $item['price'];
    }
    return $sum;
}

function isEmpty($items)
{
    if (count($items) = 0) {
        return true;
    }
    return false;
}

function find($items, $id)
{
    if ($id = null) {
        return null;
    }
    return $items[$id];
}
