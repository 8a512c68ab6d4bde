"""The tables of a school's pages: its classes, and the late work of its teachers and classes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict, cast
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from services.care.choices import DueState
from services.care.models import DueWork, Pairing
from services.children.choices import PupilState
from services.children.models import ContactCard, Pupil
from services.dashboards.suppression import withholding
from services.dashboards.suppression.markers import Marker, Markers, Unit
from services.schools.models import School


class ClassRow(TypedDict):
    """Counts of one class: pupils, children with an open case file, of these paired, and with a card."""

    school_class__public_id: UUID
    entry_year: int
    entry_grade: int
    class_number: int
    pupils: int
    children: int
    paired: int
    cards: int


CLASS_COLUMNS = ("pupils", "children", "paired", "cards")


class LateByStaff(TypedDict):
    """Late work of one teacher, what is due within the week, and the day of the oldest."""

    staff__public_id: UUID
    staff__name: str
    late: int
    due: int
    oldest: date


class LateByClass(TypedDict):
    """The same of one class."""

    class_id: UUID
    entry_year: int
    entry_grade: int
    class_number: int
    late: int
    due: int
    oldest: date


def classes(*, school: School, day: date) -> list[ClassRow]:
    """The classes of a school that have pupils on a day."""
    pairings = Pairing.objects.filter(child=OuterRef("child__pk"), ended_at__isnull=True)
    cards = ContactCard.objects.filter(child=OuterRef("child__pk"), stale_on__isnull=True)
    has_case_file = Q(child__isnull=False, child__closed_on__isnull=True)
    rows = (
        Pupil.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), state=PupilState.ENROLLED, school=school)
        .annotate(is_paired=Exists(pairings), has_card=Exists(cards))
        .values("school_class_id", "school_class__public_id")
        .annotate(
            # Equal in all rows of a class: an aggregate keeps the three columns out of the GROUP BY.
            entry_year=Min("school_class__entry_year"),
            entry_grade=Min("school_class__entry_grade"),
            class_number=Min("school_class__number"),
            pupils=Count("pk"),
            children=Count("pk", filter=has_case_file),
            paired=Count("pk", filter=has_case_file & Q(is_paired=True)),
            cards=Count("pk", filter=has_case_file & Q(has_card=True)),
        )
        .order_by("entry_grade", "-entry_year", "class_number")
    )
    return cast("list[ClassRow]", list(rows))


def class_markers(rows: Sequence[ClassRow], of_school: Markers | None) -> list[Markers]:
    """For each class the columns withheld from a reader of whom `of_school` is withheld; None inside the school."""
    if of_school is None:
        return [{} for _row in rows]
    units = [Unit(row["school_class__public_id"], "", _class_counts(row)) for row in rows]
    withheld = withholding.withhold(units, CLASS_COLUMNS)
    # All classes together would be the number that is withheld of the school.
    whole = {column: Marker.CONFIDENTIAL for column in CLASS_COLUMNS if column in of_school}
    return [{**withheld.units[unit.key], **whole} for unit in units]


def _class_counts(row: ClassRow) -> dict[str, int]:
    return {"pupils": row["pupils"], "children": row["children"], "paired": row["paired"], "cards": row["cards"]}


def late_by_staff(*, today: date) -> list[LateByStaff]:
    """Work past its day by teacher of the scope's school. Ordered by name, never by rank."""
    rows = _due_by_sunday(today).values("staff__public_id", "staff__name").annotate(**_late_counts(today))
    return cast("list[LateByStaff]", list(rows.order_by("staff__pinyin", "staff_id")))


def late_by_class(*, today: date) -> list[LateByClass]:
    """The same by class."""
    school_class = "child__pupil__school_class__"
    rows = (
        _due_by_sunday(today)
        .values(
            entry_year=F(f"{school_class}entry_year"),
            entry_grade=F(f"{school_class}entry_grade"),
            class_number=F(f"{school_class}number"),
            class_id=F(f"{school_class}public_id"),
        )
        .annotate(**_late_counts(today))
    )
    return cast("list[LateByClass]", list(rows.order_by("entry_grade", "-entry_year", "class_number")))


def _due_by_sunday(today: date) -> QuerySet[DueWork]:
    """Work of open pairings that is not done and due by the end of this week."""
    sunday = today + timedelta(days=6 - today.weekday())
    return DueWork.objects.filter(state=DueState.DUE, pairing__ended_at__isnull=True, due_on__lte=sunday)


def _late_counts(today: date) -> dict[str, Count | Min]:
    is_late = Q(due_on__lt=today)
    return {"late": Count("pk", filter=is_late), "due": Count("pk", filter=~is_late), "oldest": Min("due_on")}
