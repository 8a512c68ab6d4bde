"""The assessment, grants in bulk and the roster import, against the loops one would write first."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from services.assessment import measures, queries, scoring
from services.assessment.models import AssessmentResult, Indicator, Score
from services.care.models import CareRecord, DueWork, Mentor
from services.children import assignments
from services.children.access import RECORD, VIEW
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment, Child, ChildGrant
from services.kit.periods import Quarter
from services.schools.models import School, Staff
from services.schools.scope import scope, worker_for_county
from tests.bench.ratio import Ratio
from tests.bench.seed import NOW, Seeded

QUARTER = Quarter(2026, 4)


def all_of(seeded: Seeded) -> Iterator[Ratio]:
    yield _assessment(seeded)
    yield _grants(seeded)


def _assessment(seeded: Seeded) -> Ratio:
    """The whole county in one statement; the loop is run for a few schools and multiplied."""
    sample = 2
    with scope(worker_for_county(seeded.county.pk)):
        schools = list(School.objects.order_by("pk"))
        round_ = seeded.round
        codes, window = queries.measure_codes(round_.rubric), measures.quarter_to_date(QUARTER, NOW.date())
        everybody = [school.pk for school in schools]

        def write() -> None:
            scoring.write_scores(
                round_id=round_.pk, rubric_id=round_.rubric_id, codes=codes, schools=everybody, window=window
            )

        def loop() -> None:
            for school in schools[:sample]:
                _loop_of(school, round_, list(Indicator.objects.filter(rubric=round_.rubric)))

        ours = min(_first_time(round_, write) for _ in range(3))
        theirs = _first_time(round_, loop) * len(schools) / sample
        transaction.set_rollback(True)
        note = f"{len(schools)} schools, loop measured on {sample}"
        return Ratio(
            "assessment of the county", "a loop of ORM counts per school", ours, theirs, at_least=50, note=note
        )


def _first_time(round_: Any, work: Callable[[], None]) -> float:
    """Seconds of computing a round that has no results yet; it has its old ones again afterwards."""
    before = transaction.savepoint()
    Score.objects.filter(result__round=round_).delete()
    AssessmentResult.objects.filter(round=round_).delete()
    started = time.perf_counter()
    work()
    took = time.perf_counter() - started
    transaction.savepoint_rollback(before)
    return took


def _loop_of(school: School, round_: Any, lines: list[Indicator]) -> None:
    """The ORM loop: per school and teacher, per indicator, count and save."""
    assessees: list[Staff | None] = [
        None,
        *(mentor.staff for mentor in Mentor.objects.filter(school=school, pairings__isnull=False).distinct()),
    ]
    for staff in assessees:
        own = [line for line in lines if line.assessee == ("teacher" if staff else "school")]
        result, _ = AssessmentResult.objects.update_or_create(
            round=round_, school=school, county_id=school.county_id,
            assessee="teacher" if staff else "school", staff=staff,
            defaults={"points": 0, "max_points": sum(line.points for line in own)},
        )  # fmt: skip
        for line in own:
            done, due = _counted(school, staff, line.measure)
            points = line.points * done / due if due else line.points
            Score.objects.update_or_create(
                result=result, indicator=line, school=school, county_id=school.county_id,
                defaults={"numerator": done, "denominator": due, "points": points},
            )  # fmt: skip
        total = sum((score.points for score in result.scores.all()), Decimal(0))
        AssessmentResult.objects.filter(pk=result.pk).update(points=total)


_DUTIES = {"talks": "talk", "visits": "home_visit", "calls": "call"}


def _counted(school: School, staff: Staff | None, measure: str) -> tuple[int, int]:
    if measure in _DUTIES:
        rows = DueWork.objects.filter(
            school=school, activity=_DUTIES[measure], due_on__range=(QUARTER.begins, NOW.date())
        )
        rows = rows.filter(staff=staff) if staff else rows
        return rows.filter(record__happened_on__lte=F("due_on")).count(), rows.count()
    if measure == "records_complete":
        records = CareRecord.objects.filter(school=school, staff=staff, happened_on__range=(QUARTER.begins, NOW.date()))
        return records.exclude(note__text="").filter(mood__isnull=False).count(), records.count()
    children = Child.objects.filter(school=school, closed_on__isnull=True)
    return children.filter(pairings__ended_at__isnull=True, pairings__isnull=False).distinct().count(), children.count()


def _grants(seeded: Seeded) -> Ratio:
    """`assign_perm` is a look at the permission and a get_or_create for each object; ours is one statement."""
    sample, most = 75, 5_000
    with scope(worker_for_county(seeded.county.pk)):
        _assign_everybody_to(seeded.actors["head"].user_id)
        rows = CaseAssignment.objects.filter(reason=AssignmentReason.PAIRING).order_by("pk")
        reasons = list(rows.select_related("staff", "child")[:most])
        keys = [reason.pk for reason in reasons]

        def ours() -> None:
            assert assignments.grant(assignments=keys, by=None, now=NOW) == 2 * len(keys)

        def loop() -> None:
            for reason in reasons[:sample]:
                for codename in (VIEW, RECORD):
                    _assign(codename, reason)

        mine, taken = min(_anew(keys, ours) for _ in range(3)), min(sample, len(reasons))
        theirs = min(_anew(keys, loop) for _ in range(2)) * len(reasons) / taken
        transaction.set_rollback(True)
        note = f"loop measured on {2 * taken}"
        return Ratio(f"{2 * len(keys)} grants", "an assign_perm-like loop", mine, theirs, at_least=50, note=note)


def _assign_everybody_to(user_id: int) -> None:
    """The seed's staff have no logins, and a hash for each would take long: one person works at every school."""
    first = Staff.objects.order_by("school_id", "pk").distinct("school_id")
    Staff.objects.filter(pk__in=first.values("pk")).update(user=user_id)
    mine = Staff.objects.filter(user=user_id, school=OuterRef("school"))
    CaseAssignment.objects.filter(reason=AssignmentReason.PAIRING).update(staff=Subquery(mine.values("pk")[:1]))


def _anew(assignments: list[int], work: Callable[[], None]) -> float:
    """Seconds of giving grants that nobody has; everybody has their old ones again afterwards."""
    with transaction.atomic():
        ChildGrant.objects.filter(assignment__in=assignments).delete()
        started = time.perf_counter()
        work()
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took


def _assign(codename: str, reason: CaseAssignment) -> None:
    content_type = {"content_type__app_label": "children", "content_type__model": "child"}
    ChildGrant.objects.get_or_create(
        user_id=reason.staff.user_id,
        permission=Permission.objects.get(codename=codename, **content_type),
        content_object=reason.child,
        assignment=reason,
        defaults={
            "school_id": reason.school_id,
            "county_id": reason.county_id,
            "granted_by_id": reason.staff.user_id,
            "granted_at": NOW,
        },
    )
