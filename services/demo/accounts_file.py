"""var/demo.json: where the demo is, and who can log in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

FILE = "demo.json"


def path() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / FILE


def write(accounts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """{"address", "accounts": {role: {"username", "password", "school"}}}; school is "" for people of the county."""
    told = {"address": os.environ.get("NUANYANG_ADDRESS", ""), "accounts": dict(accounts)}
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return told
