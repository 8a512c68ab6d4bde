"""An invited person becomes a member: by a new login, or by the one they have.

No scope is open here: the token says whose invitation it is. It stands in the fragment of the link, which browsers
send to nobody; the page posts it once, and the session remembers the invitation from then on.
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

from services.access.actions import invitations
from services.access.models import Invitation
from services.accounts.actions import MAX_PASSWORD_LENGTH, create_account, deactivate_account
from services.accounts.models import User
from services.children import assignments
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.scope import for_county, for_school, scope
from services.web.forms import max_length
from services.web.framework import form_status

# Django wants to know which backend logs in when several are configured.
BACKEND = "services.accounts.backend.PasswordBackend"
SHOWN = "invitation"  # in the session: the invitation whose token was shown


class CodeForm(forms.Form):
    """The token of a link, filled in by the page's script; who types it from paper does so by hand."""

    code = forms.CharField(label=_("邀请码"), max_length=100, help_text=_("邀请链接里“#”后面的那一串。"))


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


def show(request: HttpRequest) -> HttpResponse:
    """Take the token of a link and remember its invitation."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("接受邀请"), "label": _("继续")}
        return render(request, "account/code.html", context, status=form_status(form))
    try:
        invitation = invitations.find_invitation(form.cleaned_data["code"].strip(), clock.now())
    except invitations.InvitationExpired as error:
        return _gone(request, error)
    request.session[SHOWN] = invitation.pk
    return redirect("web:invitation_accept")


def accept(request: HttpRequest) -> HttpResponse:
    """Show who invites to what; on POST make the membership, with a new login or the one that is signed in."""
    try:
        invitation = invitations.reopen_invitation(request.session.get(SHOWN, 0), clock.now())
        if request.user.is_authenticated:
            return _accept_signed_in(request, invitation, request.user)
        form = JoinForm(request.POST or None)
        user = _join(invitation, form) if form.is_valid() else None
    except invitations.InvitationExpired as error:
        return _gone(request, error)
    if user:
        login(request, user, backend=BACKEND)
        return _enter(request)
    context = {"form": form, "invitation": invitation}
    return render(request, "account/invited.html", context, status=form_status(form))


def _accept_signed_in(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    text = ""
    if request.method == "POST":
        try:
            _add_member(invitation, user)
        except invitations.InvitationExpired:
            raise  # its page says that the link is gone
        except ApplicationError as error:
            text = str(error)
        else:
            return _enter(request)
    context = {"invitation": invitation, "error": text}
    return render(request, "account/invited_again.html", context, status=422 if text else 200)


def _enter(request: HttpRequest) -> HttpResponse:
    request.session.pop(SHOWN, None)
    return redirect("web:home")


def _gone(request: HttpRequest, error: invitations.InvitationExpired) -> HttpResponse:
    request.session.pop(SHOWN, None)
    return render(request, "account/invitation_gone.html", {"sentence": str(error)}, status=410)


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
    try:
        _add_member(invitation, user)
    except BaseException:
        # The account was written outside the tenant's scope, so no rollback removes it.
        deactivate_account(user=user)
        raise
    return user


def _add_member(invitation: Invitation, user: User) -> None:
    county_id = cast("int", invitation.county_id)
    tenant = for_school(invitation.school_id, county_id) if invitation.school_id else for_county(county_id)
    with scope(tenant):
        membership = invitations.accept_invitation(invitation=invitation, user_id=user.pk, now=clock.now())
        if membership.staff:
            # The membership has just given the member of staff its login; grants are made for logins.
            membership.staff.refresh_from_db()
            assignments.grant_open_assignments(staff=membership.staff, by=None, now=clock.now())
