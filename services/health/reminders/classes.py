"""Reminders to class teachers: the day of their class, and pupils who missed it."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.children.choices import PupilState
from services.health.choices import CampaignState, CheckupState
from services.health.models import Appointment
from services.reminders import recipients
from services.reminders.choices import CatchUp
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
from services.schools.classes import class_label

_OF_CLASS: dict[str, Promise | str] = {"class": _("班级"), "day": _("体检日"), "n": _("人数")}


def find_classes(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Classes with pupils still to be examined, to the class teacher. Anchor: the class's day."""
    yield from _classes(window, CheckupState.EXPECTED)


def find_absent(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Classes with pupils who were absent and have no result since, to the class teacher. Anchor: the class's day."""
    yield from _classes(window, CheckupState.ABSENT)


def _classes(window: DateWindow, state: CheckupState) -> Iterator[ReminderItem]:
    teacher, named = "school_class__class_teacher__", ("entry_year", "entry_grade", "number")
    # Pupils who left stay expected in old plans; nobody waits for them.
    waiting = Count("checkups", filter=Q(checkups__state=state, checkups__pupil__state=PupilState.ENROLLED))
    rows = (
        Appointment.objects.filter(date__range=(window.begins, window.ends), campaign__state=CampaignState.SCHEDULED)
        .annotate(n=waiting)
        .filter(n__gt=0)
        .order_by("date", "pk")
    )
    columns = [f"school_class__{name}" for name in named] + recipients.staff_columns(teacher)
    keys = ("school_id", "public_id", "date", "n", "campaign__public_id", "campaign__term__school_year")
    for row in rows.values(*keys, *columns):
        if to := recipients.staff(row, teacher):
            class_ = {name: row[f"school_class__{name}"] for name in named}
            yield ReminderItem(
                school_id=row["school_id"],
                target_id=row["public_id"],
                anchor_date=row["date"],
                recipient=to,
                variables={
                    "class": class_label(**class_, school_year=row["campaign__term__school_year"]),
                    "day": recipients.format_day(row["date"], to.language),
                    "n": str(row["n"]),
                },
                path=f"/campaigns/{row['campaign__public_id']}/",
            )


register(
    ReminderKind(
        key="health.class_invited",
        title=_("体检通知班主任"),
        recipients=_("班主任"),
        variables=_OF_CLASS,
        default_texts={
            "zh-hans": ("{class}{day}体检，共 {n} 人", "请提前告诉学生和家长，当天早餐后按时到场。"),
            "en": ("{class}: checkup on {day}, {n} pupils", "Please tell pupils and families in good time."),
        },
        find_items=find_classes,
        defaults=DefaultSettings(send_at=MORNING, offset_days=-5, channels=INBOX_AND_EMAIL, expires_after_hours=48),
    ),
    ReminderKind(
        key="health.class_day_before",
        title=_("体检前一天提醒班主任"),
        recipients=_("班主任"),
        variables=_OF_CLASS,
        default_texts={
            "zh-hans": ("{class}{day}体检，还有 {n} 人待检", "请今天再提醒一次，安排好课和带队。"),
            "en": ("{class}: checkup on {day}, {n} pupils", "Please remind them today, and plan who takes them there."),
        },
        find_items=find_classes,
        defaults=DefaultSettings(send_at=MORNING, offset_days=-1, catch_up=CatchUp.LATEST, expires_after_hours=24),
    ),
    ReminderKind(
        key="health.absence_recorded",
        title=_("体检缺席待补检"),
        recipients=_("班主任"),
        variables=_OF_CLASS,
        default_texts={
            "zh-hans": ("{class}有 {n} 人{day}缺检", "请和学校约定补检的日子，并通知本人。"),
            "en": ("{class}: {n} absent from the checkup", "Their day was {day}. Please arrange a day to make it up."),
        },
        find_items=find_absent,
        defaults=DefaultSettings(
            send_at=MORNING, offset_days=1, repeat_every_days=3, repeat_until_days=15, expires_after_hours=48
        ),
    ),
)
