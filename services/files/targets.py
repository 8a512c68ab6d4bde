"""What files can be attached to. An app registers each of its objects; this app never names them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.files.models import Attachment


@dataclass(frozen=True)
class AttachmentTarget:
    """One kind of object: the attachments' table, the key in it, and which objects somebody may see.

    `about`: whose access logs name what is done with an attachment of an object, the object's own by default.
    """

    model: type[Attachment]
    field: str
    visible_to: Callable[[Actor, datetime], QuerySet[Any]]
    about: Callable[[Any], list[Model]] = lambda owner: [owner]

    def attachments(self, by: Actor, now: datetime) -> QuerySet[Any]:
        """The attachments that somebody may open: those of the objects that they may see."""
        if not by.has_permission(Permission.VIEW_ATTACHMENTS):
            return self.model.objects.none()
        owners = self.visible_to(by, now)
        return self.model.objects.filter(**{f"{self.field}__in": owners}).select_related("file", "thumbnail")

    def counts(self, owners: Collection[Model]) -> dict[int, int]:
        """How many attachments each object has, by its key; one without any is missing."""
        rows = self.model.objects.filter(**{f"{self.field}__in": owners}).order_by()
        return dict(rows.values_list(f"{self.field}_id").annotate(n=Count("pk")))

    def new(self, owner: Model) -> Attachment:
        """An attachment of the object, not saved."""
        return self.model(**{self.field: owner})

    def owner_of(self, attachment: Attachment) -> Any:
        return getattr(attachment, self.field)


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
