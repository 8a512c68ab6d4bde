"""docs/roles.md as text: who may do what, from the catalogue that the code asks and the tests read."""

from collections.abc import Iterator

from django.utils import translation

from services.access.permissions import Permission
from services.access.roles import MFA_REQUIRED_ROLES, ROLES, Role

_HEAD = """# Roles 角色与权限

Written by `manage.py roles > docs/roles.md` from `services/access/roles.py` and `services/access/may.py`; a test holds
this page equal to them, another walks every page and endpoint as every role.

- Power is a dated membership: a person, a role, and a school or the county. Nothing else gives it.
- A teacher or proxy parent sees a child only through a grant on that child, which has a reason and an end.
- Another school's or county's object does not exist: 404, never 403.
- The operator is no role: `manage.py` on the machine.

"""
_PLACES = {"county": "县", "school": "校"}


def text() -> str:
    """The whole page."""
    with translation.override("zh-hans"):
        return _HEAD + "\n".join([*_roles(), "", *_matrix(), ""])


def _roles() -> Iterator[str]:
    yield "## In a sentence\n"
    yield "| role | 角色 | where | in a sentence | second factor |\n|---|---|---|---|---|"
    for role, profile in ROLES.items():
        factor = "compulsory" if role in MFA_REQUIRED_ROLES else "free"
        yield f"| `{role.value}` | {role.label} | {_PLACES[profile.level]} | {profile.description} | {factor} |"


def _matrix() -> Iterator[str]:
    yield "## Role × permission\n"
    yield "| `May` | 权限 | " + " | ".join(str(role.label) for role in Role) + " |"
    yield "|---|---|" + ":-:|" * len(Role)
    for may in Permission:
        marks = " | ".join("●" if may in ROLES[role].permissions else " " for role in Role)
        yield f"| `{may.value}` | {may.label} | {marks} |"
