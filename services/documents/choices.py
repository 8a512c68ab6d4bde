"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    WRITE_EXPORT = "documents.export.write", _("导出列表")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel 工作簿")
    CSV = "csv", _("CSV 文本")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word 文档")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    EXPORT_REQUESTED = "documents.export_requested", _("导出列表")
    EXPORT_DOWNLOADED = "documents.export_downloaded", _("下载导出的文件")
    EXPORT_PREVIEWED = "documents.export_previewed", _("在网页里看导出的文件")
    EXPORT_DELETED = "documents.export_deleted", _("删除导出的文件")
