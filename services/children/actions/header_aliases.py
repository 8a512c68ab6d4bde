"""A county's own headers of roster columns; roster.synonyms has the usual ones."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.models import HeaderAlias
from services.children.roster.synonyms import plain_header, standard
from services.kit.exceptions import ApplicationError

MAX_LENGTH = 40  # characters


class UnableToSaveAlias(ApplicationError):
    """The header is empty or too long, or no roster has the field."""


def alias_fields() -> list[str]:
    """The fields that a roster column may have."""
    return sorted({field for field in standard().values() if field})


@transaction.atomic
def add_alias(*, header: str, field: str, by: Actor, now: datetime) -> HeaderAlias:
    """Add a header, or change the field it means, for rosters that are read from now on. Raises UnableToSaveAlias."""
    require_permission(by, Permission.MANAGE_HEADER_ALIASES)
    # stored in the form in which headers are compared
    plain = plain_header(header)
    if not plain or len(plain) > MAX_LENGTH:
        raise UnableToSaveAlias(_("请写 1 到 %(most)d 个字的列名。") % {"most": MAX_LENGTH}, field="header")
    if field not in alias_fields():
        raise UnableToSaveAlias(_("名册里没有这一项。"), field="field")
    alias, _created = HeaderAlias.objects.update_or_create(header=plain, defaults={"field": field})
    audit.log(AuditAction.HEADER_ALIAS_ADDED, target=alias, by=by, now=now, detail={"field": field})
    return alias


@transaction.atomic
def remove_alias(*, alias: HeaderAlias, by: Actor, now: datetime) -> None:
    """Let the header mean what it means without the county."""
    require_permission(by, Permission.MANAGE_HEADER_ALIASES)
    audit.log(AuditAction.HEADER_ALIAS_REMOVED, target=alias, by=by, now=now, detail={"field": alias.field})
    alias.delete()
