"""The audit actions of every app, so that the log, the page and the API know them without importing upward."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _


class AuditActionChoices(models.TextChoices):
    """Base of the `AuditAction` in each app's `choices`: values like "care.pairing_created", with a label."""


_Actions = TypeVar("_Actions", bound=type[AuditActionChoices])
_registered: dict[str, AuditActionChoices] = {}


def register(actions: _Actions) -> _Actions:
    """Make the actions of one app known; a class decorator. Raises ValueError for a value that is taken."""
    if taken := _registered.keys() & {action.value for action in actions}:
        raise ValueError(f"audit actions registered twice: {sorted(taken)}")
    _registered.update({action.value: action for action in actions})
    return actions


def action_of(value: str) -> AuditActionChoices | None:
    """The registered action of a stored value."""
    return _registered.get(value)


def is_registered(action: object) -> bool:
    return isinstance(action, AuditActionChoices) and action_of(action.value) is action


def values() -> list[str]:
    """Every value that can stand in an audit event, sorted."""
    return sorted(_registered)


def label_of(value: str) -> str:
    """The label of a stored value. A value of a later release has a general label: users never see a code."""
    action = action_of(value)
    return str(action.label) if action else _("其他操作")
