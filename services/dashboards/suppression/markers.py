"""What readers outside a school see instead of a withheld count, and the values that decide."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from services.dashboards.rollup.columns import Counts, count_of
from services.dashboards.suppression.columns import SUPPRESSED_COLUMNS, WITHHELD_WITH, SubsetGraph, subset_graph

THRESHOLD = 5  # a smaller group could be recognised
MARGIN = THRESHOLD - 2  # from one to four: so far a withheld count must be able to move
HELD_FOR = timedelta(days=7)
# Not how far an examination got: that is over within the hour, and the days after are when it is looked at.
HELD_COLUMNS = frozenset(SUPPRESSED_COLUMNS) - {"checkups_due", "checkups_done"}


class Marker(StrEnum):
    """What stands instead of a number: `<5` for a number under five, confidential for any."""

    SMALL = f"<{THRESHOLD}"
    CONFIDENTIAL = "confidential"


Markers = Mapping[str, Marker]  # withheld column → its marker


@dataclass(frozen=True)
class Unit:
    """A school of a township, or a class of a school. `held`: columns to withhold because they were small lately."""

    key: Hashable
    group: str
    counts: Counts
    held: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Withheld:
    """The withheld columns of each unit, of each group and of the total."""

    units: Mapping[Hashable, Markers] = field(default_factory=dict)
    groups: Mapping[str, Markers] = field(default_factory=dict)
    total: Markers = field(default_factory=dict)


def is_small(number: int) -> bool:
    return 0 < number < THRESHOLD


def markers_of_sum(counts: Counts) -> Markers:
    """What is withheld of a county's sum of which the schools are not at hand."""
    related = subset_graph()
    names = [name for name in SUPPRESSED_COLUMNS if is_small(count_of(counts, name))]
    return markers_of(0, related.mask_with_subsets(names), related)


def markers_of(small: int, confidential: int, related: SubsetGraph) -> Markers:
    """The markers of two masks, and of the columns that follow theirs."""
    if not small | confidential:
        return {}
    markers = dict.fromkeys(related.names(small), Marker.SMALL)
    markers |= dict.fromkeys(related.names(confidential), Marker.CONFIDENTIAL)
    return markers | {name: markers[base] for name, base in WITHHELD_WITH.items() if base in markers}
