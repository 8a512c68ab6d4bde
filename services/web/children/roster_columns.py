"""对列: each column of a roster with masked samples and what it was read as; whoever imports chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access import audit
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.importing import mapping, storage
from services.children.importing.mapping import ColumnChoice
from services.children.models import RosterImport
from services.children.roster.columns import ColumnReading, is_undecided
from services.children.roster.headers import CONTENT, NAME, PERSON
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest

STEPS = (gettext_lazy("选择文件"), gettext_lazy("对列"), gettext_lazy("核对"), gettext_lazy("完成"))
LEFT_OUT = "-"  # the choice 不要; "" is no choice yet
FIELDS: dict[Promise, dict[str, Promise]] = {
    gettext_lazy("学生"): {
        "name": gettext_lazy("姓名"),
        "sex": gettext_lazy("性别"),
        "birth_date": gettext_lazy("出生日期"),
        "class": gettext_lazy("班级"),
        "grade": gettext_lazy("年级"),
        "id_number": gettext_lazy("证件号"),
        "id_type": gettext_lazy("证件类型"),
        "student_no": gettext_lazy("学籍号"),
        "ethnicity": gettext_lazy("民族"),
        "address": gettext_lazy("现住址"),
        "hukou_type": gettext_lazy("户口性质"),
        "hukou_address": gettext_lazy("户口所在地"),
        "school_name": gettext_lazy("学校名称"),
        "entry_month": gettext_lazy("入学年月"),
        "boarding": gettext_lazy("是否住校"),
        "left_behind": gettext_lazy("是否留守"),
        "remark": gettext_lazy("备注"),
    },
    gettext_lazy("父亲"): {
        "father_name": gettext_lazy("父亲姓名"),
        "father_phones": gettext_lazy("父亲电话"),
        "father_location": gettext_lazy("父亲在哪里"),
        "father_since": gettext_lazy("父亲外出时间"),
    },
    gettext_lazy("母亲"): {
        "mother_name": gettext_lazy("母亲姓名"),
        "mother_phones": gettext_lazy("母亲电话"),
        "mother_location": gettext_lazy("母亲在哪里"),
        "mother_since": gettext_lazy("母亲外出时间"),
    },
    gettext_lazy("监护人"): {
        "guardian_name": gettext_lazy("监护人姓名"),
        "guardian_phones": gettext_lazy("监护人或家庭电话"),
        "guardian_relation": gettext_lazy("与学生关系"),
        "guardian_age": gettext_lazy("监护人年龄"),
        "guardian2_name": gettext_lazy("第二监护人姓名"),
        "guardian2_phones": gettext_lazy("第二监护人电话"),
        "guardian2_relation": gettext_lazy("第二监护人与学生关系"),
        "guardian2_age": gettext_lazy("第二监护人年龄"),
    },
}
LABELS = {field: label for group in FIELDS.values() for field, label in group.items()}
_BY = {NAME: gettext_lazy("按列名"), CONTENT: gettext_lazy("按内容认出"), PERSON: gettext_lazy("您选定的")}


@dataclass(frozen=True)
class ColumnRow:
    """A column as the page shows it; `chosen`: the value of its select."""

    number: int
    reading: ColumnReading
    chosen: str
    error: str = ""

    @property
    def is_open(self) -> bool:
        return is_undecided(self.reading)

    @property
    def by(self) -> Promise:
        return gettext_lazy("像是") if self.is_open else _BY[self.reading["by"]]

    @property
    def label(self) -> Promise:
        return LABELS.get(self.chosen, gettext_lazy("不要"))


@requires(Permission.IMPORT_ROSTER)
def columns(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Choose what each column is; the workbook is then read again."""
    roster = get_visible_or_404(RosterImport.objects.select_related("job"), public_id)
    readings = storage.load_summary(roster).columns
    if roster.state not in mapping.STATES or not readings:
        return redirect("web:roster", public_id)
    audit.log(AuditAction.ROSTER_VIEWED, target=roster, by=request.actor, now=clock.now())
    rows, error = [_row(number, reading) for number, reading in enumerate(readings)], ""
    if request.method == "POST":
        rows = [_posted(row, request.POST) for row in rows]
        error = _("有几列还没有选。") if any(row.error for row in rows) else _chosen(request, roster, rows)
        if not error:
            return redirect("web:roster", public_id)
    context = {
        "roster": roster,
        "steps": STEPS,
        "error": error,
        "fields": FIELDS,
        "groups": _groups(rows),
        "open": sum(1 for row in rows if row.is_open),
        "has_sheets": len({reading["sheet"] for reading in readings}) > 1,
    }
    return render(request, "rosters/columns.html", context, status=422 if error else 200)


def _row(number: int, reading: ColumnReading) -> ColumnRow:
    nothing = "" if is_undecided(reading) else LEFT_OUT
    return ColumnRow(number, reading, reading["field"] or nothing)


def _posted(row: ColumnRow, posted: Mapping[str, str]) -> ColumnRow:
    chosen = posted.get(f"field-{row.number}", "")
    error = "" if chosen else _("请选一项；用不着的选“不要”。")
    return ColumnRow(row.number, row.reading, chosen, error)


def _chosen(request: PageRequest, roster: RosterImport, rows: Sequence[ColumnRow]) -> str:
    """Why the choice was not possible, "" where it was."""
    choices = [
        ColumnChoice(row.reading["sheet"], row.reading["column"], None if row.chosen == LEFT_OUT else row.chosen)
        for row in rows
    ]
    try:
        mapping.choose_columns(roster=roster, choices=choices, by=request.actor, now=clock.now())
    except ApplicationError as error:
        return str(error)
    return ""


def _groups(rows: Sequence[ColumnRow]) -> list[tuple[str, bool, list[ColumnRow]]]:
    """(title, whether it is folded, rows): what a person must decide first, what is sure last."""
    decide = [row for row in rows if row.is_open or row.error]
    content = [row for row in rows if row not in decide and row.reading["by"] == CONTENT]
    sure = [row for row in rows if row not in decide and row not in content]
    groups = [
        (_("请选一选"), False, decide),
        (_("按内容认出的，请看一眼"), False, content),
        (_("按列名认出的"), True, sure),
    ]
    return [group for group in groups if group[2]]
