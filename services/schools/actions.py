"""Writes of this room. Who did it is noted one floor up (services.access.school_actions), where the trail lives."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from services.kit import pinyin
from services.kit.exceptions import ApplicationError
from services.schools import calendar, queries
from services.schools.choices import OPEN_DAYS, DayKind, Season, Sex, SiteKind
from services.schools.models import Officer, SchoolClass, SchoolDay, SchoolDayOverride, Site, Staff, Term
from services.schools.scope import current

MAX_TERM_LENGTH = 200  # days


class UnableToOpenTerm(ApplicationError):
    """The sentence says why."""


class UnableToChangeDay(ApplicationError):
    """The sentence says why."""


class UnableToAddStaff(ApplicationError):
    """The sentence says why."""


@transaction.atomic
def create_term(
    *, school_year: int, season: Season, begins_on: date, ends_on: date, county_id: int | None = None
) -> Term:
    """Make a term of the scope's county (or of `county_id`, for workers) with a row for each of its days."""
    whose = {"county_id": county_id} if county_id else {}
    _check_term(school_year, season, begins_on, ends_on, whose)
    term = Term.objects.create(school_year=school_year, season=season, begins_on=begins_on, ends_on=ends_on, **whose)
    seed_days(term=term)
    return term


@transaction.atomic
def seed_days(*, term: Term) -> int:
    """A row for each day of the term by national rule; days that are there stay as they are. How many days."""
    rows = [
        SchoolDay(term=term, date=day.date, kind=day.kind, name=day.name, source=day.source, county_id=term.county_id)
        for day in calendar.days(term.begins_on, term.ends_on)
    ]
    SchoolDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _check_term(school_year: int, season: Season, begins_on: date, ends_on: date, whose: dict[str, int]) -> None:
    if not 0 < (ends_on - begins_on).days <= MAX_TERM_LENGTH:
        raise UnableToOpenTerm(_("学期须在开始之后结束，并且不超过 200 天。"), field="ends_on")
    if begins_on.year not in {school_year, school_year + 1}:
        raise UnableToOpenTerm(_("开始日期不在这个学年里。"), field="begins_on")
    terms = Term.objects.filter(**whose)
    if terms.filter(school_year=school_year, season=season).exists():
        raise UnableToOpenTerm(_("这个学期已经有了。"), field="season")
    if terms.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise UnableToOpenTerm(_("日期与已有学期重叠。"), field="begins_on")


@transaction.atomic
def set_day_kind(*, begins_on: date, ends_on: date, kind: DayKind, name: str, source: str) -> int:
    """The county's word on a run of days of its terms; how many changed. An exam week is set on school days only."""
    days = SchoolDay.objects.filter(date__range=(begins_on, ends_on))
    if kind == DayKind.EXAM:
        days = days.filter(kind__in=OPEN_DAYS)
    if not (changed := days.update(kind=kind, name=name, source=source)):
        raise UnableToChangeDay(_("这段日期不在任何学期里，或没有上课日。"), field="begins_on")
    return changed


@transaction.atomic
def override_day(*, on: date, kind: DayKind, reason: str) -> SchoolDayOverride:
    """The school's own word on one day of a term; a second one replaces the first."""
    if queries.current_term(on) is None:
        raise UnableToChangeDay(_("这一天不在任何学期里。"), field="date")
    if not reason.strip():
        raise UnableToChangeDay(_("请写明原因。"), field="reason")
    row, _made = SchoolDayOverride.objects.update_or_create(date=on, defaults={"kind": kind, "reason": reason.strip()})
    return row


@transaction.atomic
def clear_override(*, on: date) -> int:
    """Take the school's own word back."""
    gone, _tables = SchoolDayOverride.objects.filter(date=on).delete()
    return gone


@transaction.atomic
def add_staff(*, name: str, site: Site, sex: Sex | str = "", subject: str = "", email: str = "") -> Staff:
    """A member of staff of the scope's school; no login yet."""
    if not (name := " ".join(name.split())):
        raise UnableToAddStaff(_("请填写姓名。"), field="name")
    sound = pinyin.to_pinyin(name)
    return Staff.objects.create(
        name=name,
        pinyin=sound.sort,
        initials=sound.initials,
        sex=sex,
        subject=subject.strip(),
        email=email.strip(),
        site=site,
        school_id=site.school_id,
        county_id=site.county_id,
    )


@transaction.atomic
def update_staff(*, staff: Staff, name: str, sex: Sex | str = "", subject: str = "", email: str = "") -> Staff:
    """Someone's own name and what they teach; the first administrator begins under the name of the login."""
    if not (name := " ".join(name.split())):
        raise UnableToAddStaff(_("请填写姓名。"), field="name")
    sound = pinyin.to_pinyin(name)
    staff.name, staff.pinyin, staff.initials = name, sound.sort, sound.initials
    staff.sex, staff.subject, staff.email = sex, subject.strip(), email.strip()
    staff.save(update_fields=["name", "pinyin", "initials", "sex", "subject", "email"])
    return staff


@transaction.atomic
def create_site(*, name: str, kind: SiteKind) -> Site:
    """One more place of lessons of the scope's school; the same name again is the same site."""
    return Site.objects.get_or_create(name=name.strip(), defaults={"kind": kind})[0]


@transaction.atomic
def create_class(*, site: Site, entry_year: int, number: int, entry_grade: int = 1) -> SchoolClass:
    """A class at a site before its roster comes, which otherwise opens its classes at the main site."""
    return SchoolClass.objects.get_or_create(
        entry_grade=entry_grade, entry_year=entry_year, number=number, defaults={"site": site}
    )[0]


@transaction.atomic
def prefer_language(*, user_id: int, language: str) -> None:
    """In which language somebody of this place is written to; one who is no member of its staff changes nothing."""
    model = Staff if current().school_id else Officer
    model.objects.filter(user_id=user_id).update(language=language)
