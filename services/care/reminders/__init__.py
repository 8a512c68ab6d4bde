"""Reminder kinds of care: due and late work, children without contact, handover, background checks, visits at 春节.

A notification to staff names no child, because it may be sent by e-mail. The page it links to names the child.
"""

from services.care.reminders import background_checks, due_work, handover, no_contact, spring_festival

__all__ = [
    "background_checks",
    "due_work",
    "handover",
    "no_contact",
    "spring_festival",
]
