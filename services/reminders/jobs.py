"""The long work of this room: a county looks what a rule would say at all its schools."""

from collections import Counter
from datetime import date, time
from typing import Any

from services.jobs.registry import JobContext, job_handler
from services.reminders import rules
from services.reminders.choices import JobKind
from services.reminders.preview import preview
from services.schools.models import School
from services.schools.scope import for_county, for_school, scope


@job_handler(JobKind.PREVIEW)
def preview_county(run: JobContext) -> dict[str, Any]:
    """Counts by day and by school (public ids), with the terms that were given; names stay in the schools."""
    kind = rules.require_kind(run.arguments["kind"])
    terms = {**run.arguments["terms"], "send_at": time.fromisoformat(run.arguments["terms"]["send_at"])}
    by_day: Counter[date] = Counter()
    schools: list[dict[str, Any]] = []
    with scope(for_county(run.county_id)):
        places = list(School.objects.filter(is_open=True).order_by("pk").values_list("pk", "public_id"))
    for number, (school_id, public_id) in enumerate(places, start=1):
        with scope(for_school(school_id, run.county_id)):
            found = preview(kind, rules.validate_settings(kind, **terms), run.now)
        by_day.update(found.by_day)
        schools.append({"school": str(public_id), "notifications": found.total, "people": len(found.people)})
        run.progress(number, len(places))
    return {
        "days": {str(day): by_day[day] for day, _count in found.days} if places else {},
        "schools": [each for each in schools if each["notifications"]],
        "notifications": by_day.total(),
        "people": sum(each["people"] for each in schools),
    }
