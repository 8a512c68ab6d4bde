"""What an emergency access opens: one child of a school, for the officer who asked, while it lasts.

The actor stays the officer, in the audit log too; at that school they see this child and no other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.children.models import EmergencyAccess
from services.kit.exceptions import ApplicationError
from services.schools.scope import scope


class AccessEnded(ApplicationError):
    """The hour is over, or somebody ended it before."""


def is_open(access: EmergencyAccess, now: datetime) -> bool:
    return access.ended_at is None and access.opened_at <= now < access.expires_at


@contextmanager
def entered(*, access: EmergencyAccess, by: Actor, now: datetime) -> Iterator[Actor]:
    """Open the school's scope for the child of an access; the actor who sees that child. Raises AccessEnded.

    `access` is one of the actor's own, with its school, read in the county's scope, which is closed by now.
    """
    if access.opened_by_id != by.user_id or not is_open(access, now):
        raise AccessEnded(_("这次紧急查看已经结束。"))
    # The role stays that of the officer; `emergency_child_id` narrows what it sees to the one child.
    actor = replace(
        by,
        school_id=access.school_id,
        school_public_id=access.school.public_id,
        school_name=access.school.name,
        emergency_child_id=access.child_id,
    )
    with scope(actor.scope):
        yield actor
