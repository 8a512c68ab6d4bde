"""Stored responses: a request repeated within a day gets the response of the first one."""

from datetime import datetime
from hashlib import sha256

from services.access.actor import Actor
from services.jobs.actions import IDEMPOTENCY_KEY_TTL
from services.jobs.models import IdempotencyKey


def hash_key(by: Actor, key: str) -> str:
    """The hash under which a person's key at this tenant is stored."""
    return sha256(f"{by.county_id}|{by.school_id}|{by.user_id}|{key}".encode()).hexdigest()


def stored_response(*, by: Actor, key_hash: str, now: datetime) -> IdempotencyKey | None:
    """The response to a key. One that has expired is deleted, so that the key may be used anew."""
    rows = IdempotencyKey.objects.filter(user_id=by.user_id, key_hash=key_hash)
    if row := rows.filter(created_at__gt=now - IDEMPOTENCY_KEY_TTL).first():
        return row
    rows.delete()
    return None


def has_sent(*, by: Actor, request_hash: str, since: datetime) -> bool:
    """Whether this person has sent the same content since a moment, under whatever key."""
    rows = IdempotencyKey.objects.filter(user_id=by.user_id, request_hash=request_hash, created_at__gt=since)
    return rows.exists()


def store_response(*, by: Actor, key_hash: str, request_hash: str, status: int, body: str, now: datetime) -> None:
    """Keep the response to a key until it expires."""
    row = IdempotencyKey(
        user_id=by.user_id, key_hash=key_hash, request_hash=request_hash, response_status=status, created_at=now
    )
    # Sealed: a response may hold a child's data, and the key outlives the request by a day.
    row.seal("response_body", body)
    row.save(force_insert=True)
