"""A small stock list kept in a JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Item:
    name: str
    count: int
    price: float = 0.0

    def value(self) -> float:
        return self.count * self.price


class Inventory:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._items: dict[str, Item] = {}

    def load(self) -> None:
        if not self._path.exists():
            return
        for entry in json.loads(self._path.read_text(encoding="utf-8")):
            item = Item(**entry)
            self._items[item.name] = item

    def save(self) -> None:
        entries = [asdict(item) for item in self._items.values()]
        self._path.write_text(json.dumps(entries, indent=2), encoding="utf-8")

    def add(self, name: str, count: int, price: float) -> Item:
        item = self._items.setdefault(name, Item(name, 0, price))
        item.count += count
        return item

    def total(self) -> float:
        return sum(item.value() for item in self._items.values())


if __name__ == "__main__":
    inventory = Inventory(Path("stock.json"))
    inventory.load()
    inventory.add("bolt", 20, 0.15)
    inventory.save()
    print(f"{inventory.total():.2f}")
