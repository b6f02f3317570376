<?php

$prices = ['lamp' => 39.5, 'chair' => 120.0];

foreach (['lamp', 'chair' as $name) {
    printf("%s: %.2f\n", $name, $prices[$name]);
}

$total = array_sum($prices);
printf("total: %.2f\n", $total);
