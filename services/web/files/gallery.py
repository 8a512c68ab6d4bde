"""What a page of attachments shows, of whatever object: the form that adds one, and the gallery."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.access.permissions import Permission
from services.files import quota, uploads
from services.files.attachments import MAX_CAPTION_LENGTH, MAX_REASON_LENGTH
from services.files.checking.check import MAX_BYTES, UnusableFile
from services.files.choices import AttachmentKind
from services.files.models import Attachment
from services.kit import clock
from services.web.files.owners import Owner
from services.web.forms import EnumField
from services.web.framework import paginate
from services.web.page_request import PageRequest

ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,application/pdf,.docx,.xlsx"
SIZE = 24  # attachments a page: eight rows of a phone, four of a desk


class AttachmentForm(forms.Form):
    """A photo taken now, or a file chosen; a phone offers the camera for the first."""

    photo = forms.FileField(
        label=gettext_lazy("拍一张"), required=False, widget=forms.FileInput(attrs={"accept": "image/*", "capture": ""})
    )
    upload = forms.FileField(
        label=gettext_lazy("照片或文件"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )
    # Set by upload.js, which has sent a large file in pieces before the form.
    upload_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = EnumField(AttachmentKind, label=gettext_lazy("这是什么"))
    caption = forms.CharField(label=gettext_lazy("说明"), max_length=MAX_CAPTION_LENGTH, required=False)
    error_fields = {"file": "upload"}

    def __init__(self, *args: Any, by: Actor) -> None:
        super().__init__(*args)
        self.by = by

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload_id = cleaned.pop("upload_id", None)
        in_pieces = uploads.visible_to(self.by).filter(public_id=upload_id).first() if upload_id else None
        at_once = [cleaned.pop(name, None) for name in ("photo", "upload")]
        cleaned["file"] = next(filter(None, [*at_once, in_pieces]), None)
        if not cleaned["file"] and "upload" not in self.errors:
            self.add_error("upload", _("请拍一张照片，或选一个文件。"))
        return cleaned


@dataclass(frozen=True)
class Shown:
    """One attachment of the gallery."""

    row: Attachment
    caption: str
    may_delete: bool

    @property
    def title(self) -> str:
        """What a screen reader says of the picture."""
        return self.caption or str(AttachmentKind(self.row.kind).label)


def gallery(request: PageRequest, kind: Owner, owner: Any, form: forms.Form | None) -> dict[str, object]:
    """Context of `files/gallery.html`."""
    actor, target = request.actor, kind.target
    rows = target.attachments(actor, clock.now()).filter(**{target.field: owner}).select_related("added_by")
    page = paginate(request, rows, "web.attachments", size=SIZE)
    may_delete_all = actor.has_permission(Permission.DELETE_ATTACHMENTS)
    may_add = actor.has_permission(Permission.ADD_ATTACHMENTS)
    return {
        "attachments": [
            Shown(row, row.unseal("caption"), may_delete_all or (may_add and row.added_by_id == actor.staff_id))
            for row in page.rows
        ],
        "attachment_url": kind.add_url(owner),
        "attachment_form": (form or AttachmentForm(by=actor)) if may_add else None,
        "usage": quota.usage_of_school(),
        "max_reason": MAX_REASON_LENGTH,
        "max_bytes": MAX_BYTES,
        "too_large": UnusableFile("too_large", limit=MAX_BYTES // 2**20),
        "piece_bytes": uploads.PIECE_BYTES,
        **page.links,
    }
