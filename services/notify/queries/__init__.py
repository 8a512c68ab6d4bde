"""Reads of this room, inside the reader's scope."""

from services.notify.queries.inbox import chain_of, inbox_of, open_of, unread
from services.notify.queries.ledger import deliveries, incidents, notices, to_call

__all__ = ["chain_of", "deliveries", "inbox_of", "incidents", "notices", "open_of", "to_call", "unread"]
