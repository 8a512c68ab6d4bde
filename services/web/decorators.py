"""What every page shares: who may open it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from services.access.permissions import Permission

View = Callable[..., HttpResponse]


def requires(*needs: Permission) -> Callable[[View], View]:
    """A page for those who may do one of these. `required_permissions` on the view is read by the guards."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = getattr(request, "actor", None)
            if actor is None:
                raise PermissionDenied(_("您的账号还没有加入任何学校，请联系学校管理员。"))
            if not any(actor.has_permission(need) for need in needs):
                raise PermissionDenied(_("您的角色不能打开这一页。"))
            if any("\0" in one for sent in (request.GET, request.POST) for _name, all_ in sent.lists() for one in all_):
                raise BadRequest  # no database keeps it, and no keyboard types it
            return view(request, *args, **kwargs)

        opened.required_permissions = needs  # type: ignore[attr-defined]
        return opened

    return decorate
