"""Notifications and their delivery: the outbox, deliveries with leases, channels, receipts, the inbox.

An action writes a notification in its own transaction; a wake-up message only makes a worker look sooner.
"""
