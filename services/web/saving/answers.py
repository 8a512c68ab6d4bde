"""Answers to forms that a script sends (static/js/save.js, htmx): where to go, whether it was done, how to log in.

A script cannot follow a redirect to another page, and must not draw a login page inside this one.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

GetResponse = Callable[[HttpRequest], HttpResponse]
# Of the request: sent by save.js; whose page it is.
SAVE, PERSON = "X-Save", "X-Person"
# Of the answer: where to go; nothing was done; the token is old; somebody else is logged in.
LOCATION, FAILED, EXPIRED, OTHER_PERSON = "X-Location", "X-Failed", "X-Expired", "X-Other-Person"


class SavingMiddleware:
    """Turn a redirect into an answer that names the address, for forms that save.js sends."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SAVE not in request.headers or not 300 <= response.status_code < 400:
            return response
        answer = HttpResponse(status=204, headers={LOCATION: response["Location"]})
        # The messages for the next page travel in a cookie or the session, and must not get lost with the redirect.
        answer.cookies = response.cookies
        if getattr(request, "has_failed", False):
            answer[FAILED] = "1"
        return answer


def person_mark(user_id: int) -> str:
    """Tells one person's page and drafts from another's; made from the login, leads back to nobody."""
    return salted_hmac("drafts", str(user_id)).hexdigest()[:16]


def is_of_another_person(request: HttpRequest) -> bool:
    """Whether the page was opened by somebody else: another tab of this browser has changed the login since."""
    mark = request.headers.get(PERSON, "")
    return bool(mark) and not constant_time_compare(mark, person_mark(request.user.pk or 0))


def to_login(request: HttpRequest) -> HttpResponse:
    """Send to the login and from there back to the page: also out of a part of a page, and out of a form."""
    url = f"{reverse('account_login')}?{urlencode({'next': way_back(request)})}"
    if "HX-Request" not in request.headers and SAVE not in request.headers:
        return HttpResponseRedirect(url)
    # htmx obeys its header whatever the status; save.js keeps the draft and goes there itself.
    return HttpResponse(status=401, headers={"HX-Redirect": url, LOCATION: url})


def way_back(request: HttpRequest) -> str:
    """The page a person was on: a part of it, or the address a form is sent to, is none to come back to."""
    is_part = "HX-Request" in request.headers
    if request.method in {"GET", "HEAD"} and not is_part:
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL", "") or request.headers.get("Referer", "")
    # The header is sent by the browser, so that another site could name itself here.
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return reverse("web:home")
    address = urlsplit(page)
    return f"{address.path}?{address.query}" if address.query else address.path


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django passes it
    """A page that was open through a login elsewhere has an old token. The script sends again with the new one."""
    if SAVE in request.headers or "HX-Request" in request.headers:
        return HttpResponse(status=403, headers={EXPIRED: "1"})
    back = way_back(request) if request.method == "POST" else "/"
    return render(request, "403_csrf.html", {"back": back}, status=403)
