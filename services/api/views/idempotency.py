"""`Idempotency-Key`: a request repeated with the same key gets the stored response and changes nothing."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.actor import Actor
from services.api.framework import Conflict
from services.jobs import idempotency
from services.jobs.models import IdempotencyKey
from services.kit.database import locks


class IdempotencyKeyReused(ValidationError):
    status_code = 422
    default_code = "idempotency_key_reused"


def idempotent(request: Request, by: Actor, now: datetime, create: Callable[[], Response]) -> Response:
    """Run `create`, or give the stored response. Another body: 422. The same key at this moment elsewhere: 409."""
    header = request.headers.get("Idempotency-Key", "")
    if not header:
        return create()
    # With the caller in it: two clients may choose the same key.
    key = idempotency.hash_key(by, header)
    # Not waited for: a client that repeats at once should wait itself, without holding a connection here.
    if not locks.acquire("api.idempotency", key):
        raise Conflict(_("同一个请求正在处理，请稍候再看结果。"))
    fingerprint = _fingerprint(request)
    if row := idempotency.stored_response(by=by, key_hash=key, now=now):
        return _stored_response(row, fingerprint)
    response = create()
    body = orjson.dumps(response.data, default=str).decode()
    idempotency.store_response(
        by=by, key_hash=key, request_hash=fingerprint, status=response.status_code, body=body, now=now
    )
    return response


def _stored_response(row: IdempotencyKey, fingerprint: str) -> Response:
    if row.request_hash != fingerprint:
        raise IdempotencyKeyReused({"Idempotency-Key": [_("这个键已用于另一份内容，请换一个。")]})
    content = orjson.loads(row.unseal("response_body"))
    return Response(content, status=row.response_status)


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
    # Sorted: a client may send the same fields in another order.
    digest.update(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS, default=str))
    return digest.hexdigest()
