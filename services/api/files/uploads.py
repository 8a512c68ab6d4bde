"""`uploads`: a large file in pieces. Begin, `PUT` each piece at its offset, name the upload in `POST files`."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.fields import IntegerField
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.resources.serializers import Resource, Serializer
from services.api.views.objects import CreateMixin, DestroyMixin, ObjectView
from services.files import uploads
from services.files.models import FileUpload

OFFSET = "Upload-Offset"
MAX_DIGITS = 10
CONTENT = "content"


class PieceParser(BaseParser):
    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, bytes]:
        # One byte more than a piece may have: the rest of an endless body is not read.
        return {CONTENT: stream.read(uploads.MAX_PIECE_BYTES + 1)}


class UploadSerializer(Resource):
    size = IntegerField(help_text="字节")
    received = IntegerField(help_text="已收到的字节；下一段从这里开始")


class UploadBeginSerializer(Serializer):
    size = IntegerField(min_value=0, max_value=2**40, help_text="字节")


class UploadView(ObjectView[FileUpload]):
    serializer = UploadSerializer

    def get_queryset(self) -> QuerySet[FileUpload]:
        return uploads.visible_to(self.by)


class UploadListView(UploadView, CreateMixin):
    required_permissions = {"POST": Permission.ADD_ATTACHMENTS}
    create_serializer = UploadBeginSerializer

    def create(self, *, size: int) -> FileUpload:
        """Begin an upload of so many bytes; unfinished it is deleted after a day."""
        return uploads.begin(size=size, by=self.by, now=self.now)


class UploadDetailView(UploadView, DestroyMixin[FileUpload]):
    required_permissions = dict.fromkeys(["GET", "PUT", "DELETE"], Permission.ADD_ATTACHMENTS)
    parser_classes = (PieceParser,)

    def get(self, request: Request, **kwargs: object) -> Response:
        """How far the upload is: after a broken connection it goes on from `received`."""
        return Response(self.represent(self.get_object()))

    @extend_schema(
        request={PieceParser.media_type: OpenApiTypes.BINARY},
        responses=UploadSerializer,
        parameters=[OpenApiParameter(OFFSET, int, OpenApiParameter.HEADER, required=True)],
    )
    def put(self, request: Request, **kwargs: object) -> Response:
        """Send the piece that begins at `Upload-Offset`, at most 4 MB; 409 where another is expected."""
        upload = self.get_object()
        offset = request.headers.get(OFFSET, "")
        if not (offset.isdecimal() and len(offset) <= MAX_DIGITS):
            raise ValidationError({OFFSET: [_("请填整数。")]})
        body = request.data
        content: bytes = body.get(CONTENT, b"") if isinstance(body, dict) else b""
        received = uploads.receive(upload=upload, offset=int(offset), content=content, by=self.by, now=self.now)
        return Response(self.represent(received))

    def destroy(self, target: FileUpload, /) -> None:
        """Give an upload up."""
        uploads.cancel(upload=target, by=self.by, now=self.now)
