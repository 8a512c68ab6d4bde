"""Background jobs: preview a rule for all schools of a county, count what all rules would send."""

from collections import Counter
from datetime import date, time
from typing import TypedDict
from uuid import UUID

from services.jobs.registry import JobContext, job_handler
from services.reminders import queries
from services.reminders.choices import JobKind
from services.reminders.preview import count_by_kind, preview
from services.reminders.validation import validate_settings
from services.schools.models import School
from services.schools.scope import Scope, for_county, for_school, scope


class SchoolCount(TypedDict):
    school: str  # public id
    notifications: int
    people: int


class CountyPreview(TypedDict):
    """Counts by day (ISO date) and by school; no names of people."""

    days: dict[str, int]
    schools: list[SchoolCount]
    notifications: int
    people: int


@job_handler(JobKind.PREVIEW)
def preview_county(job: JobContext) -> CountyPreview:
    """Count what a rule would send at every school of the county, with the settings of the job."""
    kind = queries.require_kind(job.arguments["kind"])
    values = job.arguments["settings"]
    settings = {**values, "send_at": time.fromisoformat(values["send_at"])}
    by_day: Counter[date] = Counter()
    schools: list[SchoolCount] = []
    rows = _open_schools(job.county_id)
    for number, (school_id, public_id) in enumerate(rows, start=1):
        # As the school itself: kinds find their items in the scope of one school.
        with scope(for_school(school_id, job.county_id)):
            result = preview(kind, validate_settings(kind, **settings), job.now)
        by_day.update(dict(result.days))
        schools.append({"school": str(public_id), "notifications": result.total, "people": len(result.people)})
        job.report_progress(number, len(rows))
    return {
        "days": {str(day): count for day, count in sorted(by_day.items())},
        "schools": [row for row in schools if row["notifications"]],
        "notifications": by_day.total(),
        "people": sum(row["people"] for row in schools),
    }


class ForecastCounts(TypedDict):
    """Notifications of the next fortnight by kind; kinds without any are missing."""

    kinds: dict[str, int]


@job_handler(JobKind.FORECAST)
def forecast(job: JobContext) -> ForecastCounts:
    """Count what the rules in effect would send: at one school, or at all of a county and at the county itself."""
    schools = [job.school_id] if job.school_id else [pk for pk, _public_id in _open_schools(job.county_id)]
    scopes = [for_school(pk, job.county_id) for pk in schools]
    levels: list[tuple[Scope, str]] = [(one, "school") for one in scopes]
    if job.school_id is None:
        levels.append((for_county(job.county_id), "county"))
    counts: Counter[str] = Counter()
    for number, (tenant, level) in enumerate(levels, start=1):
        with scope(tenant):
            rules = [(kind, settings) for kind, settings in queries.all_settings() if kind.tenant_level == level]
            counts.update(count_by_kind(rules, job.now))
        job.report_progress(number, len(levels))
    return {"kinds": {key: count for key, count in sorted(counts.items()) if count}}


def _open_schools(county_id: int) -> list[tuple[int, UUID]]:
    # Closed before the first school: one transaction cannot see two tenants.
    with scope(for_county(county_id)):
        return list(School.objects.filter(is_open=True).order_by("pk").values_list("pk", "public_id"))
