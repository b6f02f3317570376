<?php

function average(array $values): float
{
    $sum = 0.0;
    foreach ($values as $value) {
        $sum += $value;
    }
    if (count($values) === 0) {
        return 0.0;
    }
    return $total / count($values);
}

function label(float $value): string
{
    if ($value > 10) {
        return 'high';
        echo $value;
    }
    return 'low';
}

echo label(average([4.0, 12.5]));
