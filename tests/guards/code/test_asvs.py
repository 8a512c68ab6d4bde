"""docs/asvs.md lists every requirement of levels 1 and 2, and names tests and pages that exist."""

import re
from collections import Counter

import pytest

from tests.guards.code.source import ROOT

PAGE = ROOT / "docs" / "asvs.md"
# Of ASVS 5.0.0, by level.
REQUIREMENTS = {"1": 70, "2": 183}
STATES = {"kept", "documented", "not applicable", "open"}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_LINK = re.compile(r"\]\(([^)]+)\)")


def rows() -> list[list[str]]:
    """Item, level, what, state, by."""
    lines = re.findall(r"^\| (\d+\.\d+\.\d+ \|.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


def test_every_requirement_is_listed_once_with_its_state() -> None:
    items = [row[0] for row in rows()]
    assert len(items) == len(set(items))
    assert Counter(row[1] for row in rows()) == REQUIREMENTS
    assert {row[3] for row in rows()} == STATES
    assert [row for row in rows() if not row[2] or not row[4]] == []


def test_the_summary_counts_the_rows() -> None:
    counts = Counter(row[3] for row in rows())
    summary = ", ".join(f"{counts[state]} {state}" for state in ("kept", "documented", "not applicable", "open"))
    assert f"{summary}." in PAGE.read_text("utf-8")


@pytest.mark.parametrize("row", [row for row in rows() if row[3] == "kept"], ids=lambda row: row[0])
def test_what_is_kept_names_a_test_that_exists(row: list[str]) -> None:
    named = _TEST.findall(row[4])
    assert named
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{file} has no {name}"


@pytest.mark.parametrize("row", [row for row in rows() if row[3] == "documented"], ids=lambda row: row[0])
def test_what_is_documented_names_a_page_that_exists(row: list[str]) -> None:
    (page,) = _LINK.findall(row[4])
    assert (PAGE.parent / page).is_file()
