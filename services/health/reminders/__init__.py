"""Reminder kinds of health: who is invited to a checkup, who missed it, which findings wait."""

from services.health.reminders import classes, families, findings

__all__ = ["classes", "families", "findings"]
