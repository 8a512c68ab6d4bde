"""The three bases as columns: `annotate(Pupil.objects, day)` adds d1, d2 and d3, each yes, no or unknown.

The definitions are in classification.py; a property test compares the two. Everything is one statement with two
joins on the parents' rows in force that day, so that a county can count by school, class or township.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, cast

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from psycopg.sql import SQL

from services.children.choices import Household, Parent, PupilState, ReportedLeftBehind, Ternary, Whereabouts
from services.children.models import Departure, ParentWhereabouts, Pupil, ReportedStatus
from services.children.queries.classification import (
    ADULT,
    COMPULSORY,
    INCAPABLE_STATES,
    LONG_AWAY,
    Classification,
    ParentSituation,
    PupilFacts,
    classify,
)
from services.schools.queries import school_year_of

BASES = ("d1", "d2", "d3")
YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
Annotated = QuerySet[Any, Any]  # with columns that no model declares
_COUNTS = ", ".join(
    f"count(*) FILTER (WHERE p.{basis} = '{answer.value}') AS {basis}_{answer.value}"
    for basis in BASES
    for answer in (YES, UNKNOWN)
)
# OFFSET 0: the planner may not merge the inner query into the outer one, where it would join whole tables.
_COUNT_BY_SCHOOL = SQL(
    f"""SELECT s.id, c.* FROM unnest(%s::bigint[]) AS s(id) CROSS JOIN LATERAL (
    SELECT count(*) AS pupils, {_COUNTS} FROM ({{rows}} OFFSET 0) AS p({", ".join(BASES)})) c"""  # noqa: S608  constants
)


class BasisCounts(TypedDict):
    """A row of `counts`, which also has the columns that it is grouped by."""

    pupils: int
    d1_yes: int
    d1_unknown: int
    d2_yes: int
    d2_unknown: int
    d3_yes: int
    d3_unknown: int


def annotate(pupils: QuerySet[Pupil], day: date, *, school: RawSQL | None = None) -> Annotated:
    """Add text columns d1, d2, d3 as of a day to a queryset of pupils, who are all of `school` where it is given."""
    father, mother, absent = _Parent("father_now", day), _Parent("mother_now", day), not_enrolled(day, school=school)
    return pupils.annotate(
        father_now=_relation(Parent.FATHER, day, school),
        mother_now=_relation(Parent.MOTHER, day, school),
        grade_on=F("school_class__entry_grade") + school_year_of(day) - F("school_class__entry_year"),
    ).annotate(d1=_d1(father, mother, absent), d2=_d2(father, mother, absent, day), d3=_d3(father, mother, absent))


def counts(pupils: QuerySet[Pupil], day: date, *by: str) -> Annotated:
    """Rows of BasisCounts, grouped by columns such as "school_id"."""
    totals = {
        f"{basis}_{answer}": Count("pk", filter=Q(**{basis: answer})) for basis in BASES for answer in (YES, UNKNOWN)
    }
    # without order_by() the default order would join the grouping
    grouped = annotate(pupils.filter(~not_enrolled(day)).order_by(), day).values(*by)
    rows: Annotated = grouped.annotate(pupils=Count("pk"), **totals)
    return rows


def counts_by_school(schools: Sequence[int], day: date) -> dict[int, BasisCounts]:
    """School id → its counts; zeros for a school without pupils.

    The same counts, each school by itself, so that a school costs the same beside ten others or ten thousand.
    """
    with connection.cursor() as cursor:
        cursor.execute(*count_by_school_statement(schools, day))
        names = tuple(column.name for column in cursor.description or ())
        return {row[0]: cast("BasisCounts", dict(zip(names[1:], row[1:], strict=True))) for row in cursor}


def count_by_school_statement(schools: Sequence[int], day: date) -> tuple[str, list[Any]]:
    """The statement behind `counts_by_school` and its parameters."""
    school = RawSQL("s.id", ())
    is_enrolled = ~not_enrolled(day, school=school)
    pupils = Pupil.objects.filter(is_enrolled, school_id=school, school_class__school_id=school)
    rows = annotate(pupils.order_by(), day, school=school).values_list(*BASES)
    of_school, parameters = rows.query.sql_with_params()
    return _COUNT_BY_SCHOOL.format(rows=SQL(of_school)).as_string(), [list(schools), *parameters]


def not_enrolled(day: date, *, school: RawSQL | None = None) -> Q:
    """Not a pupil of the school on a day: not yet, no longer, or away until it came back. `school` as in `annotate`."""
    departures = Departure.objects.filter(left_on__lte=day, returned_on__gt=day)
    away = (departures.filter(school_id=school) if school else departures).values("pupil_id")
    is_away = Q(left_on__lte=day) | Q(state=PupilState.LEFT, left_on__isnull=True) | Q(pk__in=away)
    return is_away | Q(enrolled_on__gt=day)


def needs_case_file(pupils: QuerySet[Pupil], day: date) -> Annotated:
    """Pupils without a case file for whom the reported status (`is_reported`) or D1 says yes."""
    reported = ReportedStatus.objects.filter(pupil=OuterRef("pk"), until__isnull=True)
    rows: Annotated = annotate(pupils.filter(child__isnull=True), day).annotate(
        is_reported=Exists(reported.exclude(reported=ReportedLeftBehind.NONE))
    )
    return rows.filter(Q(is_reported=True) | Q(d1=YES), state=PupilState.ENROLLED)


def facts_of(
    pupil: Pupil, day: date, parents: Iterable[ParentWhereabouts], departures: Iterable[Departure] = ()
) -> PupilFacts:
    """One pupil's facts on a day, from the rows of its parents, and of its departures where the day is past."""
    rows = (row for row in parents if row.since <= day and (row.until is None or row.until > day))
    situations = {
        row.parent: ParentSituation(row.whereabouts, row.away_since, row.is_capable_guardian, row.since) for row in rows
    }
    has_left = pupil.left_on <= day if pupil.left_on else pupil.state == PupilState.LEFT
    has_left |= any(row.returned_on and row.left_on <= day < row.returned_on for row in departures)
    is_to_come = bool(pupil.enrolled_on and pupil.enrolled_on > day)
    return PupilFacts(
        birth_date=pupil.birth_date,
        household=pupil.household,
        grade=pupil.school_class.grade(school_year_of(day)),
        is_enrolled=not has_left and not is_to_come,
        father=situations.get(Parent.FATHER, ParentSituation()),
        mother=situations.get(Parent.MOTHER, ParentSituation()),
    )


def classifications_of(
    pupil: Pupil, day: date, parents: Iterable[ParentWhereabouts], departures: Iterable[Departure] = ()
) -> dict[str, Classification]:
    """The classifications of one pupil on a day; the rows are those of any day, see `facts_of`."""
    return classify(facts_of(pupil, day, parents, departures), day)


def _in_force(day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    )


def _relation(parent: Parent, day: date, school: RawSQL | None) -> FilteredRelation:
    condition = Q(parents__parent=parent) & _in_force(day, "parents__")
    return FilteredRelation("parents", condition=condition & Q(parents__school=school) if school else condition)


class _Parent:
    """Conditions on one joined parent; `is_` is known to be so, `may_` is so or unknown."""

    def __init__(self, name: str, day: date) -> None:
        limit = day - LONG_AWAY
        is_unknown = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__whereabouts": ""})
        capability_is_unknown = Q(**{f"{name}__is_capable_guardian__isnull": True})
        is_undated = Q(**{f"{name}__away_since__isnull": True})
        self.is_away = Q(**{f"{name}__whereabouts": Whereabouts.AWAY})
        self.may_be_away = self.is_away | is_unknown
        self.is_unable = Q(**{f"{name}__is_capable_guardian": False}) | Q(
            **{f"{name}__whereabouts__in": sorted(INCAPABLE_STATES)}
        )
        self.may_be_unable = self.is_unable | (is_unknown & capability_is_unknown)
        self.is_long_away = self.is_away & (
            Q(**{f"{name}__away_since__lte": limit}) | (is_undated & Q(**{f"{name}__since__lte": limit}))
        )
        self.may_be_long_away = self.is_long_away | (self.is_away & is_undated) | is_unknown


def _answer(no: Q, yes: Q, maybe: Q) -> Case:
    """The first condition that holds decides: no, yes, unknown; otherwise no."""
    return Case(
        When(no, then=Value(NO.value)),
        When(yes, then=Value(YES.value)),
        When(maybe, then=Value(UNKNOWN.value)),
        default=Value(NO.value),
        output_field=CharField(),
    )


def _d1(father: _Parent, mother: _Parent, absent: Q) -> Case:
    return _answer(absent, father.is_away | mother.is_away, father.may_be_away | mother.may_be_away)


def _d2(father: _Parent, mother: _Parent, absent: Q, day: date) -> Case:
    is_so = (father.is_away & (mother.is_away | mother.is_unable)) | (mother.is_away & father.is_unable)
    may_be = (father.may_be_away & (mother.may_be_away | mother.may_be_unable)) | (
        mother.may_be_away & father.may_be_unable
    )
    excluded = Q(birth_date__lte=day - ADULT) | Q(household=Household.URBAN)
    return _answer(absent | excluded, is_so & Q(household=Household.RURAL), may_be)


def _d3(father: _Parent, mother: _Parent, absent: Q) -> Case:
    excluded = ~Q(grade_on__range=(COMPULSORY.start, COMPULSORY.stop - 1))
    return _answer(
        absent | excluded,
        father.is_long_away | mother.is_long_away,
        father.may_be_long_away | mother.may_be_long_away,
    )
