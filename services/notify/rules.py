"""What holds where: a county's terms for each kind, a school's departure from them, and their versions.

A county takes over the usual terms of a kind as its version 1 before the kind speaks there for the first time.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from services.access import trail
from services.access.actor import Actor, require
from services.access.may import May
from services.kit.refusals import Refused
from services.notify import templates
from services.notify.catalogue import Kind, kind_of, kinds
from services.notify.checks import FIELDS, UnfitTerms, draft
from services.notify.choices import Channel
from services.notify.models import ReminderRule, SchoolRule
from services.notify.models.rules import Terms
from services.notify.wording import here
from services.schools.models import County
from services.schools.scope import current

__all__ = ["UnableToRule", "UnfitTerms", "adopt", "depart", "draft", "follow_county", "set_terms", "switch"]
_LOCK = 0x52554C45  # one change of a place's rules at a time
R = TypeVar("R", ReminderRule, SchoolRule)


class UnableToRule(Refused):
    """No such kind, or not this place's to say."""


def terms_here(kind: str) -> Terms:
    """What holds in the scope's school or county now: its own terms, the county's, or those it will begin with."""
    own = _holding(SchoolRule, kind) if current().school_id else None
    return own or _holding(ReminderRule, kind) or draft(offered(kind))


def all_here() -> list[tuple[Kind, Terms]]:
    """Every kind with what holds here, in three queries at most."""
    county = {row.kind: row for row in ReminderRule.objects.filter(ended_at=None)}
    own = {row.kind: row for row in SchoolRule.objects.filter(ended_at=None)} if current().school_id else {}
    return [(kind, own.get(kind.key) or county.get(kind.key) or draft(kind)) for kind in kinds()]


def versions_here(kind: str) -> QuerySet[Any]:
    """Every version that has held here, the newest first: a school's own where it has departed, the county's else."""
    model: Any = SchoolRule if current().school_id and _holding(SchoolRule, kind) else ReminderRule
    rows: QuerySet[Any] = model.objects.filter(kind=kind).order_by("-version")
    return rows


def is_own(terms: Terms) -> bool:
    """Whether a school has departed from its county with these terms."""
    return isinstance(terms, SchoolRule)


def offered(kind: str) -> Kind:
    if found := kind_of(kind):
        return found
    raise UnableToRule(_("没有这种提醒。"), field="kind")


def adopt(now: datetime) -> int:
    """Write version 1 of every offered kind for the counties of the scope that have none; how many were new."""
    has = set(ReminderRule.objects.filter(version=1).values_list("county_id", "kind"))
    counties = County.objects.values_list("pk", flat=True)
    missing = [(county, kind) for county in counties for kind in kinds() if (county, kind.key) not in has]
    rows = [_version(draft(kind), number=1, since=now, county_id=county) for county, kind in missing]
    ReminderRule.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def set_terms(*, kind: str, by: Actor, now: datetime, **terms: Any) -> ReminderRule:
    """Change the county's terms by a new version, heard from this moment; the same terms again change nothing."""
    require(by, May.EDIT_RULES)
    if by.school_id is not None:
        raise UnableToRule(_("县里的规则由县里改；学校可以另立本校的规则。"), field="kind")
    _one_at_a_time()
    adopt(now)
    return _renew(ReminderRule, offered(kind), terms, by, now, "notify.rule_changed")


def switch(*, kind: str, on: bool, by: Actor, now: datetime) -> Terms:
    """Switch a kind on or off at once: for the county, or for a school alone."""
    return (set_terms if by.school_id is None else depart)(kind=kind, by=by, now=now, is_on=on)


@transaction.atomic
def depart(*, kind: str, by: Actor, now: datetime, **terms: Any) -> SchoolRule:
    """Let a school have its own terms: those that hold here with these changes."""
    require(by, May.EDIT_RULES)
    if by.school_id is None or offered(kind).per != "school":
        raise UnableToRule(_("这种提醒只能由县里统一规定。"), field="kind")
    _one_at_a_time()
    return _renew(SchoolRule, offered(kind), terms, by, now, "notify.rule_departed")


@transaction.atomic
def follow_county(*, kind: str, by: Actor, now: datetime) -> bool:
    """End a school's own terms; False when it had none."""
    require(by, May.EDIT_RULES)
    _one_at_a_time()
    own = _holding(SchoolRule, kind) if by.school_id else None
    if own is None:
        return False
    _end(own, now)
    trail.note("notify.rule_followed", about=own, by=by, now=now, detail={"kind": kind})
    return True


def _renew(model: type[R], kind: Kind, terms: dict[str, Any], by: Actor, now: datetime, deed: str) -> R:
    current_one = _holding(model, kind.key)
    before = terms_here(kind.key)
    wanted = draft(kind, before, **terms)
    if Channel.SMS in set(wanted.channels) - set(before.channels):
        _words_fit(kind)
    if current_one and all(getattr(current_one, name) == getattr(wanted, name) for name in FIELDS):
        return current_one
    since = _end(current_one, now) if current_one else now
    newest = model.objects.filter(kind=kind.key).aggregate(newest=Max("version"))["newest"] or 0
    made = model(**_values(wanted), version=newest + 1, since=since, made_by_id=by.user_id)
    made.save(force_insert=True)
    changed = [name for name in FIELDS if name in terms]
    trail.note(deed, about=made, by=by, now=now, detail={"kind": kind.key, "changed": changed})
    return made


def _words_fit(kind: Kind) -> None:
    """Before a kind begins to go out by SMS, the county's own words must be such that carriers take them."""
    for (key, language), (title, body) in here().own.items():
        try:
            if key == kind.key:
                templates.draft(kind, language, title, body, by_sms=True)
        except templates.UnfitWords as reason:
            raise UnfitTerms(_("模板还不适合发短信。%(why)s") % {"why": reason}, field="channels") from reason


def _end(rule: Terms, now: datetime) -> datetime:
    """End a version; never before it began, whatever the clock says."""
    rule.ended_at = max(now, rule.since)
    rule.save(update_fields=["ended_at"])
    return rule.ended_at


def _holding(model: type[R], kind: str) -> R | None:
    rows: QuerySet[R] = model.objects.filter(kind=kind, ended_at=None)
    return rows.first()


def _version(terms: Terms, *, number: int, since: datetime, county_id: int) -> ReminderRule:
    return ReminderRule(**_values(terms), version=number, since=since, county_id=county_id)


def _values(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in ("kind", *FIELDS)}


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::bigint::int)", [_LOCK, (current().county_id or 0) % 2**31])
