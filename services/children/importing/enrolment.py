"""Enrol one pupil by hand: typed as a row of a roster, read, checked and written as one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.actions.class_teachers import sync_assignments
from services.children.actions.edit_rules import UnableToEdit, refusal
from services.children.choices import AuditAction, Household, ReportedLeftBehind
from services.children.importing import existing, writer
from services.children.importing.commit import lock_school
from services.children.importing.comparison.row_diff import RowDiff
from services.children.importing.incoming import IncomingPupil, from_values, match_key
from services.children.importing.matching import match
from services.children.importing.staging import context_of
from services.children.models import Pupil
from services.children.queries.rosters import term_of_import
from services.children.roster.cells.classes import ParsedClass
from services.children.roster.headers import Header, HeaderColumn
from services.children.roster.issues import ERROR, MESSAGES
from services.children.roster.record import ReadContext
from services.children.roster.result import AcceptableValues
from services.children.roster.rows import RowReader
from services.kit import clock
from services.schools.choices import Sex
from services.schools.models import SchoolClass
from services.schools.tenancy import current_school_id

# The columns of a roster that may be typed, with the header that messages about them show.
HEADERS = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "id_type": "身份证件类型", "id_number": "身份证件号",
    "student_no": "学籍号", "ethnicity": "民族", "hukou_type": "户口性质", "boarding": "是否寄宿",
    "left_behind": "是否留守儿童", "remark": "备注",
}  # fmt: skip
_SEX = {Sex.MALE: "男", Sex.FEMALE: "女"}
_HOUSEHOLD = {Household.RURAL: "农业", Household.URBAN: "非农业"}
_BOARDING = {True: "是", False: "否"}
_REPORTED = {
    ReportedLeftBehind.NONE: "非留守",
    ReportedLeftBehind.ONE: "单亲留守",
    ReportedLeftBehind.BOTH: "双亲留守",
    ReportedLeftBehind.YES: "留守",
}
# The argument that a column's value came in as, where it is not called the same.
_ARGUMENTS = {
    "student_no": "student_number",
    "hukou_type": "household",
    "left_behind": "reported_status",
    "grade": "school_class",
    "class": "school_class",
}


@transaction.atomic
def add_pupil(
    *,
    name: str,
    sex: str,
    birth_date: date | None,
    school_class: SchoolClass,
    by: Actor,
    now: datetime,
    id_type: str = "",
    id_number: str = "",
    student_number: str = "",
    ethnicity: str = "",
    household: str = "",
    boarding: bool | None = None,
    reported_status: str = "",
    remark: str = "",
) -> Pupil:
    """Enrol a pupil in a class from today on; a case file is opened where the reported status says so.

    Raises UnableToEdit, naming the argument, for whatever a roster import refuses, and for a pupil the school has.
    """
    require_permission(by, Permission.EDIT_PUPIL)
    cells = {
        "name": name,
        "sex": _SEX.get(Sex(sex), "") if sex else "",
        "birth_date": birth_date.isoformat() if birth_date else "",
        "id_type": id_type,
        "id_number": id_number,
        "student_no": student_number,
        "ethnicity": ethnicity,
        "hukou_type": _HOUSEHOLD[Household(household)] if household else "",
        "boarding": "" if boarding is None else _BOARDING[boarding],
        "left_behind": _REPORTED[ReportedLeftBehind(reported_status)] if reported_status else "",
        "remark": remark,
    }
    lock_school()
    today = clock.local_date(now)
    _start, year = term_of_import(today)
    values = _read(cells, ParsedClass(school_class.grade(year), school_class.number), context_of(today))
    _refuse_known(values)
    pupil, children = _enrol(from_values(values, year), today, now)
    audit.log(AuditAction.PUPIL_ADDED, target=pupil, by=by, now=now)
    sync_assignments(children=children, by=by, now=now)
    return pupil


def _enrol(row: IncomingPupil, today: date, now: datetime) -> tuple[Pupil, list[int]]:
    """The pupil, and its case file where one was opened."""
    classes = {pk: key for key, pk in existing.classes().items()}
    diff, result = RowDiff(current_school_id(), classes, today, now), writer.WriteResult()
    diff.enrol(replace(row, enrolled_on=today))
    writer.write(diff.take_changes(), today, result)
    return Pupil.objects.select_related("school_class").get(pk__in=result.pupils), result.children


def _read(cells: Mapping[str, str], of_class: ParsedClass, context: ReadContext) -> AcceptableValues:
    """The cells as the import reads them. Raises UnableToEdit for the first that it refuses or would leave out."""
    columns = [HeaderColumn(number, header, 1, name) for number, (name, header) in enumerate(HEADERS.items(), 1)]
    record = RowReader(Header([], columns), context, of_class).read([cells[name] for name in HEADERS])
    for field, problem, _others in record.issues:
        if MESSAGES[problem.code][0] == ERROR or (cells.get(field) and not record.values.get(field)):
            raise refusal(problem, _ARGUMENTS.get(field, field))
    for field in ("name", "sex", "birth_date"):
        if not record.values[field]:
            raise UnableToEdit(_("请填写%(column)s。") % {"column": HEADERS[field]}, field=field)
    return cast("AcceptableValues", record.values)


def _refuse_known(values: AcceptableValues) -> None:
    (matched,) = match([match_key(values)])
    if matched.pupil or matched.issue:
        field = "id_number" if values.get("id_number") else "name"
        raise UnableToEdit(
            _("本校已经有这名学生。离校后回来的，请在学生页上登记返校。"), field=field, code="pupil_known"
        )
