"""Notifications that an action of this app writes at once; those that a rule times are in reminders.py."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.access.queries import heads
from services.children.models import EmergencyAccess
from services.kit import clock
from services.notify import outbox
from services.notify.choices import STAFF_CHANNELS, Urgency
from services.schools.models import Staff

EMERGENCY_ACCESS = "children.emergency_access_opened"


def notify_emergency_access(*, access: EmergencyAccess, now: datetime) -> int:
    """Tell the heads of the school at any hour; its administrators where it has no head. Returns how many."""
    return outbox.add_many(_request(access, staff, now) for staff in heads(access.school_id, clock.local_date(now)))


def _request(access: EmergencyAccess, staff: Staff, now: datetime) -> outbox.NotificationRequest:
    with translation.override(staff.language):
        values = {
            "officer": access.officer_name,
            "time": date_format(timezone.localtime(now), "H:i"),
            "end": date_format(timezone.localtime(access.expires_at), "H:i"),
        }
        return outbox.NotificationRequest(
            dedupe_key=f"{EMERGENCY_ACCESS}:{access.public_id}:{staff.user_id}",
            kind=EMERGENCY_ACCESS,
            # No name of the child and no reason: a phone may show it to others.
            title=_("县里紧急查看了一名孩子的资料"),
            body=_("%(officer)s %(time)s 打开，最晚 %(end)s 结束。事由见页面，结束后请复核。") % values,
            path=f"/emergency-accesses/{access.public_id}/",
            recipient_id=staff.user_id,
            recipient_name=staff.name,
            email=staff.email,
            channels=STAFF_CHANNELS,
            urgency=Urgency.SAFETY,
            target_id=access.public_id,
            requires_acknowledgement=True,
            now=now,
            county_id=access.county_id,
            school_id=access.school_id,
        )
