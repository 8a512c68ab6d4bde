"""What the pairing optimiser is asked and what it answers: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WOMEN_FOR_GIRLS_FROM_GRADE = 4


class PairingReason(models.TextChoices):
    """Why this carer for this child."""

    CONTINUES = "continues", _("延续上期结对")
    CLASS_TEACHER = "class_teacher", _("本班班主任")
    TEACHES_CLASS = "teaches_class", _("任教本班")
    GIRL_WITH_WOMAN = "girl_with_woman", _("四年级以上女生由女教师结对")
    TEACHES_SUBJECT = "teaches_subject", _("任教孩子需要帮助的学科")
    SAME_SITE = "same_site", _("同一校区，人数均衡")


class UnpairedReason(models.TextChoices):
    """Why a child has no carer."""

    NO_MENTOR_AT_SITE = "no_mentor_at_site", _("该校区没有可结对的教师")
    MENTORS_FULL = "mentors_full", _("该校区教师的结对名额已满")


class SolverStatus(models.TextChoices):
    OPTIMAL = "optimal", _("最优方案")
    FEASIBLE = "feasible", _("限时内的可行方案")


@dataclass(frozen=True)
class ChildInput:
    """A child in want of a carer. `previous` took care of it before; `needs` are subjects it wants help in."""

    id: int
    site: int
    class_id: int
    sex: str
    grade: int
    class_teacher_id: int | None = None
    previous: int | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MentorInput:
    """A member of staff, with the children already `held` and an own `capacity` where it is less than usual."""

    id: int
    site: int
    sex: str
    classes: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    class_teacher_of: frozenset[int] = frozenset()
    held: int = 0
    willing: bool = True
    capacity: int | None = None


@dataclass(frozen=True)
class Weights:
    """Points for a good pair, and points off. `thin` (a carer with fewer than the least) outweighs any two pairs."""

    continues: int = 100
    class_teacher: int = 60
    girl_with_woman: int = 30
    teaches_class: int = 25
    teaches_subject: int = 10
    thin: int = 1000
    uneven: int = 15

    def points(self, reason: PairingReason) -> int:
        return 0 if reason == PairingReason.SAME_SITE else int(getattr(self, reason.value))


@dataclass(frozen=True)
class Pair:
    child: int
    mentor: int
    reasons: tuple[PairingReason, ...]
    score: int


@dataclass(frozen=True)
class Shortage:
    """A site with more children than places."""

    site: int
    children: int
    free_slots: int
    mentors_missing: int

    @property
    def sentence(self) -> StrOrPromise:
        words = _("有 {children} 名孩子待结对，只有 {free_slots} 个名额，还需 {mentors} 名教师。")
        return format_lazy(words, children=self.children, free_slots=self.free_slots, mentors=self.mentors_missing)


@dataclass(frozen=True)
class SolverResult:
    """Pairs by child, children left over by reason, and how good it is: `bound` is what no plan can exceed."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[tuple[int, UnpairedReason], ...]
    shortages: tuple[Shortage, ...]
    objective: int
    bound: int
    status: SolverStatus

    @property
    def gap(self) -> float:
        """0 when nothing better exists, else the share of the bound that may be missing."""
        return (self.bound - self.objective) / max(1, abs(self.bound))


def wants_woman(child: ChildInput) -> bool:
    return child.sex == "F" and child.grade >= WOMEN_FOR_GIRLS_FROM_GRADE


def reasons_for(child: ChildInput, mentor: MentorInput) -> tuple[PairingReason, ...]:
    """All that speaks for this pair; that they share a site when nothing else does."""
    is_class_teacher = child.class_teacher_id == mentor.id or child.class_id in mentor.class_teacher_of
    holds = {
        PairingReason.CONTINUES: child.previous == mentor.id,
        PairingReason.CLASS_TEACHER: is_class_teacher,
        PairingReason.TEACHES_CLASS: not is_class_teacher and child.class_id in mentor.classes,
        PairingReason.GIRL_WITH_WOMAN: wants_woman(child) and mentor.sex == "F",
        PairingReason.TEACHES_SUBJECT: bool(child.needs & mentor.subjects),
    }
    return tuple(reason for reason, true in holds.items() if true) or (PairingReason.SAME_SITE,)
