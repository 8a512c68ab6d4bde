"""Pairs children with carers by CP-SAT. Pure and repeatable: the same question has the same answer.

Always: same site, no more than `most` children per carer with those already held, one carer per child, and as
many children paired as there are places. Wished for, by weight: no carer with fewer than `least`, pairs with
reasons, an even load. How it is put to the solver: `pairing_model`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TypeVar

from django.utils.translation import gettext_lazy as _
from ortools.sat.python import cp_model

from services.care.pairing_model import PairingConstraints, PairingModel
from services.care.pairing_types import (
    ChildInput,
    MentorInput,
    Pair,
    Shortage,
    SolverResult,
    SolverStatus,
    UnpairedReason,
    Weights,
    reasons_for,
)

_Person = TypeVar("_Person", ChildInput, MentorInput)
# The solver's own clock counts work, so that a busy machine gives the same answer; the wall is only a net.
_WALL_PER_SECOND = 15
_LEAST_SECONDS = 0.25


class SolverFailed(Exception):
    """The time was too short for any proposal."""


@dataclass(frozen=True)
class _Solved:
    """One site: who takes whom, the model's bound, and whether nothing better exists."""

    chosen: tuple[tuple[ChildInput, MentorInput], ...] = ()
    bound: int = 0
    is_optimal: bool = True


def solve(
    children: Sequence[ChildInput],
    mentors: Sequence[MentorInput],
    *,
    least: int = 2,
    most: int = 3,
    weights: Weights | None = None,
    seed: int = 0,
    seconds: float = 2,
) -> SolverResult:
    """The best pairs of unpaired children with carers, site by site.

    `seconds` of the solver's own clock are shared by the sites (200 children and 100 carers need about 0.3).
    Raises `UnableToPropose` when the time is too short even for a first answer.
    """
    if len({child.id for child in children}) != len(children) or len({mentor.id for mentor in mentors}) != len(mentors):
        raise ValueError("a child or a carer stands twice in the list")
    rules = PairingConstraints(least, most, weights or Weights())
    carers_at = _at_sites(mentor for mentor in mentors if rules.free_slots(mentor))
    children_at = _at_sites(children)
    solved: dict[int, _Solved] = {
        site: _solve(
            here, carers_at[site], rules, seed, max(min(seconds, _LEAST_SECONDS), seconds * len(here) / len(children))
        )
        for site, here in children_at.items()
        if site in carers_at
    }
    return _proposal(children_at, carers_at, solved, rules)


def objective(
    pairs: Sequence[Pair], mentors: Sequence[MentorInput], *, least: int = 2, weights: Weights | None = None
) -> int:
    """What a set of pairs is worth: points of the pairs, less the points off for the loads of these carers."""
    rules = PairingConstraints(least, 0, weights or Weights())
    loads = Counter({mentor.id: mentor.held for mentor in mentors})
    loads.update(pair.mentor for pair in pairs)
    return sum(pair.score for pair in pairs) - sum(rules.load_points(load) for load in loads.values())


def _solve(
    children: Sequence[ChildInput], mentors: Sequence[MentorInput], rules: PairingConstraints, seed: int, seconds: float
) -> _Solved:
    model = PairingModel(children, mentors, rules)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = seconds * _WALL_PER_SECOND
    status = solver.solve(model.model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise SolverFailed(_("时间太短，没有得出方案，请重试。"))
    chosen = tuple(model.read(solver))
    return _Solved(chosen, floor(solver.best_objective_bound + 1e-6), status == cp_model.OPTIMAL)


def _proposal(
    children_at: dict[int, list[ChildInput]],
    carers_at: dict[int, list[MentorInput]],
    solved: dict[int, _Solved],
    rules: PairingConstraints,
) -> SolverResult:
    pairs = sorted(
        (_pair(child, mentor, rules) for site in solved.values() for child, mentor in site.chosen),
        key=lambda pair: pair.child,
    )
    paired = {pair.child for pair in pairs}
    unpaired = sorted(
        (child.id, UnpairedReason.MENTORS_FULL if site in carers_at else UnpairedReason.NO_MENTOR_AT_SITE)
        for site, here in children_at.items()
        for child in here
        if child.id not in paired
    )
    asked = [mentor for site in solved for mentor in carers_at[site]]
    return SolverResult(
        pairs=tuple(pairs),
        unpaired=tuple(unpaired),
        shortages=tuple(_shortages(children_at, carers_at, rules)),
        objective=objective(pairs, asked, least=rules.min_children, weights=rules.weights),
        bound=sum(site.bound for site in solved.values()),
        status=SolverStatus.OPTIMAL if all(site.is_optimal for site in solved.values()) else SolverStatus.FEASIBLE,
    )


def _pair(child: ChildInput, mentor: MentorInput, rules: PairingConstraints) -> Pair:
    return Pair(child.id, mentor.id, reasons_for(child, mentor), rules.score(child, mentor))


def _shortages(
    children_at: dict[int, list[ChildInput]], carers_at: dict[int, list[MentorInput]], rules: PairingConstraints
) -> Iterator[Shortage]:
    for site, here in children_at.items():
        places = sum(map(rules.free_slots, carers_at.get(site, [])))
        if places < len(here):
            yield Shortage(site, len(here), places, ceil((len(here) - places) / max(1, rules.max_children)))


def _at_sites(people: Iterable[_Person]) -> dict[int, list[_Person]]:
    """Sites in order, the people of each in order, so that no answer hangs on the order of the question."""
    sites: dict[int, list[_Person]] = {}
    for person in sorted(people, key=lambda person: (person.site, person.id)):
        sites.setdefault(person.site, []).append(person)
    return sites
