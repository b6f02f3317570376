"""Collects the log lines of one request."""
from datetime import datetime, timezone


def record(message, lines=[]):
    stamp = datetime.now(timezone.utc).isoformat()
    lines.append(f"{stamp} {message}")
    return lines


def report(lines):
    for line in lines:
        print(line)
    print(f"{len(lines)} lines")


if __name__ == "__main__":
    report(record("started"))
    report(record("ready"))
