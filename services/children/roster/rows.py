"""Read one row of a roster to a cleaned record with its issues."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from services.children.roster import checks
from services.children.roster.cells import dates, id_numbers, names, options, parents, text
from services.children.roster.cells.classes import ParsedClass
from services.children.roster.cells.phones import phones
from services.children.roster.cells.text import is_error
from services.children.roster.class_columns import ClassReader, check_school
from services.children.roster.headers import Header, HeaderColumn
from services.children.roster.issues import CellProblem
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.synonyms import GUARDIANS, PHONE_FIELDS, plain_header
from services.kit.xlsx import CellValue
from services.kit.xlsx.inspection import UNCOMPUTED

Cleaned = tuple[object, CellProblem | None]
Cleaner = Callable[[CellValue], Cleaned]

_MAX_REMEMBERED = 20_000  # values per column: locations, relations and days repeat, so cleaning them once saves time
_REQUIRED = frozenset({"name", "sex", "birth_date", "id_number", "class", "grade"})


class RowReader:
    """Reads the rows below one header. `sheet_class` and `sheet_grade` hold for rows that name no class."""

    def __init__(
        self, header: Header, context: ReadContext, sheet_class: ParsedClass | None = None, sheet_grade: str = ""
    ) -> None:
        self.context, self.sheet_class = context, sheet_class
        self.column_of: dict[str, HeaderColumn] = {}
        self.more_phones: list[HeaderColumn] = []
        self.repeated: list[tuple[HeaderColumn, HeaderColumn]] = []  # a second column of a field, and the first
        for column in header.columns:
            self._add_column(column)
        self.fields = frozenset(self.column_of)
        self.header_forms = {name: _forms_of(column) for name, column in self.column_of.items()}
        plan = [
            (column.number - 1, name, cleaner)
            for name, column in self.column_of.items()
            if (cleaner := self._cleaner(name))
        ]
        # split once per sheet, so that the loop over cells decides nothing
        self._unique = [step for step in plan if step[1] in _UNREPEATED]
        self._repeating = [(*step, dict[Hashable, Any]()) for step in plan if step[1] not in _UNREPEATED]
        self._indexes = [(column.number - 1, name) for name, column in self.column_of.items()]
        self._classes = ClassReader(self.fields, context, sheet_class, sheet_grade)
        self._blank = self._blank_values()

    def _add_column(self, column: HeaderColumn) -> None:
        if not column.field:
            return
        first = self.column_of.setdefault(column.field, column)
        if first is column:
            return
        if column.field in PHONE_FIELDS:
            self.more_phones.append(column)
        else:
            self.repeated.append((column, first))

    def _cleaner(self, name: str) -> Cleaner | None:
        if name in {"class", "grade"}:
            return None
        if name.endswith("_phones"):
            return phones
        if name.endswith("_since") or name == "entry_month":
            code = "month_unreadable" if name == "entry_month" else "away_since_vague"
            return dates.month_cleaner(code, self.context.today, self.context.epoch)
        if name == "birth_date":
            return partial(dates.day, epoch=self.context.epoch)
        if name in {"father_location", "mother_location"}:
            near = {"own_county": self.context.county_name, "own_township": self.context.township_name}
            return partial(parents.whereabouts, **near)
        return _CLEANERS.get(name, text.plain)

    def _blank_values(self) -> dict[str, object]:
        """Every key that a row of this sheet has, in reading order."""
        blank: dict[str, object] = {}
        for name in self.column_of:
            if name in {"grade", "class"}:
                continue
            if name.startswith(("father_", "mother_")):
                blank[f"{name[:6]}_state"] = None
            blank[name] = [] if name in PHONE_FIELDS else None
        blank |= {"grade": None, "class_no": None}
        for person in ("father", "mother"):
            if f"{person}_state" in blank:
                blank.setdefault(f"{person}_location", None)
        for person in GUARDIANS:
            if f"{person}_relation" in blank:
                blank[f"{person}_relation_code"] = None
        return blank

    def filled(self, row: Sequence[CellValue]) -> list[str]:
        """The fields whose cells are not empty, though they may hold only blanks."""
        width = len(row)
        return [name for index, name in self._indexes if index < width and row[index] != ""]

    def read(self, row: Sequence[CellValue]) -> RosterRecord:
        """Read a row: the values from column A on, merged cells already filled in."""
        record = RosterRecord(self._blank.copy())
        width, values = len(row), record.values
        for index, name, cleaner in self._unique:
            if index < width and (raw := row[index]) != "":
                self._put(record, name, cleaner, raw)
        for index, name, cleaner, memory in self._repeating:
            if index >= width or (raw := row[index]) == "":
                continue
            if raw in memory:
                values[name] = memory[raw]
            elif self._put(record, name, cleaner, raw):
                if len(memory) >= _MAX_REMEMBERED:
                    memory.clear()
                memory[raw] = values[name]
        self._finish(record, row)
        return record

    def _put(self, record: RosterRecord, name: str, cleaner: Cleaner, raw: CellValue) -> bool:
        """Clean one cell into the record; whether there was no problem."""
        value, problem = (None, _failure(name, raw)) if is_error(raw) else cleaner(raw)
        if problem:
            record.add_issue(name, problem)
        if value is not None:
            record.values[name] = value
        return problem is None

    def _finish(self, record: RosterRecord, row: Sequence[CellValue]) -> None:
        """What depends on more than one cell."""
        self._read_class(record, row)
        check_school(record, self.context)
        if "name" in self.column_of and not record.values["name"] and not record.has_issue("name"):
            record.add_issue("name", CellProblem("name_missing"))
        checks.check_record(record, self.fields, self.context)
        self._add_phones(record, row)
        _finish_people(record.values)
        if options.states_both_at_home(self._raw(row, "left_behind")):
            for person in ("father", "mother"):
                record.values[f"{person}_state"] = record.values.get(f"{person}_state") or parents.HOME
                record.values.setdefault(f"{person}_location", None)

    def _read_class(self, record: RosterRecord, row: Sequence[CellValue]) -> None:
        grade_raw, class_raw = self._raw(row, "grade"), self._raw(row, "class")
        if is_error(class_raw):
            record.add_issue("class", _failure("class", class_raw))
        elif is_error(grade_raw):
            record.add_issue("grade", _failure("grade", grade_raw))
        else:
            self._classes.read(record, grade_raw, class_raw)

    def ambiguous_classes(self) -> set[float]:
        return self._classes.ambiguous_classes()

    def class_number(self, row: Sequence[CellValue]) -> float | None:
        """The number with a decimal in the column of classes, None for any other cell."""
        raw = self._raw(row, "class")
        return raw if isinstance(raw, float) and not raw.is_integer() else None

    def _add_phones(self, record: RosterRecord, row: Sequence[CellValue]) -> None:
        """Append the numbers of a person's further telephone columns."""
        for column in self.more_phones:
            name = str(column.field)
            raw = row[column.number - 1] if column.number <= len(row) else ""
            more, problem = phones(raw) if not is_error(raw) else ([], CellProblem("cell_error"))
            record.values[name] = list(dict.fromkeys(record.values[name] + more))
            if problem:
                record.add_issue(name, problem)

    def _raw(self, row: Sequence[CellValue], name: str) -> CellValue:
        column = self.column_of.get(name)
        return row[column.number - 1] if column and column.number <= len(row) else ""


_CLEANERS: Mapping[str, Cleaner] = {
    "name": names.person,
    "sex": options.sex,
    "id_number": id_numbers.id_number,
    "student_no": id_numbers.student_number,
    "ethnicity": options.ethnicity,
    "hukou_type": options.hukou,
    "boarding": options.boarding,
    "left_behind": options.left_behind,
    "father_name": names.adult,
    "mother_name": names.adult,
    "guardian_name": names.adult,
    "guardian_relation": options.relation,
    "guardian_age": options.age,
    "guardian2_name": names.adult,
    "guardian2_relation": options.relation,
    "guardian2_age": options.age,
}
# Values that hardly repeat are not remembered, nor are lists, which a row may change.
_UNREPEATED = frozenset(
    {"name", "id_number", "student_no", "father_name", "mother_name", "guardian_name", "guardian2_name", *PHONE_FIELDS}
)


def _failure(name: str, raw: CellValue) -> CellProblem:
    """The problem of a cell that shows a spreadsheet's error."""
    if name not in _REQUIRED:
        return CellProblem("cell_error")
    if raw == UNCOMPUTED:
        return CellProblem("formula_uncomputed")
    return CellProblem("formula_error", {"value": raw})


def _finish_people(values: dict[str, Any]) -> None:
    """Put states, relation codes and the kind of 留守 in place of what the cleaners left."""
    for person in ("father", "mother"):
        if f"{person}_state" in values:
            parsed = values[f"{person}_location"] or parents.ParsedWhereabouts()
            since = values.get(f"{person}_since")
            values[f"{person}_state"] = parents.state_of(parsed, since, values.get("left_behind"))
            values[f"{person}_location"] = parsed.location
    for person in GUARDIANS:
        if relation := values.get(f"{person}_relation"):
            values[f"{person}_relation"], values[f"{person}_relation_code"] = relation
    if values.get("left_behind") == "留守":
        values["left_behind"] = _left_behind_kind(values)


def _left_behind_kind(values: Mapping[str, object]) -> str:
    """The kind of a mere 是, by the parents' columns; 留守 where they do not show it."""
    away = [values.get(f"{person}_state") == parents.AWAY for person in ("father", "mother")]
    return {2: "双亲留守", 1: "单亲留守"}.get(sum(away), "留守")


def _forms_of(column: HeaderColumn) -> frozenset[str]:
    """The plain forms in which this column's header may be printed again."""
    return frozenset(map(plain_header, (column.header, column.header.rpartition("/")[2])))
