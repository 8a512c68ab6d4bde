"""`Idempotency-Key`: a request repeated with the same key gets the stored response and changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.actor import Actor
from services.api.framework import Conflict
from services.jobs.models import IdempotencyKey
from services.kit import locks

TTL = timedelta(hours=24)


class IdempotencyKeyReused(ValidationError):
    status_code = 422
    default_code = "idempotency_key_reused"


def idempotent(request: Request, by: Actor, now: datetime, create: Callable[[], Response]) -> Response:
    """Run `create`, or give the stored response. Another body: 422. The same key at this moment elsewhere: 409."""
    header = request.headers.get("Idempotency-Key", "")
    if not header:
        return create()
    key = sha256(f"{by.county_id}|{by.school_id}|{by.user_id}|{header}".encode()).hexdigest()
    if not locks.acquire("api.idempotency", key):
        raise Conflict(_("同一个请求正在处理，请稍候再看结果。"))
    fingerprint = _fingerprint(request)
    rows = IdempotencyKey.objects.filter(user_id=by.user_id, key_hash=key)
    if row := rows.filter(created_at__gt=now - TTL).first():
        return _stored_response(row, fingerprint)
    rows.delete()  # expired: the key may be used anew
    response = create()
    _store(IdempotencyKey(user_id=by.user_id, key_hash=key, request_hash=fingerprint, created_at=now), response)
    return response


def _stored_response(row: IdempotencyKey, fingerprint: str) -> Response:
    if row.request_hash != fingerprint:
        raise IdempotencyKeyReused({"Idempotency-Key": [_("这个键已用于另一份内容，请换一个。")]})
    content = orjson.loads(row.unseal("response_body"))
    return Response(content, status=row.response_status)


def _store(row: IdempotencyKey, response: Response) -> None:
    # Sealed: a response may hold a child's data, and the key outlives the request by a day.
    row.response_status = response.status_code
    row.seal("response_body", orjson.dumps(response.data, default=str).decode())
    row.save(force_insert=True)


def _fingerprint(request: Request) -> str:
    """A digest of what was sent, not of how: a multipart boundary differs each time."""
    digest = sha256(f"{request.method} {request.path}".encode())
    for name in sorted(request.FILES):
        file = request.FILES[name]
        digest.update(name.encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    body: Any = request.data
    fields = {name: value for name, value in body.items() if name not in request.FILES} if request.FILES else body
    digest.update(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS, default=str))
    return digest.hexdigest()
