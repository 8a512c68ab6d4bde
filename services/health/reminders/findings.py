"""Reminders to administrators of findings not followed up. The text counts them and names no disease."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from services.health.choices import FindingState
from services.health.models import Finding
from services.reminders import recipients
from services.reminders.choices import DayCounting
from services.reminders.kinds import (
    DEFAULT_ESCALATION,
    INBOX_AND_EMAIL,
    MORNING,
    DateWindow,
    DefaultSettings,
    ReminderItem,
    ReminderKind,
    register,
)
from services.schools.models import School
from services.schools.tenancy import current_school_id


def find_guardian_not_notified(window: DateWindow) -> Iterator[ReminderItem]:
    """Findings whose guardian was not notified. Anchor: the day they were found."""
    rows = Finding.objects.filter(state=FindingState.OPEN, found_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("found_on", flat=True))


def find_overdue_findings(window: DateWindow) -> Iterator[ReminderItem]:
    """Findings not closed since the guardian was notified. Anchor: the day of that."""
    notified = Finding.objects.filter(
        state__in=[FindingState.GUARDIAN_NOTIFIED, FindingState.SEEN_BY_DOCTOR, FindingState.CANNOT_PAY]
    )
    rows = notified.filter(guardian_notified_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("guardian_notified_on", flat=True))


def _findings(window: DateWindow, days: Iterable[date | None]) -> Iterator[ReminderItem]:
    """One item per day and administrator, with the number of findings."""
    counts = Counter(day for day in days if day)
    if not counts:
        return
    school = School.objects.only("public_id").get(pk=current_school_id()).public_id
    readers = recipients.admins_then_head(window.today)
    # One item per day, and not per finding: forty findings of one day are one message.
    for day in sorted(counts):
        for to, next_to in readers:
            yield ReminderItem(
                subject=_subject(school, day),
                anchor_date=day,
                recipient=to,
                variables={"n": str(counts[day]), "day": recipients.format_day(day, to.language)},
                path="/findings/",
                escalate_to=next_to,
            )


def _subject(school: UUID, day: date) -> UUID:
    """A made-up id: the findings of a school and day have no row of their own to be the subject."""
    return uuid5(NAMESPACE_URL, f"findings:{school}:{day}")


register(
    ReminderKind(
        key="health.findings_guardian_not_notified",
        title=_("体检结果待通知家长"),
        variables={"n": _("项数"), "day": _("体检日")},
        default_texts={
            "zh-hans": ("体检有 {n} 项还没有通知家长", "{day}起已 {days} 天。请在体检页逐项通知并登记。"),
            "en": ("{n} checkup matters to tell parents of", "Open since {day}. Please tell them and note it."),
        },
        find_items=find_guardian_not_notified,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=3,
            repeat_every_days=3,
            repeat_until_days=30,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
            expires_after_hours=48,
        ),
    ),
    ReminderKind(
        key="health.findings_overdue",
        title=_("体检事项待跟进"),
        variables={"n": _("项数"), "day": _("通知家长那天")},
        default_texts={
            "zh-hans": ("体检有 {n} 项通知家长后还没有销号", "{day}通知的。请问一问进展，办好的请销号。"),
            "en": (
                "{n} checkup matters wait to be closed",
                "Parents were told on {day}. Ask, and close what is done.",
            ),
        },
        find_items=find_overdue_findings,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=14,
            repeat_every_days=14,
            repeat_until_days=90,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            expires_after_hours=72,
        ),
    ),
)
