"""Reminders of work whose day has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from services.care import queries
from services.kit import clock
from services.kit.periods import Week
from services.notify import outbox
from services.notify.choices import Channel
from services.plans.choices import Duty


def remind_due(*, now: datetime, settled: bool = False) -> int:
    """One notice for each work due today or late, and week; how many were new. A second run adds none.

    Names no child: the notice may travel by mail. Work put off (稍后) is left in peace until its day.
    """
    today = clock.day_of(now)
    rows = (
        queries.waiting(today)
        .filter(due_on__lte=today, staff__user__isnull=False, staff__is_active=True)
        .exclude(later_until__gt=today)
        .order_by("staff_id", "due_on", "id")
        .values("public_id", "duty", "due_on", "staff__user_id", "staff__email", "child__public_id")
    )
    return outbox.put_many(_reminder(row, now, settled=settled) for row in rows)


def _reminder(row: Mapping[str, Any], now: datetime, *, settled: bool) -> outbox.Wanted:
    today = clock.day_of(now)
    days = (today - row["due_on"]).days
    duty = str(Duty(row["duty"]).label)
    title = _("%(duty)s已逾期 %(days)d 天") if days else _("%(duty)s今天到期")
    return outbox.Wanted(
        dedupe_key=f"care.due:{row['public_id']}:{Week.of(today)}",
        kind="care.due",
        title=title % {"duty": duty, "days": days},
        body=_("打开“今天”可以看到是哪个孩子，做完后记一笔，提醒就停了。"),
        path=f"/record/children/{row['child__public_id']}/?duty={row['duty']}",
        to_user_id=row["staff__user_id"],
        email=row["staff__email"],
        channels=(Channel.INBOX, Channel.EMAIL),
        now=now,
        settled=settled,
    )
