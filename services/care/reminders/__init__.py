"""Kinds of notice of this room: work due and late, a child nobody has been in touch with, hand-over, vetting, 春节家访.

A notice to staff names no child: it may travel by mail. Its page does.
"""

from services.care.reminders import handover, no_contact, spring_festival, background_checks, due_work

__all__ = ["handing_over", "silence", "spring", "vetting", "work"]
