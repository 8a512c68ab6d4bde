"""Kinds of table (design §10). A model says its kind by inheriting; the wall and the manager are derived from it."""

from typing import Any, ClassVar

from django.db import models

from services.kit.ids import uuid7
from services.schools.managers import ScopedManager
from services.schools.scope import ScopeNotSet, current

READ = "SELECT"
APPEND = "SELECT, INSERT"
NO_PRIVILEGES = ""
ALL = "SELECT, INSERT, UPDATE, DELETE"

Privileges = dict[str, str]
# Before a scope is open the logins look up who belongs where, and nothing else.
READ_BEFORE_SCOPE = "FOR SELECT TO web, worker USING (true)"


def current_school_id() -> int:
    """The scope's school; refuses where the scope is a county's or a worker's."""
    if (school_id := current().school_id) is None:
        raise ScopeNotSet("A school's row is written inside that school's scope, or names its school.")
    return school_id


def current_county_id() -> int:
    if (county_id := current().county_id) is None:
        raise ScopeNotSet("A county's row is written inside a scope of that county, or names its county.")
    return county_id


def current_school_id_or_none() -> int | None:
    return current().school_id


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A key to school or county whose default is the scope's. Migrations know no scope, so they see no default.

    A row's own school needs no index of its own: the wall's UNIQUE (school_id, id) begins with it.
    """

    def __init__(self, to: str, on_delete: Any = models.PROTECT, **options: Any) -> None:
        is_led_by_the_wall = to.lower() == "schools.school" and not options.get("null")
        fixed = {"db_constraint": False, "related_name": "+", "db_index": not is_led_by_the_wall}
        super().__init__(to, on_delete, **{**options, **fixed})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, path, args, options


class TenantModel(models.Model):
    """Every tenant table: which columns carry the keys, and what each database role may do."""

    school_column: ClassVar[str | None] = "school_id"
    county_column: ClassVar[str] = "county_id"
    privileges: ClassVar[Privileges] = {}
    extra_policies: ClassVar[tuple[str, ...]] = ()

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
    """What has a URL has a public id; the bigint inside never leaves the house."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True
