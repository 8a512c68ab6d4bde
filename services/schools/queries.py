"""Reads of terms, school days, a school's calendar and classes."""

from datetime import date, timedelta

from django.db.models import (
    CharField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from services.kit.names import pinyin
from services.kit.names.name_search import search_names
from services.schools.calendar import Day
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind
from services.schools.models import Officer, School, SchoolClass, SchoolDay, SchoolDayOverride, Site, Staff, Term

MAX_BREAK = timedelta(days=75)  # longer than the summer holidays; a day further from every term has none


def only_site() -> Site | None:
    """The site of a school that has no other, else None."""
    # Two are enough to know that there is not only one.
    sites = list(Site.objects.order_by("pk")[:2])
    return sites[0] if len(sites) == 1 else None


def term_on(day: date) -> Term | None:
    """The term of a day; in holidays the term that ended last. None outside any term and its holidays."""
    return Term.objects.filter(begins_on__lte=day, ends_on__gte=day - MAX_BREAK).order_by("-begins_on").first()


def current_term(day: date) -> Term | None:
    """The term a day lies in, None in holidays."""
    return Term.objects.filter(begins_on__lte=day, ends_on__gte=day).order_by("-begins_on").first()


def school_year_of(day: date) -> int:
    """The year in which the school year of a day began (September to August)."""
    return day.year if day.month >= 9 else day.year - 1


def calendar(begins: date, ends: date, school: School | int | None = None) -> list[Day]:
    """Days of a school's calendar, with its overrides, or of the county's. Days outside terms are left out."""
    overrides = {row.date: row for row in _overrides(school).filter(date__range=(begins, ends))} if school else {}
    days = []
    for row in SchoolDay.objects.filter(date__range=(begins, ends)).order_by("date"):
        # Only days of the county's calendar: an override can close or open a school day, not add one outside the
        # terms.
        if mine := overrides.get(row.date):
            days.append(Day(row.date, DayKind(mine.kind), mine.reason, _("本校调整"), is_override=True))
        else:
            days.append(Day(row.date, DayKind(row.kind), row.name, row.source))
    return days


def school_days(term: Term, school: School | int | None = None, *, exams: bool = True) -> list[date]:
    """The school days of a term in order; `exams=False` leaves out exam days."""
    kinds = SCHOOL_DAY_KINDS if exams else SCHOOL_DAY_KINDS - {DayKind.EXAM}
    return [day.date for day in calendar(term.begins_on, term.ends_on, school) if day.kind in kinds]


def _overrides(school: School | int | None) -> QuerySet[SchoolDayOverride]:
    # 0 is no school: without one there are no overrides.
    school_id = school.pk if isinstance(school, School) else school or 0
    return SchoolDayOverride.objects.filter(school_id=school_id)


def classes(school_year: int) -> QuerySet[SchoolClass]:
    """Classes taught in a school year, lowest grade first, annotated with `grade_in_year`, their grade in that year."""
    # By the grade of entry: a class of grade 7 that entered in grade 1 does not exist, pupils are put into new classes.
    grade = F("entry_grade") + school_year - F("entry_year")
    at_school = Q(grade_in_year__gte=F("entry_grade")) & (
        Q(entry_grade__lt=7, grade_in_year__lte=6)
        | Q(entry_grade__range=(7, 9), grade_in_year__lte=9)
        | Q(entry_grade__gte=10)
    )
    rows = SchoolClass.objects.annotate(grade_in_year=ExpressionWrapper(grade, IntegerField()))
    return rows.filter(at_school, grade_in_year__lte=12).order_by("grade_in_year", "number", "id")


def effective_days(school_id: int | None) -> QuerySet[SchoolDay]:
    """Days with `effective_kind` and `effective_name` as a school keeps them; `own_kind` is "" without an override."""
    # At most one: a school has one kind of its own for a day.
    overrides = SchoolDayOverride.objects.filter(school_id=school_id or 0, date=OuterRef("date"))
    return SchoolDay.objects.annotate(
        own_kind=Coalesce(Subquery(overrides.values("kind")[:1]), Value(""), output_field=CharField()),
        effective_kind=Coalesce(Subquery(overrides.values("kind")[:1]), "kind", output_field=CharField()),
        effective_name=Coalesce(Subquery(overrides.values("reason")[:1]), "name", output_field=CharField()),
    )


def verified_email(person: Staff | Officer) -> str:
    """The address that the person has proved to be theirs; "" where there is none, or another was entered since."""
    return person.email if person.email == person.verified_email else ""


def search_schools(rows: QuerySet[School], text: str) -> QuerySet[School]:
    """Schools whose name contains the text or sounds like it, or whose code equals it."""
    # A county has at most some hundred schools: a column of their sounds would cost more than it saves.
    names = rows.order_by().values_list("pk", "name") if text.isascii() else ()
    same_sound = [key for key, name in names if pinyin.matches_sound(name, text)]
    return rows.filter(Q(name__icontains=text) | Q(code=text) | Q(pk__in=same_sound))


def search_staff(rows: QuerySet[Staff], text: str) -> QuerySet[Staff]:
    """Staff by their name, its pinyin or initials."""
    return search_names(rows, text)
