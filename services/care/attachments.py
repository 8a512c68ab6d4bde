"""附件: the photo of a home visit, a page of the diary, what was agreed and signed."""

from services.care import access
from services.care.models import CareRecordAttachment
from services.files.targets import AttachmentTarget

TARGET = AttachmentTarget(
    CareRecordAttachment, "record", access.visible_records, about=lambda record: [record, record.child]
)
