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
from services.reminders.directory import Directory
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


def find_guardian_not_notified(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Findings whose guardian was not notified. Anchor: the day they were found."""
    rows = Finding.objects.filter(state=FindingState.OPEN, found_on__range=(window.begins, window.ends))
    yield from _findings(directory, rows.values_list("school_id", "found_on"))


def find_overdue_findings(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Findings not closed since the guardian was notified. Anchor: the day of that."""
    notified = Finding.objects.filter(
        state__in=[FindingState.GUARDIAN_NOTIFIED, FindingState.SEEN_BY_DOCTOR, FindingState.CANNOT_PAY]
    )
    rows = notified.filter(guardian_notified_on__range=(window.begins, window.ends))
    yield from _findings(directory, rows.values_list("school_id", "guardian_notified_on"))


def _findings(directory: Directory, days: Iterable[tuple[int, date | None]]) -> Iterator[ReminderItem]:
    """One item per school, day and administrator, with the number of findings."""
    # One item per day, and not per finding: forty findings of one day are one message.
    counts = Counter((school_id, day) for school_id, day in days if day)
    for (school_id, day), count in sorted(counts.items()):
        for to, next_to in directory.admins_then_head(school_id):
            yield ReminderItem(
                school_id=school_id,
                target_id=_target_id(directory.schools[school_id].public_id, day),
                anchor_date=day,
                recipient=to,
                variables={"n": str(count), "day": recipients.format_day(day, to.language)},
                path="/findings/",
                escalate_to=next_to,
            )


def _target_id(school: UUID, day: date) -> UUID:
    """A made-up id: the findings of a school and day have no row of their own to be the target."""
    return uuid5(NAMESPACE_URL, f"findings:{school}:{day}")


register(
    ReminderKind(
        key="health.findings_guardian_not_notified",
        title=_("体检结果待通知家长"),
        recipients=_("学校管理员"),
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
        recipients=_("学校管理员"),
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
