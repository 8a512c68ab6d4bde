"""Kinds of notice of this room: work due and late, a child nobody has been in touch with, hand-over, vetting, 春节家访.

A notice to staff names no child: it may travel by mail. Its page does.
"""

from services.care.reminders import background_checks, due_work, handover, no_contact, spring_festival

__all__ = [
    "background_checks",
    "due_work",
    "handover",
    "no_contact",
    "spring_festival",
]
