"""Notice: what is promised to whom. Delivery: one channel's attempt to keep it. Attempt: each call to the outside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.kit.ids import uuid7
from services.notify.choices import Audience, Channel, DeliveryState, Outcome, Urgency
from services.schools.kinds import ALL, MaybeSchool, Public


class Notice(Public, MaybeSchool):
    """One promise to one recipient. The dedupe key makes a second run put nothing.

    `title` and `body` hold no health or poverty detail; a text to a guardian never says 留守.
    """

    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.REMINDER)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.STAFF)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, blank=True)
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(MaybeSchool.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "dedupe_key"], name="notice_once")]
        indexes = [models.Index(fields=["to_user", "-id"], name="notice_of_user")]


class Delivery(Public, MaybeSchool):
    """One channel of one notice: due → sending → sent | uncertain | failed → dead."""

    notice = models.ForeignKey(Notice, models.CASCADE, db_constraint=False, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta(MaybeSchool.Meta):
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["due", "failed", "sending"]), name="delivery_to_do"),
            models.Index(fields=["school", "-id"], name="delivery_of_school"),
            models.Index(fields=["county", "-id"], name="delivery_of_county"),
        ]


class Recipient(MaybeSchool):
    """Where a delivery goes. Schools and counties put it in and never read it: only a worker opens it, to send."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.OneToOneField(Delivery, models.CASCADE, db_constraint=False, related_name="recipient")
    address = models.BinaryField()  # sealed, bound to the delivery's public id
    address_index = models.CharField(max_length=64)  # daily caps count per recipient

    rights = {"r_school": "INSERT", "r_county": "INSERT", "r_worker": ALL}


class Attempt(MaybeSchool):
    """Committed before the outside call, so that a crash in between is seen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, db_constraint=False, related_name="tries")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta(MaybeSchool.Meta):
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once")]

    rights = {"r_school": "SELECT", "r_county": "SELECT", "r_worker": ALL}
