"""记录: choose a child, write a care record, undo it; and the tab 关爱记录 of a child."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, attachments, documents, queries
from services.care.actions import care_records
from services.care.choices import AuditAction, Mood, Topic
from services.care.models import CareNote
from services.children import access as children
from services.children.models import Child
from services.children.names import given_name
from services.kit import clock
from services.plans.choices import CareActivity
from services.schools.queries import school_year_of
from services.web.care.labels import SHORT_LABELS
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import DayField, EnumField, max_length
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.page_request import PageRequest, choice_param

# A head may record for every child of the school; beyond that the search is faster than a list.
MAX_CHILDREN, MAX_RECORDS = 300, 100
MOOD_ICONS = {
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


class CareRecordForm(forms.Form):
    activity = EnumField(CareActivity, label=gettext_lazy("方式"))
    mood = forms.TypedChoiceField(
        label=gettext_lazy("心情"),
        choices=[(str(value), label) for value, label in Mood.choices],
        # Stored as a number from 1 to 5, sent by the browser as text.
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
        max_length=max_length(CareNote, "agreed"),
        help_text=gettext_lazy("下次见面时先看到它。"),
    )
    happened_on = DayField(label=gettext_lazy("日期"))


@requires(Permission.RECORD_CARE)
def choose_child(request: PageRequest) -> HttpResponse:
    """Choose the child to record for; a teacher of one child goes straight to the form."""
    actor = request.actor
    rows = children.recordable_by(actor, clock.now()).filter(closed_on__isnull=True)
    listed = list(rows.select_related("pupil__school_class").order_by("pupil__pinyin", "pk")[:MAX_CHILDREN])
    # One tap less for the most common teacher; a head with one child today has more tomorrow.
    if not actor.sees_whole_school and len(listed) == 1:
        return redirect("web:care_record_child", listed[0].public_id)
    audit.log(AuditAction.RECORDABLE_CHILDREN_VIEWED, target=listed, by=actor, now=clock.now())
    year = school_year_of(clock.today())
    context = {"children": [(child, child.pupil.school_class.label(year)) for child in listed]}
    return render(request, "care/record_choose_child.html", context)


@requires(Permission.RECORD_CARE)
def create(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The form of a new care record: activity, mood, topics, a note, what was agreed."""
    rows = children.recordable_by(request.actor, clock.now()).select_related("pupil")
    child = get_visible_or_404(rows, public_id)
    if request.method == "POST":
        return _create(request, child)
    activity = choice_param(request, "activity", CareActivity.values, default=CareActivity.TALK)
    # The form shows what was agreed last time, so opening it is reading.
    audit.log(AuditAction.RECORD_FORM_OPENED, target=child, by=request.actor, now=clock.now())
    return _form_page(request, child, CareRecordForm(initial={"activity": activity, "happened_on": clock.today()}))


def _create(request: PageRequest, child: Child) -> HttpResponse:
    form = CareRecordForm(request.POST)
    record = perform(request, form, care_records.record, child=child)
    if record is None:
        return _form_page(request, child, form)
    # The given name only: a phone lies open on the table.
    values = {"name": given_name(child.pupil.name), "activity": SHORT_LABELS[CareActivity(record.activity)]}
    undo = reverse("web:care_record_undo", args=[record.public_id])
    flash(request, _("已记下和%(name)s的%(activity)s。") % values, undo=undo)
    return redirect("web:today")


def _form_page(request: PageRequest, child: Child, form: CareRecordForm) -> HttpResponse:
    context = {
        "child": child,
        "first_name": given_name(child.pupil.name),
        "form": form,
        "activities": [(activity.value, SHORT_LABELS[activity], ICONS[activity]) for activity in CareActivity],
        "moods": [(str(mood.value), mood.label, icon) for mood, icon in MOOD_ICONS.items()],
        "topics": Topic.choices,
        # The template draws icons and chips itself and needs the values as the browser sends them.
        "chosen": {
            "activity": form["activity"].value(),
            "mood": str(form["mood"].value() or ""),
            "topics": form["topics"].value() or [],
        },
        "last": queries.records_of(child, request.actor).first(),
    }
    return render(request, "care/record.html", context, status=form_status(form))


@require_POST
@requires(Permission.RECORD_CARE)
def undo(request: PageRequest, public_id: UUID) -> HttpResponse:
    """撤销: offered by the toast for ten seconds, allowed by the action for ten minutes."""
    rows = access.visible_records(request.actor, clock.now()).select_related("child")
    record = get_visible_or_404(rows, public_id)
    # Read before: withdrawing deletes the record.
    child_id = record.child.public_id
    if perform_and_flash(request, _("已撤销，没有留下记录。"), care_records.withdraw, record=record):
        return redirect("web:care_record_child", child_id)
    return redirect("web:today")


def records_tab(child: Child, actor: Actor) -> dict[str, object]:
    """Context of `care/records_tab.html`, which the child's page includes."""
    may_record = children.recordable_by(actor, clock.now()).filter(pk=child.pk).exists()
    records = list(queries.records_of(child, actor)[:MAX_RECORDS])
    sees_files = actor.has_permission(Permission.VIEW_ATTACHMENTS)
    counts = attachments.TARGET.counts(records) if sees_files else {}
    return {
        "records": [(record, counts.get(record.pk, 0)) for record in records],
        "sees_files": sees_files,
        "last_record": records[0] if records else None,
        "pairing": queries.open_pairings().filter(child=child).select_related("mentor__staff").first(),
        "export_filters": {documents.CHILD: str(child.public_id)},
        "record_url": reverse("web:care_record_child", args=[child.public_id]) if may_record else "",
    }
