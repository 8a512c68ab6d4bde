"""体检 in the browser: the county opens and plans campaigns; a school sees its days and follows findings."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import trail
from services.access.actor import Actor
from services.access.may import May
from services.health import access, queries
from services.health.actions import campaigns as deeds
from services.health.actions import clinics as clinic_deeds
from services.health.actions import findings as finding_deeds
from services.health.choices import CampaignState, FindingState
from services.health.models import Campaign, Clinic, Finding
from services.kit import clock
from services.kit.cursors import BadCursor
from services.kit.paging import Order
from services.kit.paging import page as page_of
from services.kit.periods import Month
from services.kit.refusals import Refused
from services.schools.models import Region
from services.web.door import page
from services.web.jobs import progress_of
from services.web.parts import Tab, say

SIZE = 30
TONES = {
    CampaignState.DRAFT: "due",
    CampaignState.PLANNING: "now",
    CampaignState.SCHEDULED: "done",
    CampaignState.CLOSED: "",
}
FINDING_TONES = {
    FindingState.OPEN: "alert",
    FindingState.TOLD: "due",
    FindingState.SEEN: "now",
    FindingState.CANNOT_PAY: "alert",
    FindingState.CLOSED: "done",
}
STEPS = {
    FindingState.TOLD: gettext_lazy("已告知家长"),
    FindingState.SEEN: gettext_lazy("已就医"),
    FindingState.CANNOT_PAY: gettext_lazy("无力支付，转资助"),
    FindingState.CLOSED: gettext_lazy("销号"),
}


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CampaignForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    begins_on = DayField(label=gettext_lazy("从哪天"))
    ends_on = DayField(label=gettext_lazy("到哪天"), help_text=gettext_lazy("考试周和各校自己的放假日会自动避开。"))
    clinics = forms.ModelMultipleChoiceField(
        Clinic.objects.none(),
        label=gettext_lazy("体检机构"),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一个体检机构。")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_: Any = self.fields["clinics"]
        field_.queryset = Clinic.objects.select_related("region").order_by("name")
        field_.label_from_instance = _clinic_words


def _clinic_words(clinic: Clinic) -> str:
    words = _("%(name)s：每日 %(capacity)d 人") % {"name": clinic.name, "capacity": clinic.capacity}
    return f"{words} · {clinic.region.name}" if clinic.region else str(words)


class ClinicForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("机构名称"), max_length=80)
    capacity = forms.IntegerField(label=gettext_lazy("每日人数"), min_value=1, max_value=clinic_deeds.MOST_A_DAY)
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("优先服务的乡镇"),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("全县"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_: Any = self.fields["region"]
        field_.queryset = Region.objects.order_by("name")


@page(May.VIEW_CAMPAIGNS)
def campaigns(request: Any) -> HttpResponse:
    by: Actor = request.actor
    found = list(queries.campaigns().order_by("-begins_on", "-pk")[:SIZE])
    counts = queries.findings_by_state(by, clock.now()) if by.school_id and by.may(May.VIEW_RESULTS) else {}
    context = {
        "campaigns": [(each, TONES[CampaignState(each.state)]) for each in found],
        "is_county": by.school_id is None,
        "may_manage": by.may(May.MANAGE_CAMPAIGNS),
        "may_follow": by.may(May.VIEW_RESULTS),
        "to_follow": sum(n for state, n in counts.items() if state != FindingState.CLOSED),
        "fresh": counts.get(FindingState.OPEN, 0),
    }
    return render(request, "health/campaigns.html", context)


@page(May.MANAGE_CAMPAIGNS)
def campaign_new(request: Any) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.open_campaign(**form.cleaned_data, by=request.actor, now=clock.now())
        except Refused as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            say(request, _("已建好。排期后才会通知学校和家长。"))
            return redirect("web:campaign", made.public_id)
    return _campaign_form(request, form, None)


@page(May.MANAGE_CAMPAIGNS)
def campaign_change(request: Any, public_id: UUID) -> HttpResponse:
    campaign = _campaign(public_id)
    used = Clinic.objects.filter(pk__in=campaign.clinics.values("clinic_id"))
    known = {name: getattr(campaign, name) for name in ("title", "begins_on", "ends_on")} | {"clinics": used}
    form = CampaignForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change_campaign(campaign=campaign, **form.cleaned_data, by=request.actor, now=clock.now())
        except Refused as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            say(request, _("已修改。请重新排期，已有结果的班级不动。"))
            return redirect("web:campaign", campaign.public_id)
    return _campaign_form(request, form, campaign)


def _campaign_form(request: Any, form: forms.Form, campaign: Campaign | None) -> HttpResponse:
    context = {"form": form, "campaign": campaign, "has_clinics": Clinic.objects.exists()}
    return render(request, "health/campaign_form.html", context, status=422 if form.errors else 200)


@page(May.VIEW_CAMPAIGNS)
def campaign(request: Any, public_id: UUID) -> HttpResponse:
    """The county: load against capacity, day by day; a school: its classes and their days."""
    by: Actor = request.actor
    found = queries.campaigns().select_related("term").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    context = {"campaign": found, "tone": TONES[CampaignState(found.state)], "is_county": by.school_id is None}
    if by.school_id is None:
        return render(request, "health/campaign.html", context | _for_county(found, by))
    mine = str(by.school_public_id)
    rows = list(queries.appointments(by).filter(campaign=found).order_by("date", "school_class_id"))
    events: dict[date, list[str]] = defaultdict(list)
    for row in rows:
        events[row.date].append(queries.label_of(row))
    context |= {
        "rows": [(row, queries.label_of(row)) for row in rows],
        "unplaced": [each for each in found.unplaced if each["school"] == mine],
        "months": _months(found, {day: [Event(label) for label in labels] for day, labels in events.items()}),
        "sees_results": by.may(May.VIEW_RESULTS) and by.sees_whole_school,
    }
    return render(request, "health/campaign.html", context)


def _for_county(found: Campaign, by: Actor) -> dict[str, Any]:
    days = queries.clinic_days(found)
    load: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day in days:
        load[day.date][0] += day.pupils
        load[day.date][1] += day.capacity
    events = {
        day: [Event(f"{pupils}/\u200b{room}", 5 * pupils // max(room, 1))] for day, (pupils, room) in load.items()
    }
    is_planning = deeds.is_being_planned(found)
    job = found.job if found.state == CampaignState.PLANNING else None
    return {
        "days": days,
        "months": _months(found, events),
        "unplaced": found.unplaced,
        "clinics": Clinic.objects.filter(pk__in=found.clinics.values("clinic_id")).order_by("name"),
        "work": progress_of(job) if job else None,
        "may_plan": by.may(May.MANAGE_CAMPAIGNS) and found.state != CampaignState.CLOSED and not is_planning,
    }


@dataclass(frozen=True)
class Event:
    """What stands in a day's square; `step` 0–5 is how full it is."""

    label: str
    step: int = 0


@dataclass(frozen=True)
class Square:
    day: int
    is_off: bool = False
    is_today: bool = False
    note: str = ""
    events: list[Event] = field(default_factory=list)


def _months(found: Campaign, events: dict[date, list[Event]]) -> list[tuple[str, list[list[Square]]]]:
    """The months of a campaign's window as weeks of squares; without events only the first."""
    quiet = queries.quiet_days(found.begins_on, found.ends_on)
    shown, month = [], Month.of(found.begins_on)
    last = max(events, default=found.begins_on)
    while month.start <= last:
        shown.append((month.label, _weeks(month, found, quiet, events)))
        month = month.next
    return shown


def _weeks(
    month: Month, found: Campaign, quiet: dict[date, str], events: dict[date, list[Event]]
) -> list[list[Square]]:
    first = month.start - timedelta(days=month.start.weekday())
    count = ((month.end - first).days // 7 + 1) * 7
    days = [first + timedelta(n) for n in range(count)]
    squares = [_square(day, month, found, quiet, events) for day in days]
    return [squares[n : n + 7] for n in range(0, count, 7)]


def _square(
    day: date, month: Month, found: Campaign, quiet: dict[date, str], events: dict[date, list[Event]]
) -> Square:
    if not month.start <= day <= month.end:
        return Square(0, is_off=True)
    is_off = day in quiet or not found.begins_on <= day <= found.ends_on
    return Square(day.day, is_off, day == clock.today(), quiet.get(day, ""), events.get(day, []))


@require_POST
@page(May.MANAGE_CAMPAIGNS)
def campaign_plan(request: Any, public_id: UUID) -> HttpResponse:
    return _deed(request, public_id, deeds.ask_for_plan, _("已开始排期。"))


@require_POST
@page(May.MANAGE_CAMPAIGNS)
def campaign_close(request: Any, public_id: UUID) -> HttpResponse:
    return _deed(request, public_id, deeds.close_campaign, _("体检已结束，不再录入结果。"))


def _deed(request: Any, public_id: UUID, deed: Any, words: str) -> HttpResponse:
    try:
        deed(campaign=_campaign(public_id), by=request.actor, now=clock.now())
    except Refused as reason:
        say(request, str(reason))
    else:
        say(request, words)
    return redirect("web:campaign", public_id)


def _campaign(public_id: UUID) -> Campaign:
    found = Campaign.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@page(May.MANAGE_CAMPAIGNS)
def clinics(request: Any) -> HttpResponse:
    """The county's clinics, and a form for one more."""
    form = ClinicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clinic_deeds.make_clinic(**form.cleaned_data, by=request.actor, now=clock.now())
        except Refused as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            say(request, _("已添加。"))
            return redirect("web:clinics")
    context = {"form": form, "clinics": Clinic.objects.select_related("region").order_by("name")}
    return render(request, "health/clinics.html", context, status=422 if form.errors else 200)


@page(May.MANAGE_CAMPAIGNS)
def clinic(request: Any, public_id: UUID) -> HttpResponse:
    found = Clinic.objects.select_related("region").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = ClinicForm(
        request.POST or None, initial={"name": found.name, "capacity": found.capacity, "region": found.region}
    )
    if request.method == "POST" and form.is_valid():
        try:
            clinic_deeds.change_clinic(clinic=found, **form.cleaned_data, by=request.actor, now=clock.now())
        except Refused as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            say(request, _("已修改。已排好的日期不变，重新排期时按新的人数计算。"))
            return redirect("web:clinics")
    return render(request, "health/clinic.html", {"form": form, "clinic": found}, status=422 if form.errors else 200)


@page(May.VIEW_RESULTS)
def findings(request: Any) -> HttpResponse:
    """What the checkups found, and the next step of each."""
    by, now = request.actor, clock.now()
    wish = request.GET.get("state", "")
    state = wish if wish in FindingState.values else ""
    rows = access.findings_visible_to(by, now).select_related("pupil__school_class", "checkup__campaign__term")
    rows = rows.filter(state=state) if state else rows.exclude(state=FindingState.CLOSED)
    told: Any = {"order": Order.by("-found_on"), "size": SIZE, "name": "findings", "key": settings.SECRET_KEY.encode()}
    try:
        found = page_of(rows, cursor=request.GET.get("cursor"), **told)
    except BadCursor:
        found = page_of(rows, cursor=None, **told)
    if found.rows:
        trail.note("health.findings_seen", about=found.rows, by=by, now=now)
    counts = queries.findings_by_state(by, now)
    here = reverse("web:findings")
    to_do = sum(n for each, n in counts.items() if each != FindingState.CLOSED)
    chips = [Tab(_("待跟进"), here, not state, to_do)]
    chips += [Tab(each.label, f"{here}?state={each}", state == each, counts[each]) for each in FindingState]
    context = {
        "rows": [_finding_row(each, by) for each in found.rows],
        "chips": chips,
        "is_filtered": bool(state),
        "state": state,
        "may_follow": by.may(May.FOLLOW_FINDINGS),
        "newer": _link(state, found.previous),
        "older": _link(state, found.next),
    }
    return render(request, "health/findings.html", context)


def _finding_row(finding: Finding, by: Actor) -> dict[str, Any]:
    year = finding.checkup.campaign.term.school_year
    steps = [(to, STEPS[to]) for to in finding_deeds.ONWARD[finding.state]] if by.may(May.FOLLOW_FINDINGS) else []
    return {
        "finding": finding,
        "label": finding.pupil.school_class.label(year),
        "tone": FINDING_TONES[FindingState(finding.state)],
        "steps": steps,
    }


def _link(state: str, cursor: str | None) -> str:
    if not cursor:
        return ""
    return f"?{urlencode({'state': state, 'cursor': cursor} if state else {'cursor': cursor})}"


@require_POST
@page(May.FOLLOW_FINDINGS)
def finding_follow(request: Any, public_id: UUID, state: str) -> HttpResponse:
    """One step on; the toast's undo is the same address with the state before."""
    finding = access.findings_visible_to(request.actor, clock.now()).filter(public_id=public_id).first()
    if finding is None or state not in FindingState.values:
        raise Http404
    before = finding.state
    try:
        finding_deeds.follow(finding=finding, to=FindingState(state), by=request.actor, now=clock.now())
    except Refused as reason:
        say(request, str(reason))
    else:
        undo = reverse("web:finding_follow", args=[public_id, before])
        say(request, _("已记为“%s”。") % FindingState(state).label, undo=undo)
    wish = request.POST.get("from", "")
    back = f"?state={wish}" if wish in FindingState.values else ""
    return redirect(f"{reverse('web:findings')}{back}")
