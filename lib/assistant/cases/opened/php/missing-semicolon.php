<?php

declare(strict_types=1);

final class Cart
{
    /** @var array<string, int> */
    private array $items = [];

    public function add(string $name, int $count = 1): void
    {
        $known = $this->items[$name] ?? 0
        $this->items[$name] = $known + $count;
    }

    public function count(): int
    {
        return array_sum($this->items);
    }
}
