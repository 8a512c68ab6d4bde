"""`receipts/{provider}`: where carriers tell what became of messages. No login: the provider proves itself."""

from typing import Any

from django.http import Http404, HttpRequest
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.kit import clock
from services.notify import receipts
from services.notify.channels import receipt_parsers

MAX_BYTES = 512 * 1024
PROOF = [
    OpenApiParameter("token", str, description="Aliyun 与腾讯云：地址里的口令"),
    OpenApiParameter("X-Timestamp", str, OpenApiParameter.HEADER, description="运营商网关：秒"),
    OpenApiParameter("X-Signature", str, OpenApiParameter.HEADER, description="运营商网关：HMAC-SHA256"),
]


class ReceiptAckSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(required=False)
    result = serializers.IntegerField(required=False)


class ReceiptCallbackView(APIView):
    unscoped = True
    authentication_classes = ()

    @extend_schema(request=None, responses=ReceiptAckSerializer, parameters=PROOF, auth=[])
    def post(self, request: Request, provider: str) -> Response:
        """Kept at once and put into the ledger by a worker; told again, it changes nothing."""
        if provider not in receipt_parsers.PROVIDERS:
            raise Http404
        inner: HttpRequest = request._request
        if int(inner.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise ValidationError
        teller = receipt_parsers.PROVIDERS[provider]
        if not teller.verify(inner.GET.get("token", ""), inner.headers, inner.body):
            raise PermissionDenied
        try:
            told = receipt_parsers.parse_pushed(provider, inner.body)
        except receipt_parsers.InvalidReceipt as reason:
            raise ValidationError from reason
        receipts.store(told, clock.now())
        return Response(teller.acknowledgement)
