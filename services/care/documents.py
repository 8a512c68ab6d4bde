"""The documents of this app: the care records of one child, as PDF and as Word."""

from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.choices import AuditAction
from services.care.models import CareRecord
from services.children import access as children
from services.children.models import Child
from services.documents import lists
from services.documents.choices import ExportFormat
from services.documents.filters import day_of, uuid_of
from services.documents.lists import Content, ExportableDocument, Filters, InvalidFilter
from services.jobs.registry import ProgressCallback
from services.kit import clock
from services.plans.choices import CareActivity
from services.schools.queries import school_year_of

KEY = "care-records/child"
CHILD, ACTIVITY, FROM, UNTIL = "child", "activity", "from", "until"
_DATA = Path(__file__).resolve().parent / "data"


def check(by: Actor, filters: Filters, now: datetime) -> None:
    """Raises InvalidFilter; a child that the actor may not see is no child."""
    if not (set(filters) <= {CHILD, ACTIVITY, FROM, UNTIL} and _is_possible(filters)):
        raise InvalidFilter(_("能筛选的只有孩子、方式和起止日期。"), field="filters")
    if _child(by, filters, now) is None:
        raise InvalidFilter(_("请说明是哪个孩子。"), field="filters")


def describe(filters: Filters, _now: datetime) -> list[tuple[str, str]]:
    child = Child.objects.select_related("pupil").filter(public_id=uuid_of(filters, CHILD)).first()
    shown = [
        (_("孩子"), child.pupil.name if child else ""),
        (_("方式"), _activity(filters)),
        (_("时间"), _period(filters)),
    ]
    return [(label, value) for label, value in shown if value]


def compose(by: Actor, filters: Filters, now: datetime, progress: ProgressCallback) -> Content:
    """What `data/care_records.*` prints, oldest first; notes for those who may read them. Raises InvalidFilter."""
    child = _child(by, filters, now)
    if child is None:  # no longer theirs
        raise InvalidFilter(_("请说明是哪个孩子。"), field="filters")
    records = list(_records(child, by, filters))
    audit.log(AuditAction.RECORDS_WRITTEN_OUT, target=[child, *records], by=by, now=now)
    progress(len(records), len(records), "")
    today, pairing = clock.local_date(now), queries.open_pairings().filter(child=child).first()
    data = {
        "school": child.pupil.school.name,
        "name": child.pupil.name,
        "class_label": child.pupil.school_class.label(school_year_of(today)),
        "mentor": pairing.mentor.staff.name if pairing else "",
        "activity": _activity(filters),
        "period": _period(filters),
        "records": [_row(record) for record in records],
        "has_notes": access.sees_notes(by),
        "day": [today.year, today.month, today.day],
    }
    return Content(data, len(records))


def _records(child: Child, by: Actor, filters: Filters) -> QuerySet[CareRecord]:
    lookups = {ACTIVITY: "activity", FROM: "happened_on__gte", UNTIL: "happened_on__lte"}
    chosen = {lookups[name]: text for name, text in filters.items() if name in lookups}
    return queries.records_of(child, by).filter(**chosen).order_by("happened_on", "pk")


def _row(record: CareRecord) -> dict[str, str]:
    """The texts of one record; notes are annotated, None for who may not read them."""
    notes: dict[str, str | None] = {name: getattr(record, name) for name in ("text", "agreed")}
    return {
        "day": record.happened_on.isoformat(),
        "activity": str(CareActivity(record.activity).label),
        "staff": record.staff.name,
        "mood": record.get_mood_display() if record.mood else "",
        "topics": "、".join(record.topic_labels),
        **{name: text or "" for name, text in notes.items()},
    }


def _child(by: Actor, filters: Filters, now: datetime) -> Child | None:
    rows = children.visible_to(by, now).select_related("pupil__school", "pupil__school_class")
    return rows.filter(public_id=uuid_of(filters, CHILD)).first()


def _is_possible(filters: Filters) -> bool:
    days = [day_of(filters, name) for name in (FROM, UNTIL) if name in filters]
    return all(days) and filters.get(ACTIVITY, CareActivity.TALK) in CareActivity.values


def _activity(filters: Filters) -> str:
    return str(CareActivity(filters[ACTIVITY]).label) if ACTIVITY in filters else ""


def _period(filters: Filters) -> str:
    if not {FROM, UNTIL} & set(filters):
        return ""
    return f"{filters.get(FROM, '')} – {filters.get(UNTIL, '')}"


lists.register(
    ExportableDocument(
        key=KEY,
        title=gettext_lazy("一个孩子的关爱记录"),
        permission=Permission.VIEW_CARE,
        is_personal=True,
        columns=lambda _by: {},
        check=check,
        describe=describe,
        compose=compose,
        templates={
            ExportFormat.PDF: _DATA / "care_records.typ",
            ExportFormat.DOCX: _DATA / "care_records.xml",
        },
    )
)
