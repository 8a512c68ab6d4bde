"""What files can be attached to. An app registers each of its objects; this app never names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.files.models import Attachment


@dataclass(frozen=True)
class AttachmentTarget:
    """One kind of object: the attachments' table, the key in it, and which objects somebody may see."""

    model: type[Attachment]
    field: str
    visible_to: Callable[[Actor, datetime], QuerySet[Any]]

    def attachments(self, by: Actor, now: datetime) -> QuerySet[Any]:
        """The attachments that somebody may open: those of the objects that they may see."""
        if not by.has_permission(Permission.VIEW_ATTACHMENTS):
            return self.model.objects.none()
        objects = self.visible_to(by, now)
        return self.model.objects.filter(**{f"{self.field}__in": objects}).select_related("file", "thumbnail")


_registered: list[AttachmentTarget] = []


def register(target: AttachmentTarget) -> None:
    """Let files be attached to one more kind of object."""
    _registered.append(target)


def of(attachment: Attachment) -> AttachmentTarget:
    """The kind of object that an attachment belongs to."""
    return next(target for target in _registered if target.model is type(attachment))


def find(public_id: UUID, by: Actor, now: datetime) -> Attachment | None:
    """The attachment of that id, of whatever object, where somebody may open it."""
    candidates: Iterator[Attachment | None] = (
        target.attachments(by, now).filter(public_id=public_id).first() for target in _registered
    )
    return next(filter(None, candidates), None)
