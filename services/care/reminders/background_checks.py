"""Remind administrators of background checks, before and after they expire."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from services.care import queries
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory
from services.reminders.kinds import (
    INBOX_AND_EMAIL,
    MORNING,
    DateWindow,
    DefaultSettings,
    ReminderItem,
    ReminderKind,
    register,
)


def find_background_checks(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """The newest check of each active member of staff, by its last valid day, for each administrator."""
    rows = (
        queries.newest_background_checks()
        .filter(valid_until__range=(window.begins, window.ends), staff__is_active=True)
        .order_by("valid_until", "pk")
        .values("school_id", "public_id", "valid_until", "staff__name")
    )
    for row in rows:
        for recipient, escalate_to in directory.admins_then_head(row["school_id"]):
            yield ReminderItem(
                school_id=row["school_id"],
                target_id=row["public_id"],
                anchor_date=row["valid_until"],
                recipient=recipient,
                variables={
                    "staff": row["staff__name"],
                    "day": recipients.format_day(row["valid_until"], recipient.language),
                },
                path="/staff/",
                escalate_to=escalate_to,
            )


register(
    ReminderKind(
        key="care.background_check_expiring",
        title=_("入职查询快到期"),
        recipients=_("学校管理员"),
        variables={"staff": _("教职工姓名"), "day": _("到期日")},
        default_texts={
            "zh-hans": ("{staff}的入职查询{day}到期", "请在到期前重新查询并登记。"),
            "en": ("{staff}: background check ends on {day}", "Please have it renewed before that day."),
        },
        find_items=find_background_checks,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=-30,
            # Thirty days before and seven days before.
            repeat_every_days=23,
            repeat_until_days=-7,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            expires_after_hours=72,
        ),
    ),
    ReminderKind(
        key="care.background_check_expired",
        title=_("入职查询已到期"),
        recipients=_("学校管理员"),
        variables={"staff": _("教职工姓名"), "day": _("到期日")},
        default_texts={
            "zh-hans": ("{staff}的入职查询已到期", "{day}到期。重新查询前，请不要安排单独接触孩子。"),
            "en": (
                "{staff}: background check has ended",
                "It ended on {day}. No time alone with children before a new one.",
            ),
        },
        find_items=find_background_checks,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=0,
            repeat_every_days=7,
            repeat_until_days=28,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            escalation_days=(1, 2, 4),
            # Even after an outage: an adult without a valid check may be near children.
            catch_up=CatchUp.ALL,
            expires_after_hours=168,
        ),
    ),
)
