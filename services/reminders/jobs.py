"""Background jobs: preview a rule for all schools of a county."""

from collections import Counter
from datetime import date, time
from typing import TypedDict

from services.jobs.registry import JobContext, job_handler
from services.reminders import queries
from services.reminders.choices import JobKind
from services.reminders.preview import preview
from services.reminders.validation import validate_settings
from services.schools.models import School
from services.schools.scope import for_county, for_school, scope


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
    # Closed before the first school: one transaction cannot see two tenants.
    with scope(for_county(job.county_id)):
        rows = list(School.objects.filter(is_open=True).order_by("pk").values_list("pk", "public_id"))
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
