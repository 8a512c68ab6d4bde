"""Choose a clinic for each school, then a day for each class.

Pure and deterministic: no database, no clock, and equal input gives an equal plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.health import scheduling
from services.health.scheduling import ClassGroup, Planner, Unplaced


@dataclass(frozen=True)
class SchoolLoad:
    """A school: its township and the pupils to be examined."""

    school_id: int
    township_id: int
    pupils: int


@dataclass(frozen=True)
class ClinicCapacity:
    """A clinic: pupils a day, the township it serves (None: any), pupils already expected by day."""

    id: int
    capacity: int
    township_id: int | None = None
    booked: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Allocation:
    """Clinic and day by class id, and the classes without a day."""

    placements: dict[int, tuple[int, date]]
    unplaced: tuple[Unplaced, ...]


def allocate_schools(loads: Sequence[SchoolLoad], clinics: Sequence[ClinicCapacity]) -> dict[int, int]:
    """Clinic id by school id: one of the school's township if there is one, the least loaded for its capacity first."""
    allocated = dict.fromkeys((clinic.id for clinic in clinics), 0)
    clinic_of = {}
    # Large schools first: the small ones even out the loads afterwards.
    for load in sorted(loads, key=lambda load: (-load.pupils, load.school_id)):
        clinic = min(
            _eligible(load, clinics),
            key=lambda clinic: ((allocated[clinic.id] + load.pupils) / clinic.capacity, clinic.id),
        )
        allocated[clinic.id] += load.pupils
        clinic_of[load.school_id] = clinic.id
    return clinic_of


def _eligible(load: SchoolLoad, clinics: Sequence[ClinicCapacity]) -> Sequence[ClinicCapacity]:
    """Clinics of the school's township, else those of no township, else all."""
    # The way matters: pupils of a township go to its own clinic where there is one.
    local = [clinic for clinic in clinics if clinic.township_id == load.township_id]
    return local or [clinic for clinic in clinics if clinic.township_id is None] or clinics


def allocate_and_schedule(
    groups: Sequence[ClassGroup],
    townships: Mapping[int, int],
    clinics: Sequence[ClinicCapacity],
    days: Collection[date],
    *,
    planner: Planner = scheduling.plan,
) -> Allocation:
    """Plan each clinic with the classes of its schools, then offer the classes left over to the other clinics.

    `townships` is the township of each school. The largest clinic is tried last, so that the reason reported for a
    class is that of the clinic with the best chance to take it.
    """
    schedule = _Schedule(days, planner, {clinic.id: Counter(clinic.booked) for clinic in clinics})
    clinic_of = allocate_schools(_loads(groups, townships), clinics)
    for clinic in clinics:
        schedule.fill(clinic, [group for group in groups if clinic_of[group.school_id] == clinic.id])
    # A second round for what is left over, the largest clinic last.
    for clinic in sorted(clinics, key=lambda clinic: (clinic.capacity, clinic.id)):
        schedule.fill(clinic, [group for group in groups if group.id in schedule.unplaced])
    # In the order of the classes, whichever clinic refused them last.
    unplaced = (schedule.unplaced.get(group.id) for group in groups)
    return Allocation(schedule.placements, tuple(row for row in unplaced if row))


def _loads(groups: Sequence[ClassGroup], townships: Mapping[int, int]) -> list[SchoolLoad]:
    pupils: Counter[int] = Counter()
    for group in groups:
        pupils[group.school_id] += group.size
    return [SchoolLoad(school_id, townships[school_id], pupils[school_id]) for school_id in pupils]


@dataclass
class _Schedule:
    """The placements so far, and the pupils booked by clinic and day."""

    days: Collection[date]
    planner: Planner
    booked: dict[int, Counter[date]]
    placements: dict[int, tuple[int, date]] = field(default_factory=dict)
    unplaced: dict[int, Unplaced] = field(default_factory=dict)

    def fill(self, clinic: ClinicCapacity, groups: Sequence[ClassGroup]) -> None:
        """Place what the clinic can take of these classes."""
        booked = self.booked[clinic.id]
        plan = self.planner(groups, self.days, clinic.capacity, booked=booked)
        for group in groups:
            if day := plan.assigned.get(group.id):
                booked[day] += group.size
                self.placements[group.id] = (clinic.id, day)
                # An earlier clinic may have refused the class.
                self.unplaced.pop(group.id, None)
        self.unplaced.update({row.class_id: row for row in plan.unplaced})
