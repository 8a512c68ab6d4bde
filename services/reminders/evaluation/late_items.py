"""Remind of everything that is late, on demand."""

from datetime import datetime, timedelta

from services.kit.clock import local_date
from services.notify import outbox
from services.reminders import calendars, queries, recipients
from services.reminders.evaluation import compose, escalation
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.requests import root_id
from services.reminders.kinds import DateWindow
from services.reminders.message_templates import rendering
from services.schools.scope import current_scope


def remind_now(kind: str, now: datetime) -> int:
    """Remind of everything that is late, in the scope of a school, at most once a day per item; the count."""
    reminder_kind, settings, today = queries.require_kind(kind), queries.settings_for(kind), local_date(now)
    tenant = current_scope()
    assert tenant.county_id is not None, "rules belong to a tenant"  # noqa: S101
    days = calendars.load_calendars(today).of(tenant.county_id, tenant.school_id)
    context = EvaluationContext(now, days, rendering.load_templates())
    late = DateWindow(begins=today - calendars.DAYS_BEFORE, ends=today - timedelta(days=1), today=today, now=now)
    # Attached to a running escalation, so that one acknowledgement ends both.
    chains = escalation.open_escalations(reminder_kind, [tenant.school_id])
    return outbox.add_many(
        compose.compose_reminder(reminder_kind, item, settings, today, context, escalated_from_id=root_id(item, chains))
        for item in recipients.find_items(reminder_kind, late, recipients.load_directory(today))
    )
