"""Notifications written by the actions themselves: checkup scheduled, once per planning run; new findings, once a day.

Families and class teachers are reminded some days before by the rules of `services.health.reminders`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from services.access.models import Membership
from services.access.roles import Role
from services.health.models import Campaign, Checkup, Finding
from services.kit import clock
from services.notify import outbox
from services.notify.outbox import NotificationRequest

CHECKUP_PLANNED = "checkup.planned"
FINDINGS_FOUND = "checkup.found"


def notify_planned(*, campaign: Campaign, changed: Collection[Checkup], now: datetime) -> int:
    """Notify each school whose pupils have a new or another day. Returns how many notifications were written."""
    by_school: dict[Any, list[Checkup]] = defaultdict(list)
    for checkup in changed:
        by_school[checkup.school_id].append(checkup)
    return sum(outbox.add_many(_planned(campaign, school, checkups, now)) for school, checkups in by_school.items())


def notify_findings(*, findings: Collection[Finding], now: datetime) -> int:
    """Notify head and administrators once a day of new findings; which they are stands on the page only."""
    if not findings:
        return 0
    today = clock.local_date(now)
    # All of one school: they come from one checkup or from the result slips of one class.
    first = next(iter(findings))
    return outbox.add_many(
        NotificationRequest(
            dedupe_key=f"{FINDINGS_FOUND}:{first.school_id}:{today}:{user}",
            kind=FINDINGS_FOUND,
            # No name and no disease: a phone may show it to others.
            title=_("今天的体检有需要跟进的结果"),
            body=_("请在体检页查看名单，通知家长并跟进到销号。"),
            path="/findings/",
            recipient_id=user,
            now=now,
            county_id=first.county_id,
            school_id=first.school_id,
        )
        for user in _heads_and_admins(first.county_id, first.school_id, today)
    )


def _planned(
    campaign: Campaign, school: int, checkups: Collection[Checkup], now: datetime
) -> Iterator[NotificationRequest]:
    first = min(checkup.appointment.date for checkup in checkups)
    classes = {checkup.appointment_id for checkup in checkups}
    counts = {"classes": len(classes), "pupils": len(checkups), "month": first.month, "day": first.day}
    for user in _heads_and_admins(campaign.county_id, school, clock.local_date(now)):
        yield NotificationRequest(
            dedupe_key=f"{CHECKUP_PLANNED}:{_planning_run(campaign)}:{school}:{user}",
            kind=CHECKUP_PLANNED,
            title=_("体检已排期：%(month)d月%(day)d日起") % counts,
            body=_("%(classes)d 个班共 %(pupils)d 人，各班日期请看体检页。") % counts,
            path=f"/campaigns/{campaign.public_id}/",
            recipient_id=user,
            now=now,
            # Planning runs as a cross-tenant worker, so each request names its tenant.
            county_id=campaign.county_id,
            school_id=school,
        )


def _heads_and_admins(county: int | None, school: int | None, today: date) -> list[int]:
    """Users who are head or admin of a school on a day."""
    rows = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        county=county,
        school=school,
        role__in=[Role.SCHOOL_ADMIN, Role.HEAD],
        since__lte=today,
    )
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def _planning_run(campaign: Campaign) -> str:
    """Part of the dedupe key: a new plan notifies again, a job that is run twice does not."""
    return f"{campaign.public_id}:{campaign.job_id or campaign.planned_at}"
