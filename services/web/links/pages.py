"""Each kind of link: its template, and what that shows about the subject. None where there is nothing left to show."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.care import links as care_links
from services.care import queries as care
from services.children import links as children
from services.children.names import given_name
from services.health import links as health
from services.kit import clock
from services.schools.queries import school_year_of

Context = dict[str, Any]
PAGES: Mapping[str, tuple[str, Callable[[UUID, datetime], Context | None]]]


def child_named(subject: UUID, _now: datetime) -> Context | None:
    """School and given name, and no more: enough to know whom it is about."""
    child = children.child_of(subject)
    return {"school": child.pupil.school.name, "name": given_name(child.pupil.name)} if child else None


def family_page(subject: UUID, now: datetime) -> Context | None:
    """Who looks after the child at school. Nothing here says why: a neighbour may look over the shoulder."""
    child = children.child_of(subject)
    if child is None:
        return None
    pupil, school_class = child.pupil, child.pupil.school_class
    pairings = care.open_pairings().filter(child=child).select_related("mentor__staff")
    return {
        "school": pupil.school.name,
        "name": given_name(pupil.name),
        "class_label": school_class.label(school_year_of(clock.local_date(now))),
        "class_teacher": school_class.class_teacher.name if school_class.class_teacher else "",
        "mentors": [row.mentor.staff.name for row in pairings],
    }


def checkup(subject: UUID, now: datetime) -> Context | None:
    """The day of the checkup and where it is; no result."""
    row = health.checkup_of(subject, now)
    if row is None:
        return None
    name, appointment = given_name(row.pupil.name), row.appointment
    return {"school": row.pupil.school.name, "name": name, "day": appointment.date, "clinic": appointment.clinic.name}


PAGES = {
    children.FAMILY_PAGE.key: ("links/family.html", family_page),
    children.CONSENT.key: ("links/consent.html", child_named),
    care_links.VISIT_REPORT.key: ("links/visit_report.html", child_named),
    health.CHECKUP_REPLY.key: ("links/checkup_reply.html", checkup),
}
