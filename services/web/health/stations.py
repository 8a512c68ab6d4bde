"""体检录入: results of a class are entered pupil by pupil, and the verdict is shown at once."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.health import access, queries
from services.health.actions import results
from services.health.choices import AuditAction, CampaignState
from services.health.models import Appointment, Checkup
from services.health.plausibility import EYES, Level
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.components import Tab
from services.web.decorators import requires
from services.web.framework import add_error, get_visible_or_404
from services.web.health.station_state import Meant, ResultsForm, StationState, next_expected, select_pupil
from services.web.page_request import PageRequest, date_param


@requires(Permission.ENTER_RESULTS)
def stations(request: PageRequest) -> HttpResponse:
    """The classes of a day, today's first."""
    actor, today = request.actor, clock.today()
    # Other days as chips: to look ahead, or to correct what was entered yesterday.
    days = queries.station_days(actor, today)
    day = date_param(request, "date") or today
    rows = queries.appointments(actor).exclude(campaign__state=CampaignState.CLOSED).filter(date=day)
    url = reverse("web:stations")
    context = {
        "day": day,
        "is_today": day == today,
        "rows": [(row, queries.label_of(row)) for row in rows.order_by("school_class_id")],
        "chips": [Tab(_day_label(other, today), f"{url}?date={other}", is_active=other == day) for other in days],
        "next_day": next((other for other in days if other > today), None),
    }
    return render(request, "health/stations.html", context)


def _day_label(day: date, today: date) -> str:
    label = _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
    return f"{_('今天')} {label}" if day == today else label


@requires(Permission.ENTER_RESULTS)
def station(request: PageRequest, public_id: UUID) -> HttpResponse:
    """A class at the station; `?at=` is the current pupil, else the first who is expected."""
    state = _load(request, get_appointment(request, public_id))
    audit.log(AuditAction.CHECKUPS_VIEWED, target=state.queue, by=request.actor, now=clock.now())
    # Only of this queue: an id of another class selects nobody.
    selected = request.GET.get("at", "")
    checkup = next((row for row in state.queue if str(row.public_id) == selected), None)
    select_pupil(state, checkup or next_expected(state.queue))
    return render(request, "health/station.html", {"station": state})


@require_POST
@requires(Permission.ENTER_RESULTS)
def enter(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Enter results of one pupil and go on to the next; 422 with the same pupil while something is wrong or rare."""
    checkup, form = _get_checkup(request, public_id), ResultsForm(request.POST)
    confirm = ""
    try:
        # Not `perform`: rare values come back as warnings to confirm, not as errors.
        entered = _enter(request, checkup, form) if form.is_valid() else None
    except results.Implausible as error:
        entered, confirm = None, _show_issues(form, error)
    except results.Superseded as error:
        form.show_current(error.current)
        entered = None
    except ApplicationError as error:
        add_error(form, error)
        entered = None
    state = _load(request, checkup.appointment)
    if entered is None:
        state.current, state.form, state.confirm = checkup, form, confirm
        return _respond(request, state, status=422)
    state.last, state.verdicts = checkup, entered.verdicts
    select_pupil(state, next_expected(state.queue, after=checkup))
    return _respond(request, state)


def _enter(request: PageRequest, checkup: Checkup, form: ResultsForm) -> results.EnteredResult:
    """Rare values are accepted when the nurse has seen exactly these warnings and pressed Enter again."""
    try:
        return _enter_results(request, checkup, form, confirmed=False)
    except results.Implausible as error:
        # What is impossible is never confirmed away.
        if error.is_certain or error.is_to_be_chosen or request.POST.get("confirm", "") != _confirmation(error, form):
            raise
        return _enter_results(request, checkup, form, confirmed=True)


def _enter_results(
    request: PageRequest, checkup: Checkup, form: ResultsForm, *, confirmed: bool
) -> results.EnteredResult:
    return results.enter_results(
        checkup=checkup,
        confirmed=confirmed,
        seen=form.seen,
        low_vision=form.low_vision,
        by=request.actor,
        now=clock.now(),
        **form.sent,
    )


def _show_issues(form: ResultsForm, error: results.Implausible) -> str:
    """Put each issue beside its field. Returns what the next Enter confirms; "" where confirming does not help."""
    for eye in EYES:
        if eye in form.low_vision or any(issue.field == eye for issue in error.issues):
            form.offer_choice(eye)
    for issue in error.issues:
        if issue.meant:
            form.meant[issue.field] = Meant.of(issue.meant)
        if issue.level == Level.ERROR:
            form.add_error(issue.field, str(issue.sentence))
        else:
            form.warnings[issue.field] = str(issue.sentence)
    return "" if error.is_certain or error.is_to_be_chosen else _confirmation(error, form)


def _confirmation(error: results.Implausible, form: ResultsForm) -> str:
    """The rare values themselves, so that another value has to be confirmed anew."""
    return ";".join(f"{issue.field}:{issue.code}={form.cleaned_data.get(issue.field)}" for issue in error.issues)


@require_POST
@requires(Permission.ENTER_RESULTS)
def absent(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Mark a pupil absent and go on to the next."""
    return _mark(request, public_id, results.mark_absent, goes_on=True)


@require_POST
@requires(Permission.ENTER_RESULTS)
def expect(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Undo an absence and stay with the pupil."""
    return _mark(request, public_id, results.undo_absence, goes_on=False)


def _mark(request: PageRequest, public_id: UUID, action: Callable[..., Checkup], *, goes_on: bool) -> HttpResponse:
    checkup, error = _get_checkup(request, public_id), ""
    try:
        action(checkup=checkup, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        error = str(reason)
    state = _load(request, checkup.appointment)
    marked = next(row for row in state.queue if row.pk == checkup.pk)
    if error or not goes_on:
        state.error = error
        select_pupil(state, marked)
    else:
        state.last = marked
        select_pupil(state, next_expected(state.queue, after=checkup))
    return _respond(request, state, status=422 if error else 200)


def get_appointment(request: PageRequest, public_id: UUID) -> Appointment:
    rows = queries.appointments(request.actor).exclude(campaign__state=CampaignState.CLOSED)
    return get_visible_or_404(rows, public_id)


def _get_checkup(request: PageRequest, public_id: UUID) -> Checkup:
    rows = access.enterable_by(request.actor)
    return get_visible_or_404(rows.select_related("pupil", "appointment"), public_id)


def _load(request: PageRequest, appointment: Appointment) -> StationState:
    """The station as the database has it now: colleagues enter results of the same class."""
    current = get_appointment(request, appointment.public_id)
    return StationState(current, queries.queue(current, request.actor, clock.now()))


def _respond(request: PageRequest, state: StationState, *, status: int = 200) -> HttpResponse:
    """The station alone for its own script, the whole page without scripts."""
    template = "health/station_state.html" if request.htmx else "health/station.html"
    response = render(request, template, {"station": state}, status=status)
    if request.htmx:
        url = reverse("web:station", args=[state.appointment.public_id])
        # A reload, or the colleague at the next desk, opens the pupil that is shown.
        response["HX-Replace-Url"] = f"{url}?at={state.current.public_id}" if state.current else url
    return response
