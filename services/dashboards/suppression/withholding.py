"""Withhold small groups, and whatever else would give them away by subtraction.

Primary: a count of one to four, with its subsets. Secondary: a partner whose counts are withheld too, so that nobody
sees at which of the two a child is. The proof is a child who moves from one to the other: every published sum stays,
so a withheld small count may as well be 1, 2, 3 or 4. tests/dashboards/reader.py plays the reader.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from services.dashboards.rollup.columns import count_of
from services.dashboards.suppression.columns import SUPPRESSED_COLUMNS, columns_in, subset_graph
from services.dashboards.suppression.markers import MARGIN, THRESHOLD, Unit, Withheld, is_small, markers_of

MAX_CANDIDATES = 12  # looked at in other townships: the best of these is good enough, and the page is waiting


def withhold(units: Iterable[Unit], columns: Sequence[str] = SUPPRESSED_COLUMNS) -> Withheld:
    """Decide for units whose groups and total are published too. The same counts always give the same answer."""
    table = _Table(list(units), tuple(columns))
    for number in range(len(table.units)):
        table.protect(number)
    return table.result()


class _Table:
    """Counts by unit, with masks of the columns withheld as small and as confidential. Units go by number."""

    def __init__(self, units: Sequence[Unit], columns: tuple[str, ...]) -> None:
        self.units = units
        self.related = subset_graph(columns)
        names = self.related.columns
        self.values = [[count_of(unit.counts, name) for name in names] for unit in units]
        self.members: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            self.members[unit.group].append(number)
        self.sums = {group: self._sum(members) for group, members in self.members.items()}
        self.total = self._sum(range(len(units)))
        self.small = [self._small(values) for values in self.values]
        # Of what is small now the mark says more.
        self.held = [
            self.related.mask_with_subsets(unit.held) & ~small for unit, small in zip(units, self.small, strict=True)
        ]
        self.confidential = list(self.held)
        self.group_confidential = dict.fromkeys(self.members, 0)
        # Of each unit: with whom it was withheld, in which columns, and whether it is still marked as small.
        self.partners: list[list[tuple[Sequence[int], int, bool]]] = [[] for _unit in units]

    def _sum(self, members: Iterable[int]) -> list[int]:
        return [sum(column) for column in zip(*(self.values[number] for number in members), strict=True)]

    def _small(self, values: Sequence[int]) -> int:
        """Primary suppression. Below a small group its subsets are withheld too, even the empty ones."""
        small = sum(1 << column for column, value in enumerate(values) if is_small(value))
        return self.related.with_subsets(small)

    def protect(self, number: int) -> None:
        """Secondary suppression for one unit."""
        for column in columns_in(self.small[number] | self.held[number]):
            # Of a small total nothing is published that could be subtracted from.
            needs_partner = self.values[number][column] and self.total[column] >= THRESHOLD
            if needs_partner and not self._is_protected(number, column):
                self._find_partner(number, column)

    def _is_protected(self, number: int, column: int) -> bool:
        return any(
            mask >> column & 1 and self._given(others)[column] >= self._needed(number, column, is_marked_small)
            for others, mask, is_marked_small in self.partners[number]
        )

    def _needed(self, number: int, column: int, is_marked_small: bool) -> int:
        """How much others must have, to hide the unit's count among theirs.

        A unit that is still marked `<5` needs a partner who is not small either after making it four. Where nobody of
        them is marked, all that is known is their sum.
        """
        value = self.values[number][column]
        if not is_marked_small:
            return THRESHOLD - value
        return THRESHOLD + (THRESHOLD - 1 - value if value < THRESHOLD else MARGIN)

    def _given(self, others: Sequence[int]) -> Sequence[int]:
        """The sums of some units by column."""
        return self.values[others[0]] if len(others) == 1 else self._sum(others)

    def _find_partner(self, number: int, column: int) -> None:
        """Prefer the own township, whose sum then stays published, and there one school to several."""
        group = self.units[number].group
        neighbours = [other for other in self.members[group] if other != number]
        if not self._hide_among(number, column, neighbours, neighbours):
            strangers = self._strangers(column, group)
            self._hide_among(number, column, strangers, [*neighbours, *strangers])

    def _hide_among(self, number: int, column: int, candidates: Sequence[int], pool: Sequence[int]) -> bool:
        return (
            self._pair(number, column, candidates, is_marked_small=True)
            or self._pair(number, column, candidates, is_marked_small=False)
            or self._pool(number, column, pool)
        )

    def _strangers(self, column: int, group: str) -> list[int]:
        """The units of other groups, those first whose group is withheld anyway."""
        others = [number for number, unit in enumerate(self.units) if unit.group != group]
        return sorted(others, key=lambda number: not self.group_confidential[self.units[number].group] >> column & 1)

    def _pair(self, number: int, column: int, candidates: Iterable[int], *, is_marked_small: bool) -> bool:
        """Withhold the candidate with whom the fewest further cells are withheld."""
        needed = self._needed(number, column, is_marked_small)
        enough = (other for other in candidates if self.values[other][column] >= needed)
        pairs = [(self._moving(number, column, [other]), other) for other in islice(enough, MAX_CANDIDATES)]
        if not pairs:
            return False
        mask, partner = min(pairs, key=lambda pair: self._cost(number, *pair))
        self._withhold(number, [partner], mask, is_marked_small=is_marked_small)
        return True

    def _cost(self, number: int, mask: int, partner: int) -> tuple[int, int]:
        """How many further cells of groups and of units would be withheld."""
        groups = {self.units[unit].group for unit in (number, partner)}
        further = sum((mask & ~self.group_confidential[name]).bit_count() for name in groups) if len(groups) > 1 else 0
        return further, sum((mask & ~self.confidential[unit]).bit_count() for unit in (number, partner))

    def _pool(self, number: int, column: int, candidates: Sequence[int]) -> bool:
        """Withhold as many as it takes until nobody knows whose the sum is. False where all are not enough."""
        needed, others = self._needed(number, column, is_marked_small=False), []
        for candidate in candidates:
            if self.values[candidate][column]:
                others.append(candidate)
            if others and self._given(others)[column] >= needed:
                self._withhold(number, others, self._moving(number, column, others), is_marked_small=False)
                return True
        return False

    def _withhold(self, number: int, others: Sequence[int], mask: int, *, is_marked_small: bool) -> None:
        self.partners[number].append((others, mask, is_marked_small))
        for other in others:
            self.confidential[other] |= mask
        self.confidential[number] |= mask & ~self.small[number] if is_marked_small else mask
        groups = {self.units[unit].group for unit in (number, *others)}
        if len(groups) > 1:
            # The sums of the two would tell them apart.
            for name in groups:
                self.group_confidential[name] |= mask

    def _moving(self, number: int, column: int, others: Sequence[int]) -> int:
        """The columns that change when a child moves between the unit and the others: those withheld at both ends.

        A superset moves along where it leaves no room for one child more: small at the unit, or full at the others.
        """
        values, given, related = self.values[number], self._given(others), self.related
        mask = related.subsets[column]
        is_complete = False
        while not is_complete:
            is_complete = True
            for over in columns_in(related.supersets_of(mask) & ~mask):
                largest = max(given[under] for under in columns_in(mask & related.subsets[over]))
                if values[over] < THRESHOLD or given[over] - largest < MARGIN:
                    mask |= related.subsets[over]
                    is_complete = False
        return mask

    def result(self) -> Withheld:
        # A county of one school is that school.
        of_total = self.confidential[0] if len(self.units) == 1 else 0
        return Withheld(
            units={
                unit.key: markers_of(small, confidential, self.related)
                for unit, small, confidential in zip(self.units, self.small, self.confidential, strict=True)
            },
            groups={
                name: markers_of(*self._of_sum(self.sums[name], self.members[name], mask | of_total), self.related)
                for name, mask in self.group_confidential.items()
            },
            total=markers_of(*self._of_sum(self.total, range(len(self.units)), of_total), self.related),
        )

    def _of_sum(self, sums: Sequence[int], members: Iterable[int], confidential: int) -> tuple[int, int]:
        """The masks of a sum. `<5` over several small units would bound each of them, so it is confidential."""
        small = self._small(sums)
        rows = [self.values[member] for member in members]
        shared = sum(1 << column for column in columns_in(small) if sum(1 for row in rows if row[column]) > 1)
        return small, confidential | shared
