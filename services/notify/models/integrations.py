"""Integrations of a tenant with group robots and other systems; opt-outs of recipients."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.kit.ids import uuid7
from services.notify.choices import ADDRESS_PURPOSE, Channel
from services.schools.sealed import SealedColumns
from services.schools.tenancy import ALL, PublicIdModel, SchoolOrCountyOwned

SELECT_INSERT_DELETE = "SELECT, INSERT, DELETE"


class Integration(PublicIdModel, SchoolOrCountyOwned, SealedColumns):
    """A group robot or a webhook of another system. Its address and secret are sealed and never shown again."""

    channel = models.CharField(max_length=10, choices=Channel)
    name = models.CharField(max_length=60)
    address = models.BinaryField()
    secret = models.BinaryField(null=True)
    kinds = models.JSONField(default=list)  # kinds of notifications it receives; [] for all
    is_enabled = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    bound_to = ("public_id",)

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "school", "name"], name="integration_name", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(channel__in=["wecom", "dingtalk", "webhook"]), name="integration_channel"
            ),
        ]


class OptOut(SchoolOrCountyOwned):
    """A recipient refused a channel; safety alerts still go out.

    Only a blind index of the address is stored: whoever knows the address can find the row and take it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=10, choices=Channel)
    address_index = models.CharField(max_length=64)
    opted_out_at = models.DateTimeField()
    source = models.CharField(max_length=60)  # how it reached us, such as 回复TD

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            # One row per tenant: a school may take back what it recorded itself, and no other school's.
            models.UniqueConstraint(
                fields=["county", "school", "channel", "address_index"], name="opt_out_address", nulls_distinct=False
            )
        ]

    blind_indexes_alone = {"address_index": ADDRESS_PURPOSE}

    # No UPDATE: an opt-out is recorded or taken back, never changed.
    privileges = {"r_school": SELECT_INSERT_DELETE, "r_county": SELECT_INSERT_DELETE, "r_worker": ALL}
