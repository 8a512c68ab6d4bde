"""Changing what is known of a child's family: parents, guardian, telephone numbers. Each form is a page of its own.

The family tab shows these pages at its side (static/js/side.js).
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.actions import family, phone_numbers
from services.children.choices import AuditAction, Parent, PhoneOwner, VerificationResult
from services.children.models import Child, PhoneNumber
from services.children.queries import family as families
from services.children.queries.family import Family
from services.kit import clock
from services.web import drill_path
from services.web.children.detail import get_child
from services.web.children.family_forms import (
    REMOVE,
    PhoneNumberForm,
    guardian_form,
    parent_form,
    second_guardian_form,
    verification_form,
    working_hours_form,
)
from services.web.components import Text, flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.page_request import PageRequest

WORKING_HOURS = "shift"  # sent by the form of working hours
SMS_OPT_OUT = {"no_sms": True, "sms": False}


@requires(Permission.EDIT_PUPIL)
def parent(request: PageRequest, public_id: UUID, which: str) -> HttpResponse:
    # The address names the parent; anything else is no page.
    if which not in Parent.values:
        raise Http404
    child, parent = get_child(request, public_id), Parent(which)
    form = parent_form(_family(request, child), parent, request.POST if request.method == "POST" else None)
    return _edit(request, child, parent.label, form, family.record_whereabouts, pupil=child.pupil, parent=parent)


@requires(Permission.EDIT_PUPIL)
def guardian(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    form = guardian_form(_family(request, child), request.POST if request.method == "POST" else None)
    return _edit(request, child, _("监护人"), form, family.set_guardian, pupil=child.pupil)


@requires(Permission.EDIT_PUPIL)
def second_guardian(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The second guardian; saved without a name there is none."""
    child, label = get_child(request, public_id), PhoneOwner.GUARDIAN_2.label
    form = second_guardian_form(_family(request, child), request.POST if request.method == "POST" else None)
    return _edit(request, child, label, form, family.set_guardian, pupil=child.pupil, order=2)


@requires(Permission.EDIT_PUPIL)
def add_phone_number(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    form = PhoneNumberForm(request.POST if request.method == "POST" else None, prefix="phone_number")
    return _edit(request, child, _("加一个号码"), form, phone_numbers.add_number, pupil=child.pupil)


@requires(Permission.EDIT_PUPIL)
def change_phone_number(request: PageRequest, public_id: UUID, phone_number_id: UUID) -> HttpResponse:
    """Record the result of calling a number, its owner's working hours or wish for SMS, or remove it."""
    child = get_child(request, public_id)
    # Through the child: the number of another child is 404 even with the right id.
    rows = PhoneNumber.objects.filter(pupil=child.pupil_id).select_related("pupil")
    number = get_visible_or_404(rows, phone_number_id)
    selected = request.POST.get("result", "")
    if selected in SMS_OPT_OUT:
        _set_sms_opt_out(request, number, refuses=SMS_OPT_OUT[selected])
        return _to_family_tab(child)
    is_hours = WORKING_HOURS in (selected, request.GET.get("form"))
    return _change_seen(request, child, number, is_hours=is_hours)


def _family(request: PageRequest, child: Child) -> Family:
    return families.family_of(child.pupil, request.actor, clock.today())


def _change_seen(request: PageRequest, child: Child, number: PhoneNumber, *, is_hours: bool) -> HttpResponse:
    """Change what is known of a number, as far as its person has seen what that was."""
    seen = next(row for row in families.numbers_of(child.pupil) if row.id == number.public_id)
    data = request.POST if request.method == "POST" else None
    form = (working_hours_form if is_hours else verification_form)(seen, data)
    title = (_("上班时间") if is_hours else _("记下核实")) + f" · {seen.owner_label} {seen.number}"
    action = phone_numbers.set_working_hours if is_hours else _record_result
    hidden = WORKING_HOURS if is_hours else ""
    return _edit(request, child, title, form, action, hidden, phone_number=number)


def _edit(
    request: PageRequest,
    child: Child,
    title: Text,
    form: forms.Form,
    action: Callable[..., object],
    hidden_result: str = "",
    **arguments: object,
) -> HttpResponse:
    """The page of one form; carried out, the family tab."""
    perform(request, form, action, **arguments)
    if form.is_bound and not form.errors:
        flash(request, _done(form.cleaned_data.get("result", "")))
        return _to_family_tab(child)
    if not form.is_bound:
        audit.log(AuditAction.CHILD_VIEWED, target=child, by=request.actor, now=clock.now(), detail={"tab": "family"})
    context = {
        "child": child,
        "pupil": child.pupil,
        "path": drill_path.to_class(request.actor, child.pupil.school, child.pupil.school_class),
        "family_url": _family_url(child),
        "title": title,
        "form": form,
        "form_name": type(form).__name__,
        "hidden_result": hidden_result,
        "address": request.path,
    }
    return render(request, "children/family_edit.html", context, status=form_status(form))


def _record_result(*, phone_number: PhoneNumber, result: str, by: Actor, now: datetime) -> None:
    if result == REMOVE:
        phone_numbers.remove_number(phone_number=phone_number, by=by, now=now)
    else:
        phone_numbers.verify_number(phone_number=phone_number, result=VerificationResult(result), by=by, now=now)


def _done(result: str) -> str:
    if result == REMOVE:
        return _("号码已删除。")
    return _("核实结果已记下。") if result else _("已保存。")


def _set_sms_opt_out(request: PageRequest, number: PhoneNumber, *, refuses: bool) -> None:
    message = _("已记下，不再给这个号码发短信。") if refuses else _("已记下，又可以给这个号码发短信。")
    perform_and_flash(request, message, phone_numbers.set_sms_opt_out, phone_number=number, refuses=refuses)


def _family_url(child: Child) -> str:
    return f"{reverse('web:child', args=[child.public_id])}?tab=family"


def _to_family_tab(child: Child) -> HttpResponse:
    return redirect(_family_url(child))
