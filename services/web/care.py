"""今天, 记录, and the tab 关爱记录 of a child's page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import trail
from services.access.actor import Actor
from services.access.may import May
from services.care import access, queries
from services.care.actions import due, recording
from services.care.choices import DueState, Mood, Topic
from services.care.models import DueWork
from services.children import access as children
from services.children.models import Child
from services.kit import clock
from services.kit.refusals import Refused
from services.plans.choices import Duty
from services.web.door import page
from services.web.parts import say

SHORT = {Duty.TALK: gettext_lazy("谈心"), Duty.HOME_VISIT: gettext_lazy("家访"), Duty.CALL: gettext_lazy("通话")}
FACES = {
    Mood.VERY_GOOD: "mood-happy",
    Mood.GOOD: "mood-smile",
    Mood.CALM: "mood-empty",
    Mood.LOW: "mood-sad",
    Mood.VERY_LOW: "mood-cry",
}
ICONS = {Duty.TALK: "message-circle", Duty.HOME_VISIT: "home-heart", Duty.CALL: "phone"}
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Card:
    """One thing to do, as the desk shows it."""

    work: DueWork
    first_name: str
    duty: str
    since: str
    when: str
    tone: str
    agreed: str
    more: int
    record_url: str
    child_url: str


@page(May.RECORD_CARE)
def today(request: Any) -> HttpResponse:
    """A teacher's desk: late first, then this week, then the rest."""
    by: Actor = request.actor
    day = clock.today()
    cards = _cards(list(queries.due_for(by.staff_id, day)), day) if by.staff_id else []
    mine = _own_children(by)
    trail.note("care.desk_seen", about=[child.public_id for child in mine], by=by, now=clock.now())
    soon = day + timedelta(days=6 - day.weekday())
    context = {
        "late": [card for card in cards if card.tone == "alert"],
        "soon": [card for card in cards if card.tone != "alert" and card.work.due_on <= soon],
        "rest": [card for card in cards if card.work.due_on > soon],
        "mine": [(child, first_name(child.pupil.name)) for child in mine],
        "today": day,
        "weekday": WEEKDAYS[day.weekday()],
    }
    return render(request, "care/today.html", context)


def _own_children(by: Actor) -> list[Child]:
    """The children this member of staff is paired with."""
    paired = queries.open_pairings().filter(carer__staff=by.staff_id or 0).values("child_id")
    return list(Child.objects.filter(pk__in=paired).select_related("pupil").order_by("pupil__pinyin", "pk"))


def _cards(works: list[Any], day: date) -> list[Card]:
    """One card for each child and duty: its earliest work, and how many more wait behind it."""
    alike: dict[tuple[int, str], list[Any]] = {}
    for work in works:
        alike.setdefault((work.child_id, work.duty), []).append(work)
    return [_card(first, day, more=len(others)) for first, *others in alike.values()]


def _card(work: Any, day: date, more: int) -> Card:
    duty = str(SHORT[Duty(work.duty)])
    since = _("还没有%s过") % duty if work.last_on is None else _days_since(duty, (day - work.last_on).days)
    return Card(
        work=work,
        first_name=first_name(work.child.pupil.name),
        duty=duty,
        since=since,
        when=_when(work.due_on, day),
        tone="alert" if work.due_on < day else "due" if work.due_on == day else "",
        agreed=work.last_agreed or "",
        more=more,
        record_url=f"{reverse('web:record_child', args=[work.child.public_id])}?duty={work.duty}",
        child_url=child_url(work.child),
    )


def _days_since(duty: str, days: int) -> str:
    if days == 0:
        return _("今天已%s过一次") % duty
    return _("距上次%(duty)s %(days)d 天") % {"duty": duty, "days": days}


def _when(due_on: date, day: date) -> str:
    if due_on < day:
        return _("逾期 %d 天") % (day - due_on).days
    if due_on == day:
        return _("今天到期")
    if due_on - day < timedelta(days=7 - day.weekday()):
        return _("本周%s前") % WEEKDAYS[due_on.weekday()]
    return _("%(month)d月%(day)d日前") % {"month": due_on.month, "day": due_on.day}


def first_name(name: str) -> str:
    """How a teacher calls a child: 王小明 → 小明, 阿依古丽·买买提 → 阿依古丽."""
    given = name.split("·", maxsplit=1)[0]
    return given[-2:] if given == name and len(given) > 2 else given


def child_url(child: Child) -> str:
    try:
        return reverse("web:child", args=[child.public_id])
    except NoReverseMatch:
        return ""


class RecordForm(forms.Form):
    duty = forms.ChoiceField(label=gettext_lazy("方式"), choices=Duty.choices)
    mood = forms.TypedChoiceField(
        label=gettext_lazy("心情"),
        choices=[(str(value), label) for value, label in Mood.choices],
        coerce=lambda value: Mood(int(value)),
        empty_value=None,
        required=False,
    )
    topics = forms.MultipleChoiceField(label=gettext_lazy("聊了什么"), choices=Topic.choices, required=False)
    text = forms.CharField(
        label=gettext_lazy("一句话"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    agreed = forms.CharField(
        label=gettext_lazy("约定"), required=False, max_length=300, help_text=gettext_lazy("下次见面时先看到它。")
    )
    happened_on = forms.DateField(
        label=gettext_lazy("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@page(May.RECORD_CARE)
def record(request: Any) -> HttpResponse:
    """＋记录: which child?"""
    by: Actor = request.actor
    shown = children.recordable_by(by, clock.now()).filter(closed_on__isnull=True).select_related("pupil__school_class")
    rows = list(shown.order_by("pupil__pinyin", "pk")[:300])
    if not by.sees_whole_school and len(rows) == 1:
        return redirect("web:record_child", rows[0].public_id)
    trail.note("care.record_list_seen", about=[child.public_id for child in rows], by=by, now=clock.now())
    year = _school_year()
    listed = [(child, child.pupil.school_class.label(year)) for child in rows]
    return render(request, "care/record_whom.html", {"listed": listed})


def _school_year() -> int:
    from services.schools.queries import school_year_of

    return school_year_of(clock.today())


@page(May.RECORD_CARE)
def record_child(request: Any, public_id: UUID) -> HttpResponse:
    """The sheet: kind, mood, topics, one line, what was agreed."""
    by: Actor = request.actor
    child = children.recordable_by(by, clock.now()).select_related("pupil").filter(public_id=public_id).first()
    if child is None:
        raise Http404
    if request.method == "POST":
        return _told(request, child)
    wish = request.GET.get("duty", Duty.TALK)
    form = RecordForm(initial={"duty": wish if wish in Duty.values else Duty.TALK, "happened_on": clock.today()})
    trail.note("care.sheet_opened", about=child, by=by, now=clock.now())
    return _sheet(request, child, form)


def _told(request: Any, child: Child) -> HttpResponse:
    form = RecordForm(request.POST)
    if form.is_valid():
        try:
            made = recording.record(child=child, by=request.actor, now=clock.now(), **form.cleaned_data)
        except Refused as reason:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            words = {"name": first_name(child.pupil.name), "duty": SHORT[Duty(made.duty)]}
            say(
                request,
                _("已记下和%(name)s的%(duty)s。") % words,
                undo=reverse("web:record_undo", args=[made.public_id]),
            )
            return redirect("web:today")
    return _sheet(request, child, form, status=422)


def _sheet(request: Any, child: Child, form: RecordForm, status: int = 200) -> HttpResponse:
    context = {
        "child": child,
        "first_name": first_name(child.pupil.name),
        "form": form,
        "duties": [(value, SHORT[Duty(value)], ICONS[Duty(value)]) for value in Duty.values],
        "moods": [(str(mood.value), mood.label, face) for mood, face in FACES.items()],
        "chosen": {
            "duty": form["duty"].value(),
            "mood": str(form["mood"].value() or ""),
            "topics": form["topics"].value() or [],
        },
        "topics": Topic.choices,
        "last": queries.records_of(child).first(),
    }
    return render(request, "care/record.html", context, status=status)


@require_POST
@page(May.RECORD_CARE)
def record_undo(request: Any, public_id: UUID) -> HttpResponse:
    """撤销: what the toast offers for ten seconds, and the rule allows for ten minutes."""
    by: Actor = request.actor
    found = access.visible_records(by, clock.now()).select_related("child").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    child = found.child
    try:
        recording.withdraw(record=found, by=by, now=clock.now())
    except Refused as reason:
        say(request, str(reason))
        return redirect("web:today")
    say(request, _("已撤销，没有留下记录。"))
    return redirect("web:record_child", child.public_id)


@require_POST
@page(May.RECORD_CARE)
def later(request: Any, public_id: UUID) -> HttpResponse:
    """稍后: out of sight until tomorrow."""
    by: Actor = request.actor
    rows = access.visible_due(by, clock.now()).filter(staff=by.staff_id or 0, state=DueState.DUE)
    if (work := rows.filter(public_id=public_id).first()) is None:
        raise Http404
    due.put_off(work=work, now=clock.now())
    say(request, _("好的，明天再提醒你。"))
    return redirect("web:today")


def records_tab(child: Child, by: Actor) -> dict[str, Any]:
    """What `care/records_tab.html` needs, for the child's page to include."""
    pairing = queries.open_pairings().filter(child=child).select_related("carer__staff").first()
    can_record = children.recordable_by(by, clock.now()).filter(pk=child.pk).exists()
    return {
        "records": queries.records_of(child)[:100],
        "pairing": pairing,
        "record_url": reverse("web:record_child", args=[child.public_id]) if can_record else "",
    }
