"""打开大屏: this browser becomes an unattended screen that opens one page and nothing else."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.access import queries
from services.access.permissions import Permission
from services.accounts import displays
from services.accounts.models import User
from services.kit import clock


@login_required
def display(request: HttpRequest) -> HttpResponse:
    """Say what will happen; then exchange the session (services/accounts/displays.py)."""
    user = cast("User", request.user)
    actors = queries.actors_of(user.pk, clock.today())
    actor = next((actor for actor in actors if actor.has_permission(Permission.VIEW_COUNTY_FIGURES)), None)
    if actor is None or actor.membership_id is None:
        raise PermissionDenied(_("您的角色不能打开这一页。"))
    if request.method != "POST":
        return render(request, "account/display.html", {"hours": displays.LASTS.total_seconds() // 3600})
    # The time that sessions end by, which no simulated clock moves.
    now = timezone.now()
    displays.start(request, user, path=reverse("web:display"), membership=actor.membership_id, now=now)
    return redirect("web:display")
