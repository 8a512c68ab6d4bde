"""`opt-outs`: a recipient asks a school or the county not to be written to by a channel. Kept, never shown."""

from drf_spectacular.utils import extend_schema
from rest_framework.fields import CharField, ChoiceField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
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


class OptOutCreateView(BaseView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    @extend_schema(request=OptOutCreateSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Send only safety alerts there from now on, in the whole county. Idempotent."""
        body = self.validated_body(OptOutCreateSerializer)

        def create() -> Response:
            opt_outs.opt_out(**body, by=self.actor, now=self.now)
            return Response(status=204)

        return self.idempotent(create)


class OptOutRemoveView(BaseView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    # A POST, because a DELETE would have the address in its URL.
    @extend_schema(request=OptOutRemoveSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Write to the recipient again."""
        opt_outs.opt_in(**self.validated_body(OptOutRemoveSerializer), by=self.actor, now=self.now)
        return Response(status=204)
