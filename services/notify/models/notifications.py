"""Notice: what is promised to whom. Delivery: one channel's attempt to keep it. Attempt: each call to the outside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.jobs.models import Occurrence
from services.kit.ids import uuid7
from services.notify.choices import (
    AttemptOutcome,
    Audience,
    Channel,
    DelayReason,
    DeliveryState,
    ReceiptStatus,
    Urgency,
)
from services.notify.models.integrations import Integration
from services.schools.tenancy import ALL, APPEND, READ, PublicIdModel, SchoolOrCountyOwned

# What a carrier has told and the delivery's state does not say yet.
UNAPPLIED_RECEIPT = Q(receipt="undelivered", state__in=["sent", "uncertain"]) | Q(
    receipt="delivered", state__in=["uncertain", "retrying", "dead"]
)
NEEDS_ATTENTION = [DeliveryState.UNCERTAIN, DeliveryState.DEAD, DeliveryState.TO_CALL]
SENDABLE = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.SENDING]


class Notification(PublicIdModel, SchoolOrCountyOwned):
    """One promise to one recipient. The dedupe key makes a second run put nothing.

    `title`, `body` and `variables` hold no health or poverty detail; a text to a guardian never says 留守. `subject` is
    the public id of what it is about, `child` that of the child: the rooms above own those rows.
    """

    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    urgency = models.CharField(max_length=15, choices=Urgency, default=Urgency.REMINDER)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.STAFF)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recipient_name = models.CharField(
        max_length=60, blank=True
    )  # how the ledger names the recipient: a person of this place
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, blank=True)
    variables = models.JSONField(default=dict)  # for gateways that send registered templates only
    path = models.CharField(max_length=200, blank=True)
    subject_id = models.UUIDField(null=True)
    child_id = models.UUIDField(null=True)
    occurrence = models.ForeignKey(Occurrence, models.SET_NULL, null=True, db_constraint=False, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # -- the ladder: who does not acknowledge is asked again, then others are
    requires_acknowledgement = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    snoozed_until = models.DateField(null=True)
    snooze_reason = models.CharField(max_length=120, blank=True)
    escalation_level = models.PositiveSmallIntegerField(
        default=0
    )  # 0: the first notice; each step up the ladder adds one
    escalated_from = models.ForeignKey("self", models.SET_NULL, null=True, db_constraint=False, related_name="raised")

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "dedupe_key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_user"),
            models.Index(
                fields=["school", "child_id", "-id"], condition=Q(child_id__isnull=False), name="notice_of_child"
            ),
            models.Index(fields=["county", "kind", "-id"], name="notice_of_kind"),
            models.Index(
                fields=["school", "id"],
                condition=Q(requires_acknowledgement=True, acknowledged_at__isnull=True),
                name="notice_unanswered",
            ),
        ]


class Delivery(PublicIdModel, SchoolOrCountyOwned):
    """One channel of one notice: due → sending → sent | uncertain | failed → dead.

    `wanted_at`: when the rule asked for it; `due_at`: when it may go out, moved for the reason in `later`. `turn`: a
    channel of a later turn waits until all of the turn before have failed. `merged_into`: the digest it goes out in.
    """

    notification = models.ForeignKey(Notification, models.CASCADE, db_constraint=False, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    integration = models.ForeignKey(
        Integration, models.PROTECT, null=True, db_constraint=False, related_name="deliveries"
    )
    fallback_order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    is_urgent = models.BooleanField(default=False)  # a safety alert: first in the line, at any hour
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

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel", "integration"], name="delivery_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["-is_urgent", "due_at", "id"], condition=Q(state__in=SENDABLE), name="delivery_to_do"),
            models.Index(fields=["school", "-id"], name="delivery_of_school"),
            models.Index(fields=["county", "-id"], name="delivery_of_county"),
            models.Index(
                fields=["county", "-id"], condition=Q(state__in=NEEDS_ATTENTION), name="delivery_for_a_person"
            ),
            models.Index(fields=["receipt_at"], condition=UNAPPLIED_RECEIPT, name="delivery_unsettled"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="delivery_merged"),
            models.Index(fields=["county", "sent_at"], condition=Q(sent_at__isnull=False), name="delivery_lateness"),
        ]


class RecipientAddress(SchoolOrCountyOwned):
    """Where a delivery goes. Schools and counties put it in and never read it: only a worker opens it, to send."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.OneToOneField(Delivery, models.CASCADE, db_constraint=False, related_name="recipient")
    address = models.BinaryField()  # sealed, bound to the delivery's public id
    address_index = models.CharField(max_length=64, db_index=True)  # digests and daily caps count per recipient
    works_from = models.TimeField(null=True)  # a parent's shift, in which no message is sent
    works_until = models.TimeField(null=True)

    privileges = {"r_school": "INSERT", "r_county": "INSERT", "r_worker": ALL}


class DeliveryAttempt(SchoolOrCountyOwned):
    """Committed before the outside call, so that a crash in between is seen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, db_constraint=False, related_name="tries")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=Channel)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=AttemptOutcome, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)  # the gateway's own number, which its receipts name
    reason = models.CharField(max_length=80, blank=True)  # the gateway's code, never a number or a text

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once")]
        indexes = [
            models.Index(fields=["channel", "-started_at"], name="attempt_rate"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="attempt_of_provider"),
        ]

    privileges = {"r_school": APPEND, "r_county": READ, "r_worker": ALL}  # a school writes down the calls it made


class DeliveryReceipt(models.Model):
    """A receipt as a provider told it, until a worker has written it into its delivery. It names no number.

    The door that hears it has no scope: which county it belongs to is not known yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider_id = models.CharField(max_length=80, blank=True)  # as in Attempt
    delivery_id = models.UUIDField(null=True)  # the delivery's public id
    status = models.CharField(max_length=12, choices=ReceiptStatus)
    received_at = models.DateTimeField()
