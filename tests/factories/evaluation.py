"""Evaluate the rules at certain moments, and read the notifications."""

from datetime import date, datetime, time

from django.utils import timezone

from services.access.actor import Actor
from services.notify.models import Notification
from services.reminders import evaluation
from services.schools.scope import ALL_TENANTS, scope


def moment(on: date, at: time = time(7, 41)) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


def evaluate_at(on: date, at: time = time(7, 41)) -> evaluation.EvaluationResult:
    """One evaluation at a moment in county time."""
    return evaluation.evaluate_due_rules(moment(on, at))


def reminders_of(kind: str, **filters: object) -> list[tuple[int | None, str]]:
    """(user, title) of every notification of a kind, in all tenants, in the order they were written."""
    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=kind, **filters).order_by("pk")
        return list(rows.values_list("recipient_id", "title"))


def titles_sent_to(kind: str, *actors: Actor) -> list[str]:
    users = {actor.user_id for actor in actors}
    return [title for user_id, title in reminders_of(kind) if user_id in users]
