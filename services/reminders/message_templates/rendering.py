"""In which words a kind of notice speaks: the county's own where it has written some, the shipped ones otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reminders.kinds import ReminderKind, TextPair
from services.reminders.models import NotificationTemplate

DEFAULT_TEXTS = "zh-hans"


@dataclass(frozen=True)
class TemplateSet:
    """A county's own words, by kind and language."""

    own: Mapping[tuple[str, str], TextPair]

    def of(self, kind: ReminderKind, language: str) -> TextPair:
        """Title and body with {variables}; Chinese where a language has none."""
        return self.own.get((kind.key, language)) or kind.default_texts.get(language) or self._chinese(kind)

    def _chinese(self, kind: ReminderKind) -> TextPair:
        return self.own.get((kind.key, DEFAULT_TEXTS)) or kind.default_texts[DEFAULT_TEXTS]


def load_templates() -> TemplateSet:
    """What holds in the open scope, in one query."""
    rows = NotificationTemplate.objects.filter(superseded_at=None).values_list("kind", "language", "title", "body")
    return TemplateSet({(kind, language): (title, body) for kind, language, title, body in rows})


def render(words: TextPair, values: Mapping[str, str]) -> TextPair:
    """Both texts with their variables in place. What a value holds is never read as a variable."""
    title, body = (text.format_map(values) for text in words)
    return title, body
