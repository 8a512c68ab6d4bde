"""Grants on one object: given in bulk, ended by date, asked through one index.

Stock guardian shortcuts are not used: they scan, know no `valid_until`, and read user tables a school cannot see.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.db.models.signals import post_migrate

from services.access.models import Grant


@cache
def permission_id(model_label: str, codename: str) -> int:
    """The id of a permission of a model (`children.child`, `view_child`). LookupError when there is none."""
    app_label, model = model_label.split(".")
    found = Permission.objects.filter(
        content_type__in=ContentType.objects.filter(app_label=app_label, model=model), codename=codename
    ).values_list("id", flat=True)
    if not found:
        raise LookupError(f"{model_label} has no permission {codename}")
    return int(found[0])


def _forget(**_: Any) -> None:
    permission_id.cache_clear()  # a test flush makes them anew with other ids


post_migrate.connect(_forget, dispatch_uid="access.grants")


def active_grants(grant: type[Grant], *, user_id: int, codename: str, now: datetime) -> QuerySet[Any]:
    """Grant rows in force at a moment, of one person and one permission."""
    return grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=now),
        user_id=user_id,
        permission_id=permission_id(_object_label(grant), codename),
    )


def _object_label(grant: type[Any]) -> str:
    """`children.child` of its grant table."""
    return str(grant._meta.get_field("content_object").related_model._meta.label_lower)


def end_grants(rows: QuerySet[Any], *, now: datetime) -> int:
    """End grants that are in force; how many."""
    return int(rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now)).update(valid_until=now))
