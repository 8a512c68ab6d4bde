"""台账: every notification with its deliveries, filtered by kind, person, day or child; and one in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from services.access import audit
from services.access import queries as access
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.models import Child
from services.kit import clock
from services.notify import queries
from services.notify.choices import AuditAction
from services.notify.models import Delivery, Notification
from services.notify.queries import delivery_log as log_queries
from services.reminders.kinds import kinds
from services.schools.models import Staff
from services.web.components import Text, Tone
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate
from services.web.notify.history import history
from services.web.notify.labels import SYSTEM_KINDS, TONES, kind_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest, date_param, uuid_param

MAX_OF_CHILD = 50
Names = Mapping[int | None, str]  # of users by their key


@dataclass(frozen=True)
class LogFilter:
    """Filters of the log; `like` is a notification whose recipient is looked for."""

    kind: str
    day: date | None
    staff: Staff | None
    like: Notification | None

    def rows(self) -> QuerySet[Notification]:
        rows = log_queries.for_same_recipient(self.like) if self.like else queries.notifications()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.staff:
            # Staff without a login receive nothing: no key is 0.
            rows = rows.filter(recipient_id=self.staff.user_id or 0)
        return log_queries.on_day(rows, self.day) if self.day else rows

    def for_export(self) -> dict[str, str]:
        """In the API's words."""
        ids = {"staff": self.staff, "recipient": self.like}
        days = {"day": self.day.isoformat() if self.day else ""}
        return {"kind": self.kind, **days, **{name: str(row.public_id) for name, row in ids.items() if row}}


@dataclass(frozen=True)
class LogRow:
    """A notification with the names that its row shows."""

    notification: Notification
    kind: Text
    recipient: str
    deliveries: list[tuple[Delivery, Tone]]
    acknowledged_by: str
    names: Names


@requires(Permission.VIEW_DELIVERIES)
def delivery_log(request: PageRequest) -> HttpResponse:
    selected = _filter(request)
    page = paginate(request, selected.rows(), "delivery_log")
    # The log names children and what they were reminded of.
    audit.log(AuditAction.DELIVERY_LOG_VIEWED, target=page.rows, by=request.actor, now=clock.now())
    context = {
        "tabs": reminder_tabs(request.actor, "web:delivery_log"),
        "log_rows": log_rows(page.rows),
        "kinds": [*((kind.key, kind.title) for kind in kinds()), *SYSTEM_KINDS.items()],
        "staff": _staff(request.actor),
        "filter": selected,
        "like": _recipient_name(selected.like) if selected.like else "",
        "export_filters": selected.for_export(),
        "is_filtered": any((selected.kind, selected.day, selected.staff, selected.like)),
        **page.links,
    }
    return render(request, "notify/delivery_log.html", context)


@requires(Permission.VIEW_DELIVERIES)
def notification(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One notification in full: what caused it, each delivery, each attempt."""
    current = get_visible_or_404(queries.notifications().select_related("occurrence", "escalated_from"), public_id)
    audit.log(AuditAction.DELIVERY_LOG_VIEWED, target=current, by=request.actor, now=clock.now())
    # The same row as in the list, so that both say the same.
    (row,) = log_rows([current])
    chain = queries.notifications().filter(pk__in=queries.escalation_chain(current))
    context = {
        "row": row,
        "notification": current,
        "steps": history(current, row.kind, row.recipient, row.names),
        "chain": log_rows(chain.order_by("escalation_level", "pk")) if current.requires_acknowledgement else [],
        "may_resolve": request.actor.has_permission(Permission.RESOLVE_DELIVERIES),
        "path": request.path,
    }
    return render(request, "notify/notification.html", context)


def notifications_about(child: Child) -> QuerySet[Notification]:
    """The newest notifications about a child, whoever received them."""
    rows = queries.notifications().filter(Q(school_id=child.school_id), child_id=child.public_id)
    return rows.order_by("-id")[:MAX_OF_CHILD]


def log_rows(notifications: Iterable[Notification]) -> list[LogRow]:
    """Rows with everybody's name, in two or three queries for all."""
    rows = list(notifications)
    user_ids = {user_id for row in rows for user_id in (row.recipient_id, row.acknowledged_by_id)}
    user_ids |= {delivery.resolved_by_id for row in rows for delivery in row.deliveries.all()}
    names = access.names_of(user_ids)
    return [_log_row(row, names) for row in rows]


def _log_row(row: Notification, names: Names) -> LogRow:
    return LogRow(
        notification=row,
        kind=kind_label(row.kind),
        recipient=row.recipient_name or names[row.recipient_id],
        deliveries=[(delivery, TONES[delivery.state]) for delivery in row.deliveries.all()],
        acknowledged_by=names[row.acknowledged_by_id] if row.acknowledged_by_id else "",
        names=names,
    )


def _filter(request: PageRequest) -> LogFilter:
    """Filters of the address; an id that is not visible filters nothing."""
    staff_id, like_id = uuid_param(request, "staff"), uuid_param(request, "like")
    return LogFilter(
        kind=request.GET.get("kind", ""),
        day=date_param(request, "day"),
        # Inside the scope: the id of another school's staff finds nobody.
        staff=Staff.objects.filter(public_id=staff_id).first() if staff_id else None,
        like=queries.notifications().filter(public_id=like_id).first() if like_id else None,
    )


def _recipient_name(notification: Notification) -> str:
    return notification.recipient_name or access.names_of([notification.recipient_id])[notification.recipient_id]


def _staff(actor: Actor) -> list[Staff]:
    """Staff to filter by; none for the county, which has too many."""
    if actor.school_id is None:
        return []
    return list(Staff.objects.filter(user__isnull=False).order_by("pinyin", "pk"))
