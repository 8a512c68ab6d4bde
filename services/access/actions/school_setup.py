"""The actions of `schools`, each with an audit event: the audit log is in this app, which `schools` cannot import.

Results and errors are those of the function of the same name in `services.schools.actions`.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import actions, queries
from services.schools.choices import DayKind, Season, SiteKind
from services.schools.classes import GRADES, class_label_in_grade, entry_of
from services.schools.models import SchoolClass, SchoolDayOverride, Site, Staff, Term

MAX_CLASS_NUMBER = 99


class UnableToAddClass(ApplicationError):
    """Grade or number is impossible, or the school has the class."""


class UnableToAddSite(ApplicationError):
    """The name is missing, or the school has the site."""


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
    """Add a site to the scope's school. Raises UnableToAddSite."""
    if not (name := " ".join(name.split())):
        raise UnableToAddSite(_("请填写校区名称。"), field="name")
    if Site.objects.filter(name=name).exists():
        raise UnableToAddSite(_("本校已经有这个校区。"), field="name")
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


@transaction.atomic
def add_class(*, grade: int, number: int, by: Actor, now: datetime, site: Site | None = None) -> SchoolClass:
    """Add a class by the grade it is in this school year; a school with one site need not name it.

    Raises UnableToAddClass.
    """
    site = site or queries.only_site()
    if site is None:
        raise UnableToAddClass(_("请选择校区。"), field="site")
    if not 1 <= grade <= len(GRADES):
        raise UnableToAddClass(_("年级是 1 到 12 的数字。"), field="grade")
    if not 1 <= number <= MAX_CLASS_NUMBER:
        raise UnableToAddClass(_("班号是 1 到 %(n)d 的数字。") % {"n": MAX_CLASS_NUMBER}, field="number")
    entry_grade, entry_year = entry_of(grade, queries.school_year_of(clock.local_date(now)))
    same = SchoolClass.objects.filter(entry_grade=entry_grade, entry_year=entry_year, number=number)
    if same.exists():
        label = class_label_in_grade(grade, number)
        raise UnableToAddClass(_("%(label)s已经有了。") % {"label": label}, field="number")
    return create_class(site=site, entry_year=entry_year, number=number, entry_grade=entry_grade, by=by, now=now)
