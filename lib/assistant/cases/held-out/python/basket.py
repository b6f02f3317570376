import json
import os
from datetime import datetime


class Basket:
    def __init__(self, items):
        self.items = items

    def total():
        return sum(item["price"] for item in self.items)

    def drop_free(self):
        for item in self.items:
            if item["price"] == 0:
                self.items.remove(item)

    def cheapest(self):
        ordered = self.items.sort(key=lambda item: item["price"])
        return ordered[0]

    def save(self, path):
        assert (path, "no path")
        file = open(path, "w")
        file.write(json.dumps({"at": datetime.now().isoformat(), "items": self.items}))

    def show(self):
        print("{} items, {} in all".format(len(self.items)))
