"""References that several resources make: which rows a caller may name in a body, and where their name stands."""

from typing import Any

from services.api.resources.fields import ReferenceField
from services.api.resources.serializers import NamedReference
from services.children import access as children
from services.schools.models import Staff


def child_reference(**options: Any) -> ReferenceField:
    return ReferenceField(
        lambda view: children.visible_to(view.actor, view.now), NamedReference(name="pupil.name"), **options
    )


def staff_reference(**options: Any) -> ReferenceField:
    return ReferenceField(lambda _view: Staff.objects.all(), NamedReference(), **options)
