"""Notifications and their delivery: an outbox with leases and tokens, channels, receipts, the inbox.

Measure 8. A notification is a row written in the business transaction; messages only wake a worker.
"""
