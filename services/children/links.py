"""Links about a child: whose they may be, which digits confirm them; the family's page (家长页)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access.actor import Actor
from services.children import access
from services.children.choices import UNUSABLE_RESULTS, PupilState
from services.children.models import Child, PhoneNumber
from services.links import kinds
from services.links.kinds import LinkKind, Question
from services.links.models import Link

DIGITS = 4  # the last ones of a number


ABOUT = "children.child"


def issuable(by: Actor, subjects: Collection[UUID], now: datetime) -> set[UUID]:
    """Of these children those whom the actor may see, with an open case file and at the school."""
    rows = access.visible_to(by, now).filter(public_id__in=subjects)
    return set(rows.filter(closed_on=None, pupil__state=PupilState.ENROLLED).values_list("public_id", flat=True))


def digits_of_child(subject: UUID) -> frozenset[str]:
    return digits_of_family(pupil__child__public_id=subject)


def digits_of_family(**of_pupil: UUID) -> frozenset[str]:
    """The last four digits of each number of a pupil's family that may work."""
    rows = PhoneNumber.objects.filter(**of_pupil).exclude(verification__in=UNUSABLE_RESULTS)
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
    title=_("家长页"),
    lead=_("家里看得到孩子的老师是谁。"),
    message=_("请点开看孩子的老师是谁。"),
    about=ABOUT,
    issuable=issuable,
    digits=digits_of_child,
    names=names_of,
)


class Consent(models.TextChoices):
    """What a guardian says to one thing that the school asks for. The newest answer counts."""

    YES = "yes", _("同意")
    NO = "no", _("不同意")


def consent_question(link: Link, _now: datetime) -> str:
    return link.question if child_of(link.subject) else ""


CONSENT = LinkKind(
    key="children.consent",
    title=_("征求同意"),
    lead=_("写明一件事，家里答同意或不同意，以后也能撤回。"),
    message=_("有一件事请您点开看看，同不同意都请回答。"),
    about=ABOUT,
    issuable=issuable,
    names=names_of,
    digits=digits_of_child,
    question=Question(text=consent_question, choices=dict(Consent.choices), is_worded_by_issuer=True),
    days=180,
    max_days=366,  # as long as it opens, consent can be withdrawn on the same phone
)
kinds.register(FAMILY_PAGE)
kinds.register(CONSENT)
