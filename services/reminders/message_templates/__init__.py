"""Texts of reminders: default texts of each kind, a county's own templates in versions."""
