"""Compute the pinyin of stored names anew, after the table of readings has changed (kit.names.pinyin)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model

from services.kit.names.pinyin import to_pinyin
from services.schools.scope import ALL_TENANTS, scope

BATCH = 1_000  # rows of one transaction: a crash costs at most these, and no writer waits long
_COLUMNS = {"name", "pinyin", "initials"}


def named_tables() -> list[type[Model]]:
    """Every table of people with the keys of their names, by name."""
    models = (model for model in apps.get_models() if _columns_of(model) >= _COLUMNS)
    return sorted(models, key=lambda model: model._meta.db_table)


def _columns_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def recompute(on_progress: Callable[[type[Model], int, int], None]) -> int:
    """Write the keys that differ from what the table says now. Returns how many rows; may be stopped and run again.

    `on_progress` gets the table, the rows looked at and the rows changed so far, after each batch.
    """
    total = 0
    for model in named_tables():
        looked_at = changed = 0
        for size, differing in _batches(model):
            looked_at, changed = looked_at + size, changed + differing
            on_progress(model, looked_at, changed)
        total += changed
    return total


def _batches(model: Any) -> Iterator[tuple[int, int]]:
    """(rows, rows changed) of each batch, each in a transaction of its own."""
    last = 0
    while True:
        with scope(ALL_TENANTS):
            # Locked: whoever renames a person at this moment waits, and their new name is not overwritten.
            rows: list[Any] = list(
                model.objects.select_for_update(of=("self",))
                .filter(pk__gt=last)
                .order_by("pk")
                .only("name", "pinyin", "initials")[:BATCH]
            )
            differing = [row for row in rows if _set_keys(row)]
            model.objects.bulk_update(differing, ["pinyin", "initials"])
        if not rows:
            return
        last = rows[-1].pk
        yield len(rows), len(differing)


def _set_keys(row: Any) -> bool:
    """Set the keys of the name; whether they were others."""
    sound = to_pinyin(row.name)
    before = row.pinyin, row.initials
    row.pinyin = sound.sort[: _length(row, "pinyin")]
    row.initials = sound.initials[: _length(row, "initials")]
    return (row.pinyin, row.initials) != before


def _length(row: Model, column: str) -> int | None:
    field = row._meta.get_field(column)
    return field.max_length if isinstance(field, CharField) else None
