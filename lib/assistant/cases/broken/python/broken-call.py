import re

LIMITS = {"small": 10, "large": 100}

print("limits", sorted(LIMITS)

def words(text):
    return re.split(r"\s+", txt)


def first(items):
    for item in items:
        return item
    retrun None


def last(items):
    assert (items, "nothing there")
    return items[-1]
