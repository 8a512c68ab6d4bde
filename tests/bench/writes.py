"""The assessment, grants in bulk and the roster import, against the loops one would write first."""

import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F

from services.access import grants
from services.assessment import measures, queries, scoring
from services.assessment.models import Indicator, Result, Score
from services.care.models import Carer, CareRecord, DueWork
from services.children.choices import Reason
from services.children.models import Child, ChildGrant, Entrustment
from services.kit.periods import Quarter
from services.schools.models import School, Staff
from services.schools.scope import Scope, scope
from tests.bench.ratio import Ratio, best
from tests.bench.seed import NOW, Seeded

QUARTER = Quarter(2026, 4)


def all_of(seeded: Seeded) -> Iterator[Ratio]:
    yield _assessment(seeded)
    yield _grants(seeded)


def _assessment(seeded: Seeded) -> Ratio:
    """The whole county in one statement; the loop is run for a few schools and multiplied."""
    sample = 2
    with scope(Scope("r_worker", seeded.county.pk)):
        schools = list(School.objects.order_by("pk"))
        round_ = seeded.round
        codes, window = queries.measures_of(round_.rubric), measures.window(QUARTER, NOW.date())
        everybody = [school.pk for school in schools]
        write = lambda: scoring.write(  # noqa: E731
            round_id=round_.pk, rubric_id=round_.rubric_id, codes=codes, schools=everybody, window=window
        )
        ours = best(write, 3)
        began = time.perf_counter()
        for school in schools[:sample]:
            _loop_of(school, round_, list(Indicator.objects.filter(rubric=round_.rubric)))
        theirs = (time.perf_counter() - began) * len(schools) / sample
        transaction.set_rollback(True)
        note = f"{len(schools)} schools, loop measured on {sample}"
        return Ratio(
            "assessment of the county", "a loop of ORM counts per school", ours, theirs, at_least=50, note=note
        )


def _loop_of(school: School, round_: Any, lines: list[Indicator]) -> None:
    """As one would write it first: for each school and teacher, for each line, count and save."""
    subjects: list[Staff | None] = [
        None,
        *(carer.staff for carer in Carer.objects.filter(school=school, pairings__isnull=False).distinct()),
    ]
    for staff in subjects:
        own = [line for line in lines if line.subject == ("teacher" if staff else "school")]
        result, _ = Result.objects.update_or_create(
            round=round_, school=school, county_id=school.county_id,
            subject="teacher" if staff else "school", staff=staff,
            defaults={"points": 0, "out_of": sum(line.points for line in own)},
        )  # fmt: skip
        for line in own:
            done, due = _counted(school, staff, line.measure)
            points = line.points * done / due if due else line.points
            Score.objects.update_or_create(
                result=result, indicator=line, school=school, county_id=school.county_id,
                defaults={"numerator": done, "denominator": due, "points": points},
            )  # fmt: skip
        total = sum((score.points for score in result.scores.all()), Decimal(0))
        Result.objects.filter(pk=result.pk).update(points=total)


_DUTIES = {"talks": "talk", "visits": "home_visit", "calls": "call"}


def _counted(school: School, staff: Staff | None, measure: str) -> tuple[int, int]:
    if measure in _DUTIES:
        rows = DueWork.objects.filter(school=school, duty=_DUTIES[measure], due_on__range=(QUARTER.start, NOW.date()))
        rows = rows.filter(staff=staff) if staff else rows
        return rows.filter(record__happened_on__lte=F("due_on")).count(), rows.count()
    if measure == "records_complete":
        records = CareRecord.objects.filter(school=school, staff=staff, happened_on__range=(QUARTER.start, NOW.date()))
        return records.exclude(note__text="").filter(mood__isnull=False).count(), records.count()
    children = Child.objects.filter(school=school, closed_on__isnull=True)
    return children.filter(pairings__ended_at__isnull=True, pairings__isnull=False).distinct().count(), children.count()


def _grants(seeded: Seeded) -> Ratio:
    """`assign_perm` is a look at the permission and a get_or_create for each object; ours is one statement."""
    by, sample = seeded.actors["head"], 150
    with scope(by.scope):
        staff = Staff.objects.get(pk=by.staff_id)
        children = list(Child.objects.order_by("pk"))
        reasons = Entrustment.objects.bulk_create(
            Entrustment(child=child, staff=staff, reason=Reason.SHARED, since=NOW) for child in children
        )
        many = [(child, reason) for child, reason in zip(children, reasons, strict=True)]

        def ours() -> None:
            with transaction.atomic():
                permission = grants.permission_id("children.child", "view_child")
                ChildGrant.objects.bulk_create(_grant(child, reason, permission, by.user_id) for child, reason in many)
                transaction.set_rollback(True)

        def loop() -> None:
            with transaction.atomic():
                for child, reason in many[:sample]:
                    permission = Permission.objects.get(
                        codename="view_child", content_type__app_label="children", content_type__model="child"
                    )
                    ChildGrant.objects.get_or_create(
                        user_id=by.user_id, permission=permission, content_object=child, entrustment=reason,
                        defaults={"granted_by_id": by.user_id, "granted_at": NOW - timedelta(days=1)},
                    )  # fmt: skip
                transaction.set_rollback(True)

        times = len(many) / min(sample, len(many))
        ratio = Ratio(
            f"{len(many)} grants", "an assign_perm-like loop", best(ours, 5), best(loop, 2) * times, at_least=50,
            note=f"loop measured on {min(sample, len(many))}",
        )  # fmt: skip
        transaction.set_rollback(True)
        return ratio


def _grant(child: Child, reason: Entrustment, permission: int, user_id: int) -> ChildGrant:
    return ChildGrant(
        user_id=user_id,
        permission_id=permission,
        content_object=child,
        entrustment=reason,
        granted_by_id=user_id,
        granted_at=NOW,
    )
