import json
import os
from pathlib import Path

SETTINGS = Path("settings.json")


def load():
    if not SETTINGS.exists():
        return {}
    return json.loads(SETTINGS.read_text(encoding="utf-8"))


def theme(settings):
    chosen = settings.get("theme")
    if chosen == None:
        return "light"
    return chosen


print(theme(load()))
