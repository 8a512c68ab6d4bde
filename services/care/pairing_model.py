"""The CP-SAT model of one site's pairing.

It is sparse: it counts kinds of children (same class, wishes and past) instead of choosing each child, and only for
carers who share their class or their past. To every other carer of the site a child is a stranger, equal to all
strangers with the same wishes: these wait in pools, and each carer takes a number from each pool.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from ortools.sat.python import cp_model

from services.care.pairing_types import (
    WOMEN_FOR_GIRLS_FROM_GRADE,
    ChildInput,
    MentorInput,
    PairingReason,
    Weights,
    reasons_for,
    wants_woman,
)

_Term = tuple[int, cp_model.IntVar]

_BOUND = {PairingReason.CONTINUES, PairingReason.CLASS_TEACHER, PairingReason.TEACHES_CLASS}
_NOBODY = _NO_CLASS = -1


@dataclass(frozen=True)
class PairingConstraints:
    """How many children a carer takes (`least` is wished for, `most` holds); what each pair and load is worth."""

    min_children: int
    max_children: int
    weights: Weights

    def free_slots(self, mentor: MentorInput) -> int:
        """How many more children a carer may take."""
        limit = self.max_children if mentor.capacity is None else min(self.max_children, mentor.capacity)
        return max(0, limit - mentor.held) if mentor.willing else 0

    def score(self, child: ChildInput, mentor: MentorInput) -> int:
        return sum(self.weights.points(reason) for reason in reasons_for(child, mentor))

    def load_points(self, load: int) -> int:
        """Points off for a carer's load: too thin, and each child above the least a little more."""
        thin = self.weights.thin if 0 < load < self.min_children else 0
        return thin + self.weights.uneven * sum(range(1, load - self.min_children + 1))


class PairingModel:
    """Solve `.model`, then `read` the pairs. A kind or a pool of children is written as a nameless child."""

    def __init__(
        self, children: Sequence[ChildInput], mentors: Sequence[MentorInput], rules: PairingConstraints
    ) -> None:
        self.mentors, self.rules = mentors, rules
        self.model = cp_model.CpModel()
        self.kinds = _groups(children, lambda child: replace(child, id=_NOBODY))
        self.pools = _groups(self.kinds, _stranger)
        self.takes = {
            (kind, mentor): self.model.new_int_var(0, min(len(alike), rules.free_slots(mentor)), "")
            for kind, alike in self.kinds.items()
            for mentor in mentors
            if _BOUND.intersection(reasons_for(kind, mentor))
        }
        self.waits = {kind: self.model.new_int_var(0, len(alike), "") for kind, alike in self.kinds.items()}
        self.numbers = {
            (pool, mentor): self.model.new_int_var(0, rules.free_slots(mentor), "")
            for pool in self.pools
            for mentor in mentors
        }
        self._everyone_once()
        self._pools_empty()
        terms = [*self._points_for_pairs(), *self._points_off_for_loads()]
        worth = cp_model.LinearExpr.weighted_sum([var for _, var in terms], [points for points, _ in terms])
        self.model.maximize(
            worth - sum(rules.load_points(mentor.held) for mentor in mentors if mentor.held >= rules.min_children)
        )

    def read(self, solver: cp_model.CpSolver) -> Iterator[tuple[ChildInput, MentorInput]]:
        """The pairs of a solution, dealt out in the order of ids."""
        left = {kind: iter(alike) for kind, alike in self.kinds.items()}
        for (kind, mentor), taken in self.takes.items():
            yield from ((child, mentor) for child in islice(left[kind], solver.value(taken)))
        for pool, kinds in self.pools.items():
            waiting = chain.from_iterable(islice(left[kind], solver.value(self.waits[kind])) for kind in kinds)
            for mentor in self.mentors:
                yield from ((child, mentor) for child in islice(waiting, solver.value(self.numbers[pool, mentor])))

    def _everyone_once(self) -> None:
        ways = {kind: [waits] for kind, waits in self.waits.items()}
        for (kind, _mentor), taken in self.takes.items():
            ways[kind].append(taken)
        for kind, choices in ways.items():
            self.model.add(sum(choices) <= len(self.kinds[kind]))
        paired = min(sum(map(len, self.kinds.values())), sum(map(self.rules.free_slots, self.mentors)))
        self.model.add(sum(sum(choices) for choices in ways.values()) == paired)

    def _pools_empty(self) -> None:
        for pool, kinds in self.pools.items():
            waiting = sum(self.waits[kind] for kind in kinds)
            self.model.add(waiting == sum(self.numbers[pool, mentor] for mentor in self.mentors))

    def _points_for_pairs(self) -> Iterator[_Term]:
        for pair, variable in (*self.takes.items(), *self.numbers.items()):
            yield self.rules.score(*pair), variable

    def _points_off_for_loads(self) -> Iterator[_Term]:
        """A carer who reaches the least takes a whole `jump` at once, and `more` above it one by one; or a `few`.

        Written so (and not as one step per child) a thin load is no half-way house of the linear relaxation.
        """
        taken_by = defaultdict(list)
        for (_kind, mentor), taken in self.takes.items():
            taken_by[mentor].append(taken)
        model, rules = self.model, self.rules
        for mentor in self.mentors:
            places, short = rules.free_slots(mentor), max(0, rules.min_children - mentor.held)
            jumps = model.new_bool_var("") if short <= places else model.new_constant(0)
            few = model.new_int_var(0, min(short - 1, places), "") if short > 1 else model.new_constant(0)
            more = [model.new_bool_var("") for _ in range(places - short)]
            for lower, higher in pairwise([jumps, *more]):
                model.add_implication(higher, lower)
            model.add(few == 0).only_enforce_if(jumps)
            taken_here = sum(taken_by[mentor]) + sum(self.numbers[pool, mentor] for pool in self.pools)
            model.add(short * jumps + few + sum(more) == taken_here)
            if short:
                is_thin = model.new_bool_var("")
                model.add(is_thin + jumps >= 1) if mentor.held else model.add(few == 0).only_enforce_if(~is_thin)
                yield -rules.weights.thin, is_thin
            first = max(mentor.held - rules.min_children, 0) + 1
            yield from ((-rules.weights.uneven * extra, step) for extra, step in enumerate(more, first))


def _stranger(child: ChildInput) -> ChildInput:
    """The child as a carer sees it who shares neither class nor past with it."""
    sex, grade = ("F", WOMEN_FOR_GIRLS_FROM_GRADE) if wants_woman(child) else ("", 0)
    return ChildInput(_NOBODY, child.site, _NO_CLASS, sex, grade, needs=child.needs)


def _groups(
    children: Iterable[ChildInput], key: Callable[[ChildInput], ChildInput]
) -> dict[ChildInput, list[ChildInput]]:
    """Children by what they have in common, groups and members in the order they came."""
    groups: dict[ChildInput, list[ChildInput]] = {}
    for child in children:
        groups.setdefault(key(child), []).append(child)
    return groups
