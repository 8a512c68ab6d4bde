"""体检回执: the family has read the day of the checkup, and says whether the child will come.

The days of the own class, for the calendar feed.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.children import access as children
from services.children.choices import PupilState
from services.children.links import digits_of_family
from services.health import queries
from services.health.choices import CampaignState, CheckupState
from services.health.models import Appointment, Checkup
from services.kit import clock
from services.links import calendar, kinds
from services.links.calendar import CalendarEvent
from services.links.kinds import LinkKind, Question
from services.links.models import Link


class Reply(models.TextChoices):
    """What a family answers to the day of a checkup."""

    COMING = "coming", gettext_lazy("看到了，会来")
    ABSENT = "absent", gettext_lazy("来不了")


def visible_to(by: Actor, now: datetime) -> models.QuerySet[Checkup]:
    """Checkups of pupils whom the actor may see, without their results."""
    return Checkup.objects.filter(pupil__in=children.visible_pupils(by, now))


def ahead(checkups: models.QuerySet[Checkup], now: datetime) -> models.QuerySet[Checkup]:
    """Those that are still to come."""
    return checkups.filter(
        state=CheckupState.EXPECTED,
        campaign__state=CampaignState.SCHEDULED,
        appointment__date__gte=clock.local_date(now),
        pupil__state=PupilState.ENROLLED,
    )


def issuable(by: Actor, subjects: Collection[UUID], now: datetime) -> set[UUID]:
    rows = ahead(visible_to(by, now), now).filter(public_id__in=subjects)
    return set(rows.values_list("public_id", flat=True))


def names_of(by: Actor, subjects: Collection[UUID], now: datetime) -> Mapping[UUID, str]:
    return dict(visible_to(by, now).filter(public_id__in=subjects).values_list("public_id", "pupil__name"))


def digits_of(subject: UUID) -> frozenset[str]:
    return digits_of_family(pupil__checkups__public_id=subject)


def checkup_of(subject: UUID, now: datetime) -> Checkup | None:
    """The checkup that a link is about; None once it is over, or the pupil has left."""
    rows = ahead(Checkup.objects.filter(public_id=subject), now)
    return rows.select_related("pupil__school", "appointment__clinic").first()


def question(link: Link, now: datetime) -> str:
    checkup = checkup_of(link.subject, now)
    if checkup is None:
        return ""
    day = date_format(checkup.appointment.date, _("n月j日"))
    return _("%(day)s在校体检，请早餐后到校。孩子来吗？") % {"day": day}


CHECKUP_REPLY = LinkKind(
    key="health.checkup_reply",
    title=gettext_lazy("体检回执"),
    lead=gettext_lazy("家里看到体检的日子，答来不来。"),
    message=gettext_lazy("孩子要在校体检，请点开看日子，答一下来不来。"),
    about="health.checkup",
    issuable=issuable,
    names=names_of,
    digits=digits_of,
    question=Question(text=question, choices=dict(Reply.choices), explained=Reply.ABSENT),
)
kinds.register(CHECKUP_REPLY)


@calendar.register
def checkup_events(by: Actor, begins: date, ends: date) -> Iterator[CalendarEvent]:
    """The days of the classes that a member of staff leads."""
    rows = Appointment.objects.filter(
        school_class__class_teacher=by.staff_id or 0,
        date__range=(begins, ends),
        campaign__state=CampaignState.SCHEDULED,
    ).select_related("clinic", "campaign__term", "school_class")
    for row in rows.order_by("date", "pk"):
        title = _("%(class)s体检") % {"class": queries.label_of(row)}
        yield CalendarEvent(uid=str(row.public_id), title=title, begins=row.date, location=row.clinic.name)
