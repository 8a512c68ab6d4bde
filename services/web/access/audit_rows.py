"""Rows of the audit log as pages show them: who, what, and a link to what it was about where the reader may open it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions, queries
from services.access.actor import Actor
from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.access.roles import Role
from services.assessment.models import AssessmentRound
from services.children import access as children
from services.children.models import RosterImport
from services.health.models import Campaign
from services.kit.pagination.keyset import Ordering
from services.notify.models import Notification
from services.schools.models import Staff
from services.web.page_request import parse_uuid

NEWEST = Ordering.of_columns("-recorded_at")  # of every page of the log; its indexes are in this order
MAX_LINKED = 3  # ids of an event that is about one thing: a care record comes with its child


@dataclass(frozen=True)
class AuditRow:
    """An event in words. `about` names the object; `url` opens it, "" where the reader may not."""

    at: datetime
    who: str
    role: str
    what: str
    about: str
    url: str
    count: int
    school: str
    purpose: str
    address: str


@dataclass(frozen=True)
class Openable:
    """A table whose rows have a page: its address, what it is called, and who may open it."""

    rows: Callable[[], QuerySet[Any]]
    url_name: str
    label: Promise
    permission: Permission


OPENABLE = {
    "assessment.assessmentround": Openable(AssessmentRound.objects.all, "web:round", _("考核"), Permission.VIEW_SCORES),
    "children.rosterimport": Openable(RosterImport.objects.all, "web:roster", _("名册"), Permission.IMPORT_ROSTER),
    "health.campaign": Openable(Campaign.objects.all, "web:campaign", _("体检"), Permission.VIEW_CAMPAIGNS),
    "notify.notification": Openable(
        Notification.objects.all, "web:notification", _("消息"), Permission.VIEW_DELIVERIES
    ),
}
Objects = dict[str, tuple[str, str]]  # public id → name and address


def audit_rows(events: Sequence[AuditEvent], by: Actor, now: datetime) -> list[AuditRow]:
    """The rows of a page, in a number of queries that does not grow with it. `school` must be loaded."""
    names = queries.names_of({event.user_id for event in events})
    objects = _objects([event for event in events if len(event.target) <= MAX_LINKED], by, now)
    return [_row(event, names, objects) for event in events]


def _row(event: AuditEvent, names: Mapping[int | None, str], objects: Objects) -> AuditRow:
    about, url = "", ""
    if len(event.target) <= MAX_LINKED:
        about, url = next((objects[target] for target in event.target if target in objects), ("", ""))
    return AuditRow(
        at=event.recorded_at,
        who=queries.actor_name(event, names),
        role=str(Role(event.role).label) if event.role in Role.values else "",
        what=audit_actions.label_of(event.action),
        about=about,
        url=url,
        count=len(event.target),
        school=event.school.name if event.school else "",
        purpose=event.purpose,
        address=str(event.detail.get("address", "")),
    )


def _objects(events: Sequence[AuditEvent], by: Actor, now: datetime) -> Objects:
    ids = {parsed for event in events for target in event.target if (parsed := parse_uuid(target))}
    objects: Objects = {}
    for label, openable in OPENABLE.items():
        if by.has_permission(openable.permission) and any(event.target_model == label for event in events):
            objects |= _opened(openable, ids)
    if by.has_permission(Permission.VIEW_STAFF):
        staff = Staff.objects.filter(public_id__in=ids).values_list("public_id", "name")
        objects |= {str(public_id): (name, "") for public_id, name in staff}
    return objects | _children(ids, by, now)


def _opened(openable: Openable, ids: Iterable[UUID]) -> Objects:
    rows = openable.rows().filter(public_id__in=ids).values_list("public_id", flat=True)
    return {str(row): (str(openable.label), reverse(openable.url_name, args=[row])) for row in rows}


def _children(ids: Iterable[UUID], by: Actor, now: datetime) -> Objects:
    """Children whom the reader may open, by the ids of case file and pupil. The auditor may open none."""
    if not by.has_permission(Permission.VIEW_CHILD):
        return {}
    rows = children.visible_to(by, now).filter(Q(public_id__in=ids) | Q(pupil__public_id__in=ids))
    objects: Objects = {}
    for child_id, pupil_id, name in rows.values_list("public_id", "pupil__public_id", "pupil__name"):
        objects[str(child_id)] = objects[str(pupil_id)] = (name, reverse("web:child", args=[child_id]))
    return objects
