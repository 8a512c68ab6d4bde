"""The results of a class on its day: to print, to download as a workbook, and to correct single values."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import audit
from services.access.permissions import Permission
from services.health import queries, screening
from services.health.choices import AuditAction, CheckupState
from services.health.models import Appointment, Checkup
from services.health.plausibility import BOUNDS
from services.kit import clock, xlsx
from services.web.decorators import requires
from services.web.health.station_state import ORDER
from services.web.health.stations import get_appointment
from services.web.page_request import PageRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ListedValue:
    """One measurement, with the address where this station corrects it."""

    label: str
    value: Decimal | int | None
    url: str


@dataclass(frozen=True)
class ListedCheckup:
    """A pupil of the class; `findings` are the abnormal verdicts in words."""

    number: int
    checkup: Checkup
    values: list[ListedValue]
    findings: list[str]


@requires(Permission.ENTER_RESULTS)
def class_list(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The class in its present state; each value links to the field where it is corrected."""
    appointment, rows = _read(request, public_id, "page")
    context = {
        "appointment": appointment,
        "label": queries.label_of(appointment),
        "columns": [BOUNDS[name].name for name in ORDER],
        "rows": rows,
        "done": sum(row.checkup.state == CheckupState.DONE for row in rows),
    }
    return render(request, "health/class_list.html", context)


@requires(Permission.ENTER_RESULTS)
def class_workbook(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The same list as an Excel workbook."""
    appointment, rows = _read(request, public_id, "workbook")
    headers = [_("序号"), _("姓名"), _("性别"), _("出生日期"), _("体检"), *(str(BOUNDS[name].name) for name in ORDER)]
    target = BytesIO()
    xlsx.write_table(target, [*headers, _("结论")], _cells(rows), sheet=queries.label_of(appointment))
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="checkup-{appointment.date.isoformat()}.xlsx"'
    return response


def _cells(rows: list[ListedCheckup]) -> Iterator[list[object]]:
    for row in rows:
        pupil = row.checkup.pupil
        head = [row.number, pupil.name, pupil.get_sex_display(), pupil.birth_date, row.checkup.get_state_display()]
        numbers = [None if value.value is None else float(value.value) for value in row.values]
        yield [*head, *numbers, "；".join(row.findings)]


def _read(request: PageRequest, public_id: UUID, form: str) -> tuple[Appointment, list[ListedCheckup]]:
    appointment = get_appointment(request, public_id)
    queue = queries.queue(appointment, request.actor, clock.now())
    audit.log(AuditAction.CHECKUPS_VIEWED, target=queue, by=request.actor, now=clock.now(), detail={"as": form})
    url = reverse("web:station", args=[public_id])
    return appointment, [_listed(number, checkup, url) for number, checkup in enumerate(queue, start=1)]


def _listed(number: int, checkup: Checkup, url: str) -> ListedCheckup:
    measured = getattr(checkup, "measurements", None)
    values = [
        ListedValue(str(BOUNDS[name].name), getattr(measured, name, None), f"{url}?at={checkup.public_id}&field={name}")
        for name in ORDER
    ]
    return ListedCheckup(number, checkup, values, _findings(checkup) if measured else [])


def _findings(checkup: Checkup) -> list[str]:
    pupil, day = checkup.pupil, checkup.taken_on or checkup.appointment.date
    verdicts = screening.screen(checkup.measurements, sex=pupil.sex, birth_date=pupil.birth_date, day=day)
    return [
        f"{verdict.kind.label} {verdict.value} {verdict.interpretation.label}"
        for verdict in verdicts
        if verdict.is_abnormal
    ]
