"""One pupil: what the school knows of it beside the case file, and changing that."""

from datetime import datetime
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.actions import family
from services.children.choices import AuditAction, PupilState
from services.children.importing import enrolment
from services.children.models import Departure, Pupil
from services.kit import clock
from services.schools import queries as schools
from services.schools.models import SchoolClass
from services.web import drill_path
from services.web.children.list import age
from services.web.components import Step, Text, flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.page_request import PageRequest, uuid_param
from services.web.pupils.forms import BOARDING, NewPupilForm, PupilForm


def get_pupil(request: PageRequest, public_id: UUID) -> Pupil:
    rows = access.visible_pupils(request.actor, clock.now())
    return get_visible_or_404(
        rows.select_related("school_class__class_teacher", "school__township", "child"), public_id
    )


@requires(Permission.VIEW_PUPIL)
def pupil(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The facts of a pupil, and when it left and came back."""
    current = get_pupil(request, public_id)
    audit.log(AuditAction.PUPIL_VIEWED, target=current, by=request.actor, now=clock.now())
    departures = list(current.departures.order_by("-left_on", "-pk"))
    context = {
        **page_context(request, current),
        "age": age(current.birth_date, clock.today()),
        "child": getattr(current, "child", None),
        "history": [_step(row) for row in departures],
        "departure": next((row for row in departures if row.returned_on is None), None),
        "has_left": current.state == PupilState.LEFT,
        "may_edit": request.actor.has_permission(Permission.EDIT_PUPIL),
    }
    return render(request, "pupils/pupil.html", context)


@requires(Permission.EDIT_PUPIL)
def new(request: PageRequest) -> HttpResponse:
    """Enrol somebody by hand; `class` in the address names the class."""
    public_id = uuid_param(request, "class")
    school_class = SchoolClass.objects.filter(public_id=public_id).first() if public_id else None
    form = NewPupilForm(_data(request), school_class=school_class)
    if added := perform(request, form, enrolment.add_pupil):
        flash(request, _("已加上%s。") % added.name)
        return redirect("web:pupil", added.public_id)
    context = {"form": form, "address": request.get_full_path()}
    return render(request, "pupils/new.html", context, status=form_status(form))


@requires(Permission.EDIT_PUPIL)
def edit(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = get_pupil(request, public_id)
    known = {name: getattr(current, name) for name in family.EDITABLE}
    boarding = {value: text for text, value in BOARDING.items()}.get(current.boarding, "")
    form = PupilForm(_data(request), initial={**known, "boarding": boarding})
    if perform(request, form, _save, pupil=current):
        flash(request, _("已保存。"))
        return redirect("web:pupil", public_id)
    return form_page(request, current, form, _("修改学生资料"), _("保存"))


def _save(*, pupil: Pupil, by: Actor, now: datetime, **changes: object) -> Pupil:
    return family.edit_pupil(pupil=pupil, changes=changes, by=by, now=now)


def form_page(request: PageRequest, current: Pupil, form: BaseForm, title: Text, button: Text) -> HttpResponse:
    """The page of one form about a pupil."""
    context = {
        **page_context(request, current),
        "form": form,
        "title": title,
        "button": button,
        "address": request.path,
        "pupil_url": reverse("web:pupil", args=[current.public_id]),
    }
    return render(request, "pupils/form.html", context, status=form_status(form))


def page_context(request: PageRequest, current: Pupil) -> dict[str, object]:
    return {
        "pupil": current,
        "label": current.school_class.label(schools.school_year_of(clock.today())),
        "path": drill_path.to_class(request.actor, current.school, current.school_class),
    }


def _data(request: PageRequest) -> object:
    return request.POST if request.method == "POST" else None


def _step(row: Departure) -> Step:
    when = f"{row.left_on} – {row.returned_on}" if row.returned_on else str(row.left_on)
    notes = [row.to_school, row.note, row.outcome]
    return Step(row.get_kind_display(), when, _("，").join(note for note in notes if note))
