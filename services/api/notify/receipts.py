"""`receipts/{provider}`: where carriers report the fate of messages. No login: each provider signs its requests."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.fields import CharField, IntegerField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.api.resources.serializers import Serializer
from services.kit import clock
from services.notify import receipts
from services.notify.channels import receipt_parsers

MAX_BYTES = 512 * 1024  # far more than a provider's largest batch
SIGNATURE = [
    OpenApiParameter("token", str, description="Aliyun 与腾讯云：地址里的口令"),
    OpenApiParameter("X-Timestamp", str, OpenApiParameter.HEADER, description="运营商网关：秒"),
    OpenApiParameter("X-Signature", str, OpenApiParameter.HEADER, description="运营商网关：HMAC-SHA256"),
]


class ReceiptAckSerializer(Serializer):
    code = CharField(required=False)
    result = IntegerField(required=False)


class ReceiptCallbackView(APIView):
    unscoped = True
    authentication_classes = ()

    @extend_schema(request=None, responses=ReceiptAckSerializer, parameters=SIGNATURE, auth=[])
    def post(self, request: Request, provider: str) -> Response:
        """Store receipts; a worker applies them to their deliveries. Idempotent."""
        if provider not in receipt_parsers.PROVIDERS:
            raise Http404
        callback = request._request
        if int(callback.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise ValidationError
        parser = receipt_parsers.PROVIDERS[provider]
        if not parser.verify(callback.GET.get("token", ""), callback.headers, callback.body):
            raise PermissionDenied
        try:
            parsed = receipt_parsers.parse_pushed(provider, callback.body)
        except receipt_parsers.InvalidReceipt as reason:
            raise ValidationError from reason
        receipts.store(parsed, clock.now())
        return Response(parser.acknowledgement)
