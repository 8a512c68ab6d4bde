"""Who may open a page."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.web.page_request import PageRequest
from services.web.saving.answers import OTHER_PERSON, is_of_another_person, to_login
from services.web.saving.submissions import once

CONFIRMED_SECONDS = 300
P = ParamSpec("P")
PageView = Callable[Concatenate[PageRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def requires(*permissions: Permission) -> Callable[[PageView[P]], View[P]]:
    """Open the view to people who have any of these permissions.

    The guards read `required_permissions` of the decorated view.
    """

    def decorate(view: PageView[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            # Before the actor: somebody without a session is sent to the login, not refused.
            if not request.user.is_authenticated:
                return to_login(request)
            if is_of_another_person(request):
                return HttpResponse(status=403, headers={OTHER_PERSON: "1"})
            actor = getattr(request, "actor", None)
            # Logged in, but a member of nothing yet, or no longer.
            if actor is None:
                raise PermissionDenied(_("您的账号还没有加入任何学校，请联系学校管理员。"))
            if not any(actor.has_permission(permission) for permission in permissions):
                raise PermissionDenied(_("您的角色不能打开这一页。"))
            _reject_nul(request)
            page_request = cast("PageRequest", request)  # the middleware has made it one
            return once(page_request, lambda: view(page_request, *args, **kwargs))

        checked.required_permissions = permissions  # type: ignore[attr-defined]
        return cast("View[P]", checked)

    return decorate


def confirmed(view: PageView[P]) -> PageView[P]:
    """Open the view to somebody who gave password or factor a moment ago; others are asked for it first.

    Not allauth's own: it reads tables of credentials, which no scope may. Who has opened a form may take their time.
    """

    @wraps(view)
    def checked(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        seconds = CONFIRMED_SECONDS * (1 if request.method == "GET" else 6)
        moments = [record["at"] for record in get_authentication_records(request, request.user)]
        if max(moments, default=0) > time.time() - seconds:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")

    return cast("PageView[P]", checked)


def _reject_nul(request: HttpRequest) -> None:
    """PostgreSQL stores no NUL character and no keyboard types one: answer 400, not an error of the database."""
    for values in (request.GET, request.POST):
        if any("\0" in value for _name, listed in values.lists() for value in listed):
            raise BadRequest
