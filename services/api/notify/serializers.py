"""Serializers that several resources about notifications share."""

from django.utils.translation import gettext
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, IntegerField

from services.api.resources.fields import Computed, EnumField
from services.api.resources.serializers import Resource, Serializer
from services.api.resources.user_names import user_name
from services.api.views.base import BaseView
from services.notify.choices import Channel, DelayReason, DeliveryState, ReceiptStatus, Urgency


class NotificationBaseSerializer(Resource):
    kind = CharField()
    urgency = EnumField(Urgency)
    title = CharField()
    body = CharField()
    created_at = DateTimeField()
    read_at = DateTimeField(allow_null=True)
    requires_acknowledgement = BooleanField()
    acknowledged_at = DateTimeField(allow_null=True)
    snoozed_until = DateField(allow_null=True)
    escalation_level = IntegerField(help_text="0 为第一次；没有回复，每升级一次加一")


class AcknowledgementSerializer(Serializer):
    """Who acknowledged a notification, or why it was snoozed."""

    acknowledged_by = user_name("acknowledged_by_id", only_if="acknowledged_at")
    snooze_reason = CharField(allow_blank=True)


def error_text(_view: BaseView, text: str) -> str:
    """An error is stored in Chinese and shown in the reader's language."""
    return gettext(text) if text else ""


class DeliveryStatusSerializer(Resource):
    """A delivery within its notification. Nothing here says to which number or address it went."""

    channel = EnumField(Channel)
    state = EnumField(DeliveryState)
    delay_reason = EnumField(DelayReason, allow_blank=True, help_text="为什么晚于规则要求的时间")
    requested_at = DateTimeField(help_text="规则要求的时间")
    due_at = DateTimeField(help_text="最早可以发出的时间")
    sent_at = DateTimeField(allow_null=True)
    receipt = EnumField(ReceiptStatus, allow_blank=True)
    receipt_at = DateTimeField(allow_null=True)
    attempt_count = IntegerField()
    error = Computed(CharField(allow_blank=True), error_text, "error")
