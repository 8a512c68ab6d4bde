"""`opt-outs`: somebody asks a school or the county not to be written to by a channel. Kept, never shown."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView
from services.api.idempotency import idempotent
from services.notify.actions import opt_outs

CHANNELS = [(each.value, each.label) for each in opt_outs.CHANNELS]


class OptOutRemoveSerializer(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=CHANNELS)
    address = serializers.CharField(max_length=254, help_text="手机号码或邮箱地址；不再显示")


class OptOutCreateSerializer(OptOutRemoveSerializer):
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes declared fields off the class
        max_length=60, required=False, allow_blank=True, default="", help_text="怎么说的"
    )


class OptOutCreateView(BaseView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    @extend_schema(request=OptOutCreateSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Nothing but safety alerts goes there any more, in the whole county; again changes nothing."""
        given = request_params.validated_body(OptOutCreateSerializer, request)

        def create() -> Response:
            opt_outs.opt_out(**given, by=self.by, now=self.now)
            return Response(status=204)

        return idempotent(request, self.by, self.now, create)


class OptOutRemoveView(BaseView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    @extend_schema(request=OptOutRemoveSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """They want it again. The address stays out of the URL, so this is no DELETE."""
        opt_outs.opt_in(**request_params.validated_body(OptOutRemoveSerializer, request), by=self.by, now=self.now)
        return Response(status=204)
