"""Stored rollup rows that a recount contradicts, and which schools' past quarters may still change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.dashboards.models import SchoolQuarter, StaleRollup
from services.dashboards.rollup import quarters
from services.dashboards.rollup.columns import COLUMNS, Counts
from services.kit import clock
from services.kit.periods import Quarter
from services.schools.models import School


def unpublished_schools(
    schools: Sequence[int], quarter: Quarter, stale_since: Mapping[int, datetime] | None = None
) -> list[int]:
    """Schools (ids) whose assessment of a quarter was not published when their oldest queued change was made."""
    published = AssessmentRound.objects.filter(
        county_id=OuterRef("county_id"), year=quarter.year, quarter=quarter.number, state=RoundState.PUBLISHED
    )
    rows = School.objects.filter(pk__in=schools).annotate(published_at=Subquery(published.values("published_at")[:1]))
    since = stale_since or {}
    return [
        pk
        for pk, published_at in rows.values_list("pk", "published_at")
        if published_at is None or (pk in since and since[pk] <= published_at)
    ]


def count_mismatches(schools: Sequence[int], now: datetime) -> int:
    """How many stored rows differ from a recount as of their own day. A queued school is stale, not wrong."""
    queued = StaleRollup.objects.values("school_id")
    rows = SchoolQuarter.objects.exclude(school_id__in=queued).filter(school_id__in=schools)
    stored: dict[tuple[Quarter, date], dict[int, Counts]] = defaultdict(dict)
    for row in rows.values("school_id", "year", "quarter", "as_of", *COLUMNS):
        key = Quarter(row["year"], row["quarter"]), clock.local_date(row["as_of"])
        stored[key][row["school_id"]] = {column: row[column] for column in COLUMNS}
    return sum(_count_differing(counts, quarter, day, now) for (quarter, day), counts in stored.items())


def _count_differing(stored: Mapping[int, Counts], quarter: Quarter, day: date, now: datetime) -> int:
    schools = list(stored)
    if quarter < Quarter.of(day):
        # Published figures stay as they were; a recount of today's rows says nothing about them.
        schools = unpublished_schools(schools, quarter)
    recounted = quarters.count(schools=schools, quarter=quarter, today=day, now=now)
    return sum(stored[school] != counts for school, counts in recounted.items())
