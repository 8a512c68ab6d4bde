"""Count and renew envelopes by key, over every table with sealed columns, as a cross-tenant worker."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Count, F, Func, IntegerField, QuerySet
from django.db.models.functions import Substr

from services.schools.scope import ALL_TENANTS, scope
from services.schools.sealed import SealedColumns, vault

BATCH = 500  # rows of one transaction: a crash costs at most these, and no writer waits long


@dataclass(frozen=True)
class SealedColumn:
    """One column of one model."""

    model: type[SealedColumns]
    name: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}"

    def envelopes(self) -> QuerySet[Any]:
        """The rows that are not empty, in a scope."""
        rows: QuerySet[Any] = self.model.objects.exclude(**{self.name: None})
        related = {path.rpartition(".")[0] for path in self.model.bound_to} - {""}
        return rows.select_related(*related) if related else rows  # without a name it would join every relation


def sealed_columns() -> list[SealedColumn]:
    """Every sealed column of the project, by name."""
    columns = [
        SealedColumn(model, field.attname)
        for model in apps.get_models()
        if issubclass(model, SealedColumns)
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField)
    ]
    return sorted(columns, key=str)


def count_by_key() -> dict[str, Counter[str]]:
    """Key id → column → envelopes that this key sealed."""
    counts: dict[str, Counter[str]] = {}
    for column in sealed_columns():
        # Read from the head of the envelope: byte 1 is the length of the key's id, which begins at byte 2.
        length = Func(F(column.name), 1, function="get_byte", output_field=IntegerField())
        key_id = Substr(column.name, 3, length, output_field=BinaryField())
        with scope(ALL_TENANTS):
            rows = column.envelopes().annotate(key_id=key_id).values("key_id").annotate(count=Count("*"))
            for key, count in rows.order_by("key_id").values_list("key_id", "count"):
                counts.setdefault(bytes(key).decode(), Counter())[str(column)] = count
    return counts


def reseal(on_progress: Callable[[SealedColumn, int], None]) -> int:
    """Seal columns anew that an older key sealed. Returns how many; may be stopped and run again."""
    total = 0
    for column in sealed_columns():
        done = 0
        for count in _reseal_batches(column):
            done += count
            on_progress(column, done)
        total += done
    return total


def _reseal_batches(column: SealedColumn) -> Iterator[int]:
    """Reseal one column, each batch in a transaction of its own and after the last; the sizes of the batches."""
    # Goes on after the last key it has seen, so that no batch searches the rows before it again.
    last = None
    while True:
        with scope(ALL_TENANTS):
            rows = _rows_of_other_keys(column, after=last)
            for row in rows:
                envelope, bound_to = getattr(row, column.name), row.associated_data(column.name)
                setattr(row, column.name, vault().reseal(envelope, associated_data=bound_to))
            column.model.objects.bulk_update(rows, [column.name])
        if not rows:
            return
        last = rows[-1].pk
        yield len(rows)


def _rows_of_other_keys(column: SealedColumn, *, after: Any) -> list[Any]:
    head = vault().current_head
    rows = column.envelopes().annotate(head=Substr(column.name, 1, len(head), output_field=BinaryField()))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    # Locked: a value that somebody saves at this moment must not be overwritten by its older copy.
    return list(rows.exclude(head=head).order_by("pk").select_for_update(of=("self",))[:BATCH])
