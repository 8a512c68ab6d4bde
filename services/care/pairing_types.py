"""Input and result of the pairing solver: plain values, without the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WOMEN_FOR_GIRLS_FROM_GRADE = 4  # about ten years old


class PairingReason(models.TextChoices):
    """Why this mentor for this child."""

    CONTINUES = "continues", _("延续上期结对")
    CLASS_TEACHER = "class_teacher", _("本班班主任")
    TEACHES_CLASS = "teaches_class", _("任教本班")
    GIRL_WITH_WOMAN = "girl_with_woman", _("四年级以上女生由女教师结对")
    TEACHES_SUBJECT = "teaches_subject", _("任教孩子需要帮助的学科")
    SAME_SITE = "same_site", _("同一校区，人数均衡")


class UnpairedReason(models.TextChoices):
    """Why a child has no mentor."""

    NO_MENTOR_AT_SITE = "no_mentor_at_site", _("该校区没有可结对的教师")
    MENTORS_FULL = "mentors_full", _("该校区教师的结对名额已满")


class SolverStatus(models.TextChoices):
    OPTIMAL = "optimal", _("最优方案")
    FEASIBLE = "feasible", _("限时内的可行方案")


@dataclass(frozen=True)
class ChildInput:
    """A child without a mentor. `needs` are subjects the child needs help with."""

    id: int
    site_id: int
    class_id: int
    sex: str
    grade: int
    class_teacher_id: int | None = None
    previous_mentor_id: int | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MentorInput:
    """A mentor with `paired_count` open pairings; `capacity` is the mentor's own limit, None for the usual one."""

    id: int
    site_id: int
    sex: str
    class_ids: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    class_teacher_of: frozenset[int] = frozenset()
    paired_count: int = 0
    is_willing: bool = True
    capacity: int | None = None


@dataclass(frozen=True)
class Weights:
    """Points for the reasons of a pair, and points off for the load of a mentor.

    `below_minimum` outweighs the reasons of any two pairs, so that no mentor is left with one child for their sake.
    """

    continues: int = 100
    class_teacher: int = 60
    girl_with_woman: int = 30
    teaches_class: int = 25
    teaches_subject: int = 10
    below_minimum: int = 1000
    above_minimum: int = 15

    def points(self, reason: PairingReason) -> int:
        return 0 if reason == PairingReason.SAME_SITE else int(getattr(self, reason.value))


@dataclass(frozen=True)
class Pair:
    child_id: int
    mentor_id: int
    reasons: tuple[PairingReason, ...]
    score: int


@dataclass(frozen=True)
class Shortage:
    """A site with more children than free slots."""

    site_id: int
    children: int
    free_slots: int
    mentors_missing: int

    @property
    def text(self) -> StrOrPromise:
        text = _("有 {children} 名孩子待结对，只有 {free_slots} 个名额，还需 {mentors} 名教师。")
        return format_lazy(text, children=self.children, free_slots=self.free_slots, mentors=self.mentors_missing)


@dataclass(frozen=True)
class SolverResult:
    """Pairs by child and unpaired children with the reason. `bound` is the most points any plan could have."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[tuple[int, UnpairedReason], ...]
    shortages: tuple[Shortage, ...]
    objective: int
    bound: int
    status: SolverStatus

    @property
    def gap(self) -> float:
        """Relative optimality gap, 0–1; 0 is optimal."""
        # An objective of 0 is possible: a school of strangers.
        return (self.bound - self.objective) / max(1, abs(self.bound))


def needs_woman(child: ChildInput) -> bool:
    return child.sex == "F" and child.grade >= WOMEN_FOR_GIRLS_FROM_GRADE


def reasons_for(child: ChildInput, mentor: MentorInput) -> tuple[PairingReason, ...]:
    """All reasons for this pair; SAME_SITE when there is no other."""
    # Given with the child or with the mentor: either is enough.
    is_class_teacher = child.class_teacher_id == mentor.id or child.class_id in mentor.class_teacher_of
    applies = {
        PairingReason.CONTINUES: child.previous_mentor_id == mentor.id,
        PairingReason.CLASS_TEACHER: is_class_teacher,
        PairingReason.TEACHES_CLASS: not is_class_teacher and child.class_id in mentor.class_ids,
        PairingReason.GIRL_WITH_WOMAN: needs_woman(child) and mentor.sex == "F",
        PairingReason.TEACHES_SUBJECT: bool(child.needs & mentor.subjects),
    }
    return tuple(reason for reason, is_true in applies.items() if is_true) or (PairingReason.SAME_SITE,)
