"""The second wall: a filter that reads the scope when the SQL is written, and refuses when there is none.

Refusing earlier, when a queryset is made, would break querysets named in classes (filters, forms, the schema).
"""

from typing import Any, Self, TypeVar

from django.db import models

from services.schools.scope import current

M = TypeVar("M", bound=models.Model)


class InScope(models.Func):
    """`school_id = here` or `county_id = here`; TRUE for workers at large. None: the table has no such column."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, school: str | None, county: str) -> None:
        super().__init__(*(name for name in (school, county) if name))
        self.has_school = school is not None

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        here = current()
        if here.role == "r_worker":
            return "TRUE", []
        by_school = self.has_school and here.school_id
        column = self.source_expressions[0] if by_school else self.source_expressions[-1]
        sql, params = compiler.compile(column)
        return f"{sql} = %s", [*params, here.school_id if by_school else here.county_id]


class ScopedManager(models.Manager[M]):
    """The default and base manager of every tenant table; columns come from the table's kind."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        model: Any = self.model
        return super().get_queryset().filter(InScope(model.school_column, model.county_column))

    @classmethod
    def for_queryset(cls, queryset: type[models.QuerySet[Any]]) -> Self:
        """A scoped manager with the methods of a queryset class."""
        made: Any = cls.from_queryset(queryset)  # mypy's Django plugin stumbles over a class made and called at once
        manager: Self = made()
        return manager
