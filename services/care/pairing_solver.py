"""Pairs children with carers by CP-SAT. Pure and repeatable: the same question has the same answer.

Always: same site, no more than `most` children per carer with those already held, one carer per child, and as
many children paired as there are places. Wished for, by weight: no carer with fewer than `least`, pairs with
reasons, an even load.

The model is sparse: it counts kinds of children (same class, wishes and past) instead of choosing each child, and
only for carers who share their class or their past. To every other carer of the site a child is a stranger, equal
to all strangers with the same wishes: these wait in pools, and each carer takes a number from each pool.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from math import ceil, floor
from typing import TypeVar

from django.utils.translation import gettext_lazy as _
from ortools.sat.python import cp_model

from services.care.pairing_terms import (
    WOMEN_FOR_GIRLS_FROM_GRADE,
    Because,
    Carer,
    Child,
    Pair,
    Proposal,
    Shortage,
    Status,
    Unpaired,
    Weights,
    reasons_for,
    wants_woman,
)

_Person = TypeVar("_Person", Child, Carer)
_Term = tuple[int, cp_model.IntVar]

_BOUND = {Because.CONTINUES, Because.CLASS_TEACHER, Because.TEACHES_CLASS}
_NOBODY = _NO_CLASS = -1
# The solver's own clock counts work, so that a busy machine gives the same answer; the wall is only a net.
_WALL_PER_SECOND = 15
_LEAST_SECONDS = 0.25


class UnableToPropose(Exception):
    """The time was too short for any proposal."""


@dataclass(frozen=True)
class _Rules:
    least: int
    most: int
    weights: Weights

    def places(self, carer: Carer) -> int:
        """How many more children a carer may take."""
        limit = self.most if carer.capacity is None else min(self.most, carer.capacity)
        return max(0, limit - carer.held) if carer.willing else 0

    def score(self, child: Child, carer: Carer) -> int:
        return sum(self.weights.points(reason) for reason in reasons_for(child, carer))

    def load_points(self, load: int) -> int:
        """Points off for a carer's load: too thin, and each child above the least a little more."""
        thin = self.weights.thin if 0 < load < self.least else 0
        return thin + self.weights.uneven * sum(range(1, load - self.least + 1))


@dataclass(frozen=True)
class _Solved:
    """One site: who takes whom, the model's bound, and whether nothing better exists."""

    chosen: tuple[tuple[Child, Carer], ...] = ()
    bound: int = 0
    is_optimal: bool = True


def propose(
    children: Sequence[Child],
    carers: Sequence[Carer],
    *,
    least: int = 2,
    most: int = 3,
    weights: Weights | None = None,
    seed: int = 0,
    seconds: float = 2,
) -> Proposal:
    """The best pairs of unpaired children with carers, site by site.

    `seconds` of the solver's own clock are shared by the sites (200 children and 100 carers need about 0.3).
    Raises `UnableToPropose` when the time is too short even for a first answer.
    """
    if len({child.id for child in children}) != len(children) or len({carer.id for carer in carers}) != len(carers):
        raise ValueError("a child or a carer stands twice in the list")
    rules = _Rules(least, most, weights or Weights())
    carers_at = _at_sites(carer for carer in carers if rules.places(carer))
    children_at = _at_sites(children)
    solved: dict[int, _Solved] = {
        site: _solve(
            here, carers_at[site], rules, seed, max(min(seconds, _LEAST_SECONDS), seconds * len(here) / len(children))
        )
        for site, here in children_at.items()
        if site in carers_at
    }
    return _proposal(children_at, carers_at, solved, rules)


def objective(pairs: Sequence[Pair], carers: Sequence[Carer], *, least: int = 2, weights: Weights | None = None) -> int:
    """What a set of pairs is worth: points of the pairs, less the points off for the loads of these carers."""
    rules = _Rules(least, 0, weights or Weights())
    loads = Counter({carer.id: carer.held for carer in carers})
    loads.update(pair.carer for pair in pairs)
    return sum(pair.score for pair in pairs) - sum(rules.load_points(load) for load in loads.values())


def _solve(children: Sequence[Child], carers: Sequence[Carer], rules: _Rules, seed: int, seconds: float) -> _Solved:
    model = _Model(children, carers, rules)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = seconds * _WALL_PER_SECOND
    status = solver.solve(model.model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise UnableToPropose(_("时间太短，没有得出方案，请重试。"))
    chosen = tuple(model.read(solver))
    return _Solved(chosen, floor(solver.best_objective_bound + 1e-6), status == cp_model.OPTIMAL)


class _Model:
    """The CP-SAT model of one site. A kind or a pool of children is written as a nameless child."""

    def __init__(self, children: Sequence[Child], carers: Sequence[Carer], rules: _Rules) -> None:
        self.carers, self.rules = carers, rules
        self.model = cp_model.CpModel()
        self.kinds = _groups(children, lambda child: replace(child, id=_NOBODY))
        self.pools = _groups(self.kinds, _stranger)
        self.takes = {
            (kind, carer): self.model.new_int_var(0, min(len(alike), rules.places(carer)), "")
            for kind, alike in self.kinds.items()
            for carer in carers
            if _BOUND.intersection(reasons_for(kind, carer))
        }
        self.waits = {kind: self.model.new_int_var(0, len(alike), "") for kind, alike in self.kinds.items()}
        self.numbers = {
            (pool, carer): self.model.new_int_var(0, rules.places(carer), "") for pool in self.pools for carer in carers
        }
        self._everyone_once()
        self._pools_empty()
        terms = [*self._points_for_pairs(), *self._points_off_for_loads()]
        worth = cp_model.LinearExpr.weighted_sum([var for _, var in terms], [points for points, _ in terms])
        self.model.maximize(worth - sum(rules.load_points(carer.held) for carer in carers if carer.held >= rules.least))

    def read(self, solver: cp_model.CpSolver) -> Iterator[tuple[Child, Carer]]:
        """The pairs of a solution, dealt out in the order of ids."""
        left = {kind: iter(alike) for kind, alike in self.kinds.items()}
        for (kind, carer), taken in self.takes.items():
            yield from ((child, carer) for child in islice(left[kind], solver.value(taken)))
        for pool, kinds in self.pools.items():
            waiting = chain.from_iterable(islice(left[kind], solver.value(self.waits[kind])) for kind in kinds)
            for carer in self.carers:
                yield from ((child, carer) for child in islice(waiting, solver.value(self.numbers[pool, carer])))

    def _everyone_once(self) -> None:
        ways = {kind: [waits] for kind, waits in self.waits.items()}
        for (kind, _carer), taken in self.takes.items():
            ways[kind].append(taken)
        for kind, choices in ways.items():
            self.model.add(sum(choices) <= len(self.kinds[kind]))
        paired = min(sum(map(len, self.kinds.values())), sum(map(self.rules.places, self.carers)))
        self.model.add(sum(sum(choices) for choices in ways.values()) == paired)

    def _pools_empty(self) -> None:
        for pool, kinds in self.pools.items():
            waiting = sum(self.waits[kind] for kind in kinds)
            self.model.add(waiting == sum(self.numbers[pool, carer] for carer in self.carers))

    def _points_for_pairs(self) -> Iterator[_Term]:
        for pair, variable in (*self.takes.items(), *self.numbers.items()):
            yield self.rules.score(*pair), variable

    def _points_off_for_loads(self) -> Iterator[_Term]:
        """A carer who reaches the least takes a whole `jump` at once, and `more` above it one by one; or a `few`.

        Written so (and not as one step per child) a thin load is no half-way house of the linear relaxation.
        """
        taken_by = defaultdict(list)
        for (_kind, carer), taken in self.takes.items():
            taken_by[carer].append(taken)
        model, rules = self.model, self.rules
        for carer in self.carers:
            places, short = rules.places(carer), max(0, rules.least - carer.held)
            jumps = model.new_bool_var("") if short <= places else model.new_constant(0)
            few = model.new_int_var(0, min(short - 1, places), "") if short > 1 else model.new_constant(0)
            more = [model.new_bool_var("") for _ in range(places - short)]
            for lower, higher in pairwise([jumps, *more]):
                model.add_implication(higher, lower)
            model.add(few == 0).only_enforce_if(jumps)
            taken_here = sum(taken_by[carer]) + sum(self.numbers[pool, carer] for pool in self.pools)
            model.add(short * jumps + few + sum(more) == taken_here)
            if short:
                is_thin = model.new_bool_var("")
                model.add(is_thin + jumps >= 1) if carer.held else model.add(few == 0).only_enforce_if(~is_thin)
                yield -rules.weights.thin, is_thin
            first = max(carer.held - rules.least, 0) + 1
            yield from ((-rules.weights.uneven * extra, step) for extra, step in enumerate(more, first))


def _stranger(child: Child) -> Child:
    """The child as a carer sees it who shares neither class nor past with it."""
    sex, grade = ("F", WOMEN_FOR_GIRLS_FROM_GRADE) if wants_woman(child) else ("", 0)
    return Child(_NOBODY, child.site, _NO_CLASS, sex, grade, needs=child.needs)


def _groups(children: Iterable[Child], key: Callable[[Child], Child]) -> dict[Child, list[Child]]:
    """Children by what they have in common, groups and members in the order they came."""
    groups: dict[Child, list[Child]] = {}
    for child in children:
        groups.setdefault(key(child), []).append(child)
    return groups


def _proposal(
    children_at: dict[int, list[Child]], carers_at: dict[int, list[Carer]], solved: dict[int, _Solved], rules: _Rules
) -> Proposal:
    pairs = sorted(
        (_pair(child, carer, rules) for site in solved.values() for child, carer in site.chosen),
        key=lambda pair: pair.child,
    )
    paired = {pair.child for pair in pairs}
    unpaired = sorted(
        (child.id, Unpaired.CARERS_FULL if site in carers_at else Unpaired.NO_CARER_AT_SITE)
        for site, here in children_at.items()
        for child in here
        if child.id not in paired
    )
    asked = [carer for site in solved for carer in carers_at[site]]
    return Proposal(
        pairs=tuple(pairs),
        unpaired=tuple(unpaired),
        shortages=tuple(_shortages(children_at, carers_at, rules)),
        objective=objective(pairs, asked, least=rules.least, weights=rules.weights),
        bound=sum(site.bound for site in solved.values()),
        status=Status.OPTIMAL if all(site.is_optimal for site in solved.values()) else Status.FEASIBLE,
    )


def _pair(child: Child, carer: Carer, rules: _Rules) -> Pair:
    return Pair(child.id, carer.id, reasons_for(child, carer), rules.score(child, carer))


def _shortages(
    children_at: dict[int, list[Child]], carers_at: dict[int, list[Carer]], rules: _Rules
) -> Iterator[Shortage]:
    for site, here in children_at.items():
        places = sum(map(rules.places, carers_at.get(site, [])))
        if places < len(here):
            yield Shortage(site, len(here), places, ceil((len(here) - places) / max(1, rules.most)))


def _at_sites(people: Iterable[_Person]) -> dict[int, list[_Person]]:
    """Sites in order, the people of each in order, so that no answer hangs on the order of the question."""
    sites: dict[int, list[_Person]] = {}
    for person in sorted(people, key=lambda person: (person.site, person.id)):
        sites.setdefault(person.site, []).append(person)
    return sites
