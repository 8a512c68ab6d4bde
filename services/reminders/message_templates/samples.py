"""Sample values of variables: a usual one, and the longest that is plausible (`data/samples.csv`)."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from services.reminders.kinds import ReminderKind

TABLE = Path(__file__).parents[1] / "data" / "samples.csv"
DAYS = "days"  # a variable of every kind
Size = Literal["usual", "longest"]


def names(kind: ReminderKind) -> list[str]:
    """Every variable that the texts of a kind may use."""
    return [*kind.variables, DAYS]


def meanings(kind: ReminderKind) -> Mapping[str, LazyText | str]:
    """The meaning of each variable."""
    return {**kind.variables, DAYS: _("离日期几天")}


def values(kind: ReminderKind, language: str, size: Size = "usual") -> Mapping[str, str]:
    """A value for each variable; one that the table does not know is represented by its meaning."""
    known = _table()
    return {
        name: known.get((name, language, size)) or known.get((name, "*", size)) or str(kind.variables.get(name, name))
        for name in names(kind)
    }


@cache
def _table() -> Mapping[tuple[str, str, str], str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["variable"], row["language"], size): row[size] for row in rows for size in ("usual", "longest")}
