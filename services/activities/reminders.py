"""Remind staff of their duty shift, the day before and on the day."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from services.activities import queries
from services.reminders import recipients
from services.reminders.choices import CatchUp
from services.reminders.directory import Directory
from services.reminders.kinds import MORNING, DateWindow, DefaultSettings, ReminderItem, ReminderKind, register


def find_shifts(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Yield the shifts of the window, each to the member of staff on duty."""
    columns = ("school_id", "public_id", "date", "start_time", "end_time", "location")
    # One query for all schools of the scope: a school morning evaluates hundreds of them.
    shifts = queries.duty_shifts(window.begins, window.ends)
    for row in shifts.values(*columns, *recipients.staff_columns("staff__")):
        if recipient := recipients.staff(row, "staff__"):
            yield ReminderItem(
                school_id=row["school_id"],
                target_id=row["public_id"],
                anchor_date=row["date"],
                recipient=recipient,
                variables={
                    "day": recipients.format_day(row["date"], recipient.language),
                    "start_time": f"{row['start_time']:%H:%M}",
                    "end_time": f"{row['end_time']:%H:%M}",
                    "location": row["location"],
                },
                path="/duty-shifts/",
            )


register(
    ReminderKind(
        key="activities.duty_shift",
        title=_("轮到值日"),
        recipients=_("值日教师"),
        variables={
            "day": _("值日那天"),
            "start_time": _("开始时间"),
            "end_time": _("结束时间"),
            "location": _("值日地点"),
        },
        default_texts={
            "zh-hans": ("{day}轮到您值日", "{start_time}–{end_time}，{location}。有事请提前换班。"),
            "en": (
                "You are on duty on {day}",
                "{start_time}–{end_time}, {location}. If you cannot, please swap in time.",
            ),
        },
        find_items=find_shifts,
        defaults=DefaultSettings(
            send_at=MORNING,
            # The day before gives time to swap; on the day itself it is only a reminder.
            offset_days=-1,
            repeat_every_days=1,
            repeat_until_days=0,
            catch_up=CatchUp.LATEST,
            # 07:40 plus eight hours: once the school day is over a reminder of its shift is only noise.
            expires_after_hours=8,
        ),
    ),
)
