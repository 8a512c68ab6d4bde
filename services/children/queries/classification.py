"""Classify one pupil as left behind or not, by each basis, with the reason. `basis.py` does the same for many at once.

Three bases 口径 are in use and give different counts, so the answer is computed as of a day and never stored:
D1  school summary: a parent or both work away; pupils of any grade.
D2  国发〔2016〕13号: both work away, or one does and the other is unable to guard; under sixteen; rural household.
D3  education statistics: a parent away for three months without a break; grades 1 to 9.
A parent who is dead, missing or in custody does not work away and is unable to guard. One who is at home is able to
guard unless it is recorded otherwise, as the form of 2016 asks for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.children.choices import Household, ReportedLeftBehind, Ternary, Whereabouts

LONG_AWAY = relativedelta(months=3)  # 连续三个月以上
ADULT = relativedelta(years=16)  # 不满十六周岁
COMPULSORY = range(1, 10)  # 义务教育阶段
INCAPABLE_STATES = frozenset({Whereabouts.DECEASED, Whereabouts.MISSING, Whereabouts.IN_CUSTODY})
YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN


@dataclass(frozen=True)
class ParentSituation:
    """A parent on a day; `since`: the first day of the record."""

    whereabouts: str = ""
    away_since: date | None = None
    is_capable_guardian: bool | None = None
    since: date | None = None


@dataclass(frozen=True)
class PupilFacts:
    """What the bases depend on, of one pupil on a day."""

    birth_date: date
    household: str = ""
    grade: int = 1
    is_enrolled: bool = True
    father: ParentSituation = field(default_factory=ParentSituation)
    mother: ParentSituation = field(default_factory=ParentSituation)


class Classification(NamedTuple):
    """An answer, the code of its reason, and the reason as a sentence."""

    answer: Ternary
    reason: str

    @property
    def sentence(self) -> Promise | str:
        return REASONS[self.reason]


REASONS: dict[str, Promise | str] = {
    "not_enrolled": _("这一天不在读。"),
    "both_away": _("父母双方外出务工。"),
    "father_away": _("父亲外出务工。"),
    "mother_away": _("母亲外出务工。"),
    "none_away": _("父母都没有外出务工。"),
    "father_unknown": _("父亲的情况没有登记。"),
    "mother_unknown": _("母亲的情况没有登记。"),
    "both_unknown": _("父母的情况都没有登记。"),
    "sixteen": _("已满十六周岁。"),
    "urban": _("不是农业户口。"),
    "household_unknown": _("户口性质没有登记。"),
    "other_unable": _("一方外出务工，另一方无监护能力。"),
    "other_able": _("一方外出务工，另一方没有登记为无监护能力。"),
    "beyond_compulsory": _("不在义务教育阶段。"),
    "long_away": _("外出已连续三个月以上。"),
    "not_long_away": _("外出不满三个月。"),
    "since_unknown": _("外出的起始时间没有登记。"),
}


def classify(facts: PupilFacts, day: date) -> dict[str, Classification]:
    """The answers of d1, d2 and d3 on a day."""
    if not facts.is_enrolled:
        return dict.fromkeys(_CLASSIFIERS, Classification(NO, "not_enrolled"))
    return {name: classifier(facts, day) for name, classifier in _CLASSIFIERS.items()}


def disagreement(reported: str, d1: Ternary) -> Promise | str:
    """A sentence where the reported status and D1 disagree; "" where they agree or D1 is unknown."""
    if reported == ReportedLeftBehind.NONE and d1 == YES:
        return _("名册写“非留守”，但登记的父母情况表明属于留守，请核实。")
    if reported in {ReportedLeftBehind.ONE, ReportedLeftBehind.BOTH, ReportedLeftBehind.YES} and d1 == NO:
        return _("名册写“留守”，但登记的父母情况表明不属于留守，请核实。")
    return ""


def _d1(facts: PupilFacts, _on: date) -> Classification:
    father, mother = _is_away(facts.father), _is_away(facts.mother)
    if YES in {father, mother}:
        return Classification(YES, _which_parent(father, mother, YES, "away"))
    if UNKNOWN in {father, mother}:
        return Classification(UNKNOWN, _which_parent(father, mother, UNKNOWN, "unknown"))
    return Classification(NO, "none_away")


def _d2(facts: PupilFacts, day: date) -> Classification:
    if facts.birth_date <= day - ADULT:
        return Classification(NO, "sixteen")
    if facts.household == Household.URBAN:
        return Classification(NO, "urban")
    by_parents = _d2_of_parents(facts)
    if by_parents.answer == YES and not facts.household:
        return Classification(UNKNOWN, "household_unknown")
    return by_parents


def _d2_of_parents(facts: PupilFacts) -> Classification:
    father, mother = _is_away(facts.father), _is_away(facts.mother)
    both = _all(father, mother)
    one = _any(_all(father, _is_unable(facts.mother)), _all(mother, _is_unable(facts.father)))
    answer = _any(both, one)
    if answer == YES:
        return Classification(YES, "both_away" if both == YES else "other_unable")
    if answer == UNKNOWN:
        return Classification(UNKNOWN, _which_parent(father, mother, UNKNOWN, "unknown"))
    return Classification(NO, "other_able" if YES in {father, mother} else "none_away")


def _d3(facts: PupilFacts, day: date) -> Classification:
    if facts.grade not in COMPULSORY:
        return Classification(NO, "beyond_compulsory")
    father, mother = _is_long_away(facts.father, day), _is_long_away(facts.mother, day)
    answer = _any(father, mother)
    if answer == YES:
        return Classification(YES, "long_away")
    father_away, mother_away = _is_away(facts.father), _is_away(facts.mother)
    away = {father_away, mother_away}
    if answer == UNKNOWN:
        missing = _which_parent(father_away, mother_away, UNKNOWN, "unknown")
        return Classification(UNKNOWN, missing if UNKNOWN in away else "since_unknown")
    return Classification(NO, "not_long_away" if YES in away else "none_away")


_CLASSIFIERS: dict[str, Callable[[PupilFacts, date], Classification]] = {"d1": _d1, "d2": _d2, "d3": _d3}


def _is_away(parent: ParentSituation) -> Ternary:
    if not parent.whereabouts:
        return UNKNOWN
    return YES if parent.whereabouts == Whereabouts.AWAY else NO


def _is_unable(parent: ParentSituation) -> Ternary:
    if parent.is_capable_guardian is False or parent.whereabouts in INCAPABLE_STATES:
        return YES
    return UNKNOWN if not parent.whereabouts and parent.is_capable_guardian is None else NO


def _is_long_away(parent: ParentSituation, day: date) -> Ternary:
    if _is_away(parent) != YES:
        return _is_away(parent)
    limit: date = day - LONG_AWAY
    if parent.away_since is None:
        return YES if parent.since and parent.since <= limit else UNKNOWN
    return YES if parent.away_since <= limit else NO


def _any(*answers: Ternary) -> Ternary:
    """Ternary "or": YES where one is."""
    return YES if YES in answers else UNKNOWN if UNKNOWN in answers else NO


def _all(*answers: Ternary) -> Ternary:
    """Ternary "and": NO where one is."""
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES


def _which_parent(father: Ternary, mother: Ternary, answer: Ternary, suffix: str) -> str:
    """The code of a reason, by whose answer it is."""
    if father == mother == answer:
        return f"both_{suffix}"
    return f"{'father' if father == answer else 'mother'}_{suffix}"
