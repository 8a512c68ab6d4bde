"""登录过的设备: where one is logged in, in browsers and by tokens of the API, and the end of it."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import account_events
from services.access.choices import AuditAction
from services.accounts import logins
from services.accounts.models import User
from services.kit import clock
from services.web.components import flash
from services.web.page_request import parse_uuid


@login_required
def devices(request: HttpRequest) -> HttpResponse:
    user_id = cast("User", request.user).pk
    context = {
        "sessions": logins.sessions_of(user_id, current_key=request.session.session_key or ""),
        "tokens": logins.tokens_of(user_id),
    }
    return render(request, "account/devices.html", context)


def still_here(request: HttpRequest) -> HttpResponse:
    """Keep the session alive: the request itself counts as use of it. 403 once it has ended."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session or token, or all but this session."""
    user_id = cast("User", request.user).pk
    if request.POST.get("all"):
        logins.end_everything(user_id=user_id, keep=request.session)
    else:
        ids = [public_id] if (public_id := parse_uuid(request.POST.get("id", ""))) else []
        if not logins.end_sessions(user_id=user_id, ids=ids) + logins.end_tokens(user_id=user_id, ids=ids):
            return redirect("account_devices")  # it was over already
    account_events.record_own(user_id=user_id, action=AuditAction.LOGINS_ENDED, now=clock.now())
    flash(request, _("已退出。"))
    return redirect("account_devices")
