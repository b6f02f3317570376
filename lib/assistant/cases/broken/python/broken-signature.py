import json
import os


def load(path, seen=[]):
    with open(path) as file:
        data = json.load(file)
    seen.append(path)
    return dta


def save(path, data:
    with open(path, "w") as file:
        json.dump(data, file)


def total(items)
    amount = 0
    for item in items:
        amount += item["price"]
    return amount


def report(items):
    try:
        print(total(items))
    except:
        pass
    if items is "none":
        return None
    return summary(items)
