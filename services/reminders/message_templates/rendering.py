"""Choose the texts of a kind, a county's own or the default ones, and render them."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reminders.kinds import ReminderKind, TextPair
from services.reminders.models import NotificationTemplate

DEFAULT_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class TemplateSet:
    """A county's own texts by kind and language."""

    county_texts: Mapping[tuple[str, str], TextPair]

    def of(self, kind: ReminderKind, language: str) -> TextPair:
        """Title and body with {variables}; the Chinese ones for a language without texts."""
        # A county that wrote only Chinese texts still sends the default English ones: better than Chinese to somebody
        # who chose English.
        return self.county_texts.get((kind.key, language)) or kind.default_texts.get(language) or self._chinese(kind)

    def _chinese(self, kind: ReminderKind) -> TextPair:
        return self.county_texts.get((kind.key, DEFAULT_LANGUAGE)) or kind.default_texts[DEFAULT_LANGUAGE]


def load_templates() -> TemplateSet:
    """The texts that the scope's county has written itself and that are in effect, in one query."""
    rows = NotificationTemplate.objects.filter(superseded_at=None).values_list("kind", "language", "title", "body")
    return TemplateSet({(kind, language): (title, body) for kind, language, title, body in rows})


def render(texts: TextPair, values: Mapping[str, str]) -> TextPair:
    """Fill in the variables. Braces inside a value are not read as a variable."""
    # Templates are validated to contain plain {names} only: a format spec could read attributes of a value.
    title, body = (text.format_map(values) for text in texts)
    return title, body
