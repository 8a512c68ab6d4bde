"""Tamper evidence of the audit log: its events are sealed in batches, each seal chained to the one before.

`digests` what a digest covers · `actions` seal what is new · `verification` the first event that is not as it was
sealed · `reminders` the weekly mail with the chain's head. Models: UnsealedEvent, AuditSeal.
"""
