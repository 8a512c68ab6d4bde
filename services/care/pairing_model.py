"""The CP-SAT model of the pairings at one site.

The model is sparse. A variable for each child and mentor would make 20,000 for a large school, and equal solutions
without number. So children who are alike (same class, needs and past) are one group, and only mentors who share
something with a group (its class or its past) have a variable for it. To every other mentor of the site its children
are strangers like all others with the same needs: they go into a pool, and a mentor takes a number from each pool.
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
    needs_woman,
    reasons_for,
)

_Term = tuple[int, cp_model.IntVar]  # points of one unit of a variable

_PERSONAL = {PairingReason.CONTINUES, PairingReason.CLASS_TEACHER, PairingReason.TEACHES_CLASS}
# Stand for “whoever it is” in the key of a group or pool; real ids are positive.
_ANYBODY = _NO_CLASS = -1


@dataclass(frozen=True)
class PairingConstraints:
    """How many children a mentor has: no more than `max_children`, and if possible none or `min_children`."""

    min_children: int
    max_children: int
    weights: Weights

    def free_slots(self, mentor: MentorInput) -> int:
        """How many more children a mentor may take."""
        # A mentor may take fewer children than usual, never more.
        limit = self.max_children if mentor.capacity is None else min(self.max_children, mentor.capacity)
        return max(0, limit - mentor.paired_count) if mentor.is_willing else 0

    def score(self, child: ChildInput, mentor: MentorInput) -> int:
        return sum(self.weights.points(reason) for reason in reasons_for(child, mentor))

    def load_points(self, load: int) -> int:
        """Points off for a mentor's load: below the minimum, and for each child above it a little more than before."""
        below = self.weights.below_minimum if 0 < load < self.min_children else 0
        return below + self.weights.above_minimum * sum(range(1, load - self.min_children + 1))


class PairingModel:
    """Solve `.model`, then call `read_pairs`. A group or pool is keyed by a ChildInput without an id."""

    def __init__(
        self, children: Sequence[ChildInput], mentors: Sequence[MentorInput], constraints: PairingConstraints
    ) -> None:
        self.mentors, self.constraints = mentors, constraints
        self.model = cp_model.CpModel()
        self.groups = _group_by(children, lambda child: replace(child, id=_ANYBODY))
        self.pools = _group_by(self.groups, _as_stranger)
        self.direct = {
            (group, mentor): self.model.new_int_var(0, min(len(members), constraints.free_slots(mentor)), "")
            for group, members in self.groups.items()
            for mentor in mentors
            if _PERSONAL.intersection(reasons_for(group, mentor))
        }
        self.pooled = {group: self.model.new_int_var(0, len(members), "") for group, members in self.groups.items()}
        # How many strangers a mentor takes; which of them is decided when the solution is read.
        self.from_pool = {
            (pool, mentor): self.model.new_int_var(0, constraints.free_slots(mentor), "")
            for pool in self.pools
            for mentor in mentors
        }
        self._pair_as_many_as_possible()
        self._empty_pools()
        terms = [*self._points_for_pairs(), *self._points_off_for_loads()]
        points = cp_model.LinearExpr.weighted_sum([var for _, var in terms], [weight for weight, _ in terms])
        # Constant, but it makes the objective comparable with that of another plan.
        self.model.maximize(points - self._points_off_already())

    def read_pairs(self, solver: cp_model.CpSolver) -> Iterator[tuple[ChildInput, MentorInput]]:
        """The pairs of a solution. Children of a group are handed out in the order of their ids."""
        unpaired = {group: iter(members) for group, members in self.groups.items()}
        for (group, mentor), count in self.direct.items():
            yield from ((child, mentor) for child in islice(unpaired[group], solver.value(count)))
        for pool, groups in self.pools.items():
            members = chain.from_iterable(islice(unpaired[group], solver.value(self.pooled[group])) for group in groups)
            for mentor in self.mentors:
                number = solver.value(self.from_pool[pool, mentor])
                yield from ((child, mentor) for child in islice(members, number))

    def _pair_as_many_as_possible(self) -> None:
        counts = {group: [pooled] for group, pooled in self.pooled.items()}
        for (group, _mentor), count in self.direct.items():
            counts[group].append(count)
        for group, terms in counts.items():
            self.model.add(sum(terms) <= len(self.groups[group]))
        children = sum(map(len, self.groups.values()))
        paired = min(children, sum(map(self.constraints.free_slots, self.mentors)))
        # A constraint and no weight: no points can be worth a child without a mentor.
        self.model.add(sum(sum(terms) for terms in counts.values()) == paired)

    def _empty_pools(self) -> None:
        for pool, groups in self.pools.items():
            pooled = sum(self.pooled[group] for group in groups)
            self.model.add(pooled == sum(self.from_pool[pool, mentor] for mentor in self.mentors))

    def _points_for_pairs(self) -> Iterator[_Term]:
        for pair, count in (*self.direct.items(), *self.from_pool.items()):
            yield self.constraints.score(*pair), count

    def _points_off_already(self) -> int:
        """Points off for loads that are at the minimum before anything is solved."""
        loads = (mentor.paired_count for mentor in self.mentors)
        return sum(self.constraints.load_points(load) for load in loads if load >= self.constraints.min_children)

    def _points_off_for_loads(self) -> Iterator[_Term]:
        """The children a mentor takes, as `reaches` (to the minimum at once) and `extra` (one by one), or as `few`.

        With one step per child instead, the linear relaxation could stop half a step below the minimum without its
        points off, and its bound would be too weak to prove a solution optimal in time.
        """
        direct_of = defaultdict(list)
        for (_group, mentor), count in self.direct.items():
            direct_of[mentor].append(count)
        model, constraints = self.model, self.constraints
        for mentor in self.mentors:
            slots, missing = constraints.free_slots(mentor), max(0, constraints.min_children - mentor.paired_count)
            reaches = model.new_bool_var("") if missing <= slots else model.new_constant(0)
            few = model.new_int_var(0, min(missing - 1, slots), "") if missing > 1 else model.new_constant(0)
            extra = [model.new_bool_var("") for _ in range(slots - missing)]
            # Steps are taken in order, or equal solutions would differ only in which of them is taken.
            for lower, higher in pairwise([reaches, *extra]):
                model.add_implication(higher, lower)
            model.add(few == 0).only_enforce_if(reaches)
            taken = sum(direct_of[mentor]) + sum(self.from_pool[pool, mentor] for pool in self.pools)
            model.add(missing * reaches + few + sum(extra) == taken)
            if missing:
                yield -constraints.weights.below_minimum, self._is_below_minimum(mentor, reaches, few)
            first = max(mentor.paired_count - constraints.min_children, 0) + 1
            yield from ((-constraints.weights.above_minimum * nth, step) for nth, step in enumerate(extra, first))

    def _is_below_minimum(self, mentor: MentorInput, reaches: cp_model.IntVar, few: cp_model.IntVar) -> cp_model.IntVar:
        is_below = self.model.new_bool_var("")
        if mentor.paired_count:  # below the minimum already, unless it is reached now
            self.model.add(is_below + reaches >= 1)
        else:
            self.model.add(few == 0).only_enforce_if(~is_below)
        return is_below


def _as_stranger(child: ChildInput) -> ChildInput:
    """The child as a mentor sees it who shares neither class nor past with it."""
    sex, grade = ("F", WOMEN_FOR_GIRLS_FROM_GRADE) if needs_woman(child) else ("", 0)
    return ChildInput(_ANYBODY, child.site_id, _NO_CLASS, sex, grade, needs=child.needs)


def _group_by(
    children: Iterable[ChildInput], key: Callable[[ChildInput], ChildInput]
) -> dict[ChildInput, list[ChildInput]]:
    """Children by key, groups and members in the order in which they came."""
    groups: dict[ChildInput, list[ChildInput]] = {}
    for child in children:
        groups.setdefault(key(child), []).append(child)
    return groups
