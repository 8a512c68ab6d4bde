"""台账: who was told what, when, by whom it was acknowledged: by kind, person, day and child; one notice in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from services.access import audit
from services.access import queries as access
from services.access.permissions import Permission
from services.children.models import Child
from services.kit import clock
from services.kit.pagination import Page
from services.notify import queries
from services.notify.choices import AttemptOutcome, AuditAction
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.notify.queries import delivery_log as found_in
from services.reminders.kinds import kinds
from services.schools.models import Staff
from services.web.components import Step, Text, Tone
from services.web.decorators import requires
from services.web.notify.shared import OTHERS, TONES, kind_label, listed, moment, neighbour_urls, tabs

OUTCOME_TONES: dict[str, Tone] = {
    AttemptOutcome.ACCEPTED: "done",
    AttemptOutcome.FAILED: "due",
    AttemptOutcome.REJECTED: "alert",
    AttemptOutcome.UNKNOWN: "alert",
}


SHOWN_OF_A_CHILD = 50


@dataclass(frozen=True)
class LogRow:
    """One line of the ledger."""

    notification: Notification
    kind: Text
    to: str
    deliveries: list[tuple[Delivery, Tone]]
    acknowledged_by: str
    names: Mapping[int | None, str]


@requires(Permission.VIEW_DELIVERIES)
def ledger(request: Any) -> HttpResponse:
    """Every notice of this place; filters: kind, member of staff, day, the same person as another notice's."""
    kind, day = request.GET.get("kind", "")[:60], _day(request.GET.get("day", ""))
    staff = Staff.objects.filter(public_id=found).first() if (found := _uuid(request, "staff")) else None
    like = queries.notifications().filter(public_id=found).first() if (found := _uuid(request, "like")) else None
    rows = found_in.for_same_recipient(like) if like else queries.notifications()
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(recipient_id=staff.user_id or 0) if staff else rows
    rows = found_in.on_day(rows, day) if day else rows
    page_: Page[Notification] = listed(request, rows, "ledger")
    audit.log(AuditAction.DELIVERY_LOG_VIEWED, target=page_.rows, by=request.actor, now=clock.now())
    lines = log_rows(page_.rows)
    context = {
        "tabs": tabs(request.actor, "web:delivery_log"),
        "log_rows": lines,
        "kinds": [(each.key, each.title) for each in kinds()] + list(OTHERS.items()),
        "staff": _staff(request),
        "asked": {"kind": kind, "day": day.isoformat() if day else "", "staff": staff and str(staff.public_id)},
        "like": like and (like.recipient_name or access.names_of([like.recipient_id])[like.recipient_id]),
        "is_filtered": bool(kind or staff or like or day),
        **neighbour_urls(request, page_),
    }
    return render(request, "notify/delivery_log.html", context)


def notifications_about(child: Child) -> QuerySet[Notification]:
    """The last things that were told to anybody about a child."""
    rows = queries.notifications().filter(Q(school_id=child.school_id), child_id=child.public_id)
    return rows.order_by("-id")[:SHOWN_OF_A_CHILD]


def log_rows(notifications: Iterable[Notification]) -> list[LogRow]:
    """Lines of the ledger, with everybody's name: two or three queries for all."""
    rows = list(notifications)
    people = {each for row in rows for each in (row.recipient_id, row.acknowledged_by_id)}
    names = access.names_of(people | {way.resolved_by_id for row in rows for way in row.deliveries.all()})
    return [
        LogRow(
            row,
            kind_label(row.kind),
            row.recipient_name or names[row.recipient_id],
            [(way, TONES[way.state]) for way in row.deliveries.all()],
            names[row.acknowledged_by_id] if row.acknowledged_by_id else "",
            names,
        )
        for row in rows
    ]


@requires(Permission.VIEW_DELIVERIES)
def notification(request: Any, public_id: UUID) -> HttpResponse:
    """One promise in full: what made it, each way it went, each call to the outside."""
    rows = queries.notifications().select_related("occurrence", "escalated_from")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    audit.log(AuditAction.DELIVERY_LOG_VIEWED, target=found, by=request.actor, now=clock.now())
    (line,) = log_rows([found])
    chain = queries.notifications().filter(pk__in=queries.escalation_chain(found)).order_by("escalation_level", "pk")
    context = {
        "line": line,
        "notification": found,
        "steps": _course(found, line),
        "chain": log_rows(chain) if found.requires_acknowledgement else [],
        "may_handle": request.actor.has_permission(Permission.RESOLVE_DELIVERIES),
        "here": request.path,
    }
    return render(request, "notify/notification.html", context)


def _course(found: Notification, line: LogRow) -> list[Step]:
    """What happened, in the order of time."""
    steps: list[tuple[Any, Step]] = []
    if occurrence := found.occurrence:
        steps.append(
            (occurrence.due_at, Step(_("规则到点：%(kind)s") % {"kind": line.kind}, moment(occurrence.due_at)))
        )
    steps.append((found.created_at, Step(_("写入台账"), moment(found.created_at), line.to, "done")))
    if found.read_at:
        steps.append((found.read_at, Step(_("已读"), moment(found.read_at), line.to, "done")))
    if found.acknowledged_at:
        steps.append((found.acknowledged_at, _answer(found, line)))
    ways = {way.pk: way for way, _tone in line.deliveries}
    steps += [(each.started_at, _try(each, ways[each.delivery_id])) for each in found_in.attempts_of(found)]
    for way in ways.values():
        steps += [(way.receipt_at, _receipt(way))] if way.receipt_at else []
        steps += [(way.resolved_at, _decision(way, line.names))] if way.resolved_at else []
    return [step for _at, step in sorted(steps, key=lambda pair: pair[0])]


def _answer(found: Notification, line: LogRow) -> Step:
    words = _("知道了") if found.acknowledged_by_id else _("已办好，不用再回复")
    return Step(words, moment(found.acknowledged_at), line.acknowledged_by, "done")


def _try(each: DeliveryAttempt, way: Delivery) -> Step:
    words = _("%(channel)s：第 %(n)d 次") % {"channel": way.get_channel_display(), "n": each.number}
    outcome = each.get_outcome_display() if each.outcome else _("正在发送，或中断了")
    return Step(words, moment(each.started_at), outcome, OUTCOME_TONES.get(each.outcome, "now"))


def _receipt(way: Delivery) -> Step:
    tone: Tone = "done" if way.receipt == "delivered" else "alert"
    return Step(_("运营商回执"), moment(way.receipt_at), way.get_receipt_display(), tone)


def _decision(way: Delivery, names: Mapping[int | None, str]) -> Step:
    words = _("%(channel)s：有人处理") % {"channel": way.get_channel_display()}
    return Step(words, moment(way.resolved_at), names[way.resolved_by_id], "now")


def _staff(request: Any) -> list[Staff]:
    """Whom a school's ledger can be narrowed to; a county has too many."""
    if request.actor.school_id is None:
        return []
    return list(Staff.objects.filter(user__isnull=False).order_by("pinyin", "pk"))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _uuid(request: Any, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
