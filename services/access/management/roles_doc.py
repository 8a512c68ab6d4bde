"""The text of docs/roles.md, from the definitions of roles and permissions."""

from collections.abc import Iterator

from django.utils import translation

from services.access.permissions import Permission
from services.access.roles import GIVERS, MFA_REQUIRED_ROLES, RECOVERS, ROLES, Role

_HEAD = """# Roles 角色与权限

Written by `manage.py roles > docs/roles.md` from `services/access/roles.py` and `services/access/permissions.py`. One
test compares this page with them, another calls every page and endpoint as every role.

- Permissions come from memberships only: a user, a role, a school or the county, a first and a last day.
- A teacher or proxy parent sees a child only through a grant on that child, which has a reason and an end.
- An object of another school or county is answered with 404, never 403.
- The operator has no role: `manage.py` on the server.

"""
_LEVELS = {"county": "县", "school": "校"}


def text() -> str:
    """The whole page."""
    with translation.override("zh-hans"):
        return _HEAD + "\n".join([*_roles(), "", *_givers(), "", *_matrix(), ""])


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| role | 角色 | level | description | second factor |\n|---|---|---|---|---|"
    for role, definition in ROLES.items():
        factor = "required" if role in MFA_REQUIRED_ROLES else "optional"
        yield f"| `{role.value}` | {role.label} | {_LEVELS[definition.level]} | {definition.description} | {factor} |"


def _givers() -> Iterator[str]:
    yield "## Who gives a role, and who helps its people back in\n"
    yield "| role | given and ended by | account link by |\n|---|---|---|"
    for role in Role:
        givers = "、".join(str(giver.label) for giver in Role if giver in GIVERS.get(role, ()))
        helpers = "、".join(str(helper.label) for helper in Role if role in RECOVERS.get(helper, ()))
        yield f"| {role.label} | {givers or 'operator'} | {helpers or 'operator'} |"


def _matrix() -> Iterator[str]:
    yield "## Permissions by role\n"
    yield "| permission | 权限 | " + " | ".join(str(role.label) for role in Role) + " |"
    yield "|---|---|" + ":-:|" * len(Role)
    for permission in Permission:
        marks = " | ".join("●" if permission in ROLES[role].permissions else " " for role in Role)
        yield f"| `{permission.value}` | {permission.label} | {marks} |"
