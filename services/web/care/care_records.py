"""记录: which child, the sheet, 撤销, and the tab 关爱记录 of a child's page."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.actions import care_records
from services.care.choices import AuditAction, Mood, Topic
from services.care.models import CareNote
from services.children import access as children
from services.children.models import Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.choices import CareActivity
from services.schools.queries import school_year_of
from services.web.care.labels import SHORT, given_name
from services.web.components import flash
from services.web.decorators import requires

FACES = {
    Mood.VERY_GOOD: "mood-happy",
    Mood.GOOD: "mood-smile",
    Mood.CALM: "mood-empty",
    Mood.LOW: "mood-sad",
    Mood.VERY_LOW: "mood-cry",
}
ICONS = {
    CareActivity.TALK: "message-circle",
    CareActivity.HOME_VISIT: "home-heart",
    CareActivity.CALL: "phone",
    CareActivity.DIARY: "book",
}


class RecordForm(forms.Form):
    activity = forms.ChoiceField(label=gettext_lazy("方式"), choices=CareActivity.choices)
    mood = forms.TypedChoiceField(
        label=gettext_lazy("心情"),
        choices=[(str(value), label) for value, label in Mood.choices],
        coerce=lambda value: Mood(int(value)),
        empty_value=None,
        required=False,
    )
    topics = forms.MultipleChoiceField(label=gettext_lazy("聊了什么"), choices=Topic.choices, required=False)
    text = forms.CharField(
        label=gettext_lazy("一句话"),
        required=False,
        max_length=care_records.MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agreed = forms.CharField(
        label=gettext_lazy("约定"),
        required=False,
        max_length=CareNote.agreed.field.max_length,
        help_text=gettext_lazy("下次见面时先看到它。"),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@requires(Permission.RECORD_CARE)
def record(request: Any) -> HttpResponse:
    """＋记录: which child?"""
    by: Actor = request.actor
    shown = children.recordable_by(by, clock.now()).filter(closed_on__isnull=True).select_related("pupil__school_class")
    rows = list(shown.order_by("pupil__pinyin", "pk")[:300])
    if not by.sees_whole_school and len(rows) == 1:
        return redirect("web:care_record_child", rows[0].public_id)
    audit.log(
        AuditAction.RECORDABLE_CHILDREN_VIEWED, target=[child.public_id for child in rows], by=by, now=clock.now()
    )
    year = school_year_of(clock.today())
    listed = [(child, child.pupil.school_class.label(year)) for child in rows]
    return render(request, "care/record_choose_child.html", {"listed": listed})


@requires(Permission.RECORD_CARE)
def record_child(request: Any, public_id: UUID) -> HttpResponse:
    """The sheet: kind, mood, topics, one line, what was agreed."""
    by: Actor = request.actor
    child = children.recordable_by(by, clock.now()).select_related("pupil").filter(public_id=public_id).first()
    if child is None:
        raise Http404
    if request.method == "POST":
        return _told(request, child)
    wish = request.GET.get("activity", CareActivity.TALK)
    form = RecordForm(
        initial={"activity": wish if wish in CareActivity.values else CareActivity.TALK, "happened_on": clock.today()}
    )
    audit.log(AuditAction.RECORD_FORM_OPENED, target=child, by=by, now=clock.now())
    return _sheet(request, child, form)


def _told(request: Any, child: Child) -> HttpResponse:
    form = RecordForm(request.POST)
    if form.is_valid():
        try:
            made = care_records.record(child=child, by=request.actor, now=clock.now(), **form.cleaned_data)
        except ApplicationError as reason:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            words = {"name": given_name(child.pupil.name), "activity": SHORT[CareActivity(made.activity)]}
            flash(
                request,
                _("已记下和%(name)s的%(activity)s。") % words,
                undo=reverse("web:care_record_undo", args=[made.public_id]),
            )
            return redirect("web:today")
    return _sheet(request, child, form, status=422)


def _sheet(request: Any, child: Child, form: RecordForm, status: int = 200) -> HttpResponse:
    context = {
        "child": child,
        "first_name": given_name(child.pupil.name),
        "form": form,
        "activities": [
            (value, SHORT[CareActivity(value)], ICONS[CareActivity(value)]) for value in CareActivity.values
        ],
        "moods": [(str(mood.value), mood.label, face) for mood, face in FACES.items()],
        "chosen": {
            "activity": form["activity"].value(),
            "mood": str(form["mood"].value() or ""),
            "topics": form["topics"].value() or [],
        },
        "topics": Topic.choices,
        "last": queries.records_of(child, request.actor).first(),
    }
    return render(request, "care/record.html", context, status=status)


@require_POST
@requires(Permission.RECORD_CARE)
def record_undo(request: Any, public_id: UUID) -> HttpResponse:
    """撤销: what the toast offers for ten seconds, and the rule allows for ten minutes."""
    by: Actor = request.actor
    found = access.visible_records(by, clock.now()).select_related("child").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    child = found.child
    try:
        care_records.withdraw(record=found, by=by, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
        return redirect("web:today")
    flash(request, _("已撤销，没有留下记录。"))
    return redirect("web:care_record_child", child.public_id)


def records_tab(child: Child, by: Actor) -> dict[str, Any]:
    """What `care/records_tab.html` needs, for the child's page to include."""
    pairing = queries.open_pairings().filter(child=child).select_related("mentor__staff").first()
    can_record = children.recordable_by(by, clock.now()).filter(pk=child.pk).exists()
    told = list(queries.records_of(child, by)[:100])
    return {
        "records": told,
        "last_record": told[0] if told else None,
        "pairing": pairing,
        "record_url": reverse("web:care_record_child", args=[child.public_id]) if can_record else "",
    }
