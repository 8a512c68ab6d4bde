"""Actions of this app. `services.access.actions.school_setup` calls them and writes the audit event."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError
from services.kit.names import person_names, pinyin
from services.schools import calendar, queries
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind, Season, Sex, SiteKind
from services.schools.models import Officer, SchoolClass, SchoolDay, SchoolDayOverride, Site, Staff, Term
from services.schools.scope import current_scope

# An autumn term with a late Spring Festival has about 150 days; 200 catches a wrong year in a date.
MAX_TERM_LENGTH = 200  # days


class UnableToOpenTerm(ApplicationError):
    """The dates or the season of the term are invalid."""


class UnableToChangeDay(ApplicationError):
    """The day lies in no term, or the reason is missing."""


class UnableToAddStaff(ApplicationError):
    """The name is missing."""


@transaction.atomic
def create_term(
    *, school_year: int, season: Season, begins_on: date, ends_on: date, county_id: int | None = None
) -> Term:
    """Create a term with all its days in the scope's county; cross-tenant workers name the county.

    Raises UnableToOpenTerm.
    """
    owner = {"county_id": county_id} if county_id else {}
    _check_term(school_year, season, begins_on, ends_on, owner)
    term = Term.objects.create(school_year=school_year, season=season, begins_on=begins_on, ends_on=ends_on, **owner)
    seed_days(term=term)
    return term


@transaction.atomic
def seed_days(*, term: Term) -> int:
    """Create the missing days of a term by the national calendar and return the term's length in days."""
    rows = [
        SchoolDay(term=term, date=day.date, kind=day.kind, name=day.name, source=day.source, county_id=term.county_id)
        for day in calendar.days(term.begins_on, term.ends_on)
    ]
    # Days that exist keep what the county has set on them.
    SchoolDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _check_term(school_year: int, season: Season, begins_on: date, ends_on: date, owner: dict[str, int]) -> None:
    if not 0 < (ends_on - begins_on).days <= MAX_TERM_LENGTH:
        raise UnableToOpenTerm(_("学期须在开始之后结束，并且不超过 200 天。"), field="ends_on")
    # The second term begins in the calendar year after, which a typed year easily misses.
    if begins_on.year not in {school_year, school_year + 1}:
        raise UnableToOpenTerm(_("开始日期不在这个学年里。"), field="begins_on")
    terms = Term.objects.filter(**owner)
    if terms.filter(school_year=school_year, season=season).exists():
        raise UnableToOpenTerm(_("这个学期已经有了。"), field="season")
    if terms.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise UnableToOpenTerm(_("日期与已有学期重叠。"), field="begins_on")


@transaction.atomic
def set_day_kind(*, begins_on: date, ends_on: date, kind: DayKind, name: str, source: str) -> int:
    """Set the kind of a range of days in the county's calendar and return how many changed.

    Exams are set on school days only. Raises UnableToChangeDay.
    """
    days = SchoolDay.objects.filter(date__range=(begins_on, ends_on))
    if kind == DayKind.EXAM:
        # An exam week has a weekend in it, which must stay free.
        days = days.filter(kind__in=SCHOOL_DAY_KINDS)
    if not (changed := days.update(kind=kind, name=name, source=source)):
        raise UnableToChangeDay(_("这段日期不在任何学期里，或没有上课日。"), field="begins_on")
    return changed


@transaction.atomic
def override_day(*, day: date, kind: DayKind, reason: str) -> SchoolDayOverride:
    """Create or replace the school's own kind of one day. Raises UnableToChangeDay."""
    # Outside a term no calendar reads the override; it would seem to be lost.
    if queries.current_term(day) is None:
        raise UnableToChangeDay(_("这一天不在任何学期里。"), field="date")
    if not reason.strip():
        raise UnableToChangeDay(_("请写明原因。"), field="reason")
    row, _created = SchoolDayOverride.objects.update_or_create(
        date=day, defaults={"kind": kind, "reason": reason.strip()}
    )
    return row


@transaction.atomic
def clear_override(*, day: date) -> int:
    """Remove the school's own kind of a day and return the number of rows removed, 0 or 1."""
    deleted, _by_model = SchoolDayOverride.objects.filter(date=day).delete()
    return deleted


@transaction.atomic
def add_staff(*, name: str, site: Site | None = None, sex: Sex | str = "", subject: str = "", email: str = "") -> Staff:
    """Add a member of staff without a login. A school with one site need not name it. Raises UnableToAddStaff."""
    name = person_names.required(name, UnableToAddStaff)
    site = site or queries.only_site()
    if site is None:
        raise UnableToAddStaff(_("请选择校区。"), field="site")
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
    """Update name, subject and email of a member of staff. Raises UnableToAddStaff.

    A name that is repeated unchanged stays, though an older rule let it in.
    """
    name = name if name and name == staff.name else person_names.required(name, UnableToAddStaff)
    sound = pinyin.to_pinyin(name)
    staff.name, staff.pinyin, staff.initials = name, sound.sort, sound.initials
    staff.sex, staff.subject, staff.email = sex, subject.strip(), email.strip()
    staff.save(update_fields=["name", "pinyin", "initials", "sex", "subject", "email"])
    return staff


@transaction.atomic
def create_site(*, name: str, kind: SiteKind) -> Site:
    """Create a site of the scope's school, or return the one of this name."""
    return Site.objects.get_or_create(name=name.strip(), defaults={"kind": kind})[0]


@transaction.atomic
def create_class(*, site: Site, entry_year: int, number: int, entry_grade: int = 1) -> SchoolClass:
    """Create a class at a site, or return it. A roster import creates missing classes at the main site."""
    return SchoolClass.objects.get_or_create(
        entry_grade=entry_grade, entry_year=entry_year, number=number, defaults={"site": site}
    )[0]


@transaction.atomic
def prefer_language(*, user_id: int, language: str) -> None:
    """Set the language of messages to a member of the scope's staff; does nothing for anybody else."""
    # A person may be staff of a school and an officer; messages of each tenant follow the row there.
    model = Staff if current_scope().school_id else Officer
    model.objects.filter(user_id=user_id).update(language=language)
