"""Notifications and their deliveries: outbox, channels, delivery, receipts, quiet hours."""
