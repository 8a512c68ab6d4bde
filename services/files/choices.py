"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class AttachmentKind(models.TextChoices):
    """What an attachment shows."""

    PHOTO = "photo", _("照片")
    CERTIFICATE = "certificate", _("证件、证明")
    FORM = "form", _("签字的表、协议")
    DRAWING = "drawing", _("孩子的作品")
    OTHER = "other", _("其他材料")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    ATTACHMENT_ADDED = "files.attachment_added", _("加附件")
    ATTACHMENT_OPENED = "files.attachment_opened", _("打开附件")
    ATTACHMENT_DELETED = "files.attachment_deleted", _("删除附件")
    ATTACHMENTS_LISTED = "files.attachments_listed", _("查看附件列表")
