"""Regain access by a link: choose a new password, then set up the second factor anew.

Nobody is signed in and no scope is open: the token says whose login it is. It stands in the fragment of the link.
"""

from typing import cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from services.access.actions import account_links
from services.access.models import AccountLink
from services.accounts.actions import recover_account
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.scope import for_county, for_school, scope
from services.web.framework import form_status

SHOWN = "account_link"  # in the session: the link whose token was shown


class CodeForm(forms.Form):
    """The token of a link, filled in by the page's script; who types it from paper does so by hand."""

    code = forms.CharField(label=_("找回码"), max_length=100, help_text=_("链接里“#”后面的那一串。"))


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 个字符。"),
    )
    again = forms.CharField(
        label=_("新密码再输一次"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, link: AccountLink, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.link = link

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.link.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("两次输入的密码不一样。"))
        return again


def show(request: HttpRequest) -> HttpResponse:
    """Take the token of a link and remember it."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("找回账号"), "label": _("继续")}
        return render(request, "account/code.html", context, status=form_status(form))
    try:
        link = account_links.find_account_link(form.cleaned_data["code"].strip(), clock.now())
    except ApplicationError as error:
        return _gone(request, error)
    request.session[SHOWN] = link.pk
    return redirect("account_link_password")


def set_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; all earlier sessions, tokens and second factors end."""
    try:
        link = account_links.reopen_account_link(request.session.get(SHOWN, 0), clock.now())
        form = PasswordForm(request.POST or None, link=link)
        if not form.is_valid():
            context = {"form": form, "link": link}
            return render(request, "account/link_password.html", context, status=form_status(form))
        _recover(link, form.cleaned_data["password"])
    except ApplicationError as error:
        return _gone(request, error)
    request.session.flush()
    return render(request, "account/link_done.html")


def _recover(link: AccountLink, password: str) -> None:
    """First the link is used up, so that two requests at once set one password."""
    county_id = cast("int", link.county_id)
    with scope(for_school(link.school_id, county_id) if link.school_id else for_county(county_id)):
        account_links.use_account_link(link=link, now=clock.now())
    recover_account(user=link.user, password=password)


def _gone(request: HttpRequest, error: ApplicationError) -> HttpResponse:
    request.session.pop(SHOWN, None)
    return render(request, "account/link_gone.html", {"sentence": str(error)}, status=410)
