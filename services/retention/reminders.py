"""Remind of lists that nobody has confirmed: until then their rows are kept longer than they should be."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.kit import clock
from services.reminders import recipients
from services.reminders.choices import DayCounting
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
from services.retention.models import RetentionList


def find_unconfirmed_lists(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Lists that wait, dated by the day they were drawn up, for the leads of the county."""
    waiting = list(RetentionList.objects.filter(confirmed_at=None).order_by("pk"))
    # On most days nothing waits: then the officers are not read either.
    leads = recipients.officers(window.today, Role.COUNTY_LEAD) if waiting else []
    for row in waiting:
        on = clock.local_date(row.drawn_at)
        if not window.begins <= on <= window.ends:
            continue
        for lead in leads:
            yield ReminderItem(
                school_id=None,
                target_id=row.public_id,
                anchor_date=on,
                recipient=lead,
                variables={"n": str(row.total)},
                path=f"/retention-lists/{row.public_id}/",
            )


register(
    ReminderKind(
        key="retention.list_unconfirmed",
        title=_("到期资料待确认"),
        recipients=_("县级负责人"),
        variables={"n": _("清单上的条数")},
        default_texts={
            "zh-hans": ("有 {n} 条到期资料等您确认删除", "请打开清单核对。确认之前一条也不会删。"),
            "en": ("{n} rows are over and wait for you", "Please read the list. Nothing goes before you confirm it."),
        },
        find_items=find_unconfirmed_lists,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=0,
            repeat_every_days=7,
            repeat_until_days=84,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            expires_after_hours=72,
        ),
        tenant_level="county",
    ),
)
