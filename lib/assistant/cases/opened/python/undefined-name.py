import csv
import sys


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def average(rows, column):
    total = 0.0
    count = 0
    for row in rows:
        if row[column]:
            total += float(row[column])
            count += 1
    if count == 0:
        return None
    return totl / count


def main():
    rows = read_rows(sys.argv[1])
    print(average(rows, "price"))


main()
