"""The manager of tenant tables: it adds the scope's filter when the SQL is built and refuses without a scope.

The filter repeats what row-level security enforces, so that the query planner can use the indexes. Refusing earlier,
when a queryset is created, would break querysets named in class bodies (filters, forms, the API schema).
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from services.schools.scope import Scope, current_scope

if TYPE_CHECKING:
    from services.schools.tenancy import TenantModel

M = TypeVar("M", bound=models.Model)


class InScope(models.Func):
    """`school_id = …` or `county_id = …` of the open scope; TRUE for cross-tenant workers without schools.

    `school` is None for a table without a school column. A worker for several schools gets `school_id = ANY(…)`,
    because the indexes of their tables begin with the school.
    """

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, school: str | None, county: str) -> None:
        super().__init__(*(column for column in (school, county) if column))
        self.has_school = school is not None

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        scope = current_scope()
        if scope.school_ids is not None:
            return self._in_schools(compiler, scope)
        # No filter, not a condition that holds: the policies of r_worker have none either, and whole-county work
        # names its county.
        if scope.role == "r_worker":
            return "TRUE", ()
        by_school = self.has_school and scope.school_id
        column = self.source_expressions[0] if by_school else self.source_expressions[-1]
        key = scope.school_id if by_school else scope.county_id
        sql, params = compiler.compile(column)
        return f"{sql} = %s", (*params, cast("int", key))

    def _in_schools(self, compiler: SQLCompiler, scope: Scope) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.source_expressions[0])
        if self.has_school:
            return f"{sql} = ANY(%s)", (*params, list(scope.school_ids or ()))
        return f"{sql} = %s", (*params, cast("int", scope.county_id))


class ScopedManager(models.Manager[M]):
    """The default and base manager of every tenant table; the model names the filter's columns."""

    # A migration runs without a scope, and this manager would refuse it.
    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        model = cast("type[TenantModel]", self.model)
        return super().get_queryset().filter(InScope(model.school_column, model.county_column))

    @classmethod
    def for_queryset(cls, queryset: type[models.QuerySet[Any]]) -> Self:
        """A scoped manager with the methods of a queryset class."""
        manager_class: Any = cls.from_queryset(queryset)  # mypy's Django plugin fails on class and call in one line
        manager: Self = manager_class()
        return manager
