"""Sessions and logs of logins: tables without a tenant, read and deleted outside any scope."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now
from knox.models import AuthToken


def due_sessions(_county_id: int | None, before: datetime) -> QuerySet[Session]:
    # A login lives by the database's clock, as leases do: where a later day is played, nobody is logged out.
    over = Session.objects.filter(expire_date__lt=before).filter(expire_date__lt=Now())
    return over.order_by("expire_date", "pk")


def purge_sessions(keys: Sequence[str]) -> int:
    """Sessions of browsers with what is known of the device; and tokens of the API that expired with them."""
    latest = Session.objects.filter(pk__in=list(keys)).order_by("-expire_date").first()
    if latest is None:
        return 0
    UserSession.objects.filter(session_key__in=list(keys)).delete()
    AuthToken.objects.filter(expiry__lt=latest.expire_date).delete()
    return _delete(Session, keys)


def due_login_logs(_county_id: int | None, before: datetime) -> QuerySet[AccessLog]:
    rows: QuerySet[AccessLog] = AccessLog.objects.filter(attempt_time__lt=before).order_by("pk")
    return rows


def purge_login_logs(ids: Sequence[int]) -> int:
    return _delete(AccessLog, ids)


def due_login_failures(_county_id: int | None, before: datetime) -> QuerySet[AccessFailureLog]:
    rows: QuerySet[AccessFailureLog] = AccessFailureLog.objects.filter(attempt_time__lt=before).order_by("pk")
    return rows


def purge_login_failures(ids: Sequence[int]) -> int:
    return _delete(AccessFailureLog, ids)


def _delete(model: Any, ids: Sequence[Any]) -> int:
    deleted, _by_model = model.objects.filter(pk__in=list(ids)).delete()
    return int(deleted)
