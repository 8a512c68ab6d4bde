"""What a reading yields, as plain JSON: rows, sheets and counts. The keys are those that pages and API show."""

from typing import TypedDict


class _OptionalValues(TypedDict, total=False):
    """The columns a roster may have. None and an empty list: the roster has the column and says nothing."""

    school_name: str | None
    id_type: str | None
    id_number: str | None
    student_no: str | None
    ethnicity: str | None
    hukou_type: str | None  # 农业 or 非农业
    hukou_address: str | None
    address: str | None
    entry_month: str | None  # YYYY-MM
    boarding: bool | None
    left_behind: str | None  # 非留守, 单亲留守, 双亲留守 or 留守
    remark: str | None
    father_name: str | None
    father_state: str | None
    father_location: str | None
    father_since: str | None  # YYYY-MM
    father_phones: list[str]
    mother_name: str | None
    mother_state: str | None
    mother_location: str | None
    mother_since: str | None
    mother_phones: list[str]
    guardian_name: str | None
    guardian_relation: str | None
    guardian_relation_code: str | None  # GB/T 4761
    guardian_age: int | None  # years
    guardian_phones: list[str]
    guardian2_name: str | None
    guardian2_relation: str | None
    guardian2_relation_code: str | None
    guardian2_age: int | None
    guardian2_phones: list[str]


class RosterValues(_OptionalValues):
    """The values of any row: what was read of it, as far as it could be."""

    name: str | None
    sex: str | None
    birth_date: str | None
    grade: int | None
    class_no: int | None


class AcceptableValues(_OptionalValues):
    """The values of an acceptable row: who it is and in which class is known."""

    name: str
    sex: str  # 男 or 女
    birth_date: str  # ISO 8601
    grade: int  # 1 to 9
    class_no: int


class RosterRow(TypedDict):
    """One pupil's row; `issues` are codes, `derived_from_id` the fields taken from the ID number."""

    sheet: str
    row: int
    is_acceptable: bool
    issues: list[str]
    derived_from_id: list[str]
    values: RosterValues


class SheetColumn(TypedDict):
    """A column's letters, its header, and the field it was read as; None for a header we do not know."""

    column: str
    header: str
    field: str | None


class SheetSummary(TypedDict):
    """What a sheet was taken for; `role` is one of those in sheets.py."""

    name: str
    role: str
    header_rows: list[int]
    columns: list[SheetColumn]


class RosterCounts(TypedDict):
    """`left_behind` counts acceptable rows by what they state; `issues_left_out` are counted and not listed."""

    rows: int
    acceptable: int
    errors: int
    warnings: int
    left_behind: dict[str, int]
    classes: int
    issues_left_out: int
