"""Links, and the phones on which they were opened."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.access.models import ROLE_LENGTH
from services.schools.tenancy import ALL, NO_PRIVILEGES, READ_BEFORE_SCOPE, PublicIdModel, SchoolOwned


class Link(PublicIdModel, SchoolOwned):
    """One page for one person without an account, until a moment and on a number of phones."""

    kind = models.CharField(max_length=60)  # as in `services.links.kinds`
    subject = models.UUIDField()  # the public id of what the page is about
    purpose = models.CharField(max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_as = models.CharField(max_length=ROLE_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveSmallIntegerField()
    uses = models.PositiveSmallIntegerField(default=0)
    wrong_digits = models.PositiveSmallIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}
    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(SchoolOwned.Meta):
        constraints = [models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="link_uses_within_limit")]
        indexes = [
            models.Index(fields=["school", "-id"], name="link_of_school"),
            models.Index(fields=["county", "expires_at"], name="link_by_end"),
        ]


class LinkSession(SchoolOwned):
    """One phone on which a link was opened. It sees the page once the four digits were right."""

    link = models.ForeignKey(Link, models.CASCADE, db_constraint=False, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}
    extra_policies = (READ_BEFORE_SCOPE,)
