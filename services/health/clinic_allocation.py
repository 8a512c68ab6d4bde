"""Which clinic serves which school, and every class onto a day: one planner's run per clinic, then a second chance.

Pure; the same question always has the same answer.
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

    school: int
    region: int
    pupils: int


@dataclass(frozen=True)
class ClinicCapacity:
    """A clinic: pupils a day, the township it serves (None: any), pupils already expected by day."""

    id: int
    capacity: int
    region: int | None = None
    taken: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Allocation:
    """Clinic and day by class id, and the classes that found none."""

    placements: dict[int, tuple[int, date]]
    unplaced: tuple[Unplaced, ...]


def allocate_schools(loads: Sequence[SchoolLoad], rooms: Sequence[ClinicCapacity]) -> dict[int, int]:
    """Clinic by school: one of its own township where there is one, the least burdened for its capacity first."""
    burden = dict.fromkeys((room.id for room in rooms), 0)
    chosen = {}
    for load in sorted(loads, key=lambda load: (-load.pupils, load.school)):
        near = [room for room in rooms if room.region == load.region] or [r for r in rooms if r.region is None] or rooms
        room = min(near, key=lambda room: ((burden[room.id] + load.pupils) / room.capacity, room.id))
        burden[room.id] += load.pupils
        chosen[load.school] = room.id
    return chosen


def allocate_and_schedule(
    groups: Sequence[ClassGroup],
    regions: Mapping[int, int],
    rooms: Sequence[ClinicCapacity],
    days: Collection[date],
    *,
    planner: Planner = scheduling.plan,
) -> Allocation:
    """Every class onto a day of its school's clinic; what finds no room there asks the other clinics.

    `regions` is the township of each school. The largest clinic is asked last: its reason is the one that is told.
    """
    sizes: Counter[int] = Counter()
    for group in groups:
        sizes[group.school] += group.size
    clinic_of = allocate_schools([SchoolLoad(school, regions[school], sizes[school]) for school in sizes], rooms)
    books = {room.id: Counter(room.taken) for room in rooms}
    places: dict[int, tuple[int, date]] = {}
    unplaced: dict[int, Unplaced] = {}

    def ask(room: ClinicCapacity, asking: Sequence[ClassGroup]) -> None:
        plan = planner(asking, days, room.capacity, taken=books[room.id])
        for group in asking:
            if day := plan.assigned.get(group.id):
                books[room.id][day] += group.size
                places[group.id] = (room.id, day)
                unplaced.pop(group.id, None)
        unplaced.update({each.group: each for each in plan.unplaced})

    for room in rooms:
        ask(room, [group for group in groups if clinic_of[group.school] == room.id])
    for room in sorted(rooms, key=lambda room: (room.capacity, room.id)):
        ask(room, [group for group in groups if group.id in unplaced])
    return Allocation(places, tuple(unplaced[group.id] for group in groups if group.id in unplaced))
