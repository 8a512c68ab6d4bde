"""Keeping the rollup true: draining the dirty queue, and the nightly comparison with a full recount."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.models import Membership
from services.access.permissions import Permission
from services.access.roles import Role
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.dashboards import attention, rollup
from services.dashboards.choices import AuditAction, JobKind
from services.dashboards.models import SchoolQuarter, StaleRollup
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.kit import clock, locks
from services.kit.periods import Quarter
from services.notify import outbox
from services.schools.models import County, School

AT_ONCE = 5000
_CHASED = {
    "findings": _("县里提醒：请跟进体检异常，及时销号"),
    "roster": _("县里提醒：请导入本学期名册"),
    "paired": _("县里提醒：请为还没有结对的孩子结对"),
    "talks": _("县里提醒：请补上逾期的谈心"),
    "visits": _("县里提醒：请补上逾期的家访"),
    "cards": _("县里提醒：请为孩子建好联系卡"),
}
log = logging.getLogger(__name__)


@transaction.atomic
def refresh_stale(*, now: datetime) -> int:
    """Recount every school in the dirty queue; how many. Somebody draining already: 0.

    Reads the queue first, counts, then removes exactly the rows it read: what is written meanwhile waits for the next.
    Runs as a worker at large.
    """
    if not _alone():
        return 0
    read = list(StaleRollup.objects.order_by("id").values_list("id", "school_id", "since")[:AT_ONCE])
    if not read:
        return 0
    oldest = {school_id: since for _id, school_id, since in reversed(read)}
    write_rollups(schools=sorted(oldest), now=now, since=oldest)
    StaleRollup.objects.filter(id__in=[row_id for row_id, *_mark in read]).delete()
    return len(oldest)


@transaction.atomic
def write_rollups(*, schools: list[int], now: datetime, since: Mapping[int, datetime] | None = None) -> None:
    """This quarter's rows, and last quarter's where its assessment was not published when the facts moved.

    `since`: of each school the oldest fact that waits; a publication must not overtake what was written before it.
    """
    quarter = Quarter.of(clock.local_date(now))
    rollup.write(schools=schools, quarter=quarter, now=now)
    rollup.write(schools=_unpublished(schools, quarter.previous, since), quarter=quarter.previous, now=now)


@transaction.atomic
def remind_late_schools(*, matter: attention.AttentionItem, by: Actor, now: datetime) -> int:
    """催报: tell heads and admins of the schools concerned what is open; how many were told. Once a day each."""
    require_permission(by, Permission.COMPUTE_ROUND)
    names = {place.row["pk"]: place for place in matter.schools}
    people = Membership.objects.filter(school_id__in=names, role__in=[Role.HEAD, Role.SCHOOL_ADMIN], until__isnull=True)
    told = outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"chase:{matter.code}:{clock.local_date(now)}:{user_id}",
            kind="dashboards.late_schools_reminded",
            title=str(_CHASED[matter.code]),
            path="/workbench/",
            recipient_id=user_id,
            now=now,
            county_id=by.county_id,
            school_id=school_id,
        )
        for user_id, school_id in people.values_list("user_id", "school_id").distinct()
    )
    schools = [place.public_id for place in matter.schools if place.public_id]
    audit.log(
        AuditAction.LATE_SCHOOLS_REMINDED, target=schools, by=by, now=now, detail={"matter": matter.code, "told": told}
    )
    return told


def request_rebuild(*, county: County, now: datetime) -> Job:
    """Let a worker recount the open scope's county."""
    return jobs.enqueue(kind=JobKind.REBUILD, subject=county.public_id, by=None, now=now)


@transaction.atomic
def rebuild(*, county_id: int, now: datetime) -> int:
    """Recount every school of a county; how many rows had been wrong, which alarms. Runs as a worker."""
    schools = list(School.objects.filter(is_open=True, county_id=county_id).values_list("pk", flat=True))
    wrong = _wrong(schools, now)
    write_rollups(schools=schools, now=now)
    if wrong:
        log.error("rollup_differed", extra={"rows": len(wrong)})
        _alarm(county_id, now)
    return len(wrong)


def _alone() -> bool:
    return locks.acquire("dashboards.rollup")


def _unpublished(schools: list[int], quarter: Quarter, since: Mapping[int, datetime] | None = None) -> list[int]:
    published = AssessmentRound.objects.filter(
        county_id=OuterRef("county_id"), year=quarter.year, quarter=quarter.number, state=RoundState.PUBLISHED
    )
    rows = School.objects.filter(pk__in=schools).annotate(done=Subquery(published.values("published_at")[:1]))
    waited = since or {}
    return [pk for pk, done in rows.values_list("pk", "done") if done is None or (pk in waited and waited[pk] <= done)]


def _wrong(schools: list[int], now: datetime) -> list[dict[str, Any]]:
    """Stored rows that a recount as of their own day contradicts. A school in the queue is not wrong, only late."""
    late = StaleRollup.objects.values("school_id")
    rows = SchoolQuarter.objects.exclude(school_id__in=late).filter(school_id__in=schools)
    by_day: dict[tuple[Quarter, date], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values("school_id", "year", "quarter", "as_of", *rollup.COUNTS):
        by_day[Quarter(row["year"], row["quarter"]), clock.local_date(row["as_of"])].append(row)
    wrong = []
    for (quarter, day), stored in by_day.items():
        theirs = [row["school_id"] for row in stored]
        if quarter < Quarter.of(day):
            theirs = _unpublished(theirs, quarter)
        counted = {row["school_id"]: row for row in rollup.count(schools=theirs, quarter=quarter, today=day, now=now)}
        wrong += [row for row in stored if row["school_id"] in counted and _differ(row, counted[row["school_id"]])]
    return wrong


def _differ(stored: dict[str, Any], counted: dict[str, Any]) -> bool:
    return any(stored[column] != counted[column] for column in rollup.COUNTS)


def _alarm(county_id: int, now: datetime) -> None:
    people = Membership.objects.filter(
        county_id=county_id, role__in=[Role.COUNTY, Role.COUNTY_LEAD], until__isnull=True
    )
    outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"rollup:{clock.local_date(now)}:{user_id}",
            kind="dashboards.rollup_mismatch_found",
            title=gettext("看板数字夜间核对有差异，已重新计算"),
            path="/county/",
            recipient_id=user_id,
            now=now,
            county_id=county_id,
        )
        for user_id in people.values_list("user_id", flat=True).distinct()
    )
