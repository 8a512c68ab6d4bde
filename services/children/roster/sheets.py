"""Read one sheet: what it is for, and the pupils in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from services.children.roster import columns, faulty, headers, synonyms
from services.children.roster.cells import classes
from services.children.roster.cells.classes import ParsedClass
from services.children.roster.cells.text import text
from services.children.roster.columns import ColumnReading
from services.children.roster.faulty import Overlay, SheetFrame
from services.children.roster.headers import CONTENT, Header, HeaderColumn, Vocabulary
from services.children.roster.issues import CellProblem
from services.children.roster.pupil_rows import MergedCells, continues_pupil, is_pupil
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.result import SheetColumn, SheetSummary
from services.children.roster.rows import RowReader
from services.kit import xlsx
from services.kit.xlsx import CellValue

DATA, EMPTY, HIDDEN, INSTRUCTIONS, CHOICES, OTHER = "data", "empty", "hidden", "instructions", "choices", "other"

_EXAMPLE = re.compile(r"(?:填写|填报|填表)?(?:示例|样例|样表|范例|说明|须知|要求|注意事项)")
_INSTRUCTION = re.compile(r"说明|须知|要求|注意")
_OF_PUPILS = frozenset({"sex", "birth_date"})  # next to a second name: a second list, not a parent


@dataclass
class SheetReport:
    """What a sheet was taken for; notes are (row, column letters, header, problem)."""

    name: str
    role: str
    header_rows: list[int] = field(default_factory=list)
    columns: list[SheetColumn] = field(default_factory=list)
    readings: list[ColumnReading] = field(default_factory=list)
    notes: list[tuple[int | None, str | None, str | None, CellProblem]] = field(default_factory=list)

    def summary(self) -> SheetSummary:
        """As plain JSON."""
        return {"name": self.name, "role": self.role, "header_rows": self.header_rows, "columns": self.columns}


@dataclass
class SheetPupil:
    """A pupil's row: its number, its record, and per field the row above that a merged value came from."""

    row: int
    record: RosterRecord
    carried: Mapping[str, int]
    reader: RowReader
    cells: list[CellValue]


class SheetReader:
    """Reads a sheet once: `report` is complete after `pupils` has been consumed."""

    def __init__(
        self,
        sheet: xlsx.Sheet,
        context: ReadContext,
        vocabulary: Vocabulary,
        overlay: Overlay,
        *,
        is_lenient: bool = False,
    ) -> None:
        self.overlay = overlay
        self.frame: SheetFrame | None = None
        self.sheet, self.context = sheet, replace(context, epoch=sheet.epoch)
        self._rows = sheet.rows()
        # one row more, because a header may have two rows
        self._head = list(islice(self._rows, headers.LOOK_AHEAD + 1))
        self.header = headers.find(self._head, sheet.merges, vocabulary, context.calendar, is_lenient=is_lenient)
        self.report = SheetReport(sheet.name, self._role())
        self.named_class = classes.parse(sheet.name, context.calendar)

    def _role(self) -> str:
        if _EXAMPLE.fullmatch(self.sheet.name):
            self.header = None
            return INSTRUCTIONS
        if self.header and self.sheet.is_hidden:
            self.header = None
            return HIDDEN
        if self.header:
            return DATA
        texts = [text(value) for _, values in self._head for value in values if text(value)]
        if not texts:
            return EMPTY
        if _INSTRUCTION.search(self.sheet.name) or _INSTRUCTION.search(texts[0]):
            return INSTRUCTIONS
        # one value per row, or hidden: the choices of drop-down cells
        is_list = all(sum(1 for value in values if value != "") <= 1 for _, values in self._head)
        return CHOICES if self.sheet.is_hidden or is_list else OTHER

    def pupils(self) -> Iterator[SheetPupil]:
        """Every pupil's row, cleaned."""
        if not self.header:
            self._note_unread_class()
            return
        reader, start = self._begin(self.header), self.header.rows[-1]
        merged = MergedCells(self.sheet.merges, start, {c.number: name for name, c in reader.column_of.items()})
        points: list[tuple[int, float]] = []
        for number, values in chain(self._head, self._rows):
            if number <= start:
                continue
            is_own = is_pupil(values, reader)  # before merged cells fill the row: its own cells decide
            origins = merged.fill(number, values)
            if is_own or ("name" in origins and continues_pupil(values, reader, origins)):
                if (self.sheet.name, number) in self.overlay.left_out:
                    continue
                self.overlay.fill_in(self.sheet.name, number, values)
                yield SheetPupil(number, reader.read(values), origins, reader, values)
                if (point := reader.class_number(values)) is not None:
                    points.append((number, point))
        self._note_ambiguous(reader, points)

    def _note_ambiguous(self, reader: RowReader, points: Sequence[tuple[int, float]]) -> None:
        ambiguous, column = reader.ambiguous_classes(), reader.column_of.get("class")
        for number, point in points:
            if column and point in ambiguous:
                problem = CellProblem("class_point_one", {"value": str(point)})
                self.report.notes.append((number, column.letters, column.header, problem))

    def _begin(self, header: Header) -> RowReader:
        """Make the reader of the rows, and note what is wrong with the columns."""
        grade = self.sheet.name if classes.names_grade(self.sheet.name) else ""
        reader = RowReader(header, self.context, self.named_class or self._class_in_title(header), grade)
        self.frame = faulty.frame_of(reader, header, grade)
        self.report.header_rows = header.rows
        for column in header.columns:
            self.report.columns.append(
                {"column": column.letters, "header": column.header, "field": column.field or None}
            )
            if problem := _problem_of(column):
                self.report.notes.append((column.row, column.letters, column.header, problem))
        repeated = {column.letters for column, _ in reader.repeated}
        self.report.readings += columns.readings(self.sheet.name, header, self._head, repeated, self.context.calendar)
        self._note_repeated(reader)
        for missing in _missing_columns(reader):
            self.report.notes.append((None, None, None, CellProblem("column_missing", {"column": missing})))
        return reader

    def _note_repeated(self, reader: RowReader) -> None:
        fields = {column.field for column, _ in reader.repeated}
        for column, first in reader.repeated:
            code = "second_list" if column.field == "name" and fields & _OF_PUPILS else "column_repeated"
            problem = CellProblem(code, {"header": column.header, "other": first.letters})
            self.report.notes.append((column.row, column.letters, column.header, problem))

    def _class_in_title(self, header: Header) -> ParsedClass | None:
        above = (value for number, values in self._head if number < header.rows[0] for value in values if value != "")
        parsed = (classes.in_title(value, self.context.calendar) for value in above)
        return next(filter(None, parsed), None)

    def _note_unread_class(self) -> None:
        if self.report.role == HIDDEN:
            self.report.notes.append((None, None, None, CellProblem("sheet_hidden")))
        if self.named_class and self.report.role == OTHER:
            self.report.notes.append((None, None, None, CellProblem("sheet_unread")))


def _problem_of(column: HeaderColumn) -> CellProblem | None:
    if column.field is None:
        return CellProblem("unknown_column", {"header": column.header})
    if column.by == CONTENT:
        return CellProblem("column_by_content", {"header": column.header, "field": synonyms.title(column.field)})
    return None


def _missing_columns(reader: RowReader) -> Iterator[str]:
    """The columns without which no row can be accepted."""
    has = reader.fields.__contains__
    if not has("name"):
        yield "姓名"
    if not has("class") and not has("grade") and not reader.sheet_class:
        yield "班级"
    if not has("birth_date") and not has("id_number"):
        yield "出生日期"
    if not has("sex") and not has("id_number"):
        yield "性别"
