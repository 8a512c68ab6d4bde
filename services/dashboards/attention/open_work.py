"""What no rollup counts because it changes with the day: read from the apps, for the scope's county at once.

Each function returns school id → how much is undone; a school where nothing is has no entry.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Count

from services.care import queries as care
from services.children.queries import rosters
from services.plans import deadlines
from services.plans import queries as plans

CHASED_FOR = timedelta(days=60)  # what is later than that is settled with the school itself


def children_without_contact(today: date) -> Mapping[int, int]:
    """Children of whom nobody has recorded anything for 30 days."""
    rows = care.without_contact(today).order_by().values_list("school_id").annotate(n=Count("pk"))
    return dict(rows)


def schools_without_plan(today: date) -> Mapping[int, int]:
    return dict.fromkeys(plans.schools_without_plan(today).values_list("pk", flat=True), 1)


def schools_with_old_roster(today: date) -> Mapping[int, int]:
    return dict.fromkeys(rosters.schools_with_old_roster(today).values_list("pk", flat=True), 1)


def overdue_deadlines(schools: Collection[int], today: date) -> Mapping[int, list[str]]:
    """School id → titles of what it has not submitted in time, of these schools (ids)."""
    titles: dict[int, list[str]] = defaultdict(list)
    for school_id, deadline in deadlines.unsubmitted_by(schools, today - CHASED_FOR, today - timedelta(days=1)):
        titles[school_id].append(deadline.title)
    return titles
