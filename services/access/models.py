"""Memberships, invitations, the shape of a grant, and the trail."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from services.access.roles import COUNTY_ROLES, Role
from services.kit.ids import uuid7
from services.schools.managers import ScopedManager
from services.schools.models import Staff
from services.schools.tenancy import APPEND, READ_BEFORE_SCOPE, PublicIdModel, SchoolOrCountyOwned, SchoolOwned

_IS_COUNTY_ROLE = Q(role__in=sorted(COUNTY_ROLES))


class Membership(PublicIdModel, SchoolOrCountyOwned):
    """A person's role at a school, or at the bureau, from a day until the first day it no longer holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    # The doorman (login web, no scope yet) looks up a person's memberships; a school sees its own.
    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=(_IS_COUNTY_ROLE & Q(school__isnull=True)) | (~_IS_COUNTY_ROLE & Q(school__isnull=False)),
                name="membership_place_fits_role",
            ),
            models.UniqueConstraint(
                fields=["user", "county", "school", "role"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_forward"
            ),
        ]


class Invitation(PublicIdModel, SchoolOrCountyOwned):
    """A door opened for one person: they choose username and password at the doorstep."""

    role = models.CharField(max_length=20, choices=Role)
    name = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)  # the membership it opens ends here
    accepted_at = models.DateTimeField(null=True, blank=True)

    extra_policies = (READ_BEFORE_SCOPE,)


class GrantManager(ScopedManager[Any]):
    """guardian looks for its own manager's methods only on stock paths, which are closed here."""


class Grant(SchoolOwned, UserObjectPermissionBase):
    """A permission of one person on one object until a moment. Subclasses add `content_object` and why."""

    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    objects = GrantManager()  # type: ignore[assignment, misc]  # guardian names its own; ours is scoped

    class Meta(SchoolOwned.Meta):
        abstract = True


class AuditEvent(SchoolOrCountyOwned):
    """Who did or saw what, when and why. Written in the same transaction; never changed, never deleted.

    `about` are public ids of what was touched (a list page leaves one row with all its ids); `detail` holds field
    names and counts, never a person's data.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recorded_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    target = models.JSONField(default=list)
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    privileges = {"r_school": APPEND, "r_county": APPEND, "r_worker": APPEND}

    class Meta(SchoolOrCountyOwned.Meta):
        indexes = [
            models.Index(fields=["county", "-id"], name="trail_of_county"),
            models.Index(fields=["school", "-id"], name="trail_of_school"),
        ]
