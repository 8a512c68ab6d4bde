"""Look up children for readers of the audit log: by name, and the ids of everything recorded about one child."""

from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.models import Child, Pupil
from services.children.queries import lists
from services.notify.models import Delivery, Notification
from services.schools.scope import current_scope
from services.schools.tenancy import PublicIdModel, TenantModel


def children_named(name: str, by: Actor, now: datetime, limit: int) -> list[Child]:
    """Children matching a name.

    A caller with VIEW_CHILD searches as in the list of children. Others, such as the auditor, must give the full name,
    so that the log cannot be used to discover children.
    """
    name = name.strip()
    if not name:
        return []
    rows = Child.objects.select_related("pupil__school_class", "pupil__school")
    # What the reader may list anyway cannot be discovered through the log.
    if by.has_permission(Permission.VIEW_CHILD):
        pupils = lists.search(Pupil.objects.filter(child__in=access.visible_to(by, now)), name, by)
    else:
        pupils = Pupil.objects.filter(name=name, child__isnull=False)
    return list(rows.filter(pupil__in=pupils.values("pk")).order_by("pupil__pinyin", "pk")[:limit])


def ids_of_record(child: Child) -> list[UUID]:
    """The public ids under which the audit log names this child: case file, pupil, and every row about either.

    In one query, over whatever tables refer to a child or a pupil and are open to the scope's role.
    """
    pupil_id, child_id = child.pupil_id, child.pk
    notifications: QuerySet[Any] = Notification.objects.filter(child_id=child.public_id)
    tables = [
        Pupil.objects.filter(pk=pupil_id),
        notifications,
        Delivery.objects.filter(notification__in=notifications),
        *chain.from_iterable(_rows_about(model, pupil_id, child_id) for model in apps.get_models()),
    ]
    # Without their order, which a part of a UNION may not have.
    ids = [rows.order_by().values_list("public_id", flat=True) for rows in tables]
    return [child.public_id, *ids[0].union(*ids[1:])]


def _rows_about(model: type[Any], pupil_id: int, child_id: int) -> list[QuerySet[Any]]:
    # Only rows with a public id can be the target of an event.
    if not issubclass(model, PublicIdModel) or not issubclass(model, TenantModel):
        return []
    if "SELECT" not in model.privileges.get(current_scope().role, ""):
        return []
    keys = {Pupil: pupil_id, Child: child_id}
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [
        model.objects.filter(**{field.attname: keys[field.related_model]})
        for field in fields
        if field.related_model in keys
    ]
