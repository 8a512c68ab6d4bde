"""Which pupil of the school a row is: by ID number, else by name and birth date; two candidates are a fault."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.children.importing.incoming import MatchKey
from services.children.models import Pupil, PupilPrivate

TWO_CANDIDATES, SAME_PUPIL = "two_candidates", "same_pupil"


class Match(NamedTuple):
    """A pupil's id, None for a new one; or the code of what is wrong."""

    pupil: int | None
    issue: str = ""


def match(rows: Sequence[MatchKey]) -> list[Match]:
    """One answer per row, for the scope's school."""
    by_number, numbered = _numbered()
    by_birth = _by_birth()
    found = [Match(by_number.get(row.id_index)) if row.id_index else Match(None) for row in rows]
    taken = {one.pupil for one in found if one.pupil}
    for place, row in enumerate(rows):
        if found[place].pupil is None:
            # who has a number of its own here is somebody else than a row with another number
            apart = taken | numbered if row.id_index else taken
            candidates = [pupil for pupil in by_birth[row.name, row.birth_date] if pupil not in apart]
            found[place] = _chosen(candidates)
    return _once_each(found)


def _chosen(candidates: list[int]) -> Match:
    if len(candidates) > 1:
        return Match(None, TWO_CANDIDATES)
    return Match(candidates[0] if candidates else None)


def _once_each(found: list[Match]) -> list[Match]:
    seen: set[int] = set()
    for place, one in enumerate(found):
        if one.pupil in seen:
            found[place] = Match(None, SAME_PUPIL)
        elif one.pupil:
            seen.add(one.pupil)
    return found


def _numbered() -> tuple[dict[str, int], set[int]]:
    rows = PupilPrivate.objects.exclude(id_index="").values_list("id_index", "pupil_id")
    by_number = dict(rows.iterator(chunk_size=20_000))
    return by_number, set(by_number.values())


def _by_birth() -> defaultdict[tuple[str, date], list[int]]:
    found: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
    for pupil, name, birth_date in Pupil.objects.order_by("pk").values_list("pk", "name", "birth_date"):
        found[name, birth_date].append(pupil)
    return found
