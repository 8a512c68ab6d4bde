"""Outlet: a group robot or another system a place writes to. OptOut: who does not want a channel any more."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.kit.ids import uuid7
from services.notify.choices import Channel
from services.schools.tenancy import ALL, PublicIdModel, SchoolOrCountyOwned

SELECT_INSERT_DELETE = "SELECT, INSERT, DELETE"


class Integration(PublicIdModel, SchoolOrCountyOwned):
    """A robot's key or a webhook's address with its secret, sealed; changed, switched off, never shown again."""

    channel = models.CharField(max_length=10, choices=Channel)
    name = models.CharField(max_length=60)
    address = models.BinaryField()
    secret = models.BinaryField(null=True)
    kinds = models.JSONField(default=list)  # of notices it is sent; [] for all
    is_enabled = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "school", "name"], name="outlet_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(channel__in=["wecom", "dingtalk", "webhook"]), name="outlet_channel"),
        ]


class OptOut(SchoolOrCountyOwned):
    """A recipient who has refused a channel, kept until they ask again. Safety alerts still go out.

    The address is in no row: its blind index is found by whoever knows the address, to take the refusal back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=10, choices=Channel)
    address_index = models.CharField(max_length=64)
    since = models.DateTimeField()
    source = models.CharField(max_length=60)  # as 回复TD, or the page on which it was asked

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            # Each place keeps what it was told: a school takes back its own row and no other's.
            models.UniqueConstraint(
                fields=["county", "school", "channel", "address_index"], name="opt_out_once", nulls_distinct=False
            )
        ]

    privileges = {"r_school": SELECT_INSERT_DELETE, "r_county": SELECT_INSERT_DELETE, "r_worker": ALL}
