"""The texts in effect for each kind and language: a county's own, or the default ones."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from services.access.actor import Actor
from services.notify.choices import Audience, Channel
from services.reminders import access
from services.reminders.kinds import ReminderKind, TextPair, kinds
from services.reminders.message_templates import rendering, samples, validation
from services.reminders.models import NotificationTemplate, ReminderRule, SchoolReminderRule

LANGUAGES: tuple[str, ...] = tuple(language for language, _name in settings.LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class EffectiveTemplate:
    """The texts of one kind in one language. `county_template` is None where the default is in effect."""

    kind: ReminderKind
    language: str
    texts: TextPair
    county_template: NotificationTemplate | None
    by_sms: bool  # the kind may go out as a text message

    @property
    def version(self) -> int:
        """0 for the default texts."""
        return self.county_template.version if self.county_template else 0

    @property
    def readable_texts(self) -> TextPair:
        """The texts with the meaning of each variable in place of its name."""
        meanings = {name: f"〔{meaning}〕" for name, meaning in samples.meanings(self.kind).items()}
        return rendering.render(self.texts, meanings)

    @property
    def example(self) -> validation.Example:
        return validation.example(self.kind, self.language, self.texts)


def effective_templates() -> list[EffectiveTemplate]:
    """Every kind in every language, in three queries."""
    county_templates = {
        (row.kind, row.language): row for row in NotificationTemplate.objects.filter(superseded_at=None)
    }
    sms_kinds = _kinds_sent_by_sms()
    return [
        _effective(kind, language, county_templates.get((kind.key, language)), sms_kinds)
        for kind in kinds()
        for language in LANGUAGES
    ]


def visible_templates(by: Actor, language: str = "") -> list[EffectiveTemplate]:
    """Those of every kind the actor sees, in one language or in all."""
    languages = {language or code for code in LANGUAGES}
    return [row for row in effective_templates() if row.language in languages and access.can_see_kind(by, row.kind)]


def visible_template(by: Actor, key: str, language: str) -> EffectiveTemplate | None:
    """None for a kind that the actor does not see, and for a language without templates."""
    kind = access.visible_kind(by, key)
    return effective_template(kind, language) if kind and language in LANGUAGES else None


def effective_template(kind: ReminderKind, language: str) -> EffectiveTemplate:
    """One kind in one language, in three queries."""
    county_template = template_versions(kind.key, language).filter(superseded_at=None).first()
    return _effective(kind, language, county_template, _kinds_sent_by_sms([kind.key]))


def template_versions(kind: str, language: str) -> QuerySet[NotificationTemplate]:
    """Every version of the county's own texts, the newest first."""
    rows: QuerySet[NotificationTemplate] = NotificationTemplate.objects.filter(kind=kind, language=language)
    return rows.order_by("-version")


def _effective(
    kind: ReminderKind, language: str, county_template: NotificationTemplate | None, sms_kinds: Collection[str]
) -> EffectiveTemplate:
    texts = (county_template.title, county_template.body) if county_template else kind.default_texts[language]
    # Texts to families always, because a rule may send them as text messages tomorrow.
    by_sms = kind.audience == Audience.GUARDIAN or Channel.SMS in kind.defaults.channels or kind.key in sms_kinds
    return EffectiveTemplate(kind=kind, language=language, texts=texts, county_template=county_template, by_sms=by_sms)


def _kinds_sent_by_sms(keys: Collection[str] = ()) -> set[str]:
    """Kinds that a current rule sends by SMS: a rule of the county, or of a school in the open scope."""
    sms_kinds: set[str] = set()
    for model in (ReminderRule, SchoolReminderRule):
        rules = model.objects.filter(superseded_at=None, channels__contains=[Channel.SMS])
        rules = rules.filter(kind__in=keys) if keys else rules
        sms_kinds.update(rules.values_list("kind", flat=True))
    return sms_kinds
