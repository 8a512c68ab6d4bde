"""登录过的设备: where one is logged in, in browsers and by tokens of the API, and the end of it."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import account_events
from services.access.choices import AuditAction
from services.accounts import logins
from services.accounts.models import User
from services.kit import clock
from services.web.components import flash
from services.web.page_request import parse_uuid

# What a person calls it, by what stands in its user agent; the first that fits.
_BROWSERS = {
    "MicroMessenger": gettext_lazy("微信"),
    "HuaweiBrowser": gettext_lazy("华为浏览器"),
    "MiuiBrowser": gettext_lazy("小米浏览器"),
    "QQBrowser": gettext_lazy("QQ 浏览器"),
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": gettext_lazy("苹果手机"),
    "iPad": gettext_lazy("苹果平板"),
    "HarmonyOS": gettext_lazy("鸿蒙手机"),
    "Android": gettext_lazy("安卓手机"),
    "Windows": gettext_lazy("Windows 电脑"),
    "Macintosh": gettext_lazy("苹果电脑"),
    "Linux": gettext_lazy("Linux 电脑"),
}


def device_name(user_agent: str) -> str:
    """A browser in the words of its owner, as 安卓手机 · 微信; "" for one that nobody knows."""
    tables = (_SYSTEMS, _BROWSERS)
    names = [next((str(name) for sign, name in table.items() if sign in user_agent), "") for table in tables]
    return " · ".join(name for name in names if name)


@login_required
def devices(request: HttpRequest) -> HttpResponse:
    user_id = cast("User", request.user).pk
    sessions = logins.sessions_of(user_id, current_key=request.session.session_key or "")
    context = {
        "sessions": [(row, device_name(row.device)) for row in sessions],
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
