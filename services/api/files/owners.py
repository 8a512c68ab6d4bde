"""`care-records/{id}/files`, `findings/{id}/files`, `campaign-files/{id}`: the attachments of one object."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.api.files.attachments import AttachmentsView, OwnerAttachmentCreateSerializer, OwnerAttachmentSerializer
from services.api.resources.filters import ChoiceFilter
from services.api.views.base import get_or_404
from services.care import attachments as care
from services.files.choices import AttachmentKind, AuditAction
from services.files.models import Attachment
from services.health import attachments as health


class OwnerAttachmentListView(AttachmentsView):
    create_serializer = OwnerAttachmentCreateSerializer
    filters = {"kind": ChoiceFilter(AttachmentKind.values, "kind")}

    def get_owner(self) -> Model:
        owner: Model = get_or_404(self.target.visible_to(self.by, self.now), self.kwargs["public_id"])
        return owner

    def get_queryset(self) -> QuerySet[Any]:
        return self.target.attachments(self.by, self.now).filter(**{self.target.field: self.get_owner()})

    def post(self, request: Request, **kwargs: object) -> Response:
        self.get_owner()  # before the body is judged: of another's object nothing is said
        return super().post(request, **kwargs)

    def log_access(self, rows: object) -> None:
        """One event about the object, also where it has no attachment."""
        about = self.target.about(self.get_owner())
        audit.log(AuditAction.ATTACHMENTS_LISTED, target=about, by=self.by, now=self.now)

    def create(self, **body: Any) -> Attachment:
        """Attach a photo, PDF, Word or Excel file, as `POST files` does."""
        return self.attach(self.get_owner(), **body)


class CareRecordAttachmentSerializer(OwnerAttachmentSerializer):
    """The same fields under a name of its own: in the API description each list has its own page type."""


class CareRecordAttachmentListView(OwnerAttachmentListView):
    target = care.TARGET
    serializer = CareRecordAttachmentSerializer


class FindingAttachmentSerializer(OwnerAttachmentSerializer):
    """Likewise."""


class FindingAttachmentListView(OwnerAttachmentListView):
    target = health.FINDING
    serializer = FindingAttachmentSerializer


class CampaignAttachmentSerializer(OwnerAttachmentSerializer):
    """Likewise."""


class CampaignAttachmentListView(OwnerAttachmentListView):
    target = health.CAMPAIGN
    serializer = CampaignAttachmentSerializer
