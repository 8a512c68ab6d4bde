"""A notification to one recipient, its deliveries by channel, and every attempt to send them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.jobs.models import Occurrence
from services.kit.ids import uuid7
from services.notify.choices import (
    ADDRESS_PURPOSE,
    AttemptOutcome,
    Audience,
    Channel,
    DelayReason,
    DeliveryState,
    ReceiptStatus,
    Urgency,
)
from services.notify.models.integrations import Integration
from services.schools.sealed import SealedColumns
from services.schools.tenancy import ALL, APPEND, READ, PublicIdModel, SchoolOrCountyOwned

# Deliveries whose receipt contradicts their state: the receipt has not been applied yet.
UNAPPLIED_RECEIPT = Q(receipt="undelivered", state__in=["sent", "uncertain"]) | Q(
    receipt="delivered", state__in=["uncertain", "retrying", "dead"]
)
NEEDS_ATTENTION = [DeliveryState.UNCERTAIN, DeliveryState.DEAD, DeliveryState.TO_CALL]
SENDABLE = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.SENDING]


class Notification(PublicIdModel, SchoolOrCountyOwned):
    """One message to one recipient, written once per dedupe key.

    `title`, `body` and `variables` hold no health or poverty detail; a text to a guardian never says 留守. `target_id`
    and `child_id` are public ids, without foreign keys: those rows belong to apps above this one.
    """

    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    urgency = models.CharField(max_length=15, choices=Urgency, default=Urgency.REMINDER)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.STAFF)
    # None for recipients without a login, such as families.
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recipient_name = models.CharField(max_length=60, blank=True)  # shown in the delivery log
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, blank=True)
    variables = models.JSONField(default=dict)  # for gateways that only send registered templates
    path = models.CharField(max_length=200, blank=True)
    target_id = models.UUIDField(null=True, db_column="subject_id")  # its former name
    child_id = models.UUIDField(null=True)
    occurrence = models.ForeignKey(Occurrence, models.SET_NULL, null=True, db_constraint=False, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # -- escalation
    requires_acknowledgement = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    snoozed_until = models.DateField(null=True)
    snooze_reason = models.CharField(max_length=120, blank=True)
    escalation_level = models.PositiveSmallIntegerField(default=0)  # 0 for the first one, +1 per escalation
    escalated_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, db_constraint=False, related_name="escalations"
    )

    county_wide_keys = ("occurrence",)  # a county's rule reminds its schools

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "dedupe_key"], name="notification_dedupe_key")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_recipient"),
            models.Index(
                fields=["school", "child_id", "-id"], condition=Q(child_id__isnull=False), name="notification_child"
            ),
            models.Index(fields=["county", "kind", "-id"], name="notification_kind"),
            models.Index(
                fields=["school", "kind", "id"],
                condition=Q(requires_acknowledgement=True, acknowledged_at__isnull=True),
                name="notification_to_escalate",
            ),
            models.Index(fields=["created_at"], name="notification_created"),  # the purge reads what is old only
        ]


class Delivery(PublicIdModel, SchoolOrCountyOwned):
    """One channel of one notification: due → sending → sent | uncertain | retrying → dead.

    It was requested at `requested_at` and may go out at `due_at`, which is later for `delay_reason`. Deliveries with a
    higher `fallback_order` wait until all with a lower one have failed. `merged_into` is the leader of its digest.
    """

    notification = models.ForeignKey(Notification, models.CASCADE, db_constraint=False, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    integration = models.ForeignKey(
        Integration, models.PROTECT, null=True, db_constraint=False, related_name="deliveries"
    )
    fallback_order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    is_urgent = models.BooleanField(default=False)  # a safety alert: sent first, at any hour
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    delay_reason = models.CharField(max_length=15, choices=DelayReason, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, db_constraint=False, related_name="merged")
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=12, choices=ReceiptStatus, blank=True)
    receipt_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    county_wide_keys = ("merged_into",)  # a digest goes to one person, who may work at two schools

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                # NULLs count as equal: one delivery of a notification on a channel without integrations.
                fields=["notification", "channel", "integration"],
                name="delivery_channel",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["-is_urgent", "due_at", "id"], condition=Q(state__in=SENDABLE), name="delivery_sendable"
            ),
            models.Index(fields=["school", "-id"], name="delivery_school"),
            models.Index(fields=["county", "-id"], name="delivery_county"),
            models.Index(
                fields=["county", "-id"], condition=Q(state__in=NEEDS_ATTENTION), name="delivery_needs_attention"
            ),
            models.Index(fields=["receipt_at"], condition=UNAPPLIED_RECEIPT, name="delivery_unapplied_receipt"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="delivery_merged_into"),
            models.Index(fields=["county", "sent_at"], condition=Q(sent_at__isnull=False), name="delivery_sent"),
        ]


class RecipientAddress(SchoolOrCountyOwned, SealedColumns):
    """The sealed address of a delivery. Schools and counties only insert it; only a worker reads it, to send."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.OneToOneField(Delivery, models.CASCADE, db_constraint=False, related_name="recipient")
    address = models.BinaryField()  # sealed, bound to the delivery's public id
    address_index = models.CharField(max_length=64, db_index=True)  # digests and limits count per recipient
    works_from = models.TimeField(null=True)  # a parent's working hours, in which no message is sent
    works_until = models.TimeField(null=True)

    privileges = {"r_school": "INSERT", "r_county": "INSERT", "r_worker": ALL}

    bound_to = ("delivery.public_id",)
    blind_indexes = {"address_index": ("address", ADDRESS_PURPOSE)}


class DeliveryAttempt(SchoolOrCountyOwned):
    """One call to a gateway. Committed before the call, so that a crash during the call leaves an open attempt."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, db_constraint=False, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=Channel)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=AttemptOutcome, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)  # the gateway's own message id, named in its receipts
    reason = models.CharField(max_length=80, blank=True)  # the gateway's error code, never a phone number or a text

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number")]
        indexes = [
            models.Index(fields=["channel", "-started_at"], name="attempt_channel_started"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="attempt_provider_id"),
        ]

    privileges = {"r_school": APPEND, "r_county": READ, "r_worker": ALL}  # a school records its phone calls


class DeliveryReceipt(models.Model):
    """A receipt as the provider sent it, kept until a worker applies it to its delivery. Holds no phone number.

    It belongs to no tenant: the endpoint that receives it cannot know the county.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider_id = models.CharField(max_length=80, blank=True)  # as in DeliveryAttempt
    delivery_id = models.UUIDField(null=True)  # the delivery's public id
    status = models.CharField(max_length=12, choices=ReceiptStatus)
    received_at = models.DateTimeField()
