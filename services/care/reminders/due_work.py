"""Remind teachers of work that is due or late."""

from collections.abc import Iterator
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.care import queries
from services.children.reminders import CLASS_TEACHER
from services.plans.choices import CareActivity
from services.reminders import recipients
from services.reminders.choices import CatchUp
from services.reminders.directory import Directory, next_recipient
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

LATE = [f"care.{activity}.late" for activity in CareActivity]
DUE_ON: dict[str, Promise | str] = {"due_on": _("到期日")}

_NAMES = {
    CareActivity.TALK: ("谈心谈话", "A talk"),
    CareActivity.HOME_VISIT: ("家访", "A home visit"),
    CareActivity.CALL: ("与家长通话", "A call to the parents"),
    CareActivity.DIARY: ("成长日记", "A diary page"),
}
_TITLES: dict[CareActivity, tuple[Promise | str, Promise | str]] = {
    CareActivity.TALK: (_("谈心谈话到期"), _("谈心谈话逾期")),
    CareActivity.HOME_VISIT: (_("家访到期"), _("家访逾期")),
    CareActivity.CALL: (_("与家长通话到期"), _("与家长通话逾期")),
    CareActivity.DIARY: (_("成长日记到期"), _("成长日记逾期")),
}


def find_work(activity: CareActivity, window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Open work whose last day lies in the window, for its teacher; escalated to the class teacher or the head.

    Postponed work (稍后) is left out until its day.
    """
    teacher, class_teacher = "staff__", f"child__{CLASS_TEACHER}"
    work = queries.open_work(window.today).filter(activity=activity, due_on__range=(window.begins, window.ends))
    rows = (
        work.filter(staff__user__isnull=False, staff__is_active=True)
        .exclude(postponed_until__gt=window.today)
        .order_by("due_on", "pk")
        .values(
            "school_id",
            "public_id",
            "due_on",
            "child__public_id",
            *recipients.staff_columns(teacher),
            *recipients.staff_columns(class_teacher),
        )
    )
    for row in rows:
        if recipient := recipients.staff(row, teacher):
            head = directory.head(row["school_id"])
            yield ReminderItem(
                school_id=row["school_id"],
                target_id=row["public_id"],
                anchor_date=row["due_on"],
                recipient=recipient,
                variables={"due_on": recipients.format_day(row["due_on"], recipient.language)},
                path=f"/care-records/new/{row['child__public_id']}/?activity={activity}",
                child=row["child__public_id"],
                # A class teacher who is the mentor is not reminded twice.
                escalate_to=next_recipient(recipient, recipients.staff(row, class_teacher), head),
            )


def _due_and_late(activity: CareActivity) -> Iterator[ReminderKind]:
    due, late = _TITLES[activity]
    chinese, english = _NAMES[activity]
    yield ReminderKind(
        key=f"care.{activity}.due",
        title=due,
        recipients=_("结对教师"),
        variables=DUE_ON,
        default_texts={
            "zh-hans": (f"{chinese}{{due_on}}到期", "打开“今天”可以看到是哪个孩子，做完后记一笔，提醒就停了。"),
            "en": (
                f"{english} is due on {{due_on}}",
                "Today's page shows for which child. Recording it stops these reminders.",
            ),
        },
        find_items=partial(find_work, activity),
        defaults=DefaultSettings(
            # Expires after 12 hours: from tomorrow the reminder of overdue work applies.
            send_at=MORNING,
            channels=INBOX_AND_EMAIL,
            catch_up=CatchUp.LATEST,
            expires_after_hours=12,
        ),
    )
    yield ReminderKind(
        key=f"care.{activity}.late",
        title=late,
        recipients=_("结对教师"),
        variables=DUE_ON,
        default_texts={
            "zh-hans": (f"{chinese}已逾期 {{days}} 天", "原定{due_on}完成。做完后记一笔；暂时做不了，请写明原因缓办。"),
            "en": (f"{english} is {{days}} days late", "Due on {due_on}. Record it, or put it off and say why."),
        },
        find_items=partial(find_work, activity),
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=1,
            repeat_every_days=5,
            repeat_until_days=20,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
            expires_after_hours=24,
        ),
    )


register(*(kind for activity in CareActivity for kind in _due_and_late(activity)))
