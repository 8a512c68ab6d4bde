"""Who acts: a user in one role at one tenant. Actions and queries take an actor as `by`."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.access.roles import EMERGENCY_PERMISSIONS, ROLES, Role
from services.schools.scope import Scope, for_county, for_school


@dataclass(frozen=True)
class Actor:
    """One user in one role. `school_id` is None for county roles.

    `staff_id` or `officer_id` is the person; an actor without either can read, but nothing it does is written.
    """

    user_id: int
    role: Role
    county_id: int
    school_id: int | None = None
    staff_id: int | None = None
    membership_id: int | None = None
    school_public_id: UUID | None = None
    school_name: str = ""
    officer_id: int | None = None
    # During an emergency access: the only child of the school that this officer of the county sees.
    emergency_child_id: int | None = None

    def has_permission(self, permission: Permission) -> bool:
        if self.emergency_child_id is not None:
            return permission in EMERGENCY_PERMISSIONS
        return permission in ROLES[self.role].permissions

    @property
    def is_person(self) -> bool:
        """Whether a row of staff or of an officer names who acts."""
        return self.staff_id is not None or self.officer_id is not None

    @property
    def scope(self) -> Scope:
        if self.school_id is None:
            return for_county(self.county_id)
        return for_school(self.school_id, self.county_id)

    @property
    def sees_whole_school(self) -> bool:
        """Whether every child of the tenant is visible, without a grant on each."""
        if self.emergency_child_id is not None:
            return False
        return self.role in {Role.HEAD, Role.SCHOOL_ADMIN, Role.COUNTY, Role.COUNTY_LEAD}


def require_permission(by: Actor, permission: Permission) -> None:
    """Raise PermissionDenied unless the role has the permission. For one child check `children.access` too."""
    if not by.has_permission(permission):
        raise PermissionDenied(_("您的角色不能做这件事。"))
