"""In which words a kind of notice speaks: the county's own where it has written some, the shipped ones otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notify.catalogue import Kind, Words
from services.notify.models import NoticeTemplate

SHIPPED = "zh-hans"


@dataclass(frozen=True)
class Wordings:
    """A county's own words, by kind and language."""

    own: Mapping[tuple[str, str], Words]

    def of(self, kind: Kind, language: str) -> Words:
        """Title and body with {variables}; Chinese where a language has none."""
        return self.own.get((kind.key, language)) or kind.words.get(language) or self._chinese(kind)

    def _chinese(self, kind: Kind) -> Words:
        return self.own.get((kind.key, SHIPPED)) or kind.words[SHIPPED]


def here() -> Wordings:
    """What holds in the open scope, in one query."""
    rows = NoticeTemplate.objects.filter(ended_at=None).values_list("kind", "language", "title", "body")
    return Wordings({(kind, language): (title, body) for kind, language, title, body in rows})


def fill(words: Words, values: Mapping[str, str]) -> Words:
    """Both texts with their variables in place. What a value holds is never read as a variable."""
    title, body = (text.format_map(values) for text in words)
    return title, body
