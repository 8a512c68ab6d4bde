"""Delivery receipts: what the carrier reports about a text message after it was sent.

They may be late, repeated and out of order. "Delivered" is final; "undelivered" counts for the newest attempt only and
is replaced by "delivered". `processing` stores and applies them, `polling` requests missing ones from providers whose
API offers that.
"""

from services.notify.receipts.polling import poll
from services.notify.receipts.processing import apply, process, reconcile, store

__all__ = ["apply", "poll", "process", "reconcile", "store"]
