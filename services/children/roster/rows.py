"""One row of a roster to a cleaned record and its faults."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from services.children.roster import cells, checks, classes, parents
from services.children.roster.classes import ParsedClass
from services.children.roster.headers import Header, HeaderColumn
from services.children.roster.issues import CellProblem
from services.children.roster.phones import phones
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.synonyms import PHONE_FIELDS, plain_header
from services.children.roster.text import is_error, squeezed
from services.kit.xlsx.inspection import UNCOMPUTED

_REMEMBERED = 20_000  # repeated words per column: places, relations, days
# what every township has one of says nothing of whose it is
_ANY_SCHOOL = re.compile(r".{0,3}|(?:中心|完全|实验|希望|民族|初级|九年制|第.|.{0,2}中)?(?:小学|中学|学校|完小)")
_NEEDED = frozenset({"name", "sex", "birth_date", "id_number", "class", "grade"})


class RowReader:
    """Reads the rows below one header."""

    def __init__(
        self, header: Header, setting: ReadContext, sheet_class: ParsedClass | None = None, sheet_grade: str = ""
    ) -> None:
        self.setting, self.sheet_class, self.sheet_grade = setting, sheet_class, sheet_grade
        self.column_of: dict[str, HeaderColumn] = {}
        self.more_phones: list[HeaderColumn] = []
        self.repeated: list[tuple[HeaderColumn, HeaderColumn]] = []
        for column in header.columns:
            self._place(column)
        self.fields = frozenset(self.column_of)
        plan = [
            (column.number - 1, name, cleaner)
            for name, column in self.column_of.items()
            if (cleaner := self._cleaner(name))
        ]
        self._single = [step for step in plan if step[1] in _UNREPEATED]
        self._repeating = [(*step, dict[Any, Any]()) for step in plan if step[1] not in _UNREPEATED]
        self._cells = [(column.number - 1, name) for name, column in self.column_of.items()]
        self.words_of = {name: _words_of(column) for name, column in self.column_of.items()}
        self._blank = self._blank_values()
        self._classes: dict[tuple[Any, Any], ParsedClass | CellProblem | None] = {}

    def _place(self, column: HeaderColumn) -> None:
        if not column.field:
            return
        first = self.column_of.setdefault(column.field, column)
        if first is column:
            return
        if column.field in PHONE_FIELDS:
            self.more_phones.append(column)
        else:
            self.repeated.append((column, first))

    def _cleaner(self, name: str) -> cells.Cleaner | None:
        if name in {"class", "grade"}:
            return None
        if name.endswith("_phones"):
            return phones
        if name.endswith("_since") or name == "entry_month":
            code = "month_unreadable" if name == "entry_month" else "away_since_vague"
            return cells.month_or(code, self.setting.today, self.setting.epoch)
        if name == "birth_date":
            return partial(cells.day, epoch=self.setting.epoch)
        if name in {"father_place", "mother_place"}:
            return _whereabouts
        cleaner: cells.Cleaner = _CLEANERS.get(name, cells.plain)
        return cleaner

    def _blank_values(self) -> dict[str, Any]:
        """Every key that a row of this sheet has, in reading order."""
        blank: dict[str, Any] = {}
        for name in self.column_of:
            if name in {"grade", "class"}:
                continue
            if name.startswith(("father_", "mother_")):
                blank[f"{name[:6]}_state"] = None
            blank[name] = [] if name in PHONE_FIELDS else None
        blank |= {"grade": None, "class_no": None}
        for person in ("father", "mother"):
            if f"{person}_state" in blank:
                blank.setdefault(f"{person}_place", None)
        if "guardian_relation" in blank:
            blank["guardian_relation_code"] = None
        return blank

    def filled(self, row: Sequence[Any]) -> list[str]:
        """The fields whose cells are not empty, though they may hold only blanks."""
        width = len(row)
        return [name for index, name in self._cells if index < width and row[index] != ""]

    def read(self, row: Sequence[Any]) -> RosterRecord:
        """`row`: the values from column A on, merged cells already filled in."""
        record = RosterRecord(self._blank.copy())
        width, values = len(row), record.values
        for index, name, cleaner in self._single:
            if index < width and (raw := row[index]) != "":
                self._put(record, name, cleaner, raw)
        for index, name, cleaner, memory in self._repeating:
            if index >= width or (raw := row[index]) == "":
                continue
            if raw in memory:
                values[name] = memory[raw]
            elif self._put(record, name, cleaner, raw):
                if len(memory) >= _REMEMBERED:
                    memory.clear()
                memory[raw] = values[name]
        self._finish(record, row)
        return record

    def _put(self, record: RosterRecord, name: str, cleaner: cells.Cleaner, raw: Any) -> bool:
        """Clean one cell into the record; whether there was nothing to blame."""
        value, problem = self._failed(name, raw) if is_error(raw) else cleaner(raw)
        if problem:
            record.add_issue(name, problem)
        if value is not None:
            record.values[name] = value
        return problem is None

    def _failed(self, name: str, raw: str) -> tuple[Any, CellProblem]:
        if name not in _NEEDED:
            return None, CellProblem("cell_error")
        if raw == UNCOMPUTED:
            return None, CellProblem("formula_uncomputed")
        return None, CellProblem("formula_error", {"value": raw})

    def _finish(self, record: RosterRecord, row: Sequence[Any]) -> None:
        self._read_class(record, row)
        self._check_school(record)
        if "name" in self.column_of and not record.values["name"] and not record.has_issue("name"):
            record.add_issue("name", CellProblem("name_missing"))
        checks.check_record(record, self.fields, self.setting)
        self._add_phones(record, row)
        self._finish_people(record.values)

    # -- class and school

    def _read_class(self, record: RosterRecord, row: Sequence[Any]) -> None:
        grade_raw, class_raw = self._raw(row, "grade"), self._raw(row, "class")
        if is_error(class_raw) or is_error(grade_raw):
            name, raw = ("class", class_raw) if is_error(class_raw) else ("grade", grade_raw)
            record.add_issue(name, self._failed(name, raw)[1])
            return
        found = self._class_of(grade_raw, class_raw)
        if isinstance(found, CellProblem):
            record.add_issue("class", found, "grade")
        elif found:
            record.values["grade"], record.values["class_no"] = found
        elif words := squeezed(class_raw) or squeezed(grade_raw):
            blamed = "class" if squeezed(class_raw) or "grade" not in self.column_of else "grade"
            record.add_issue(blamed, CellProblem("class_unknown", {"value": words[:20]}))
        elif "class" in self.column_of or "grade" in self.column_of:
            record.add_issue("class" if "class" in self.column_of else "grade", CellProblem("class_missing"))

    def _class_of(self, grade_raw: Any, class_raw: Any) -> ParsedClass | CellProblem | None:
        if class_raw == "" and grade_raw == "":
            return self.sheet_class
        key = (grade_raw, class_raw)
        if key not in self._classes:
            if len(self._classes) > _REMEMBERED:
                self._classes.clear()
            self._classes[key] = self._parsed_class(grade_raw, class_raw)
        return self._classes[key]

    def _parsed_class(self, grade_raw: Any, class_raw: Any) -> ParsedClass | CellProblem | None:
        """Where grade and class stand in two cells they must agree; junior schools also count from one."""
        calendar, here = self.setting.calendar, self.sheet_class
        if not squeezed(class_raw):
            return classes.parse(grade_raw, calendar) if squeezed(grade_raw) else here
        found = classes.parse_grade_and_class(
            grade_raw if squeezed(grade_raw) else self.sheet_grade, class_raw, calendar
        )
        if not found and here and squeezed(class_raw).strip("班()") == str(here.number):
            return here
        if found and (grade := classes.grade_of(grade_raw, calendar)) and found.grade not in {grade, grade + 6}:
            return CellProblem("class_mismatch", {"grade": squeezed(grade_raw)[:20], "value": squeezed(class_raw)[:20]})
        return found

    def _check_school(self, record: RosterRecord) -> None:
        named = record.values.get("school_name")
        ours = squeezed(self.setting.school_name)
        if not named or not ours or named == ours:
            return
        theirs = squeezed(named)
        is_ours = not _ANY_SCHOOL.fullmatch(min(theirs, ours, key=len)) and (
            ours.endswith(theirs) or theirs.endswith(ours) or theirs.startswith(ours)
        )
        if theirs != ours and not is_ours:
            record.add_issue("school_name", CellProblem("other_school", {"value": theirs[:40]}))

    # -- people

    def _add_phones(self, record: RosterRecord, row: Sequence[Any]) -> None:
        for column in self.more_phones:
            name = str(column.field)
            raw = row[column.number - 1] if column.number <= len(row) else ""
            more, problem = phones(raw) if not is_error(raw) else ([], CellProblem("cell_error"))
            record.values[name] = list(dict.fromkeys(record.values[name] + more))
            if problem:
                record.add_issue(name, problem)

    def _finish_people(self, values: dict[str, Any]) -> None:
        for person in ("father", "mother"):
            if f"{person}_state" in values:
                told = values[f"{person}_place"] or parents.ParsedWhereabouts()
                since = values.get(f"{person}_since")
                values[f"{person}_state"] = parents.state_of(told, since, values.get("left_behind"))
                values[f"{person}_place"] = told.location
        if relation := values.get("guardian_relation"):
            values["guardian_relation"], values["guardian_relation_code"] = relation
        if values.get("left_behind") == "留守":
            values["left_behind"] = _kind(values)

    def _raw(self, row: Sequence[Any], name: str) -> Any:
        column = self.column_of.get(name)
        return row[column.number - 1] if column and column.number <= len(row) else ""


_CLEANERS: Mapping[str, cells.Cleaner] = {
    "name": cells.person,
    "sex": cells.sex,
    "id_number": cells.id_number,
    "student_no": cells.student_number,
    "ethnicity": cells.ethnicity,
    "hukou_type": cells.hukou,
    "boarding": cells.boarding,
    "left_behind": cells.left_behind,
    "father_name": cells.adult,
    "mother_name": cells.adult,
    "guardian_name": cells.adult,
    "guardian_relation": cells.relation,
    "guardian_age": cells.age,
}
# Values that hardly repeat are not remembered, nor are lists, which a row may change.
_UNREPEATED = frozenset(
    {"name", "id_number", "student_no", "father_name", "mother_name", "guardian_name", *PHONE_FIELDS}
)


def _whereabouts(raw: Any) -> cells.Cleaned:
    return parents.whereabouts(raw), None


def _words_of(column: HeaderColumn) -> frozenset[str]:
    """The plain forms under which this column's header may be printed again."""
    return frozenset(map(plain_header, (column.header, column.header.rpartition("/")[2])))


def _kind(values: Mapping[str, Any]) -> str:
    """是 without a kind: the parents' columns tell it, or it stays 留守."""
    away = [values.get(f"{person}_state") == parents.AWAY for person in ("father", "mother")]
    return {2: "双亲留守", 1: "单亲留守"}.get(sum(away), "留守")
