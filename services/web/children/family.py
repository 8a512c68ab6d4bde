"""Mending what is known of a child's family: parents, guardian, telephone numbers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children.actions import family, phone_numbers
from services.children.choices import Parent, PhoneOwner, VerificationResult
from services.children.models import Child, PhoneNumber
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.children.detail import child_of, show
from services.web.children.family_forms import ContactForm, GuardianForm, ParentForm, ShiftForm
from services.web.components import flash
from services.web.decorators import requires

SMS_WISHES = {"no_sms": True, "sms": False}


@require_POST
@requires(Permission.EDIT_PUPIL)
def parent(request: Any, public_id: UUID, which: str) -> HttpResponse:
    if which not in Parent.values:
        raise Http404
    found, form = child_of(request, public_id), ParentForm(request.POST, prefix=which)
    return _edit(
        request,
        found,
        which,
        form,
        lambda told: family.record_whereabouts(
            pupil=found.pupil, parent=Parent(which), by=request.actor, now=clock.now(), **told
        ),
    )


@require_POST
@requires(Permission.EDIT_PUPIL)
def guardian(request: Any, public_id: UUID) -> HttpResponse:
    found, form = child_of(request, public_id), GuardianForm(request.POST, prefix="guardian")
    return _edit(
        request,
        found,
        "guardian",
        form,
        lambda told: family.set_guardian(pupil=found.pupil, by=request.actor, now=clock.now(), **told),
    )


@require_POST
@requires(Permission.EDIT_PUPIL)
def contact(request: Any, public_id: UUID) -> HttpResponse:
    found, form = child_of(request, public_id), ContactForm(request.POST, prefix="contact")
    return _edit(
        request,
        found,
        "contact",
        form,
        lambda told: phone_numbers.add_number(
            pupil=found.pupil, by=request.actor, now=clock.now(), **told | {"owner": PhoneOwner(told["owner"])}
        ),
    )


def _edit(
    request: Any, found: Child, name: str, form: forms.Form, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ApplicationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            flash(request, _("已保存。"))
            return redirect(f"{reverse('web:child', args=[found.public_id])}?tab=family")
    return show(request, found, "family", {name: form})


@require_POST
@requires(Permission.EDIT_PUPIL)
def verify(request: Any, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """What came of ringing a number, when its owner works, or that it goes."""
    found = child_of(request, public_id)
    one = PhoneNumber.objects.filter(pupil=found.pupil_id, public_id=contact_id).select_related("pupil").first()
    if one is None:
        raise Http404
    wish = request.POST.get("result", "")
    if wish == "remove":
        phone_numbers.remove_number(phone_number=one, by=request.actor, now=clock.now())
        flash(request, _("号码已删除。"))
    elif wish == "shift":
        _set_shift(request, one)
    elif wish in SMS_WISHES:
        _set_sms(request, one, refuses=SMS_WISHES[wish])
    elif wish in VerificationResult.values:
        phone_numbers.verify_number(
            phone_number=one, result=VerificationResult(wish), by=request.actor, now=clock.now()
        )
        flash(request, _("核实结果已记下。"))
    return redirect(f"{reverse('web:child', args=[public_id])}?tab=family")


def _set_sms(request: Any, one: PhoneNumber, *, refuses: bool) -> None:
    try:
        phone_numbers.set_sms_opt_out(phone_number=one, refuses=refuses, by=request.actor, now=clock.now())
    except ApplicationError as refusal:
        flash(request, str(refusal))
    else:
        flash(request, _("已记下，不再给这个号码发短信。") if refuses else _("已记下，又可以给这个号码发短信。"))


def _set_shift(request: Any, one: PhoneNumber) -> None:
    form = ShiftForm(request.POST)
    try:
        if not form.is_valid():
            raise phone_numbers.UnableToSaveNumber(_("请填写时间，例如 08:00。"))
        phone_numbers.set_working_hours(phone_number=one, by=request.actor, now=clock.now(), **form.cleaned_data)
    except ApplicationError as refusal:
        flash(request, str(refusal))
    else:
        flash(request, _("上班时间已记下。"))
