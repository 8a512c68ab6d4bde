"""The assessment, grants in bulk and the roster import, against the loops one would write first."""

import time
from collections.abc import Iterator
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
    """`assign_perm` is a look at the permission and a get_or_create for each object; ours writes all at once."""
    user_id, sample, most = seeded.actors["head"].user_id, 150, 10_000
    with scope(Scope("r_worker", seeded.county.pk)):
        reasons = list(Entrustment.objects.filter(reason=Reason.PAIRING).select_related("child").order_by("pk")[:most])

        def ours() -> None:
            with transaction.atomic():
                permission = grants.permission_id("children.child", "view_child")
                grants.give([_grant(reason, permission, user_id) for reason in reasons])
                transaction.set_rollback(True)

        def loop() -> None:
            with transaction.atomic():
                for reason in reasons[:sample]:
                    wanted = {"content_type__app_label": "children", "content_type__model": "child"}
                    permission = Permission.objects.get(codename="view_child", **wanted)
                    fresh = _grant(reason, permission.pk, user_id)
                    ChildGrant.objects.get_or_create(
                        user_id=user_id,
                        permission=permission,
                        content_object=reason.child,
                        entrustment=reason,
                        defaults={
                            name: getattr(fresh, name)
                            for name in ("school_id", "county_id", "granted_by_id", "granted_at")
                        },
                    )
                transaction.set_rollback(True)

        taken = min(sample, len(reasons))
        theirs = best(loop, 2) * len(reasons) / taken
        note = f"loop measured on {taken}"
        return Ratio(
            f"{len(reasons)} grants", "an assign_perm-like loop", best(ours, 3), theirs, at_least=50, note=note
        )


def _grant(reason: Entrustment, permission: int, user_id: int) -> ChildGrant:
    return ChildGrant(
        user_id=user_id,
        permission_id=permission,
        content_object_id=reason.child_id,
        entrustment=reason,
        granted_by_id=user_id,
        granted_at=NOW,
        school_id=reason.school_id,
        county_id=reason.county_id,
    )
