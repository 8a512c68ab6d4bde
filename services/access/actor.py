"""Who acts: a person in one of their roles. Every action takes one as `by=`, every read as its reader."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.access.roles import ROLES, Role
from services.schools.scope import Scope, for_county, for_school


@dataclass(frozen=True)
class Actor:
    """`school_id` is None for county roles; `staff_id` is the person's row in the school, where there is one."""

    user_id: int
    role: Role
    county_id: int
    school_id: int | None = None
    staff_id: int | None = None
    membership_id: int | None = None
    school_public_id: UUID | None = None
    school_name: str = ""

    def has_permission(self, what: Permission) -> bool:
        return what in ROLES[self.role].permissions

    @property
    def scope(self) -> Scope:
        if self.school_id is None:
            return for_county(self.county_id)
        return for_school(self.school_id, self.county_id)

    @property
    def sees_whole_school(self) -> bool:
        """Head and admin see every child of their school; county staff every child of the county."""
        return self.role in {Role.HEAD, Role.SCHOOL_ADMIN, Role.COUNTY, Role.COUNTY_LEAD}


def require_permission(by: Actor, what: Permission) -> None:
    """PermissionDenied unless the role allows it. About one child, ask `children.access` as well."""
    if not by.has_permission(what):
        raise PermissionDenied(_("您的角色不能做这件事。"))
