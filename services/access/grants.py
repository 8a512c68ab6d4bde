"""Queries and actions on grant rows: one user, one permission, one object, until a moment.

The shortcuts of guardian are not used: they scan whole tables, ignore `valid_until`, and read the user table, which
a school's scope cannot read.
"""

from datetime import datetime
from functools import cache
from typing import TypeVar, cast

from django.contrib.auth.models import Permission as AuthPermission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_migrate

from services.access.models import Grant

G = TypeVar("G", bound=Grant)


@cache
def permission_id(model_label: str, codename: str) -> int:
    """The id of a model's permission, as ("children.child", "view_child"). Raises LookupError."""
    app_label, model = model_label.split(".")
    ids = AuthPermission.objects.filter(
        content_type__in=ContentType.objects.filter(app_label=app_label, model=model), codename=codename
    ).values_list("id", flat=True)
    if not ids:
        raise LookupError(f"{model_label} has no permission {codename}")
    return ids[0]


def _clear_cache(**_: object) -> None:
    permission_id.cache_clear()  # a test that flushes the tables creates permissions with other ids


post_migrate.connect(_clear_cache, dispatch_uid="access.grants")


def target_model(grant: type[Grant]) -> type[Model]:
    """The model that a grant table is about: Child for ChildGrant."""
    field = next(field for field in grant._meta.get_fields() if field.name == "content_object")
    return cast("type[Model]", field.related_model)


def active_grants(grant: type[G], *, user_id: int, codename: str, now: datetime) -> QuerySet[G]:
    """Grants of one permission to one user that are valid at a moment."""
    permission = permission_id(target_model(grant)._meta.label_lower, codename)
    return grant.objects.filter(_active(now), user_id=user_id, permission_id=permission)


def end_grants(rows: QuerySet[G], *, now: datetime) -> int:
    """End the grants that are still valid and return their number."""
    return rows.filter(_active(now)).update(valid_until=now)


def _active(now: datetime) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=now)
