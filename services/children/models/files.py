"""The case file of a left-behind pupil, its contact cards, and who may be near the child and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.access.models import Grant
from services.children.choices import AssignmentReason, OpeningReason
from services.children.models.pupils import Pupil
from services.files.models import Attachment
from services.schools.models import Staff
from services.schools.tenancy import PublicIdModel, SchoolOwned


class Child(PublicIdModel, SchoolOwned):
    """The case file (档案) of a pupil, open from a day until a day."""

    pupil = models.OneToOneField(Pupil, models.CASCADE, db_constraint=False, related_name="child")
    opened_on = models.DateField()
    opening_reason = models.CharField(max_length=20, choices=OpeningReason)
    closed_on = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        # what a grant on one child can allow
        default_permissions = ("view",)
        permissions = [("record_care", "Can record care"), ("view_name", "Can see the first name and nothing else")]


class ContactCard(PublicIdModel, SchoolOwned):
    """A contact card 联系卡 as it was issued; a later change of the family makes it stale."""

    child = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="cards")
    issued_on = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    stale_on = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(stale_on__isnull=True), name="one_current_card")
        ]


class CaseAssignment(PublicIdModel, SchoolOwned):
    """Why this adult may be near this child, from a moment until a moment. Grants and pairings point here."""

    child = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="assignments")
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="assignments")
    reason = models.CharField(max_length=20, choices=AssignmentReason)
    note = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["child", "staff", "reason"], condition=Q(until__isnull=True), name="one_open_assignment"
            )
        ]


class ChildGrant(Grant):
    """One user may do one thing with one case file, because of an assignment."""

    content_object = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="grants")
    assignment = models.ForeignKey(CaseAssignment, models.CASCADE, db_constraint=False, related_name="grants")

    class Meta(Grant.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object", "assignment"], name="child_grant_once"
            )
        ]
        indexes = [models.Index(fields=["user", "permission", "content_object"], name="child_grant_of_user")]


class ChildAttachment(Attachment):
    """A photo, certificate or form of a case file."""

    child = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="attachments")

    class Meta(Attachment.Meta):
        indexes = [models.Index(fields=["child", "-id"], name="attachment_of_child")]
