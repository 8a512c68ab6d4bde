"""The term that a roster is for, and which schools have imported this term's."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from services.children.choices import ImportState
from services.children.models import RosterImport
from services.kit import clock
from services.schools import queries as schools
from services.schools.models import School, Term

# Around the first day of a term: a roster of the weeks before counts, and until the weeks after nobody has to hurry.
ROSTER_GRACE = timedelta(days=14)


def schools_with_old_roster(day: date) -> QuerySet[School]:
    """Open schools of the scope without a roster of the term of a day; none in its first two weeks."""
    term = schools.current_term(day)
    if term is None or day < term.begins_on + ROSTER_GRACE:
        return School.objects.none()
    since = clock.start_of_day(term.begins_on - ROSTER_GRACE)
    current = RosterImport.objects.filter(school=OuterRef("pk"), state=ImportState.COMMITTED, committed_at__gte=since)
    return School.objects.filter(~Exists(current), is_open=True)


def term_of_import(today: date) -> tuple[date, int]:
    """(first day, school year) of the term a roster is for: the current term, else the next, else the latest known.

    A county without any term gets 1 September of the school year.
    """
    # The next one in the holidays: schools prepare its roster then.
    term = Term.objects.filter(ends_on__gte=today).order_by("begins_on").first()
    term = term or Term.objects.order_by("-begins_on").first()
    if term:
        return term.begins_on, term.school_year
    year = schools.school_year_of(today)
    return date(year, 9, 1), year
