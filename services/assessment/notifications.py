"""What schools are notified of while a round goes on."""

from datetime import datetime
from typing import Literal, cast

from services.access.queries import active_memberships
from services.access.roles import Role
from services.assessment.choices import Assessee
from services.assessment.models import AssessmentResult, AssessmentRound
from services.kit import clock
from services.notify import outbox


def notify_schools(
    *, round_: AssessmentRound, title: str, step: Literal["computed", "published"], now: datetime
) -> int:
    """Notify heads and administrators of every assessed school, at most once a day and step. Returns how many."""
    schools = AssessmentResult.objects.filter(round=round_, assessee=Assessee.SCHOOL).values("school_id")
    # A worker's scope sees every county, so the round's own is named.
    leaders = active_memberships(clock.local_date(now)).filter(
        county_id=cast("int", round_.county_id), school_id__in=schools, role__in=[Role.HEAD, Role.SCHOOL_ADMIN]
    )
    return outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"assessment:{round_.public_id}:{step}:{clock.local_date(now)}:{user_id}",
            kind=f"assessment.{step}",
            title=title,
            path=f"/assessment-rounds/{round_.public_id}/",
            recipient_id=user_id,
            now=now,
            county_id=round_.county_id,
            school_id=school_id,
        )
        for user_id, school_id in leaders.values_list("user_id", "school_id").distinct()
    )
