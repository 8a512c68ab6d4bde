"""Pair children with mentors by CP-SAT. Pure and repeatable: the same input has the same result.

Always: same site, one mentor per child, no more than `max_children` per mentor including those already paired, and as
many children paired as there are free slots. By weight: no mentor with fewer than `min_children`, pairs with reasons,
an even load. The model is in `pairing_model`.
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
# The limit is the solver's deterministic time, which counts work, so that a busy machine gives the same result. The
# limit in seconds of a clock only ends a solver that hangs.
_CLOCK_SECONDS_PER_SECOND = 15
_MIN_SECONDS = 0.25
_ROUNDING = 1e-6  # the bound is a float; 310 may come as 309.9999999


class SolverFailed(Exception):
    """The time was too short for any solution."""


@dataclass(frozen=True)
class _SiteSolution:
    """The pairs of one site, the bound of its model, and whether the pairs reach it."""

    pairs: tuple[tuple[ChildInput, MentorInput], ...] = ()
    bound: int = 0
    is_optimal: bool = True


def solve(
    children: Sequence[ChildInput],
    mentors: Sequence[MentorInput],
    *,
    min_children: int = 2,
    max_children: int = 3,
    weights: Weights | None = None,
    seed: int = 0,
    seconds: float = 2,
) -> SolverResult:
    """The best pairs of children without a mentor, site by site.

    `seconds` of deterministic time are shared by the sites; 200 children and 100 mentors need about 0.3. Raises
    SolverFailed when they are too short even for a first solution, and ValueError for an id that comes twice.
    """
    if len({child.id for child in children}) != len(children) or len({mentor.id for mentor in mentors}) != len(mentors):
        raise ValueError("a child or a mentor is in the list twice")
    constraints = PairingConstraints(min_children, max_children, weights or Weights())
    # Only mentors with a free slot: the others would be variables that can take no value.
    mentors_at = _by_site(mentor for mentor in mentors if constraints.free_slots(mentor))
    children_at = _by_site(children)
    solutions: dict[int, _SiteSolution] = {}
    for site, at_site in children_at.items():
        if site in mentors_at:
            # By the number of children, but never less than a first solution takes at a small site.
            share = max(min(seconds, _MIN_SECONDS), seconds * len(at_site) / len(children))
            solutions[site] = _solve_site(at_site, mentors_at[site], constraints, seed, share)
    return _result(children_at, mentors_at, solutions, constraints)


def objective(
    pairs: Sequence[Pair], mentors: Sequence[MentorInput], *, min_children: int = 2, weights: Weights | None = None
) -> int:
    """Points of the pairs, less the points off for the loads of these mentors."""
    constraints = PairingConstraints(min_children, 0, weights or Weights())
    loads = Counter({mentor.id: mentor.paired_count for mentor in mentors})
    loads.update(pair.mentor_id for pair in pairs)
    return sum(pair.score for pair in pairs) - sum(constraints.load_points(load) for load in loads.values())


def _solve_site(
    children: Sequence[ChildInput],
    mentors: Sequence[MentorInput],
    constraints: PairingConstraints,
    seed: int,
    seconds: float,
) -> _SiteSolution:
    model = PairingModel(children, mentors, constraints)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # several workers race each other: the result would depend on the machine
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = seconds * _CLOCK_SECONDS_PER_SECOND
    status = solver.solve(model.model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise SolverFailed(_("时间太短，没有得出方案，请重试。"))
    pairs = tuple(model.read_pairs(solver))
    return _SiteSolution(pairs, floor(solver.best_objective_bound + _ROUNDING), status == cp_model.OPTIMAL)


def _result(
    children_at: dict[int, list[ChildInput]],
    mentors_at: dict[int, list[MentorInput]],
    solutions: dict[int, _SiteSolution],
    constraints: PairingConstraints,
) -> SolverResult:
    pairs = sorted(
        (_pair(child, mentor, constraints) for site in solutions.values() for child, mentor in site.pairs),
        key=lambda pair: pair.child_id,
    )
    paired = {pair.child_id for pair in pairs}
    unpaired = sorted(
        (child.id, UnpairedReason.MENTORS_FULL if site in mentors_at else UnpairedReason.NO_MENTOR_AT_SITE)
        for site, at_site in children_at.items()
        for child in at_site
        if child.id not in paired
    )
    # Without sites that were not solved: the bound is of the same mentors, and the two are compared.
    considered = [mentor for site in solutions for mentor in mentors_at[site]]
    is_optimal = all(site.is_optimal for site in solutions.values())
    return SolverResult(
        pairs=tuple(pairs),
        unpaired=tuple(unpaired),
        shortages=tuple(_shortages(children_at, mentors_at, constraints)),
        objective=objective(pairs, considered, min_children=constraints.min_children, weights=constraints.weights),
        bound=sum(site.bound for site in solutions.values()),
        status=SolverStatus.OPTIMAL if is_optimal else SolverStatus.FEASIBLE,
    )


def _pair(child: ChildInput, mentor: MentorInput, constraints: PairingConstraints) -> Pair:
    return Pair(child.id, mentor.id, reasons_for(child, mentor), constraints.score(child, mentor))


def _shortages(
    children_at: dict[int, list[ChildInput]],
    mentors_at: dict[int, list[MentorInput]],
    constraints: PairingConstraints,
) -> Iterator[Shortage]:
    for site, at_site in children_at.items():
        slots = sum(map(constraints.free_slots, mentors_at.get(site, [])))
        missing = len(at_site) - slots
        if missing > 0:
            yield Shortage(site, len(at_site), slots, ceil(missing / max(1, constraints.max_children)))


def _by_site(people: Iterable[_Person]) -> dict[int, list[_Person]]:
    """People by site, sites and people in the order of ids: the result must not depend on the order of the input."""
    sites: dict[int, list[_Person]] = {}
    for person in sorted(people, key=lambda person: (person.site_id, person.id)):
        sites.setdefault(person.site_id, []).append(person)
    return sites
