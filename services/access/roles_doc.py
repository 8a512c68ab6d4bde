"""The text of docs/roles.md, from the definitions of roles and permissions."""

from collections.abc import Iterator

from django.utils import translation

from services.access.permissions import Permission
from services.access.roles import MFA_REQUIRED_ROLES, ROLES, Role

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
        return _HEAD + "\n".join([*_roles(), "", *_matrix(), ""])


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| role | 角色 | level | description | second factor |\n|---|---|---|---|---|"
    for role, definition in ROLES.items():
        factor = "required" if role in MFA_REQUIRED_ROLES else "optional"
        yield f"| `{role.value}` | {role.label} | {_LEVELS[definition.level]} | {definition.description} | {factor} |"


def _matrix() -> Iterator[str]:
    yield "## Permissions by role\n"
    yield "| permission | 权限 | " + " | ".join(str(role.label) for role in Role) + " |"
    yield "|---|---|" + ":-:|" * len(Role)
    for permission in Permission:
        marks = " | ".join("●" if permission in ROLES[role].permissions else " " for role in Role)
        yield f"| `{permission.value}` | {permission.label} | {marks} |"
