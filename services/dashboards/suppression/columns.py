"""Subset relations among the counted columns.

An upper bound of a superset bounds its subsets, a lower bound of a subset its supersets.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

# Column → the columns whose people (or findings) include its own. Supersets stand before their subsets.
SUBSET_OF: Mapping[str, tuple[str, ...]] = {
    "pupils": (),
    "surveyed": ("pupils",),
    "entitled": ("pupils",),
    "reported": ("entitled", "surveyed"),
    "d1": ("entitled",),
    "d2": ("d1",),
    "d3": ("d1",),
    "children": ("entitled",),
    "case_files_complete": ("children",),
    "cards": ("children",),
    "phones": ("children",),
    "paired": ("children",),
    "checkups_due": ("pupils",),
    "checkups_done": ("checkups_due",),
    "findings": (),
    "findings_notified": ("findings",),
    "findings_closed": ("findings",),
}
# Column → the column from which it could be inferred, and with which it is withheld: a second count of the same people,
# and work that falls due once a week or month for each paired child, so that its number divided by the weeks is the
# number of children.
WITHHELD_WITH: Mapping[str, str] = {
    "case_files": "children",
    **dict.fromkeys(("talks_due", "talks_done", "visits_due", "visits_done", "calls_due", "calls_done"), "paired"),
}
SUPPRESSED_COLUMNS = tuple(SUBSET_OF)


class SubsetGraph:
    """Which of some columns are subsets of which.

    A set of columns is a bit mask, because a page compares ten thousand of them.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(column for column in SUPPRESSED_COLUMNS if column in columns)
        index_of = {column: index for index, column in enumerate(self.columns)}
        superset_sets = [{index_of[name] for name in _supersets(column) if name in index_of} for column in self.columns]
        self.supersets = [mask_of(indexes) for indexes in superset_sets]
        # Of a column: its subsets and itself.
        self.subsets = [
            mask_of(index for index, supersets in enumerate(superset_sets) if column in supersets or index == column)
            for column in range(len(self.columns))
        ]

    def with_subsets(self, mask: int) -> int:
        """The columns of a mask and all their subsets."""
        for column in columns_in(mask):
            mask |= self.subsets[column]
        return mask

    def supersets_of(self, mask: int) -> int:
        supersets = 0
        for column in columns_in(mask):
            supersets |= self.supersets[column]
        return supersets

    def mask_with_subsets(self, names: Iterable[str]) -> int:
        """The mask of some columns and all their subsets."""
        return self.with_subsets(mask_of(self.columns.index(name) for name in names if name in self.columns))

    def names(self, mask: int) -> list[str]:
        return [self.columns[column] for column in columns_in(mask)]


@cache
def subset_graph(columns: Sequence[str] = SUPPRESSED_COLUMNS) -> SubsetGraph:
    return SubsetGraph(columns)


def mask_of(columns: Iterable[int]) -> int:
    return sum(1 << column for column in set(columns))


@lru_cache(maxsize=4096)
def columns_in(mask: int) -> tuple[int, ...]:
    """The columns in a mask, supersets first."""
    return tuple(column for column in range(mask.bit_length()) if mask >> column & 1)


def _supersets(column: str) -> set[str]:
    direct = SUBSET_OF[column]
    return {*direct, *(name for superset in direct for name in _supersets(superset))}
