"""Bases of tenant tables. Row-level security, the scoped manager and default keys are derived from the base."""

from typing import Any, ClassVar

from django.db import models

from services.kit.ids import uuid7
from services.schools.managers import ScopedManager
from services.schools.scope import ScopeNotSet, current_scope

READ = "SELECT"
APPEND = "SELECT, INSERT"
NO_PRIVILEGES = ""
ALL = "SELECT, INSERT, UPDATE, DELETE"

Privileges = dict[str, str]
# A restriction of rows of schools and of the bureau: the bureau reads and writes its own alone.
BUREAU_READS_ITS_OWN = "FOR ALL TO r_county USING (school_id IS NULL)"
# Before a scope is open the logins may only look up memberships and their tenants.
READ_BEFORE_SCOPE = "FOR SELECT TO web, worker USING (true)"


def current_school_id() -> int:
    """The id of the scope's school. Raises ScopeNotSet in other scopes."""
    if (school_id := current_scope().school_id) is None:
        raise ScopeNotSet("A school's row is created in the scope of that school or names its school.")
    return school_id


def current_county_id() -> int:
    """The id of the scope's county. Raises ScopeNotSet in ALL_TENANTS."""
    if (county_id := current_scope().county_id) is None:
        raise ScopeNotSet("A county's row is created in a scope of that county or names its county.")
    return county_id


def current_school_id_or_none() -> int | None:
    """The id of the scope's school, None in a county's scope. Raises ScopeNotSet in a scope of several schools."""
    if current_scope().school_ids is not None:
        raise ScopeNotSet("In a scope of several schools a row names its school.")
    return current_scope().school_id


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key to school or county whose default comes from the scope.

    Migrations run without a scope and see no default. A row's own school needs no index: the UNIQUE (school_id, id)
    of row-level security begins with it.
    """

    def __init__(self, to: str, on_delete: Any = models.PROTECT, **options: Any) -> None:
        has_unique_key = to.lower() == "schools.school" and not options.get("null")
        # No constraint of its own: the composite key (tenant, id) that row-level security adds is stricter.
        fixed = {"db_constraint": False, "related_name": "+", "db_index": not has_unique_key}
        super().__init__(to, on_delete, **{**options, **fixed})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, path, args, options


class TenantModel(models.Model):
    """Base of every tenant table: the columns of its keys and the privileges of each database role."""

    school_column: ClassVar[str | None] = "school_id"
    county_column: ClassVar[str] = "county_id"
    privileges: ClassVar[Privileges] = {}
    extra_policies: ClassVar[tuple[str, ...]] = ()
    restrictions: ClassVar[tuple[str, ...]] = ()  # policies that must hold as well
    county_wide_keys: ClassVar[tuple[str, ...]] = ()  # foreign keys that may point into another school of the county
    blind_indexes_alone: ClassVar[dict[str, str]] = {}  # blind index of a text that the row does not hold: its purpose

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class SchoolOwned(TenantModel):
    """A row of one school. The school writes, its county reads, workers do both."""

    school_id: int
    county_id: int
    school = TenantForeignKey("schools.School", default=current_school_id)
    county = TenantForeignKey("schools.County", default=current_county_id)

    privileges = {"r_school": ALL, "r_county": READ, "r_worker": ALL}

    class Meta(TenantModel.Meta):
        abstract = True


class CountyOwned(TenantModel):
    """A row of one county. The county writes, its schools read."""

    county_id: int
    county = TenantForeignKey("schools.County", default=current_county_id)

    school_column = None
    privileges = {"r_school": READ, "r_county": ALL, "r_worker": ALL}

    class Meta(TenantModel.Meta):
        abstract = True


class SchoolOrCountyOwned(TenantModel):
    """A row of a county that may belong to one of its schools. A school sees its own only."""

    school_id: int | None
    county_id: int
    school = TenantForeignKey("schools.School", null=True, blank=True, default=current_school_id_or_none)
    county = TenantForeignKey("schools.County", default=current_county_id)

    privileges = {"r_school": ALL, "r_county": ALL, "r_worker": ALL}

    class Meta(TenantModel.Meta):
        abstract = True


class PublicIdModel(models.Model):
    """Base of what has a URL: addresses and the API use `public_id`, never the primary key."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True
