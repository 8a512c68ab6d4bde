"""Which words hold here for each kind and language: the county's own, or those the system ships."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from services.notify.choices import Audience, Channel
from services.reminders.kinds import ReminderKind, TextPair, kinds
from services.reminders.message_templates import validation
from services.reminders.models import NotificationTemplate, ReminderRule, SchoolReminderRule

LANGUAGES: tuple[str, ...] = tuple(language for language, _name in settings.LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class EffectiveTemplate:
    """One kind in one language. `own` is the county's version that holds, None where the shipped words do."""

    kind: ReminderKind
    language: str
    texts: TextPair
    own: NotificationTemplate | None
    by_sms: bool

    @property
    def version(self) -> int:
        """0: as shipped."""
        return self.own.version if self.own else 0

    @property
    def example(self) -> validation.Example:
        return validation.example(self.kind, self.language, self.texts)


def effective_templates() -> list[EffectiveTemplate]:
    """Every kind in every language, in three queries."""
    own = {(row.kind, row.language): row for row in NotificationTemplate.objects.filter(superseded_at=None)}
    texted = _texted()
    return [
        _worded(kind, language, own.get((kind.key, language)), texted) for kind in kinds() for language in LANGUAGES
    ]


def effective_template(kind: ReminderKind, language: str) -> EffectiveTemplate:
    own = template_versions(kind.key, language).filter(superseded_at=None).first()
    return _worded(kind, language, own, _texted([kind.key]))


def template_versions(kind: str, language: str) -> QuerySet[NotificationTemplate]:
    """Every version of the county's own words, the newest first."""
    rows: QuerySet[NotificationTemplate] = NotificationTemplate.objects.filter(kind=kind, language=language).order_by(
        "-version"
    )
    return rows


def _worded(
    kind: ReminderKind, language: str, own: NotificationTemplate | None, texted: Collection[str]
) -> EffectiveTemplate:
    words = (own.title, own.body) if own else kind.default_texts[language]
    by_sms = kind.audience == Audience.GUARDIAN or Channel.SMS in kind.defaults.channels or kind.key in texted
    return EffectiveTemplate(kind=kind, language=language, texts=words, own=own, by_sms=by_sms)


def _texted(keys: Collection[str] = ()) -> set[str]:
    """Kinds that go out by SMS by a rule of the county, or of a school the reader sees."""
    found: set[str] = set()
    for model in (ReminderRule, SchoolReminderRule):
        rules = model.objects.filter(superseded_at=None, channels__contains=[Channel.SMS])
        rules = rules.filter(kind__in=keys) if keys else rules
        found.update(rules.values_list("kind", flat=True))
    return found
