"""var/demo.json: the address of the demo, and who can log in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

FILE_NAME = "demo.json"


def path() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / FILE_NAME


def write(accounts: Mapping[str, Mapping[str, str]]) -> None:
    """Write {"address", "accounts": {role: {"username", "password", "school"}}}; school is "" for county accounts."""
    content = {"address": os.environ.get("NUANYANG_ADDRESS", ""), "accounts": dict(accounts)}
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
