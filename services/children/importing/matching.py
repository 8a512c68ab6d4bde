"""Find the pupil that a row is about: by ID number, else by name and birth date. Two candidates are an issue."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from services.children.importing.incoming import MatchKey
from services.children.models import Pupil, PupilPrivate

TWO_CANDIDATES, SAME_PUPIL = "two_candidates", "same_pupil"
CODES = frozenset({TWO_CANDIDATES, SAME_PUPIL})  # issues that the school's pupils make, and not the row alone


class Match(NamedTuple):
    """A pupil's id, None for a new one; or the code of the issue."""

    pupil: int | None
    issue: str = ""


def match(rows: Sequence[MatchKey]) -> list[Match]:
    """One match per row, against the scope's school."""
    by_number, numbered = _numbered()
    by_birth = _by_birth()
    matches = [Match(by_number.get(row.id_index)) if row.id_index else Match(None) for row in rows]
    # who is matched by ID number cannot be matched by name as well
    taken = {row.pupil for row in matches if row.pupil}
    for index, row in enumerate(rows):
        if matches[index].pupil is None:
            # a pupil with another ID number is another person, even with the same name and birth date
            excluded = taken | numbered if row.id_index else taken
            candidates = [pupil for pupil in by_birth[row.name, row.birth_date] if pupil not in excluded]
            matches[index] = _only(candidates)
    return _without_repeats(matches)


def namesakes() -> list[tuple[str, str]]:
    """(name, birth date) that several pupils of the school share."""
    shared = Pupil.objects.values("name", "birth_date").annotate(count=Count("pk")).filter(count__gt=1).order_by("name")
    return [(row["name"], row["birth_date"].isoformat()) for row in shared]


def _only(candidates: list[int]) -> Match:
    if len(candidates) > 1:
        return Match(None, TWO_CANDIDATES)
    return Match(candidates[0] if candidates else None)


def _without_repeats(matches: list[Match]) -> list[Match]:
    """The second row of one pupil becomes an issue."""
    seen: set[int] = set()
    for index, row in enumerate(matches):
        if row.pupil in seen:
            matches[index] = Match(None, SAME_PUPIL)
        elif row.pupil:
            seen.add(row.pupil)
    return matches


def _numbered() -> tuple[dict[str, int], set[int]]:
    """Pupils by the blind index of their ID number, and the set of them."""
    rows = PupilPrivate.objects.exclude(id_index="").values_list("id_index", "pupil_id")
    by_number = dict(rows.iterator(chunk_size=20_000))
    return by_number, set(by_number.values())


def _by_birth() -> defaultdict[tuple[str, date], list[int]]:
    pupils: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
    for pupil, name, birth_date in Pupil.objects.order_by("pk").values_list("pk", "name", "birth_date"):
        pupils[name, birth_date].append(pupil)
    return pupils
