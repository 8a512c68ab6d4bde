"""开张清单: what a county or a school still has to set up, ticked by the rows; on the desk until all is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from services.access.actor import Actor
from services.access.permissions import Permission
from services.dashboards.choices import CountyStep, SchoolStep
from services.dashboards.first_day import SetupItem, items
from services.kit import clock
from services.web import layout
from services.web.decorators import requires
from services.web.page_request import PageRequest

# Where each thing is done.
PAGES: dict[CountyStep | SchoolStep, str] = {
    CountyStep.TERM: "web:calendar",
    CountyStep.CALENDAR: "web:calendar",
    CountyStep.OFFICERS: "web:members",
    CountyStep.SCHOOLS: "web:directory",
    CountyStep.CLINICS: "web:clinics",
    CountyStep.RUBRIC: "web:rounds",
    CountyStep.SMS: "web:deliveries",
    SchoolStep.STAFF: "web:staff",
    SchoolStep.ROSTER: "web:rosters",
    SchoolStep.CLASSES: "web:classes",
    SchoolStep.CLASS_TEACHERS: "web:classes",
    SchoolStep.PLAN: "web:plan",
    SchoolStep.PAIRING: "web:pairing",
}


@dataclass(frozen=True)
class FirstDay:
    """What is missing, in the order in which it is done, and what is done; each with the address of its page."""

    missing: Sequence[tuple[SetupItem, str]]
    done: Sequence[tuple[SetupItem, str]]


@requires(Permission.INVITE_MEMBERS)
def first_day(request: PageRequest) -> HttpResponse:
    return render(request, "dashboards/first_day.html", {"first_day": _first_day()})


def desk_card(by: Actor) -> FirstDay | None:
    """What the desk shows; None where nothing is missing, or for readers who set nothing up."""
    if not by.has_permission(Permission.INVITE_MEMBERS):
        return None
    rows = _first_day()
    return rows if rows.missing else None


def _first_day() -> FirstDay:
    links = [(row, layout.url(PAGES[row.step])) for row in items(clock.today())]
    return FirstDay([link for link in links if not link[0].is_done], [link for link in links if link[0].is_done])
