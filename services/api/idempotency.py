"""`Idempotency-Key`: a creating request repeated with the same key gets the stored answer and creates nothing."""

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
from services.kit.vault import associated_data
from services.schools.sealed import vault

TTL = timedelta(hours=24)


class IdempotencyKeyReused(ValidationError):
    status_code = 422
    default_code = "idempotency_key_reused"


def idempotent(request: Request, by: Actor, now: datetime, create: Callable[[], Response]) -> Response:
    """Run `create`, or give the stored answer. Other body: 422. The same key at this moment elsewhere: 409."""
    wish = request.headers.get("Idempotency-Key", "")
    if not wish:
        return create()
    key = sha256(f"{by.county_id}|{by.school_id}|{by.user_id}|{wish}".encode()).hexdigest()
    _only_one(key)
    body = _fingerprint(request)
    rows = IdempotencyKey.objects.filter(user_id=by.user_id, key_hash=key)
    if kept := rows.filter(created_at__gt=now - TTL).first():
        if kept.request_hash != body:
            raise IdempotencyKeyReused({"Idempotency-Key": [_("这个键已用于另一份内容，请换一个。")]})
        return Response(
            orjson.loads(vault().open(kept.response_body, about=_about(kept.id))), status=kept.response_status
        )
    rows.delete()
    answer = create()
    fresh = IdempotencyKey(
        user_id=by.user_id, key_hash=key, request_hash=body, response_status=answer.status_code, created_at=now
    )
    fresh.response_body = vault().seal(orjson.dumps(answer.data, default=str).decode(), about=_about(fresh.id))
    fresh.save(force_insert=True)
    return answer


def _about(row_id: Any) -> bytes:
    return associated_data("jobs_idempotencykey.answer", row_id)


def _only_one(key: str) -> None:
    if not locks.acquire("api.idempotency", key):
        raise Conflict(_("同一个请求正在处理，请稍候再看结果。"))


def _fingerprint(request: Request) -> str:
    """Of what was sent, not of how: a multipart boundary differs each time."""
    digest = sha256(f"{request.method} {request.path}".encode())
    for name in sorted(request.FILES):
        file = request.FILES[name]
        digest.update(name.encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    sent: Any = request.data
    plain = {name: value for name, value in sent.items() if name not in request.FILES} if request.FILES else sent
    digest.update(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS, default=str))
    return digest.hexdigest()
