<?php

const LABELS = [
    'open' => 'Open',
    'paid' => 'Paid',
    'sent' => 'On its way',
    'open' => 'Waiting',
];

function label(string $state): string
{
    return LABELS[$state] ?? $state;
}

foreach (['open', 'paid'] as $state) {
    echo label($state), PHP_EOL;
}
