"""The three counting bases as columns: `annotate(Pupil.objects, day)` adds d1, d2, d3, each yes, no or unknown.

The definitions stand in judging.py; a property test holds the two equal. Everything is one statement with two
joins on the facts in force that day, so a county can count by school, class or township.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from services.children.choices import Household, Parent, PupilState, Ternary, Whereabouts
from services.children.models import ParentWhereabouts, Pupil, ReportedStatus
from services.children.queries.classification import (
    ADULT_AGE,
    COMPULSORY,
    INCAPABLE_STATES,
    MONTHS_AWAY,
    Classification,
    ParentSituation,
    PupilFacts,
    classify,
    months_before,
    years_before,
)
from services.schools.queries import school_year_of

BASES = ("d1", "d2", "d3")
YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN


def annotate(pupils: QuerySet[Any], on: date) -> Any:
    """Add text columns d1, d2, d3 as of a day to a queryset of pupils."""
    father, mother = _Parent("father_now", on), _Parent("mother_now", on)
    return pupils.annotate(
        father_now=_relation(Parent.FATHER, on),
        mother_now=_relation(Parent.MOTHER, on),
        grade_on=F("school_class__entry_grade") + school_year_of(on) - F("school_class__entry_year"),
    ).annotate(d1=_d1(father, mother, on), d2=_d2(father, mother, on), d3=_d3(father, mother, on))


def counts(pupils: QuerySet[Any], on: date, *by: str) -> Any:
    """Rows of {*by, pupils, d1_yes, d1_unknown, d2_yes, …}, grouped by columns like "school_id"."""
    totals = {
        f"{basis}_{answer}": Count("pk", filter=Q(**{basis: answer})) for basis in BASES for answer in (YES, UNKNOWN)
    }
    grouped = annotate(pupils.filter(~not_enrolled(on)).order_by(), on).values(*by)
    return grouped.annotate(pupils=Count("pk"), **totals)


def not_enrolled(on: date) -> Q:
    """Not (yet, or any more) a pupil of the school on a day."""
    return Q(left_on__lte=on) | Q(state=PupilState.LEFT, left_on__isnull=True) | Q(enrolled_on__gt=on)


def needs_case_file(pupils: QuerySet[Any], on: date) -> Any:
    """Pupils for whom an archive opens: what was stated (`is_stated`) or D1 says yes, and none is there."""
    stated = ReportedStatus.objects.filter(pupil=OuterRef("pk"), until__isnull=True).exclude(reported="none")
    rows = annotate(pupils.filter(child__isnull=True), on).annotate(is_stated=Exists(stated))
    return rows.filter(Q(is_stated=True) | Q(d1=YES), state=PupilState.ENROLLED)


def facts_of(pupil: Pupil, on: date, parents: Iterable[ParentWhereabouts]) -> PupilFacts:
    """One pupil's facts on a day, from the rows of its parents."""
    rows = (row for row in parents if row.since <= on and (row.until is None or row.until > on))
    now = {
        row.parent: ParentSituation(row.whereabouts, row.away_since, row.is_capable_guardian, row.since) for row in rows
    }
    has_left = pupil.left_on <= on if pupil.left_on else pupil.state == PupilState.LEFT
    is_to_come = bool(pupil.enrolled_on and pupil.enrolled_on > on)
    return PupilFacts(
        birth_date=pupil.birth_date,
        household=pupil.household,
        grade=pupil.school_class.grade(school_year_of(on)),
        is_enrolled=not has_left and not is_to_come,
        father=now.get(Parent.FATHER, ParentSituation()),
        mother=now.get(Parent.MOTHER, ParentSituation()),
    )


def of(pupil: Pupil, on: date, parents: Iterable[ParentWhereabouts]) -> dict[str, Classification]:
    """The answers for one pupil on a day, with their reasons; `parents` are its rows, of any day."""
    return classify(facts_of(pupil, on, parents), on)


def _in_force(on: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}since__lte": on}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on}))


def _relation(parent: Parent, on: date) -> FilteredRelation:
    return FilteredRelation("parents", condition=Q(parents__parent=parent) & _in_force(on, "parents__"))


class _Parent:
    """What is so, and what may be so, of one parent; `may_` is so or unknown."""

    def __init__(self, name: str, on: date) -> None:
        limit = months_before(on, MONTHS_AWAY)
        untold = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__whereabouts": ""})
        nothing_said = Q(**{f"{name}__is_capable_guardian__isnull": True})
        undated = Q(**{f"{name}__away_since__isnull": True})
        self.is_away = Q(**{f"{name}__whereabouts": Whereabouts.AWAY})
        self.may_be_away = self.is_away | untold
        self.is_unable = Q(**{f"{name}__is_capable_guardian": False}) | Q(
            **{f"{name}__whereabouts__in": sorted(INCAPABLE_STATES)}
        )
        self.may_be_unable = self.is_unable | (untold & nothing_said)
        self.is_long_away = self.is_away & (
            Q(**{f"{name}__away_since__lte": limit}) | (undated & Q(**{f"{name}__since__lte": limit}))
        )
        self.may_be_long_away = self.is_long_away | (self.is_away & undated) | untold


def _answer(no: Q, yes: Q, maybe: Q) -> Case:
    """The first that holds: no, yes, unknown; else no."""
    return Case(
        When(no, then=Value(NO.value)),
        When(yes, then=Value(YES.value)),
        When(maybe, then=Value(UNKNOWN.value)),
        default=Value(NO.value),
        output_field=CharField(),
    )


def _d1(father: _Parent, mother: _Parent, on: date) -> Case:
    return _answer(not_enrolled(on), father.is_away | mother.is_away, father.may_be_away | mother.may_be_away)


def _d2(father: _Parent, mother: _Parent, on: date) -> Case:
    is_so = (father.is_away & (mother.is_away | mother.is_unable)) | (mother.is_away & father.is_unable)
    may_be = (father.may_be_away & (mother.may_be_away | mother.may_be_unable)) | (
        mother.may_be_away & father.may_be_unable
    )
    outside = Q(birth_date__lte=years_before(on, ADULT_AGE)) | Q(household=Household.URBAN)
    return _answer(not_enrolled(on) | outside, is_so & Q(household=Household.RURAL), may_be)


def _d3(father: _Parent, mother: _Parent, on: date) -> Case:
    outside = ~Q(grade_on__range=(COMPULSORY.start, COMPULSORY.stop - 1))
    return _answer(
        not_enrolled(on) | outside,
        father.is_long_away | mother.is_long_away,
        father.may_be_long_away | mother.may_be_long_away,
    )
