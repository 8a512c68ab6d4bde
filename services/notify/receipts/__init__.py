"""Delivery receipts: what the carrier reports of a text message afterwards.

They may be late, repeated and out of order. "Delivered" is final; "undelivered" counts for the newest attempt only and
gives way to "delivered". `processing` stores and applies them, `polling` queries the clouds that answer questions.
"""

from services.notify.receipts.polling import poll
from services.notify.receipts.processing import apply, process, reconcile, store

__all__ = ["apply", "poll", "process", "reconcile", "store"]
