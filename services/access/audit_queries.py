"""Reads of the audit log, by what its readers ask: which person, which row, which school, event and period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from services.access.models import AuditEvent, AuditTarget
from services.kit import clock
from services.schools.models import Officer, Staff
from services.schools.scope import current_scope

_KNOWN_YEARS = range(2000, 2200)  # an address may name any year, and date arithmetic overflows at the end of them


@dataclass(frozen=True)
class AuditFilter:
    """Which events; None filters nothing. `begins` and `ends` are days of the county, both included.

    `user_ids` are the logins of a person, `targets` the public ids of one thing and its parts; an empty list of
    either matches no event.
    """

    user_ids: Collection[int] | None = None
    targets: Collection[UUID] | None = None
    school: UUID | None = None
    action: str = ""
    begins: date | None = None
    ends: date | None = None


def audit_events(filters: AuditFilter) -> QuerySet[AuditEvent]:
    """Audit events of the scope, the newest first."""
    rows = AuditEvent.objects.order_by("-recorded_at", "-id")
    if filters.user_ids is not None:
        rows = rows.filter(user_id__in=filters.user_ids)
    if filters.targets is not None:
        rows = about(rows, filters.targets)
    if filters.school:
        rows = rows.filter(school__public_id=filters.school)
    if filters.action:
        rows = rows.filter(action=filters.action)
    if filters.begins and filters.begins.year in _KNOWN_YEARS:
        rows = rows.filter(recorded_at__gte=clock.start_of_day(filters.begins))
    if filters.ends and filters.ends.year in _KNOWN_YEARS:
        rows = rows.filter(recorded_at__lt=clock.start_of_day(filters.ends + timedelta(days=1)))
    return rows


def about(rows: QuerySet[AuditEvent], targets: Collection[UUID]) -> QuerySet[AuditEvent]:
    """Only events about one of these public ids."""
    return rows.filter(pk__in=AuditTarget.objects.filter(target__in=targets).values("event_id"))


def persons_named(name: str, limit: int) -> list[Staff | Officer]:
    """Members of staff, and in a county's scope officers, whose name has this part."""
    people: list[Staff | Officer] = []
    if current_scope().role == "r_county":  # a school cannot read the bureau's people
        people += Officer.objects.filter(name__contains=name).order_by("name", "pk")[:limit]
    people += Staff.objects.filter(name__contains=name).select_related("school").order_by("pinyin", "pk")[:limit]
    return people[:limit]


def person(public_id: UUID) -> Staff | Officer | None:
    """The member of staff or officer of the scope with this id."""
    row: Staff | Officer | None = Staff.objects.filter(public_id=public_id).first()
    if row is None and current_scope().role == "r_county":
        row = Officer.objects.filter(public_id=public_id).first()
    return row
