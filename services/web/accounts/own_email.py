"""电子邮箱: give the own address and prove it by a mailed code. Links to regain access are mailed to no other."""

from dataclasses import asdict
from typing import cast

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actions.own_email import own_email, verify_own_email
from services.accounts.email_codes import PendingEmail
from services.accounts.models import User
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.actions.account_mail import mail_code
from services.web.components import flash
from services.web.framework import add_error, form_status

PENDING = "pending_email"  # in the session


class EmailForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("电子邮箱"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )


class EmailCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail a code there."""
    user_id, form = cast("User", request.user).pk, EmailForm(request.POST or None)
    if form.is_valid():
        try:
            pending = mail_code(user_id=user_id, address=form.cleaned_data["address"], now=clock.now())
        except ApplicationError as error:
            add_error(form, error)
        else:
            request.session[PENDING] = asdict(pending)
            return redirect("account_own_email_code")
    address, is_verified = own_email(user_id=user_id, now=clock.now())
    context = {"form": form, "address": address, "is_verified": is_verified}
    return render(request, "account/own_email.html", context, status=form_status(form))


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the mailed code; the address is then the person's verified one."""
    if not (stored := request.session.get(PENDING)):
        return redirect("account_own_email")
    pending, form = PendingEmail(**stored), EmailCodeForm(request.POST or None)
    if form.is_valid():
        user_id, code = cast("User", request.user).pk, form.cleaned_data["code"]
        try:
            verify_own_email(user_id=user_id, pending=pending, code=code, now=clock.now())
        except ApplicationError as error:
            add_error(form, error)
        else:
            del request.session[PENDING]
            flash(request, _("邮箱核实好了。"))
            return redirect("account_own_email")
    context = {"form": form, "address": pending.address}
    return render(request, "account/own_email_code.html", context, status=form_status(form))
