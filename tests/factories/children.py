"""Pupils, families and case files for the tests of every app, written inside a school's scope."""

from datetime import date
from typing import Any

from services.children.choices import Household, Parent, ReportedLeftBehind, Whereabouts
from services.children.models import Child, ParentWhereabouts, Pupil, ReportedStatus
from services.kit.names.pinyin import initials, sort_key
from services.schools.models import SchoolClass

FIRST_DAY = date(2026, 9, 1)


def pupil(name: str, school_class: SchoolClass, **more: Any) -> Pupil:
    """Someone enrolled, born 2018-03-05, of a rural household."""
    return Pupil.objects.create(
        **{
            "name": name,
            "pinyin": sort_key(name),
            "initials": initials(name),
            "sex": "M",
            "birth_date": date(2018, 3, 5),
            "household": Household.RURAL,
            "school_class": school_class,
            "enrolled_on": date(2024, 9, 1),
        }
        | more
    )


def parent(of: Pupil, which: Parent, whereabouts: str = Whereabouts.AWAY, **more: Any) -> ParentWhereabouts:
    return ParentWhereabouts.objects.create(
        **{"pupil": of, "parent": which, "whereabouts": whereabouts, "since": FIRST_DAY} | more
    )


def reported_status(
    of: Pupil, reported: ReportedLeftBehind = ReportedLeftBehind.BOTH, day: date = FIRST_DAY
) -> ReportedStatus:
    """What a roster stated about a pupil."""
    return ReportedStatus.objects.create(pupil=of, reported=reported, reported_on=day)


def child(name: str, school_class: SchoolClass, **more: Any) -> Child:
    """A pupil with a case file, both parents away."""
    row = pupil(name, school_class, **more)
    for which in Parent:
        parent(row, which)
    reported_status(row)
    return Child.objects.create(pupil=row, opened_on=FIRST_DAY, opening_reason="reported")
