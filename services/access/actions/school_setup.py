"""The actions of `schools`, each with an audit event: the audit log is in this app, which `schools` cannot import.

Results and errors are those of the function of the same name in `services.schools.actions`.
"""

from datetime import date, datetime

from django.db import transaction

from services.access import audit
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.schools import actions
from services.schools.choices import DayKind, Season, SiteKind
from services.schools.models import SchoolClass, SchoolDayOverride, Site, Staff, Term


@transaction.atomic
def create_term(*, school_year: int, season: Season, begins_on: date, ends_on: date, by: Actor, now: datetime) -> Term:
    term = actions.create_term(school_year=school_year, season=season, begins_on=begins_on, ends_on=ends_on)
    audit.log(AuditAction.TERM_CREATED, target=term, by=by, now=now, detail={"term": f"{school_year} {season}"})
    return term


@transaction.atomic
def set_day_kind(
    *, begins_on: date, ends_on: date, kind: DayKind, name: str, source: str, by: Actor, now: datetime
) -> int:
    changed = actions.set_day_kind(begins_on=begins_on, ends_on=ends_on, kind=kind, name=name, source=source)
    audit.log(
        AuditAction.DAY_KINDS_SET, by=by, now=now, detail={"from": str(begins_on), "to": str(ends_on), "kind": kind}
    )
    return changed


@transaction.atomic
def override_day(*, day: date, kind: DayKind, reason: str, by: Actor, now: datetime) -> SchoolDayOverride:
    row = actions.override_day(day=day, kind=kind, reason=reason)
    audit.log(AuditAction.DAY_OVERRIDE_SET, by=by, now=now, detail={"date": str(day), "kind": kind})
    return row


@transaction.atomic
def clear_override(*, day: date, by: Actor, now: datetime) -> int:
    if removed := actions.clear_override(day=day):
        audit.log(AuditAction.DAY_OVERRIDE_REMOVED, by=by, now=now, detail={"date": str(day)})
    return removed


@transaction.atomic
def add_staff(
    *,
    name: str,
    by: Actor,
    now: datetime,
    site: Site | None = None,
    sex: str = "",
    subject: str = "",
    email: str = "",
) -> Staff:
    staff = actions.add_staff(name=name, site=site, sex=sex, subject=subject, email=email)
    audit.log(AuditAction.STAFF_ADDED, target=staff, by=by, now=now)
    return staff


@transaction.atomic
def update_staff(
    *, staff: Staff, name: str, by: Actor, now: datetime, sex: str = "", subject: str = "", email: str = ""
) -> Staff:
    actions.update_staff(staff=staff, name=name, sex=sex, subject=subject, email=email)
    audit.log(AuditAction.STAFF_UPDATED, target=staff, by=by, now=now)
    return staff


@transaction.atomic
def create_site(*, name: str, kind: SiteKind, by: Actor, now: datetime) -> Site:
    site = actions.create_site(name=name, kind=kind)
    audit.log(AuditAction.SITE_CREATED, target=site, by=by, now=now)
    return site


@transaction.atomic
def create_class(
    *, site: Site, entry_year: int, number: int, by: Actor, now: datetime, entry_grade: int = 1
) -> SchoolClass:
    school_class = actions.create_class(site=site, entry_year=entry_year, number=number, entry_grade=entry_grade)
    audit.log(AuditAction.CLASS_CREATED, target=school_class, by=by, now=now)
    return school_class
