"""The page behind a link, for somebody without an account: the token, then four digits, then the page and its answer.

Nobody is signed in: the token says which school's scope to open, and the page reads one subject in it. The token
stands in the fragment of the link; from then on a cookie of these addresses alone holds the phone's own session.
"""

from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.ids import uuid7
from services.links import kinds, queries
from services.links.actions import answering, opening
from services.links.models import Link, LinkSession
from services.schools.scope import scope
from services.web.framework import add_error, form_status
from services.web.links.pages import PAGES

COOKIE = "nuanyang_link"


class CodeForm(forms.Form):
    """The token of a link, filled in by the page's script; who types it from paper does so by hand."""

    code = forms.CharField(label=_("链接码"), max_length=100, help_text=_("链接里“#”后面的那一串。"))


class DigitsForm(forms.Form):
    digits = forms.RegexField(
        r"^\s*\d{4}\s*$",
        label=_("您手机号的最后四位"),
        error_messages={"invalid": _("请填四位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )


class AnswerForm(forms.Form):
    """One tap: a button of the page; the second form of a page adds a line to the answer before."""

    choice = forms.CharField(max_length=20)
    submission = forms.UUIDField()
    note = forms.CharField(required=False, max_length=answering.MAX_NOTE_LENGTH)


def show(request: HttpRequest) -> HttpResponse:
    """Take the token of a link and remember this phone."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("打开链接"), "label": _("打开")}
        return render(request, "account/code.html", context, status=form_status(form))
    now, address = clock.now(), request.META["REMOTE_ADDR"]
    try:
        link = opening.find_link(token=form.cleaned_data["code"].strip(), address=address, now=now)
        response = redirect("web:link_page", link.public_id)
        if _session(request, link.public_id, now) is None:  # else this phone has opened it before
            with scope(queries.scope_of(link)):
                token = opening.open_session(link=link, now=now)
            _remember(response, link, token, now)
    except ApplicationError as error:
        return _closed(request, error)
    return response


def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the four digits once, then show the page and take an answer."""
    now = clock.now()
    session = _session(request, public_id, now)
    if session is None:
        return _closed(request, opening.closed())
    with scope(queries.scope_of(session)):
        try:
            opening.check_founded(session.link, now)
            if session.confirmed_at is None:
                return _ask(request, session, now)
            return _page(request, session, now)
        except opening.LinkClosed as error:
            return _closed(request, error)


def _page(request: HttpRequest, session: LinkSession, now: datetime) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answering.answer_link(session=session, **form.cleaned_data, now=now)
        except answering.UnableToAnswer as error:
            add_error(form, error)
        else:
            return redirect("web:link_page", session.link.public_id)
    template, read = PAGES[session.link.kind]
    context = read(session.link.subject, now)
    if context is None:
        raise opening.closed()
    context |= {"until": session.link.expires_at, "form": form, **_question(session.link, now)}
    return _private(render(request, template, context, status=form_status(form)))


def _question(link: Link, now: datetime) -> dict[str, object]:
    """What a kind asks, its buttons, and what was answered last."""
    question = kinds.get(link.kind).question
    if question is None:
        return {}
    answer = link.answers.order_by("-pk").first()
    return {
        "question": question.text(link, now),
        "choices": question.choices.items(),
        "submission": uuid7(),
        "answer": answer,
        "may_explain": answer is not None and answer.choice == question.explained and not answer.note,
    }


def _ask(request: HttpRequest, session: LinkSession, now: datetime) -> HttpResponse:
    form = DigitsForm(request.POST or None)
    if form.is_valid():
        digits = form.cleaned_data["digits"].strip()
        if opening.confirm_session(session=session, digits=digits, now=now):
            return redirect("web:link_page", session.link.public_id)
        form.add_error("digits", _("对不上。请填留给学校的那个手机号的最后四位。"))
    return _private(render(request, "links/confirm.html", {"form": form}, status=form_status(form)))


def _session(request: HttpRequest, link_id: UUID, now: datetime) -> LinkSession | None:
    """The session of this phone for a link, while that is open."""
    session = queries.session_of(request.COOKIES.get(_cookie(link_id), ""))
    is_of_link = session and session.link.public_id == link_id and queries.is_open(session.link, now)
    return session if is_of_link else None


def _cookie(link_id: UUID) -> str:
    """One for each link: a grandmother of two children keeps both pages."""
    return f"{COOKIE}_{link_id.hex}"


def _remember(response: HttpResponse, link: Link, token: str, now: datetime) -> None:
    response.set_cookie(
        _cookie(link.public_id),
        token,
        max_age=link.expires_at - now,  # a length: phones of the old have wrong clocks
        path=reverse("web:link_open"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _closed(request: HttpRequest, error: ApplicationError) -> HttpResponse:
    return _private(render(request, "links/closed.html", {"sentence": str(error)}, status=410))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
