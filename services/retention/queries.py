"""Reads of retention, in the scope of a county."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.retention.models import Deletion, RetentionList
from services.retention.people import Entry
from services.retention.rules import BY_KEY, RULES, RetentionRule
from services.schools.scope import ALL_TENANTS, scope


@dataclass(frozen=True)
class Due:
    """How many rows of a kind have expired, in the whole service."""

    rule: RetentionRule
    count: int
    waiting: int  # of these, on a list that nobody has confirmed


def visible_lists(by: Actor) -> QuerySet[RetentionList]:
    """The lists of the county, the newest first."""
    if not by.has_permission(Permission.CONFIRM_DELETION):
        return RetentionList.objects.none()
    return RetentionList.objects.order_by("-pk")


def deletions() -> QuerySet[Deletion]:
    """What was deleted at the scope's county, the latest first."""
    return Deletion.objects.order_by("-pk")


def entries_of(retention_list: RetentionList, limit: int) -> list[Entry]:
    """The first lines of a list; empty once it is finished."""
    describe = BY_KEY[retention_list.kind].entries
    return describe(retention_list.targets[:limit]) if describe else []


def due(now: datetime, counties: list[int]) -> list[Due]:
    """Expired rows of the whole service, by rule. Outside any scope; for the operator."""
    return [_due(rule, now, counties) for rule in RULES]


def _due(rule: RetentionRule, now: datetime, counties: list[int]) -> Due:
    if rule.where == "logins":
        return Due(rule, rule.due(None, rule.cutoff(now)).count(), 0)
    with scope(ALL_TENANTS):
        owners: list[int | None] = [*counties] if rule.where == "county" else [None]
        count = sum(rule.due(county_id, rule.cutoff(now)).count() for county_id in owners)
        lists = RetentionList.objects.filter(kind=rule.key, confirmed_at=None)
        return Due(rule, count, sum(lists.values_list("total", flat=True)))
