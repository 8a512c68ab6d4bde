"""A school hears at once that its checkup has days, and each day that something was found.

Families and class teachers are told by the rules of `services.health.reminders`, some days before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
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
    """Put a notice for every school that has a day, or another one; how many."""
    by_school: dict[Any, list[Checkup]] = defaultdict(list)
    for checkup in changed:
        by_school[checkup.school_id].append(checkup)
    put = 0
    for school, checkups in by_school.items():
        put += outbox.add_many(_finished(_school(campaign, school, checkups, now), campaign, school))
    return put


def notify_findings(*, findings: Collection[Finding], now: datetime) -> int:
    """Whoever follows findings hears once a day that there are new ones; what they are stands on the page."""
    if not findings:
        return 0
    today = clock.local_date(now)
    first = next(iter(findings))
    return outbox.add_many(
        NotificationRequest(
            dedupe_key=f"{FINDINGS_FOUND}:{first.school_id}:{today}:{user}",
            kind=FINDINGS_FOUND,
            title=_("今天的体检有需要跟进的结果"),
            body=_("请在体检页查看名单，通知家长并跟进到销号。"),
            path="/findings/",
            recipient_id=user,
            now=now,
            county_id=first.county_id,
            school_id=first.school_id,
        )
        for user in _leaders(first.county_id, first.school_id, today)
    )


def _school(
    campaign: Campaign, school: int, checkups: Collection[Checkup], now: datetime
) -> Iterator[NotificationRequest]:
    days = sorted({each.appointment.date for each in checkups})
    counts = {"classes": len({each.appointment_id for each in checkups}), "pupils": len(checkups), **_day(days[0])}
    for user in _leaders(campaign.county_id, school, clock.local_date(now)):
        yield NotificationRequest(
            dedupe_key=f"{CHECKUP_PLANNED}:{_run(campaign)}:{school}:{user}",
            kind=CHECKUP_PLANNED,
            title=_("体检已排期：%(month)d月%(day)d日起") % counts,
            body=_("%(classes)d 个班共 %(pupils)d 人，各班日期请看体检页。") % counts,
            path=_path(campaign),
            recipient_id=user,
            now=now,
        )


def _leaders(county: int | None, school: int | None, today: date) -> list[int]:
    """Users who are head or admin of a school on a day."""
    rows = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        county=county,
        school=school,
        role__in=[Role.SCHOOL_ADMIN, Role.HEAD],
        since__lte=today,
    )
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def _finished(wanted: Iterable[NotificationRequest], campaign: Campaign, school: int) -> Iterator[NotificationRequest]:
    for each in wanted:
        yield replace(each, county_id=campaign.county_id, school_id=school)


def _run(campaign: Campaign) -> str:
    """Campaign and planning: a day that has moved is told again, a planning run twice tells once."""
    return f"{campaign.public_id}:{campaign.job_id or campaign.planned_at}"


def _day(on: date) -> dict[str, int]:
    return {"month": on.month, "day": on.day}


def _path(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.public_id}/"
