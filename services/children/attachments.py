"""附件: photos, certificates and forms of a child's case file."""

from services.children import access
from services.children.models import ChildAttachment
from services.files.targets import AttachmentTarget

TARGET = AttachmentTarget(ChildAttachment, "child", access.visible_to)
