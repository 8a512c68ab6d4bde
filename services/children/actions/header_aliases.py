"""A county's own headers of roster columns; roster.synonyms has the usual ones."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.models import HeaderAlias
from services.children.queries.header_proposals import MAX_HEADER
from services.children.roster.synonyms import exact_header, fields
from services.kit.exceptions import ApplicationError


class UnableToSaveAlias(ApplicationError):
    """The header is empty or too long, or no roster has the field."""


@transaction.atomic
def add_alias(*, header: str, field: str, by: Actor, now: datetime) -> HeaderAlias:
    """Add a header, or change the field it means, "" for none, for rosters that are read from now on.

    Raises UnableToSaveAlias.
    """
    require_permission(by, Permission.MANAGE_HEADER_ALIASES)
    # stored in the form in which headers are compared
    key = _checked(header)
    if field and field not in fields():
        raise UnableToSaveAlias(_("名册里没有这一项。"), field="field")
    values = {"field": field, "is_declined": False}
    alias, _created = HeaderAlias.objects.update_or_create(header=key, defaults=values)
    audit.log(AuditAction.HEADER_ALIAS_ADDED, target=alias, by=by, now=now, detail={"field": field})
    return alias


@transaction.atomic
def decline(*, header: str, by: Actor, now: datetime) -> HeaderAlias:
    """Do not take over what schools say of a header; it is proposed no more. Raises UnableToSaveAlias."""
    require_permission(by, Permission.MANAGE_HEADER_ALIASES)
    alias, is_new = HeaderAlias.objects.get_or_create(header=_checked(header), defaults={"is_declined": True})
    if not (is_new or alias.is_declined):
        raise UnableToSaveAlias(_("这个列名已经在本县的列名里。"), field="header")
    audit.log(AuditAction.HEADER_ALIAS_DECLINED, target=alias, by=by, now=now)
    return alias


def _checked(header: str) -> str:
    """The form in which headers are kept. Raises UnableToSaveAlias."""
    key = exact_header(header)
    if not key or len(key) > MAX_HEADER:
        raise UnableToSaveAlias(_("请写 1 到 %(most)d 个字的列名。") % {"most": MAX_HEADER}, field="header")
    return key


@transaction.atomic
def remove_alias(*, alias: HeaderAlias, by: Actor, now: datetime) -> None:
    """Remove a county's alias: the header gets its standard meaning back."""
    require_permission(by, Permission.MANAGE_HEADER_ALIASES)
    audit.log(AuditAction.HEADER_ALIAS_REMOVED, target=alias, by=by, now=now, detail={"field": alias.field})
    alias.delete()
