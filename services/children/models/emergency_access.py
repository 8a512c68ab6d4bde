"""紧急查看: an officer of the county opens one child of a school, for an hour and a reason."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.access.models import ROLE_LENGTH
from services.access.roles import Role
from services.children.choices import EmergencyVerdict
from services.children.models.files import Child
from services.schools.models import Officer
from services.schools.tenancy import ALL, PublicIdModel, SchoolOwned

ACCESS_DURATION = timedelta(minutes=60)


class EmergencyAccess(PublicIdModel, SchoolOwned):
    """One officer sees one child of a school in full from a moment until a moment; afterwards somebody reviews it.

    `officer_name` is kept, because a school's role cannot read officers.
    """

    child = models.ForeignKey(Child, models.PROTECT, db_constraint=False, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, db_constraint=False, related_name="+")
    officer_name = models.CharField(max_length=60)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_as = models.CharField(max_length=ROLE_LENGTH, choices=Role)
    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer_name = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=20, choices=EmergencyVerdict, blank=True)
    review_note = models.CharField(max_length=300, blank=True)

    # Only the county opens one, nobody deletes one; officer and school end it, head and lead review it.
    privileges = {"r_school": "SELECT, UPDATE", "r_county": "SELECT, INSERT, UPDATE", "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at")) & Q(expires_at__lte=F("opened_at") + ACCESS_DURATION),
                name="emergency_access_is_short",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict=""),
                name="emergency_access_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("opened_by")),
                name="emergency_access_not_by_itself",
            ),
        ]
        indexes = [
            # The queue: what nobody has reviewed, by school.
            models.Index(
                fields=["school", "opened_at"], condition=Q(reviewed_at__isnull=True), name="emergency_to_review"
            )
        ]
