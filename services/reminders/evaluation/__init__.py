"""Evaluate reminder rules: each occurrence of a rule is a row, claimed once per tenant together with its notifications.

`due` finds what is due in a county; `groups` groups the schools that one query can evaluate, after `catch_up` has
decided what happens to missed occurrences; `facts` are the people and texts of the county; `requests` finds the items
and builds the notifications with `compose` and `escalation`; `run` goes from county to county.
"""

from services.reminders.evaluation.due import counties_to_check, has_pending
from services.reminders.evaluation.late_items import remind_now
from services.reminders.evaluation.run import EvaluationResult, evaluate_due_rules

__all__ = ["EvaluationResult", "counties_to_check", "evaluate_due_rules", "has_pending", "remind_now"]
