"""`files`: attach a photo or document to a child's case file, list them; open and delete one of any object."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.fields import BooleanField, CharField, DateTimeField, FileField, IntegerField
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.framework import StrictJSONParser
from services.api.resources.fields import Computed, EnumField, ReferenceField
from services.api.resources.filters import ChoiceFilter, UuidFilter
from services.api.resources.references import child_reference
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import ListCreateView, ObjectView
from services.children import attachments as children
from services.children.models import Child, ChildAttachment
from services.files import attachments, targets, uploads
from services.files.choices import AttachmentKind, AuditAction
from services.files.models import Attachment, FileUpload
from services.files.targets import AttachmentTarget

NO_FILE = gettext_lazy("请选择一个文件。")


def caption(view: BaseView, *values: Any) -> str:
    target: AttachmentTarget = view.target  # type: ignore[attr-defined]  # each view below has one
    return attachments.caption_of(target.model, *values)


def has_thumbnail(_view: BaseView, thumbnail: int | None) -> bool:
    return thumbnail is not None


class OwnerAttachmentSerializer(Resource):
    kind = EnumField(AttachmentKind)
    caption = Computed(CharField(), caption, "caption", "school_id", "seal_id")
    media_type = CharField(source="file.media_type")
    size = IntegerField(source="file.size", help_text="字节")
    has_thumbnail = Computed(BooleanField(), has_thumbnail, "thumbnail_id")
    added_by = NamedReference()
    added_at = DateTimeField()


class AttachmentSerializer(OwnerAttachmentSerializer):
    child = child_reference()


class OwnerAttachmentCreateSerializer(Serializer):
    # Emptiness is judged by the app, whose message says what to do.
    file = FileField(required=False, allow_empty_file=True, error_messages={"invalid": NO_FILE})
    upload = ReferenceField(lambda view: uploads.visible_to(view.by), required=False, help_text="分段传完的文件")
    kind = EnumField(AttachmentKind)
    caption = CharField(max_length=attachments.MAX_CAPTION_LENGTH, required=False, default="", allow_blank=True)


class AttachmentCreateSerializer(OwnerAttachmentCreateSerializer):
    child = child_reference()


class AttachmentDeletionSerializer(Serializer):
    reason = CharField(max_length=attachments.MAX_REASON_LENGTH, help_text="为什么删除；会留痕")


class AttachmentsView(ListCreateView):
    """What the lists of every kind of object share."""

    required_permissions = {"GET": Permission.VIEW_ATTACHMENTS, "POST": Permission.ADD_ATTACHMENTS}
    parser_classes = (MultiPartParser, StrictJSONParser)
    audit_action = AuditAction.ATTACHMENTS_LISTED
    orderings = ordered_by("-added_at", "added_at")
    target: ClassVar[AttachmentTarget]

    def attach(
        self, owner: Model, file: "UploadedFile[bytes] | None" = None, upload: FileUpload | None = None, **body: Any
    ) -> Attachment:
        source = upload or file
        if source is None:
            raise ValidationError({"file": [str(NO_FILE)]})
        return attachments.attach(target=self.target, owner=owner, file=source, **body, by=self.by, now=self.now)


class AttachmentListView(AttachmentsView):
    target = children.TARGET
    serializer = AttachmentSerializer
    create_serializer = AttachmentCreateSerializer
    audit_columns = ("child__public_id",)
    filters = {"child": UuidFilter("child__public_id"), "kind": ChoiceFilter(AttachmentKind.values, "kind")}

    def get_queryset(self) -> QuerySet[ChildAttachment]:
        return self.target.attachments(self.by, self.now)

    def create(self, *, child: Child, **body: Any) -> Attachment:
        """Send a photo, PDF, Word or Excel file as the form field `file`, or name an `upload` that is complete.

        A photo is written anew without its EXIF.
        """
        return self.attach(child, **body)


class AttachmentView(ObjectView[Attachment]):
    def get_object(self) -> Attachment:
        public_id: UUID = self.kwargs["public_id"]
        attachment = targets.find(public_id, self.by, self.now)
        if attachment is None:
            raise Http404
        return attachment

    def send(self, *, is_thumbnail: bool) -> StreamingHttpResponse:
        attachment = self.get_object()
        served = attachments.open_attachment(attachment=attachment, is_thumbnail=is_thumbnail, by=self.by, now=self.now)
        return StreamingHttpResponse(served.pieces, headers=served.headers)


class AttachmentDetailView(AttachmentView):
    required_permissions = {"GET": Permission.VIEW_ATTACHMENTS, "DELETE": Permission.ADD_ATTACHMENTS}
    parser_classes = (StrictJSONParser,)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, **kwargs: object) -> StreamingHttpResponse:
        """The file itself; each opening leaves an audit event."""
        return self.send(is_thumbnail=False)

    def delete(self, request: Request, **kwargs: object) -> Response:
        """Delete it for a reason, which the body gives as `{"reason": …}`."""
        attachment = self.get_object()
        body = self.validated_body(AttachmentDeletionSerializer)
        attachments.delete_attachment(attachment=attachment, **body, by=self.by, now=self.now)
        return Response(status=204)


class ThumbnailView(AttachmentView):
    required_permissions = {"GET": Permission.VIEW_ATTACHMENTS}

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, **kwargs: object) -> StreamingHttpResponse:
        """A small picture of a photo; 409 for other files."""
        return self.send(is_thumbnail=True)
