"""The doorstep of the invited: they choose a username and a password, and are in. No scope is open here yet."""

from typing import Any, cast

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from services.access import actions
from services.access.models import Invitation
from services.accounts.actions import create_account, deactivate_account
from services.accounts.models import User
from services.children import assignments
from services.kit import clock
from services.schools.scope import for_county, for_school, scope

BACKEND = "services.accounts.backend.PasswordBackend"


class JoinForm(forms.Form):
    username = forms.CharField(label=_("用户名"), max_length=60, help_text=_("登录时用，字母或数字，不要用身份证号。"))
    password = forms.CharField(
        label=_("密码"), max_length=200, strip=False, widget=forms.PasswordInput, help_text=_("至少 10 个字符。")
    )

    def clean_username(self) -> str:
        name = str(User.normalize_username(self.cleaned_data["username"].strip()))
        if User.objects.filter(username=name).exists():
            raise ValidationError(_("这个用户名已经有人用了，请换一个。"))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def accept(request: Any, token: str) -> HttpResponse:
    """Show who invites to what; on POST make the login and the membership, both or neither."""
    try:
        invitation = actions.find_invitation(token, clock.now())
    except actions.InvitationExpired as gone:
        return render(request, "account/invitation_gone.html", {"sentence": str(gone)}, status=410)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _join(invitation, form.cleaned_data)
        except (IntegrityError, ValidationError):
            form.add_error("username", _("这个用户名不能用，请换一个。"))
        except actions.InvitationExpired as gone:
            return render(request, "account/invitation_gone.html", {"sentence": str(gone)}, status=410)
        else:
            login(request, user, backend=BACKEND)
            return redirect("web:home")
    status = 422 if form.is_bound else 200
    return render(request, "account/invited.html", {"form": form, "invitation": invitation}, status=status)


def _join(invitation: Invitation, given: dict[str, str]) -> User:
    user = create_account(username=given["username"], password=given["password"])
    county = cast("int", invitation.county_id)
    place = for_school(invitation.school_id, county) if invitation.school_id else for_county(county)
    try:
        with scope(place):
            membership = actions.accept_invitation(invitation=invitation, user_id=user.pk, now=clock.now())
            if membership.staff:
                membership.staff.refresh_from_db()
                assignments.grant_open_assignments(staff=membership.staff, by=None, now=clock.now())
    except BaseException:
        deactivate_account(user=user)
        raise
    return user
