"""Summarises a log file by level."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Iterator

LINE = re.compile(r"^(?P<time>\S+) (?P<level>[A-Z]+) (?P<text>.*)$")


@dataclass
class Summary:
    counts: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None

    def add(self, time: str, level: str) -> None:
        self.counts[level] += 1
        if self.first is None:
            self.first = time
        self.last = time


def entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = LINE.match(line)
        if match:
            yield match["time"], match["level"]


def summarise(path: Path) -> Summary:
    summary = Summary()
    with path.open(encoding="utf-8") as file:
        for time, level in entries(file):
            summary.add(time, level)
    return summary


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    options = parser.parse_args(arguments)
    try:
        summary = summarise(options.path)
    except OSError as error:
        print(f"{options.path}: {error.strerror}", file=sys.stderr)
        return 1
    for level, count in summary.counts.most_common():
        print(f"{level:>8} {count:6d}")
    print(f"from {summary.first} to {summary.last}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
