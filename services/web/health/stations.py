"""体检录入: a class before the nurse, one pupil, one field; Enter goes on, the verdict comes at once."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.health import access, queries
from services.health.actions import results
from services.health.choices import AuditAction, CampaignState
from services.health.models import Checkup
from services.health.plausibility import PlausibilityIssue
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.components import Tab
from services.web.decorators import requires
from services.web.health.station_state import ResultsForm, StationState, next_expected, select_pupil


@requires(Permission.ENTER_RESULTS)
def stations(request: Any) -> HttpResponse:
    """The classes of a day, today's at first."""
    by, today = request.actor, clock.today()
    days = queries.station_days(by, today)
    wish = _day(request.GET.get("date", ""))
    day = wish or today
    rows = queries.appointments(by).exclude(campaign__state=CampaignState.CLOSED).filter(date=day)
    here = reverse("web:stations")
    chips = [Tab(_day_words(each, today), f"{here}?date={each}", each == day) for each in days]
    context = {
        "day": day,
        "is_today": day == today,
        "rows": [(row, queries.label_of(row)) for row in rows.order_by("school_class_id")],
        "chips": chips,
        "next": next((each for each in days if each > today), None),
    }
    return render(request, "health/stations.html", context)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _day_words(day: Any, today: Any) -> str:
    words = _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
    return f"{_('今天')} {words}" if day == today else words


@requires(Permission.ENTER_RESULTS)
def station(request: Any, public_id: UUID) -> HttpResponse:
    """A class at the station; `?at=` is the pupil at hand, else the first who is expected."""
    by, now = request.actor, clock.now()
    desk = _desk(request, public_id)
    audit.log(AuditAction.CHECKUPS_VIEWED, target=desk.queue, by=by, now=now)
    wish = request.GET.get("at", "")
    chosen = next((each for each in desk.queue if str(each.public_id) == wish), None)
    select_pupil(desk, chosen or next_expected(desk.queue))
    return render(request, "health/station.html", {"desk": desk})


@require_POST
@requires(Permission.ENTER_RESULTS)
def enter(request: Any, public_id: UUID) -> HttpResponse:
    """Results of one pupil; the next one is called. 422 with the same pupil while something is in doubt."""
    checkup = _checkup(request, public_id)
    form = ResultsForm(request.POST)
    try:
        entered = _enter(request, checkup, form) if form.is_valid() else None
    except results.Implausible as reason:
        return _again(request, checkup, form, reason)
    except ApplicationError as reason:
        form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        entered = None
    desk = _desk(request, checkup.appointment.public_id)
    if entered is None:
        desk.at, desk.form = checkup, form
        return _answer(request, desk, status=422)
    desk.last, desk.verdicts = checkup, entered.verdicts
    select_pupil(desk, next_expected(desk.queue, after=checkup))
    return _answer(request, desk)


def _enter(request: Any, checkup: Checkup, form: ResultsForm) -> results.EnteredResult:
    """Rare values are entered when the nurse has seen just these doubts and pressed Enter again."""
    given: dict[str, Any] = {"checkup": checkup, "by": request.actor, "now": clock.now(), **form.measures()}
    try:
        return results.enter_results(**given)
    except results.Implausible as reason:
        if reason.is_certain or request.POST.get("confirm", "") != _token(reason.issues, form):
            raise
        return results.enter_results(**given, confirmed=True)


def _again(request: Any, checkup: Checkup, form: ResultsForm, reason: results.Implausible) -> HttpResponse:
    desk = _desk(request, checkup.appointment.public_id)
    desk.at, desk.form = checkup, form
    if not reason.is_certain:
        desk.confirm = _token(reason.issues, form)
    for doubt in reason.issues:
        if doubt.level == "error":
            form.add_error(doubt.field, str(doubt.sentence))
        else:
            form.plausibility_issues[doubt.field] = str(doubt.sentence)
    return _answer(request, desk, status=422)


def _token(doubts: tuple[PlausibilityIssue, ...], form: ResultsForm) -> str:
    """The doubtful values themselves: another value wants another look."""
    return ";".join(f"{each.field}:{each.code}={form.cleaned_data.get(each.field)}" for each in doubts)


@require_POST
@requires(Permission.ENTER_RESULTS)
def absent(request: Any, public_id: UUID) -> HttpResponse:
    return _mark(request, public_id, results.mark_absent, is_next=True)


@require_POST
@requires(Permission.ENTER_RESULTS)
def expect(request: Any, public_id: UUID) -> HttpResponse:
    return _mark(request, public_id, results.undo_absence, is_next=False)


def _mark(request: Any, public_id: UUID, action: Any, *, is_next: bool) -> HttpResponse:
    checkup = _checkup(request, public_id)
    refusal = ""
    try:
        action(checkup=checkup, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        refusal = str(reason)
    desk = _desk(request, checkup.appointment.public_id)
    here = next(each for each in desk.queue if each.pk == checkup.pk)
    desk.refusal = refusal
    desk.last = here if is_next and not refusal else None
    select_pupil(desk, next_expected(desk.queue, after=checkup) if is_next and not refusal else here)
    return _answer(request, desk, status=422 if refusal else 200)


def _desk(request: Any, public_id: UUID) -> StationState:
    rows = queries.appointments(request.actor).exclude(campaign__state=CampaignState.CLOSED)
    appointment = rows.filter(public_id=public_id).first()
    if appointment is None:
        raise Http404
    return StationState(appointment, queries.queue(appointment, request.actor, clock.now()))


def _checkup(request: Any, public_id: UUID) -> Checkup:
    rows = access.enterable_by(request.actor).select_related("pupil", "appointment")
    found: Checkup | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _answer(request: Any, desk: StationState, *, status: int = 200) -> HttpResponse:
    """The desk alone for the station's own request, the whole page without scripts."""
    name = "health/station_state.html" if request.htmx else "health/station.html"
    answer = render(request, name, {"desk": desk}, status=status)
    if request.htmx:
        here = reverse("web:station", args=[desk.appointment.public_id])
        answer["HX-Replace-Url"] = f"{here}?at={desk.at.public_id}" if desk.at else here
    return answer
