"""Rules speak: each tick of a rule is a row, taken once per place, in one transaction with the notices it puts.

`owed` says which ticks nobody has settled; `catching_up` what becomes of those that were missed; `telling` makes a
notice of an item; `ladder` asks again whom nobody heard from, then others; `rounds` goes from place to place.
"""

from services.reminders.evaluation.due import PendingTenant, pending_tenants
from services.reminders.evaluation.run import EvaluationResult, evaluate_due_rules, evaluate_tenant, remind_now

__all__ = [
    "EvaluationResult",
    "PendingTenant",
    "evaluate_due_rules",
    "evaluate_tenant",
    "owed",
    "pending_tenants",
    "remind_now",
    "speak",
]
