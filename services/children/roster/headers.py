"""Find the header of a sheet: one row, or two where groups (父亲情况) are above their columns (姓名, 电话)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.children.roster import evidence, synonyms
from services.children.roster.cells.classes import Calendar
from services.children.roster.cells.text import text
from services.kit.xlsx import CellValue, column_letters

# titles under which a bare 姓名 is the pupil's
_OF_THE_PUPIL = ("学生", "儿童", "基本", "个人", "家庭")
NAME, CONTENT, PERSON = "name", "content", "person"  # by what the field of a column is known
LOOK_AHEAD = 40  # rows in which a header must begin
_OF_PUPIL = re.compile(r"\d{4}|^[男女]$")
_MAX_GROUP, _MAX_PART = 12, 20  # characters of a group's title and of a header below it
_GROUP_OF = (
    ("father", re.compile("父(?!母)|爸")),
    ("mother", re.compile("(?<!父)母|妈")),
    ("guardian", re.compile("监护|照料|照看|看护")),
)
_OF_GUARDIAN = frozenset({"guardian_name", "guardian_relation", "guardian_age", "guardian_phones"})
_OF_ONE_PUPIL = frozenset({"name", "id_number", "birth_date"})
Merges = Sequence[tuple[int, int, int, int]]
Rows = Sequence[tuple[int, Sequence[CellValue]]]


@dataclass(frozen=True)
class HeaderColumn:
    """One column: its number from 1, its header as shown, the row of that header, and the field it means.

    field None: an unknown header; "": a known one that is not read. `key`: by which a school's answer is remembered.
    `certainty`, 0 to 1: how sure the field is, or of an unknown header the `proposal`.
    """

    number: int
    header: str
    row: int
    field: str | None
    by: str = NAME
    certainty: float = 1.0
    proposal: str | None = None
    key: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.number)


@dataclass(frozen=True)
class Header:
    """The header rows of a sheet and what each column is."""

    rows: list[int]
    columns: list[HeaderColumn]

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns if column.field}

    @property
    def is_roster(self) -> bool:
        """Whether these columns are of pupils: a name and two more or the ID number, or four with ID or birth date."""
        if "name" in self.fields:
            return len(self.fields) >= 3 or self.fields == {"name", "id_number"}
        return len(self.fields) >= 4 and not self.fields.isdisjoint({"id_number", "birth_date"})


class Vocabulary(NamedTuple):
    """What headers mean: `known` by their words (header → field), `answers` by what the school said (key → field)."""

    known: Mapping[str, str]
    answers: Mapping[str, str]


def find(
    rows: Rows, merges: Merges, vocabulary: Vocabulary, calendar: Calendar, *, is_lenient: bool = False
) -> Header | None:
    """The header among the first rows of a sheet, None where there is none.

    Columns whose header is unknown are recognised by the cells below it. `is_lenient`: also a header of which too
    little is recognised to read it, so that a person can be asked.
    """
    candidates = list(_candidates(rows, merges, vocabulary))
    header = _best(candidates)
    if header:
        return _by_content(header, rows, calendar)
    by_content = [_by_content(header, rows, calendar) for header in candidates if _is_above_cells(header)]
    return _best(by_content) or (_likeliest(by_content) if is_lenient else None)


def _likeliest(candidates: Sequence[Header]) -> Header | None:
    """The header with most fields, two at least and one that only a person has."""
    possible = [header for header in candidates if len(header.fields) > 1 and header.fields & _OF_ONE_PUPIL]
    return max(possible, key=lambda header: len(header.fields), default=None)


def _candidates(rows: Rows, merges: Merges, vocabulary: Vocabulary) -> Iterator[Header]:
    """Each row as the header that it may be, with the row below where that makes more of it."""
    known = vocabulary.known
    by_number = {number: [text(value) for value in values] for number, values in rows}
    for number, values in by_number.items():
        if sum(1 for value in values if value) < 2:
            continue
        one = _single(number, values, known)
        two = _double(number, by_number, merges, known)
        has_groups = _has_groups(number, by_number, merges)
        yield _answered(two if two and (has_groups or len(two.fields) > len(one.fields)) else one, vocabulary.answers)


def _answered(header: Header, answers: Mapping[str, str]) -> Header:
    """The header with the fields that the school chose before; of equal headers the second has a key of its own."""
    seen: Counter[str] = Counter()
    columns = []
    for column in header.columns:
        key = synonyms.exact_header(column.header)
        seen[key] += 1
        key = key if seen[key] == 1 else f"{key}#{seen[key]}"
        if key in answers:
            columns.append(replace(column, key=key, field=answers[key], by=PERSON))
        else:
            columns.append(replace(column, key=key))
    return Header(header.rows, columns)


def _best(candidates: Iterable[Header]) -> Header | None:
    best: Header | None = None
    for header in candidates:
        # a row further down is rarely the header, so it must be clearly better
        if header.is_roster and (best is None or len(header.fields) > len(best.fields) + 2):
            best = header
    return best


def _is_above_cells(header: Header) -> bool:
    """Whether the row may be one of headers: three short texts or more, none of them a pupil's number or day."""
    texts = [column.header for column in header.columns]
    return len(texts) >= 3 and not any(_OF_PUPIL.search(shown) for shown in texts)


def _by_content(header: Header, rows: Rows, calendar: Calendar) -> Header:
    """The header with the fields that the cells of its unknown columns show."""
    below = [values for number, values in rows if number > header.rows[-1]]
    columns = list(header.columns)
    cells_of = {
        index: [values[column.number - 1] for values in below if len(values) >= column.number]
        for index, column in enumerate(columns)
        if column.field is None
    }
    for index, cells in cells_of.items():
        column, taken = columns[index], Header(header.rows, columns).fields
        field, certainty = evidence.field_of(column.header, cells, taken, calendar)
        if certainty >= evidence.MIN_SHARE:
            columns[index] = replace(column, field=field, by=CONTENT, certainty=certainty)
        else:
            columns[index] = replace(column, by=CONTENT, proposal=field, certainty=certainty)
    return Header(header.rows, _asking_whose_names(columns, cells_of))


def _asking_whose_names(
    columns: Sequence[HeaderColumn], cells_of: Mapping[int, Sequence[CellValue]]
) -> list[HeaderColumn]:
    """Of several columns of names without a word for whom, the first is the pupils' only when somebody says so."""
    of_names = [index for index, cells in cells_of.items() if evidence.may_be_pupils_name(columns[index].header, cells)]
    return [
        replace(column, certainty=evidence.UNSURE)
        if column.field == "name" and column.by == CONTENT and len(of_names) > 1
        else column
        for column in columns
    ]


def _single(number: int, values: Sequence[str], known: Mapping[str, str]) -> Header:
    columns = [
        HeaderColumn(column, _shown(value), number, synonyms.field_of(value, known))
        for column, value in enumerate(values, 1)
        if value
    ]
    return Header([number], _side_by_side(list(_of_people(columns))))


def _of_people(columns: Sequence[HeaderColumn]) -> Iterator[HeaderColumn]:
    """父亲 电话 母亲 电话: of a header that stands there twice, each is of the person named before it."""
    times = Counter(synonyms.plain_header(column.header) for column in columns)
    person = None
    for column in columns:
        part = synonyms.plain_header(column.header)
        named, _, rest = (column.field or "").partition("_")
        if rest == "name":
            person = named
        is_bare = times[part] > 1 and part in synonyms.group_fields()
        yield replace(column, field=synonyms.in_group(person, part)) if person and is_bare else column


def _double(
    number: int, by_number: Mapping[int, Sequence[str]], merges: Merges, known: Mapping[str, str]
) -> Header | None:
    lower = by_number.get(number + 1)
    if not lower:
        return None
    knows_parts = sum(synonyms.plain_header(value) in synonyms.group_fields() for value in lower) >= 2
    if not knows_parts and not _has_groups(number, by_number, merges):
        return None
    upper = _spread(number, by_number[number], lower, merges)
    columns = []
    for column in range(1, max(len(upper), len(lower)) + 1):
        top, low = _at(upper, column), _at(lower, column)
        if top or low:
            columns.append(_of_two(column, top, low, number, known))
    return Header([number, number + 1], _side_by_side(columns))


def _side_by_side(columns: list[HeaderColumn]) -> list[HeaderColumn]:
    """姓名 关系 电话 of a guardian, then the same once more: the repeated ones are of the second guardian."""
    named = [index for index, column in enumerate(columns) if column.field == "guardian_name"]
    if len(named) != 2 or any(column.field == "guardian2_name" for column in columns):
        return columns
    first = {column.field for column in columns[: named[1]]}
    return [
        replace(column, field=str(column.field).replace("guardian", "guardian2"))
        if index >= named[1] and column.field in _OF_GUARDIAN and column.field in first
        else column
        for index, column in enumerate(columns)
    ]


def _has_groups(number: int, by_number: Mapping[int, Sequence[str]], merges: Merges) -> bool:
    """Whether cells merged across columns are titles of the row below, beside columns that have no such row."""
    upper, lower = by_number[number], by_number.get(number + 1, [])
    spans = [range(left, right + 1) for top, left, bottom, right in merges if top == bottom == number and right > left]
    grouped = {column for span in spans for column in span}
    others = [column for column, title in enumerate(upper, 1) if title and column not in grouped]
    return bool(
        spans
        and others
        and all(0 < len(_at(upper, span[0])) <= _MAX_GROUP for span in spans)
        and all(0 < len(part) <= _MAX_PART and not _OF_PUPIL.search(part) for part in (_at(lower, c) for c in grouped))
        and not any(_at(lower, column) for column in others)
    )


def _of_two(column: int, top: str, low: str, number: int, known: Mapping[str, str]) -> HeaderColumn:
    if not low or low == top:
        return HeaderColumn(column, _shown(top), number, synonyms.field_of(top, known))
    if not top:
        return HeaderColumn(column, _shown(low), number + 1, synonyms.field_of(low, known))
    group, part = synonyms.plain_header(top), synonyms.plain_header(low)
    field = synonyms.field_of(group + part, known) or known.get(f"{group}/{part}")
    if field is None and (person := synonyms.person_of(group)):
        field = synonyms.in_group(person, part)
    elif field is None and (part not in synonyms.group_fields() or group.startswith(_OF_THE_PUPIL)):
        field = synonyms.field_of(part, known)
    elif field is None and (person := _person_in(group)):
        field = synonyms.in_group(person, part)
    return HeaderColumn(column, f"{_shown(top)}/{_shown(low)}", number + 1, field)


def _person_in(group: str) -> str | None:
    return next((person for person, pattern in _GROUP_OF if pattern.search(group)), None)


def _spread(number: int, upper: Sequence[str], lower: Sequence[str], merges: Merges) -> list[str]:
    """Group titles over every column they cover: by merged cells, or, unmerged, up to the next title."""
    spread = list(upper) + [""] * (len(lower) - len(upper))
    for top, left, bottom, right in merges:
        if top <= number <= bottom and right > left:
            spread[left - 1 : right] = [_at(spread, left)] * (min(right, len(spread)) - left + 1)
    for index in range(1, len(spread)):
        if (
            not spread[index]
            and _at(lower, index + 1)
            and synonyms.plain_header(lower[index]) in synonyms.group_fields()
        ):
            spread[index] = spread[index - 1]
    return spread


def _at(values: Sequence[str], column: int) -> str:
    return values[column - 1] if column <= len(values) else ""


def _shown(header: str) -> str:
    return "".join(header.split())[:60]
