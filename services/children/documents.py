"""The documents of this app: the contact cards of a whole class, for one print."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.actions.contact_cards import card_of, data_of
from services.children.choices import AuditAction, PupilState
from services.documents import lists
from services.documents.choices import ExportFormat
from services.documents.filters import uuid_of
from services.documents.lists import Content, ExportableDocument, Filters, InvalidFilter
from services.jobs.registry import ProgressCallback
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import SchoolClass
from services.schools.queries import school_year_of

CLASS = "school_class"  # the only filter: which class
_TEMPLATE = Path(__file__).resolve().parent / "data" / "class_cards.typ"


class NothingToPrint(ApplicationError):
    """The class has no child with a case file whom this actor may see."""


def check(_by: Actor, filters: Filters, _now: datetime) -> None:
    """Raises InvalidFilter."""
    if set(filters) != {CLASS} or _class_of(filters) is None:
        raise InvalidFilter(_("请说明是哪个班。"), field="filters")


def describe(filters: Filters, now: datetime) -> list[tuple[str, str]]:
    school_class = _class_of(filters)
    return [(_("班级"), school_class.label(school_year_of(clock.local_date(now))))] if school_class else []


def compose(by: Actor, filters: Filters, now: datetime, progress: ProgressCallback) -> Content:
    """Two cards to a sheet, by name; each child is an id of the audit event. Raises NothingToPrint."""
    rows = access.visible_to(by, now).filter(closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
    rows = rows.select_related("pupil__school", "pupil__school_class__class_teacher")
    children = list(rows.filter(pupil__school_class__public_id=filters[CLASS]).order_by("pupil__pinyin", "pk"))
    if not children:
        raise NothingToPrint(_("这个班没有您能看到的、有档案的孩子。"))
    cards = []
    for number, child in enumerate(children, 1):
        cards.append(data_of(card_of(child, by, now)))
        progress(number, len(children), "")
    audit.log(AuditAction.CARD_PRINTED, target=children, by=by, now=now)
    return Content({"cards": cards}, len(children))


def _class_of(filters: Filters) -> SchoolClass | None:
    return SchoolClass.objects.filter(public_id=uuid_of(filters, CLASS)).first()


lists.register(
    ExportableDocument(
        key="contact-cards/class",
        title=gettext_lazy("一个班的学生联系卡"),
        permission=Permission.VIEW_CHILD,
        is_personal=True,
        columns=lambda _by: {},
        check=check,
        describe=describe,
        compose=compose,
        templates={ExportFormat.PDF: _TEMPLATE},
    )
)
