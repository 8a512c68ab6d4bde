"""`opt-outs`: a recipient asks a school or the county not to be written to by a channel. Kept, never shown."""

from typing import Any

from rest_framework.fields import CharField, ChoiceField

from services.access.permissions import Permission
from services.api.resources.serializers import Serializer
from services.api.views.objects import CreateMixin
from services.notify.actions import opt_outs
from services.notify.models import OptOut

CHANNELS = [(channel.value, channel.label) for channel in opt_outs.CHANNELS]


class OptOutCreateSerializer(Serializer):
    channel = ChoiceField(choices=CHANNELS)
    address = CharField(max_length=254, help_text="手机号码或邮箱地址；不再显示")
    source = CharField(
        max_length=OptOut.source.field.max_length, required=False, allow_blank=True, default="", help_text="怎么说的"
    )


class OptOutRemoveSerializer(OptOutCreateSerializer):
    writable = ("channel", "address")


class OptOutCreateView(CreateMixin):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}
    create_serializer = OptOutCreateSerializer

    def create(self, **body: Any) -> None:
        """Send only safety alerts there from now on, in the whole county. Idempotent."""
        opt_outs.opt_out(**body, by=self.actor, now=self.now)


# A POST, because a DELETE would have the address in its URL.
class OptOutRemoveView(CreateMixin):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}
    create_serializer = OptOutRemoveSerializer

    def create(self, **body: Any) -> None:
        """Write to the recipient again."""
        opt_outs.opt_in(**body, by=self.actor, now=self.now)
