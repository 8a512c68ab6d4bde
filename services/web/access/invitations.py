"""An invited person chooses a username and a password and becomes a member.

Nobody is signed in here and no scope is open: the token says whose invitation it is.
"""

from typing import cast

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from services.access.actions import memberships
from services.access.models import Invitation
from services.accounts.actions import MAX_PASSWORD_LENGTH, create_account, deactivate_account
from services.accounts.models import User
from services.children import assignments
from services.kit import clock
from services.schools.scope import for_county, for_school, scope
from services.web.forms import max_length
from services.web.framework import form_status

# Django wants to know which backend logs in when several are configured.
BACKEND = "services.accounts.backend.PasswordBackend"


class JoinForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=max_length(User, "username"),
        help_text=_("登录时用，字母或数字，不要用身份证号。"),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=MAX_PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("至少 10 个字符。"),
    )

    def clean_username(self) -> str:
        name = str(User.normalize_username(self.cleaned_data["username"].strip()))
        # Checked here for the message; the unique column decides between two at the same moment.
        if User.objects.filter(username=name).exists():
            raise ValidationError(_("这个用户名已经有人用了，请换一个。"))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; on POST create the account and the membership, both or neither."""
    try:
        invitation = memberships.find_invitation(token, clock.now())
        form = JoinForm(request.POST or None)
        user = _join(invitation, form) if form.is_valid() else None
    except memberships.InvitationExpired as error:
        return render(request, "account/invitation_gone.html", {"sentence": str(error)}, status=410)
    if user:
        login(request, user, backend=BACKEND)
        return redirect("web:home")
    context = {"form": form, "invitation": invitation}
    return render(request, "account/invited.html", context, status=form_status(form))


def _join(invitation: Invitation, form: JoinForm) -> User | None:
    """None where somebody took the username a moment ago."""
    try:
        return _create_member(invitation, form.cleaned_data["username"], form.cleaned_data["password"])
    except (IntegrityError, ValidationError):
        form.add_error("username", _("这个用户名不能用，请换一个。"))
        return None


def _create_member(invitation: Invitation, username: str, password: str) -> User:
    # First, in its own transaction: inside a tenant's scope the table of users cannot be written.
    user = create_account(username=username, password=password)
    county_id = cast("int", invitation.county_id)
    tenant = for_school(invitation.school_id, county_id) if invitation.school_id else for_county(county_id)
    try:
        with scope(tenant):
            membership = memberships.accept_invitation(invitation=invitation, user_id=user.pk, now=clock.now())
            if membership.staff:
                # The membership has just given the member of staff its login; grants are made for logins.
                membership.staff.refresh_from_db()
                assignments.grant_open_assignments(staff=membership.staff, by=None, now=clock.now())
    except BaseException:
        # The account was written outside the tenant's scope, so no rollback removes it.
        deactivate_account(user=user)
        raise
    return user
