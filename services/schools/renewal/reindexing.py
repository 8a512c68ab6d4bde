"""Make the blind indexes anew after the index key was replaced, as a cross-tenant worker, while nobody else runs."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.apps import apps

from services.kit.vault import Vault
from services.schools.scope import ALL_TENANTS, scope
from services.schools.sealed import SealedColumns, index, vault
from services.schools.tenancy import TenantModel

BATCH = 500  # rows of one transaction: a crash costs at most these

Progress = Callable[[str, int], None]  # (table, rows read)


@dataclass(frozen=True)
class Rebuilt:
    """`changed` indexes were made anew; for `left` the text stands nowhere (an opt-out of a number nobody has)."""

    changed: int
    left: int


@dataclass
class _Alone:
    """The indexes of one column whose text the row does not hold: found again by a text that is sealed elsewhere."""

    model: type[TenantModel]
    column: str
    purpose: str
    unknown: set[str] = field(default_factory=set)

    def read(self) -> None:
        with scope(ALL_TENANTS):
            self.unknown = set(self.model.objects.values_list(self.column, flat=True))

    def replace(self, text: str, former: list[Vault]) -> int:
        """Replace the former indexes of a text by the new one; how many rows."""
        if not self.unknown or not text:
            return 0
        new = index(text, self.purpose)
        old = {ring.blind_index(text, purpose=self.purpose) for ring in former} & self.unknown
        self.unknown -= {new, *old}
        return self.model.objects.filter(**{f"{self.column}__in": old}).update(**{self.column: new}) if old else 0


def rebuild(on_progress: Progress) -> Rebuilt:
    """Make every blind index with the current index key. May be stopped and run again: what is right is not written."""
    alone = _indexes_alone()
    former = [vault().with_index_key(name) for name in vault().former_fingerprints()]
    for column in alone:
        column.read()
    changed = 0
    for model in indexed_models():
        done = 0
        for rows, count in _rebuild_batches(model, alone, former):
            done, changed = done + rows, changed + count
            on_progress(model._meta.db_table, done)
    return Rebuilt(changed, sum(len(column.unknown) for column in alone))


def indexed_models() -> list[type[SealedColumns]]:
    """The tables whose sealed columns have blind indexes."""
    return [model for model in apps.get_models() if issubclass(model, SealedColumns) and model.blind_indexes]


def _indexes_alone() -> list[_Alone]:
    return [
        _Alone(model, column, purpose)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for column, purpose in model.blind_indexes_alone.items()
    ]


def _rebuild_batches(model: type[SealedColumns], alone: list[_Alone], former: list[Vault]) -> Iterator[tuple[int, int]]:
    """Rebuild one table, each batch in a transaction of its own; rows read and indexes changed of each."""
    last = None
    while True:
        with scope(ALL_TENANTS):
            rows = _rows(model, after=last)
            if not rows:
                return
            texts = {row.unseal(source) for row in rows for source, _purpose in model.blind_indexes.values()}
            changed = _renew(rows) + sum(column.replace(text, former) for column in alone for text in texts)
        last = rows[-1].pk
        yield len(rows), changed


def _rows(model: type[SealedColumns], *, after: Any) -> list[SealedColumns]:
    related = {path.rpartition(".")[0] for path in (*model.bound_to, *model.blind_indexes)} - {""}
    rows = model.objects.order_by("pk").select_for_update(of=("self",))
    rows = rows.select_related(*related) if related else rows
    return list((rows.filter(pk__gt=after) if after is not None else rows)[:BATCH])


def _renew(rows: list[SealedColumns]) -> int:
    """Write the indexes that differ from those of the current key; how many."""
    changed: dict[tuple[type[Any], str], list[Any]] = defaultdict(list)
    for row in rows:
        for path, (source, purpose) in row.blind_indexes.items():
            owner, column = _owner(row, path)
            value = index(row.unseal(source), purpose)
            if getattr(owner, column) != value:
                setattr(owner, column, value)
                changed[type(owner), column].append(owner)
    for (model, column), owners in changed.items():
        model.objects.bulk_update(owners, [column])
    return sum(map(len, changed.values()))


def _owner(row: SealedColumns, path: str) -> tuple[Any, str]:
    """The row that holds an index, this one or a related one, and its column."""
    related, _dot, column = path.rpartition(".")
    return (attrgetter(related)(row) if related else row), column
