"""The link to the family's page of a child (家长页): whose it may be, and which digits confirm it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from services.access.actor import Actor
from services.children import access
from services.children.choices import UNUSABLE_RESULTS, PupilState
from services.children.models import Child, PhoneNumber
from services.links import kinds
from services.links.kinds import LinkKind

DIGITS = 4  # the last ones of a number


def may_issue(by: Actor, subject: UUID, now: datetime) -> bool:
    return access.visible_to(by, now).filter(public_id=subject).exists()


def digits_of_family(subject: UUID) -> frozenset[str]:
    """The last four digits of each number of a child's family that may work."""
    rows = PhoneNumber.objects.filter(pupil__child__public_id=subject).exclude(verification__in=UNUSABLE_RESULTS)
    numbers = (row.unseal("number") for row in rows)
    return frozenset(number[-DIGITS:] for number in numbers if len(number) >= DIGITS)


def names_of(by: Actor, subjects: Collection[UUID], now: datetime) -> Mapping[UUID, str]:
    """Of the children whom the actor may see: a link outlives a pairing, the name of the child does not."""
    return dict(access.visible_to(by, now).filter(public_id__in=subjects).values_list("public_id", "pupil__name"))


def child_of(subject: UUID) -> Child | None:
    """The child whose page a link opens; None once the case file is closed or the pupil has left."""
    rows = Child.objects.select_related("pupil__school", "pupil__school_class__class_teacher")
    return rows.filter(public_id=subject, closed_on__isnull=True, pupil__state=PupilState.ENROLLED).first()


FAMILY_PAGE = LinkKind(
    key="children.family_page",
    title=_("家长页：孩子的老师是谁"),
    may_issue=may_issue,
    digits=digits_of_family,
    names=names_of,
)
kinds.register(FAMILY_PAGE)
