"""Reminder rules: their kinds, settings, templates, evaluation and preview. Fills the outbox of `notify`."""
