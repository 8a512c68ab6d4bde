"""Rounds of the rules at certain moments, and what they told whom."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from services.access.actor import Actor
from services.notify.models import Notification
from services.reminders import evaluation
from services.schools.scope import ALL_TENANTS, scope


def moment(on: date, at: time = time(7, 41)) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


def a_round(on: date, at: time = time(7, 41)) -> evaluation.EvaluationResult:
    """One round of the worker at a moment of the county's clock."""
    return evaluation.evaluate_due_rules(moment(on, at))


def told(kind: str, **wanted: Any) -> list[tuple[int | None, str]]:
    """(user, title) of every notice of a kind, anywhere, in the order they were put."""
    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=kind, **wanted).order_by("pk")
        return list(rows.values_list("recipient_id", "title"))


def told_to(kind: str, *actors: Actor) -> list[str]:
    users = {actor.user_id for actor in actors}
    return [title for user_id, title in told(kind) if user_id in users]
