"""`user.has_perm("children.view_child", child)`: answered from grant rows in force; everything else is no."""

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import BaseBackend

from services.access import grants
from services.access.models import Grant
from services.kit import clock


class GrantBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if obj is None or not user_obj.is_active:
            return False
        table = grant_table(type(obj))
        if table is None:
            return False
        _, _, codename = perm.rpartition(".")
        try:
            rows = grants.active_grants(table, user_id=user_obj.pk, codename=codename, now=clock.now())
        except LookupError:
            return False
        return bool(rows.filter(content_object=obj).exists())


def grant_table(model: type[Any]) -> type[Grant] | None:
    """The direct-FK grant table of a model, where it has one."""
    tables: list[Any] = [candidate for candidate in apps.get_models() if issubclass(candidate, Grant)]
    return next((table for table in tables if table._meta.get_field("content_object").related_model is model), None)
