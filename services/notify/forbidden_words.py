"""Words no notice carries: labels of a child, family misfortune, poverty, health.

The list with its reasons and sources is `data/forbidden_words.csv` and `data/forbidden_groups.csv`. Spaces, signs put
between letters, full-width letters and case hide none of them.
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
_FILLER = r"[\s\-_.·•*~|/\\]*"  # put between the characters of a word, it still reads as the word


class ForbiddenTopic(models.TextChoices):
    """What a forbidden word tells of somebody."""

    LABEL = "label", _("给孩子贴标签")
    FAMILY = "family", _("家庭变故")
    POVERTY = "poverty", _("家庭经济情况")
    HEALTH = "health", _("健康情况")


@dataclass(frozen=True)
class ForbiddenWord:
    word: str
    topic: ForbiddenTopic


def find_forbidden(text: str) -> ForbiddenWord | None:
    """The first forbidden word of a text, the longest where several begin at one place."""
    plain = _plain(text)
    hits = ((found.start(), -len(each.word), each) for each, pattern in _words() if (found := pattern.search(plain)))
    first = min(hits, key=lambda hit: hit[:2], default=None)
    return first[2] if first else None


def all_words() -> list[ForbiddenWord]:
    return [each for each, _pattern in _words()]


@cache
def _words() -> tuple[tuple[ForbiddenWord, re.Pattern[str]], ...]:
    with (DATA / "forbidden_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [ForbiddenWord(row["word"], ForbiddenTopic(row["group"])) for row in csv.DictReader(file)]
    return tuple((each, _pattern(each.word)) for each in rows)


def _pattern(word: str) -> re.Pattern[str]:
    """Letters of an English word stand alone: “archive” is not HIV."""
    letters = _FILLER.join(re.escape(letter) for letter in re.sub(r"[\s-]", "", _plain(word)))
    return re.compile(rf"(?<![a-z]){letters}(?![a-z])" if word.isascii() else letters)


def _plain(text: str) -> str:
    """Half-width and small; signs that cannot be seen are gone, line breaks are spaces."""
    shown = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(shown).casefold()
