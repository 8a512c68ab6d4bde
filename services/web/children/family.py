"""Changing what is known of a child's family: parents, guardian, telephone numbers."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.actions import family, phone_numbers
from services.children.choices import Parent, VerificationResult
from services.children.models import Child, PhoneNumber
from services.children.queries import family as families
from services.children.queries.family import Family
from services.kit import clock
from services.web.children.detail import child_page, get_child
from services.web.children.family_forms import (
    REMOVE,
    PhoneNumberForm,
    guardian_form,
    parent_form,
    section_of,
    verification_form,
    working_hours_form,
)
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform, perform_and_flash
from services.web.page_request import PageRequest

WORKING_HOURS = "shift"  # sent by the form of working hours
SMS_OPT_OUT = {"no_sms": True, "sms": False}


@require_POST
@requires(Permission.EDIT_PUPIL)
def parent(request: PageRequest, public_id: UUID, which: str) -> HttpResponse:
    # The address names the parent; anything else is no page.
    if which not in Parent.values:
        raise Http404
    child = get_child(request, public_id)
    form = parent_form(_family(request, child), Parent(which), request.POST)
    return _save(request, child, which, form, family.record_whereabouts, parent=Parent(which))


@require_POST
@requires(Permission.EDIT_PUPIL)
def guardian(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    return _save(request, child, "guardian", guardian_form(_family(request, child), request.POST), family.set_guardian)


@require_POST
@requires(Permission.EDIT_PUPIL)
def add_phone_number(request: PageRequest, public_id: UUID) -> HttpResponse:
    form = PhoneNumberForm(request.POST, prefix="phone_number")
    return _save(request, get_child(request, public_id), "phone_number", form, phone_numbers.add_number)


def _family(request: PageRequest, child: Child) -> Family:
    return families.family_of(child.pupil, request.actor, clock.today())


def _save(
    request: PageRequest,
    child: Child,
    section: str,
    form: forms.Form,
    action: Callable[..., object],
    **arguments: object,
) -> HttpResponse:
    if perform(request, form, action, pupil=child.pupil, **arguments) is None:
        return child_page(request, child, "family", {section: form})
    flash(request, _("已保存。"))
    return _to_family_tab(child)


@require_POST
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
    return _change_seen(request, child, number, is_hours=selected == WORKING_HOURS)


def _change_seen(request: PageRequest, child: Child, number: PhoneNumber, *, is_hours: bool) -> HttpResponse:
    """Change what is known of a number, as far as its person has seen what that was."""
    seen = next(row for row in families.numbers_of(child.pupil) if row.id == number.public_id)
    form = (working_hours_form if is_hours else verification_form)(seen, request.POST)
    perform(request, form, phone_numbers.set_working_hours if is_hours else _record_result, phone_number=number)
    if form.errors:
        return child_page(request, child, "family", {section_of(type(form), seen): form})
    flash(request, _done(form.cleaned_data.get("result", "")))
    return _to_family_tab(child)


def _record_result(*, phone_number: PhoneNumber, result: str, by: Actor, now: datetime) -> None:
    if result == REMOVE:
        phone_numbers.remove_number(phone_number=phone_number, by=by, now=now)
    else:
        phone_numbers.verify_number(phone_number=phone_number, result=VerificationResult(result), by=by, now=now)


def _done(result: str) -> str:
    if result == REMOVE:
        return _("号码已删除。")
    return _("核实结果已记下。") if result else _("上班时间已记下。")


def _set_sms_opt_out(request: PageRequest, number: PhoneNumber, *, refuses: bool) -> None:
    message = _("已记下，不再给这个号码发短信。") if refuses else _("已记下，又可以给这个号码发短信。")
    perform_and_flash(request, message, phone_numbers.set_sms_opt_out, phone_number=number, refuses=refuses)


def _to_family_tab(child: Child) -> HttpResponse:
    return redirect(f"{reverse('web:child', args=[child.public_id])}?tab=family")
