"""Notifications that an action of this app writes at once; those that a rule times are in `reminders`."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from services.access.queries import heads
from services.care import queries
from services.children.models import Child
from services.kit import clock
from services.links.models import Link
from services.notify import outbox
from services.notify.choices import STAFF_CHANNELS, Urgency
from services.schools.models import Staff

VISIT_CONCERN = "care.visit_concern"


def notify_visit_concern(*, child: Child, link: Link, now: datetime) -> int:
    """Tell the mentor, or where there is none the class teacher, and the heads, at any hour; once a day and link."""
    return outbox.add_many(_request(child, link, staff, now) for staff in _responsible(child, now))


def _responsible(child: Child, now: datetime) -> Iterable[Staff]:
    pairing = queries.open_pairings().filter(child=child).select_related("mentor__staff").first()
    teacher = pairing.mentor.staff if pairing else child.pupil.school_class.class_teacher
    people = [*([teacher] if teacher else []), *heads(child.school_id, clock.local_date(now))]
    return {staff.pk: staff for staff in people}.values()


def _request(child: Child, link: Link, staff: Staff, now: datetime) -> outbox.NotificationRequest:
    with translation.override(staff.language):
        return outbox.NotificationRequest(
            dedupe_key=f"{VISIT_CONCERN}:{link.public_id}:{clock.local_date(now)}:{staff.pk}",
            kind=VISIT_CONCERN,
            # No name and not what it is: a phone may show it to others.
            title=_("看望孩子的人说有情况"),
            body=_("请打开孩子的页面看是谁报的、说了什么，并马上联系。"),
            path=f"/children/{child.public_id}/?tab=links",
            recipient_id=staff.user_id,
            recipient_name=staff.name,
            email=staff.email,
            channels=STAFF_CHANNELS,
            urgency=Urgency.SAFETY,
            target_id=child.public_id,
            child=child.public_id,
            requires_acknowledgement=True,
            now=now,
        )
