"""Memberships, invitations, the base of grant tables, and audit events."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from services.access.roles import COUNTY_ROLES, Role
from services.kit.ids import uuid7
from services.schools.managers import ScopedManager
from services.schools.models import Officer, Staff
from services.schools.tenancy import (
    APPEND,
    READ_BEFORE_SCOPE,
    PublicIdModel,
    SchoolOrCountyOwned,
    SchoolOwned,
    TenantModel,
)

ROLE_LENGTH = 30
KEEP_AUDIT_DAYS = 3 * 365  # not even a worker may delete a younger event
_APPEND_AND_PURGE = "SELECT, INSERT, DELETE"
# An id holds the moment it was made (UUIDv7): the first id of the day before which events may go.
_FIRST_KEPT = (
    f"(lpad(to_hex((extract(epoch FROM now() - interval '{KEEP_AUDIT_DAYS} days') * 1000)::bigint), 12, '0')"
    " || repeat('0', 20))::uuid"
)
_IS_COUNTY_ROLE = Q(role__in=sorted(COUNTY_ROLES))


class Membership(PublicIdModel, SchoolOrCountyOwned):
    """A user's role at a school or county from a day on; `until` is the first day without it.

    `staff` or `officer` is the person behind the login: every row of the audit log leads to a name.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=ROLE_LENGTH, choices=Role)
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    # The middleware looks up a user's memberships before any scope is open; inside, a school sees its own.
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
            models.CheckConstraint(
                condition=Q(school__isnull=False, staff__isnull=False, officer__isnull=True)
                | Q(school__isnull=True, staff__isnull=True, officer__isnull=False),
                name="membership_names_its_person",
            ),
        ]


class Invitation(PublicIdModel, SchoolOrCountyOwned):
    """A link, valid once, with which a person becomes a member, by a new login or by the one they have.

    At a school it is for a member of staff, or for somebody the county names before the school has a row for them;
    at a county `name` is the officer's.
    """

    role = models.CharField(max_length=ROLE_LENGTH, choices=Role)
    name = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # Without an inviter it was the operator, who may invite to a county's office.
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)  # the first day without the membership it creates
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "staff"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, staff__isnull=False),
                name="invitation_one_open",
            )
        ]


class AccountLink(PublicIdModel, SchoolOrCountyOwned):
    """A link, valid once for a day, with which a person chooses a new password; a second factor is set up anew."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # Without an issuer it was the operator, who may help everybody.
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued_as = models.CharField(max_length=ROLE_LENGTH, choices=Role, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    extra_policies = (READ_BEFORE_SCOPE,)


class Grant(SchoolOwned, UserObjectPermissionBase):
    """One permission of one user on one object, until a moment. Subclasses add `content_object` and the reason."""

    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    # guardian's manager is used by its shortcuts only, which this project does not call
    objects = ScopedManager()  # type: ignore[assignment, misc]

    class Meta(SchoolOwned.Meta):
        abstract = True


class AuditEvent(SchoolOrCountyOwned):
    """Who did or read what, when and why. Written in the transaction of the action, never changed, deleted by age.

    `target` lists public ids (a list page writes one event with all its ids); `target_model` is the model of the first.
    `detail` holds field names and counts, never a person's data.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recorded_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    role = models.CharField(max_length=ROLE_LENGTH, blank=True)
    # Who ran an operator's command, a person without a login. Without it an event of no user is a worker's.
    operator = models.CharField(max_length=60, blank=True, default="", db_default="")
    action = models.CharField(max_length=60)
    target_model = models.CharField(max_length=40, blank=True, db_column="subject")  # its former name
    target = models.JSONField(default=list)
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    privileges = {"r_school": APPEND, "r_county": APPEND, "r_worker": _APPEND_AND_PURGE}
    restrictions = (f"FOR DELETE TO r_worker USING (id < {_FIRST_KEPT})",)

    class Meta(SchoolOrCountyOwned.Meta):
        indexes = [  # each in the order of a page of the log
            models.Index(fields=["county", "-recorded_at", "-id"], name="audit_of_county"),
            models.Index(fields=["school", "-recorded_at", "-id"], name="audit_of_school"),
            models.Index(fields=["user", "-recorded_at", "-id"], name="audit_of_person"),
            models.Index(fields=["county", "action", "-recorded_at", "-id"], name="audit_of_action"),
        ]


class AuditTarget(TenantModel):
    """One id of an event's `target`, written by a trigger: finds the events about a row.

    A table, because no operator of jsonb or of arrays may use an index under row-level security (they are not
    leakproof); the equality of a uuid may. A list of fifty writes fifty rows: they have no foreign key to look up, the
    trigger copies the keys of the event.
    """

    school_id = models.BigIntegerField(null=True)
    county_id = models.BigIntegerField()
    event_id = models.UUIDField()
    target = models.UUIDField()

    privileges = {"r_school": APPEND, "r_county": APPEND, "r_worker": _APPEND_AND_PURGE}
    restrictions = (f"FOR DELETE TO r_worker USING (event_id < {_FIRST_KEPT})",)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["target", "event_id"], name="audit_target")]
