"""What several answers of this room are made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from rest_framework import serializers

from services.access.actor import Actor
from services.children import access
from services.notify.choices import Channel, DelayReason, DeliveryState, ReceiptStatus
from services.notify.models import Delivery

WAY = (
    "channel",
    "state",
    "delay_reason",
    "requested_at",
    "due_at",
    "sent_at",
    "receipt",
    "receipt_at",
    "attempt_count",
)


class DeliveryStatusSerializer(serializers.Serializer[Any]):
    """A delivery within its notice. Nothing here says to which number or address it went."""

    id = serializers.UUIDField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    delay_reason = serializers.ChoiceField(
        choices=DelayReason.choices, allow_blank=True, help_text="为什么晚于规则要求的时间"
    )
    requested_at = serializers.DateTimeField(help_text="规则要求的时间")
    due_at = serializers.DateTimeField(help_text="最早可以发出的时间")
    sent_at = serializers.DateTimeField(allow_null=True)
    receipt = serializers.ChoiceField(choices=ReceiptStatus.choices, allow_blank=True)
    receipt_at = serializers.DateTimeField(allow_null=True)
    attempt_count = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)


def serialize_delivery(row: Delivery) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in WAY}
    return {"id": row.public_id, **plain, "error": error_text(row.error)}


def error_text(words: str) -> str:
    """What went wrong, in the reader's language."""
    return gettext(words) if words else ""


def children_seen(by: Actor, now: datetime, named: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Names of those of these children whom the reader may see, in one query."""
    rows = access.visible_to(by, now).filter(public_id__in=[each for each in named if each])
    return dict(rows.values_list("public_id", "pupil__name"))
