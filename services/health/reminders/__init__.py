"""Kinds of notice of this room: who is invited to a checkup, who missed it, what was found and waits."""

from services.health.reminders import classes, families, findings

__all__ = ["classes", "families", "findings"]
