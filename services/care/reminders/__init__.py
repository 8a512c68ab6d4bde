"""Reminder kinds of care: due and late work, children without contact, handover, background checks, 春节家访.

A notification to staff names no child, because it may travel by e-mail. The page it links to does.
"""

from services.care.reminders import background_checks, due_work, handover, no_contact, spring_festival

__all__ = [
    "background_checks",
    "due_work",
    "handover",
    "no_contact",
    "spring_festival",
]
