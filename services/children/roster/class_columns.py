"""Class, grade and school of a row: several columns, the name of the sheet and its title have a say in them."""

import re
from collections import defaultdict

from services.children.roster.cells import classes
from services.children.roster.cells.classes import ParsedClass
from services.children.roster.cells.text import squeezed
from services.children.roster.issues import CellProblem
from services.children.roster.record import ReadContext, RosterRecord
from services.kit.xlsx import CellValue

_MANY_CLASSES = 9  # with so many in a grade, the number 3.1 may have been 3.10
_MAX_REMEMBERED = 20_000  # pairs of cells
_ABOVE_COUNTY = r"(?:.{1,8}?(?:省|自治区|市|州|盟|地区)){0,2}"
_PART = re.compile(r"[(\-]?.{0,12}(?:教学点|校区|分校|校部|本部|小学部|初中部|中学部|村小|分部)\)?")
# A name that every township has a school of does not identify one.
_ANY_SCHOOL = re.compile(r".{0,3}|(?:中心|完全|实验|希望|民族|初级|九年制|第.|.{0,2}中)?(?:小学|中学|学校|完小)")


class ClassReader:
    """Reads the class of the rows of one sheet. `sheet_class` and `sheet_grade` come from its name or title."""

    def __init__(
        self, columns: frozenset[str], context: ReadContext, sheet_class: ParsedClass | None, sheet_grade: str
    ) -> None:
        self._columns, self._context = columns, context
        self._sheet_class, self._sheet_grade = sheet_class, sheet_grade
        self._parsed: dict[tuple[CellValue, CellValue], ParsedClass | CellProblem | None] = {}

    def read(self, record: RosterRecord, grade_raw: CellValue, class_raw: CellValue) -> None:
        """Set grade and class_no, or add an issue. The cells are no errors of a spreadsheet."""
        result = self._class_of(grade_raw, class_raw)
        if isinstance(result, CellProblem):
            record.add_issue("class", result, "grade")
        elif result:
            record.values["grade"], record.values["class_no"] = result
        elif value := squeezed(class_raw) or squeezed(grade_raw):
            column = "class" if squeezed(class_raw) or "grade" not in self._columns else "grade"
            record.add_issue(column, CellProblem("class_unknown", {"value": value[:20]}))
        elif "class" in self._columns or "grade" in self._columns:
            record.add_issue("class" if "class" in self._columns else "grade", CellProblem("class_missing"))

    def ambiguous_classes(self) -> set[float]:
        """Numbers such as 3.1 that stand for class 1 or for class 10.

        Only other classes of the grade tell, and only while they are few: 三(2)班 beside 3.1 means class 1.
        """
        numbers: dict[int, set[int]] = defaultdict(set)
        points: dict[float, int] = {}
        for (_grade_raw, class_raw), parsed in self._parsed.items():
            if not isinstance(parsed, ParsedClass):
                continue
            if isinstance(class_raw, float) and parsed.number == 1 and not class_raw.is_integer():
                points[class_raw] = parsed.grade
            else:
                numbers[parsed.grade].add(parsed.number)
        return {point for point, grade in points.items() if max(numbers[grade], default=_MANY_CLASSES) >= _MANY_CLASSES}

    def _class_of(self, grade_raw: CellValue, class_raw: CellValue) -> ParsedClass | CellProblem | None:
        if class_raw == "" and grade_raw == "":
            return self._sheet_class
        key = (grade_raw, class_raw)
        if key not in self._parsed:
            if len(self._parsed) > _MAX_REMEMBERED:
                self._parsed.clear()
            self._parsed[key] = self._parse(grade_raw, class_raw)
        return self._parsed[key]

    def _parse(self, grade_raw: CellValue, class_raw: CellValue) -> ParsedClass | CellProblem | None:
        """Where grade and class are in two cells they must agree; junior schools also count from one."""
        calendar, sheet_class = self._context.calendar, self._sheet_class
        if not squeezed(class_raw):
            return classes.parse(grade_raw, calendar) if squeezed(grade_raw) else sheet_class
        parsed = classes.parse_grade_and_class(
            grade_raw if squeezed(grade_raw) else self._sheet_grade, class_raw, calendar
        )
        # 2班 in a sheet named 三年级2班 is that class
        if not parsed and sheet_class and squeezed(class_raw).strip("班()") == str(sheet_class.number):
            return sheet_class
        if parsed and (grade := classes.grade_of(grade_raw, calendar)) and parsed.grade not in {grade, grade + 6}:
            return CellProblem("class_mismatch", {"grade": squeezed(grade_raw)[:20], "value": squeezed(class_raw)[:20]})
        return parsed


def check_school(record: RosterRecord, context: ReadContext) -> None:
    """Add an issue when the row names another school than ours and than its teaching points."""
    named, ours = record.values.get("school_name"), squeezed(context.school_name)
    if named and ours and not _is_ours(squeezed(named), ours, context):
        record.add_issue("school_name", CellProblem("other_school", {"value": squeezed(named)[:40]}))


def _is_ours(theirs: str, ours: str, context: ReadContext) -> bool:
    """Whether a name is the school's but for our own county and township in front, or for a part of it behind.

    大石桥镇 is not 石桥镇, and 石桥镇中心小学 of another county is another school.
    """
    named, local = _within_county(theirs, context), _within_county(ours, context)
    if theirs == ours or named in {_within_county(squeezed(site), context) for site in context.site_names}:
        return True
    if theirs == named and _ANY_SCHOOL.fullmatch(named):
        return False
    township = squeezed(context.township_name)
    return any(
        named == school or (named.startswith(school) and bool(_PART.fullmatch(named.removeprefix(school))))
        for school in {local, township + local, local.removeprefix(township)}
        if not (_ANY_SCHOOL.fullmatch(school) and school != local)
    )


def _within_county(name: str, context: ReadContext) -> str:
    """A name without our own county in front, and without the province and prefecture before that."""
    county = squeezed(context.county_name)
    return re.sub(f"^{_ABOVE_COUNTY}{re.escape(county)}", "", name) if county else name
