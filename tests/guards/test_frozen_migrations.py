"""Released migrations never change: databases in use have applied them (docs/decisions/019-frozen-migrations.md)."""

from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FROZEN = Path(__file__).with_name("frozen_migrations.txt")  # SHA-256 and path of each, in order of path


def on_disk() -> dict[str, str]:
    paths = sorted(ROOT.glob("services/*/migrations/0*.py"))
    return {path.relative_to(ROOT).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def frozen() -> dict[str, str]:
    lines = (line.split("  ", 1) for line in FROZEN.read_text().splitlines())
    return {path: digest for digest, path in lines}


@pytest.mark.parametrize("path", sorted(frozen()))
def test_frozen_migration_is_unchanged(path):
    assert on_disk().get(path) == frozen()[path], f"{path} is released: add a new migration instead"


def test_new_migration_is_frozen_with_its_release():
    missing = {path: digest for path, digest in on_disk().items() if path not in frozen()}

    assert not missing, "add to frozen_migrations.txt:\n" + "\n".join(f"{d}  {path}" for path, d in missing.items())
