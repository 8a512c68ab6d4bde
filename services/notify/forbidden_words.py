"""Words that no notification may contain: labels of a child, family misfortune, poverty, health.

`data/forbidden_words.csv` lists them, `data/forbidden_groups.csv` gives reasons and sources. Spaces, characters put
between the letters, full-width letters and case hide none of them.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"
_FILLER = r"[\s\-_.·•*~|/\\]*"  # between the characters of a word it does not stop a reader


class ForbiddenTopic(models.TextChoices):
    """What a forbidden word discloses."""

    LABEL = "label", _("给孩子贴标签")
    FAMILY = "family", _("家庭变故")
    POVERTY = "poverty", _("家庭经济情况")
    HEALTH = "health", _("健康情况")


@dataclass(frozen=True)
class ForbiddenWord:
    word: str
    topic: ForbiddenTopic


def find_forbidden(text: str) -> ForbiddenWord | None:
    """The first forbidden word of a text; the longest when several begin at the same character."""
    plain = _normalise(text)
    hits = (
        (match.start(), -len(forbidden.word), forbidden)
        for forbidden, pattern in _patterns()
        if (match := pattern.search(plain))
    )
    first = min(hits, key=lambda hit: hit[:2], default=None)
    return first[2] if first else None


def all_words() -> list[ForbiddenWord]:
    return [forbidden for forbidden, _pattern in _patterns()]


@cache
def _patterns() -> tuple[tuple[ForbiddenWord, re.Pattern[str]], ...]:
    with (DATA / "forbidden_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [ForbiddenWord(row["word"], ForbiddenTopic(row["group"])) for row in csv.DictReader(file)]
    return tuple((row, _pattern(row.word)) for row in rows)


def _pattern(word: str) -> re.Pattern[str]:
    """An English word must stand alone: “archive” does not contain HIV."""
    letters = _FILLER.join(re.escape(letter) for letter in re.sub(r"[\s-]", "", _normalise(word)))
    return re.compile(rf"(?<![a-z]){letters}(?![a-z])" if word.isascii() else letters)


def _normalise(text: str) -> str:
    """Half-width, lower case, without invisible characters."""
    characters = unicodedata.normalize("NFKC", text)
    return "".join(character for character in characters if unicodedata.category(character) != "Cf").casefold()
