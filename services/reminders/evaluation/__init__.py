"""Evaluate reminder rules: each occurrence of a rule is a row, claimed once per tenant together with its notifications.

`due` finds occurrences that are due and not finished; `catch_up` decides what happens to missed ones; `compose` makes a
notification request of an item; `escalation` repeats what nobody acknowledged; `run` goes from tenant to tenant.
"""

from services.reminders.evaluation.due import PendingTenant, pending_tenants
from services.reminders.evaluation.run import EvaluationResult, evaluate_due_rules, evaluate_tenant, remind_now

__all__ = [
    "EvaluationResult",
    "PendingTenant",
    "evaluate_due_rules",
    "evaluate_tenant",
    "pending_tenants",
    "remind_now",
]
