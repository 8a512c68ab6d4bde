"""Nobody finds a small group by subtraction: a reader with an exact solver tries, over every published count."""

from collections.abc import Hashable, Iterable, Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.dashboards.rollup.columns import Counts
from services.dashboards.suppression.columns import SUBSET_OF, SUPPRESSED_COLUMNS, WITHHELD_WITH
from services.dashboards.suppression.markers import MARGIN, THRESHOLD, Marker, Markers, Unit, Withheld
from services.dashboards.suppression.withholding import _Table, withhold
from tests.dashboards.reader import MAX_COUNT, Reader

TALKS_PER_CHILD = 6
COLUMNS = (*SUPPRESSED_COLUMNS, "case_files", "talks_due")
sizes = st.one_of(st.integers(0, 6), st.integers(0, 25), st.integers(20, 300))
# Full, nearly full, empty, or anything: a full rate leaves a count no room above.
shares = st.one_of(st.just(1.0), st.just(1.0), st.just(0.95), st.just(0.0), st.floats(0, 1))


@st.composite
def school_counts(draw: st.DrawFn) -> dict[str, int]:
    counts: dict[str, int] = {}
    for column, supersets in SUBSET_OF.items():
        most = min((counts[superset] for superset in supersets), default=None)
        counts[column] = draw(sizes) if most is None else int(most * draw(shares))
    return counts | {"case_files": counts["children"], "talks_due": TALKS_PER_CHILD * counts["paired"]}


@st.composite
def counties(draw: st.DrawFn) -> list[Unit]:
    """Up to four townships with up to four schools, some of whose counts were small a few days ago."""
    members = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    groups = [str(group) for group, schools in enumerate(members) for _school in range(schools)]
    return [
        Unit(number, group, draw(school_counts()), draw(st.frozensets(st.sampled_from(SUPPRESSED_COLUMNS), max_size=1)))
        for number, group in enumerate(groups)
    ]


def cell(column: str, units: Iterable[Unit]) -> list[Hashable]:
    return [(unit.key, column) for unit in units]


def tables(units: list[Unit], withheld: Withheld) -> Iterator[tuple[list[Unit], Markers]]:
    """Every published row: whose counts it sums, and which columns of it are withheld."""
    for unit in units:
        yield [unit], withheld.units[unit.key]
    for group, markers in withheld.groups.items():
        yield [unit for unit in units if unit.group == group], markers
    yield units, withheld.total


def reader_of(units: list[Unit], withheld: Withheld) -> Reader:
    reader = Reader()
    for members, markers in tables(units, withheld):
        for column in COLUMNS:
            value = sum(int(unit.counts[column] or 0) for unit in members)
            reader.reads_sum(cell(column, members), *_read(column, value, markers))
    for unit in units:
        for column, supersets in SUBSET_OF.items():
            for superset in supersets:
                reader.knows_subset((unit.key, column), (unit.key, superset))
        # What nobody publishes but everybody knows: a case file for each child, so many talks for each pair.
        reader.knows_multiple((unit.key, "case_files"), 1, (unit.key, "children"))
        reader.knows_multiple((unit.key, "talks_due"), TALKS_PER_CHILD, (unit.key, "paired"))
    return reader


def _read(column: str, value: int, markers: Markers) -> tuple[int, int]:
    """Between which numbers a count is known to lie."""
    marker = markers.get(column)
    if marker is None:
        return value, value
    if marker is Marker.CONFIDENTIAL or column == "talks_due":
        return 0, MAX_COUNT
    # Below a small group its subsets are withheld too, even those that are empty.
    is_below = any(markers.get(superset) for superset in _supersets(column))
    return (0 if is_below else 1), 4


def _supersets(column: str) -> set[str]:
    direct = SUBSET_OF.get(WITHHELD_WITH.get(column, column), ())
    return {*direct, *(name for superset in direct for name in _supersets(superset))}


def truth(units: list[Unit]) -> Mapping[Hashable, int]:
    return {(unit.key, column): int(unit.counts[column] or 0) for unit in units for column in COLUMNS}


def breaches(units: list[Unit], withheld: Withheld) -> list[str]:
    """The small groups that the reader finds or narrows, and the withheld counts of which only one value is left."""
    reader = reader_of(units, withheld)
    assert not reader.contradiction(truth(units))
    problems = []
    for members, markers in tables(units, withheld):
        for column in SUPPRESSED_COLUMNS:
            value = sum(int(unit.counts[column] or 0) for unit in members)
            if 0 < value < THRESHOLD and column not in markers:
                problems.append(f"{column} of {[unit.key for unit in members]} is shown: {value}")
            if not value or column not in markers:
                continue
            names = [unit.key for unit in members]
            is_small = value < THRESHOLD
            if len(members) == 1 and is_small:
                if not reader.can_be(cell(column, members), (1, 4)):
                    problems.append(f"{column} of {names} cannot be all of 1..4: is {value}")
            # A sum that is not small is nobody's secret: it may follow where nothing in it does.
            elif len(members) == 1 or is_small:
                low, high = reader.interval(cell(column, members))
                if high - low < (MARGIN if is_small else 1):
                    problems.append(f"{column} of {names} must be {low}..{high}")
    return problems


def county(*rows: tuple[str, Mapping[str, int]]) -> list[Unit]:
    """Units with counts as given, zero in all other columns."""
    nothing: Counts = dict.fromkeys(COLUMNS, 0)
    return [Unit(number, group, {**nothing, **counts}) for number, (group, counts) in enumerate(rows)]


CHILDREN = ("pupils", "surveyed", "entitled", "children", "case_files")


def of_children(number: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(CHILDREN, number) | others


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counties())
def test_the_subtracting_reader_finds_no_small_group(units: list[Unit]) -> None:
    assert not breaches(units, withhold(units))


def test_without_the_secondary_rule_the_reader_finds_small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    units = county(("镇", of_children(3)), ("镇", of_children(40)), ("乡", of_children(60)))
    monkeypatch.setattr(_Table, "protect", lambda table, number: None)

    assert any("cannot be all of 1..4" in problem for problem in breaches(units, withhold(units)))


def test_a_small_school_is_hidden_behind_one_neighbour_and_sums_stay() -> None:
    withheld = withhold(
        county(("镇", of_children(3)), ("镇", of_children(40)), ("镇", of_children(50)), ("乡", of_children(60)))
    )

    assert withheld.units[0]["children"] is Marker.SMALL
    assert withheld.units[1]["children"] is Marker.CONFIDENTIAL
    assert (withheld.units[2], withheld.units[3]) == ({}, {})
    assert (withheld.groups, withheld.total) == ({"镇": {}, "乡": {}}, {})


def test_one_small_count_takes_nothing_else_with_it_where_the_partner_is_not_full() -> None:
    """Three of forty children are paired at one school: only the pairs of the two are withheld, and their talks."""
    withheld = withhold(county(("镇", of_children(40, paired=3)), ("镇", of_children(40, paired=30))))

    work = {column for column, base in WITHHELD_WITH.items() if base == "paired"}
    assert withheld.units[0].keys() == withheld.units[1].keys() == {"paired", *work}


def test_a_full_partner_is_withheld_with_the_column_that_bounds_it() -> None:
    """All forty are paired: whoever reads forty children would know that there are at most forty pairs."""
    withheld = withhold(county(("镇", of_children(40, paired=3)), ("镇", of_children(40, paired=40))))

    assert {"children", "case_files", "entitled", "paired", "pupils"} <= withheld.units[1].keys()


def test_a_township_of_one_small_school_is_withheld_with_another() -> None:
    withheld = withhold(county(("林场", of_children(3)), ("镇", of_children(40)), ("乡", of_children(60))))

    assert [bool(withheld.groups[group].get("children")) for group in ("林场", "镇", "乡")] == [True, True, False]
    assert withheld.total == {}


def test_schools_that_are_all_small_are_confidential_and_their_sum_is_shown() -> None:
    units = county(*[("镇", {"findings": number}) for number in (1, 2, 3, 0)], ("乡", {"findings": 9}))

    withheld = withhold(units)

    assert {number: markers.get("findings") for number, markers in withheld.units.items()} == {
        0: Marker.CONFIDENTIAL,
        1: Marker.CONFIDENTIAL,
        2: Marker.CONFIDENTIAL,
        3: None,
        4: None,
    }
    assert withheld.groups["镇"] == {}
    assert not breaches(units, withheld)


def test_two_hundred_schools_are_decided_alike_whoever_asks_first() -> None:
    units = county(*[(str(number % 24), of_children(number % 37)) for number in range(180)])

    assert withhold(units) == withhold(units)
    assert not breaches(units[:12], withhold(units[:12]))
