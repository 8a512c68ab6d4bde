"""Which tables refer to a table, read from the models: no app can be forgotten, not even one that comes later."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from services.kit.database import bulk


def references(target: type[Model]) -> list[tuple[Any, str]]:
    """Every table with a key to `target`, with the key's name."""
    relations: list[Any] = list(target._meta.get_fields(include_hidden=True))
    return [(row.related_model, row.field.name) for row in relations if row.auto_created and row.is_relation]


def delete_with_dependents(model: type[Model], ids: Collection[Any]) -> int:
    """Delete rows after all that refer to them; how many of the model itself.

    Django's own cascade stops at the keys that protect a record from being deleted by accident.
    """
    for dependent, key in references(model):
        dependents = list(dependent.objects.filter(**{f"{key}__in": ids}).values_list("pk", flat=True))
        if dependents:
            delete_with_dependents(dependent, dependents)
    return bulk.delete_by_key(model, ids)
