"""学籍异动: who left and came back, and the forms with which a school records it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from services.access import audit
from services.access.permissions import Permission
from services.children import access
from services.children.actions import departures as actions
from services.children.choices import AuditAction, DepartureKind
from services.kit import clock
from services.schools import queries as schools
from services.web.components import Tab, flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate, perform
from services.web.page_request import PageRequest, choice_param, query_string
from services.web.pupils.forms import FollowUpForm, LeaveForm, return_form
from services.web.pupils.pupil import form_page, get_pupil
from services.web.schools.tabs import school_tabs


@requires(Permission.EDIT_PUPIL)
def leave(request: PageRequest, public_id: UUID) -> HttpResponse:
    pupil = get_pupil(request, public_id)
    form = LeaveForm(request.POST or None, initial={"on": clock.today()})
    if departure := perform(request, form, actions.leave, pupil=pupil):
        is_done = departure.left_on <= clock.today()
        flash(request, _("已办理离校。") if is_done else _("已登记，到那天自动办理。"))
        return redirect("web:pupil", public_id)
    return form_page(request, pupil, form, _("登记离校"), _("登记离校"))


@requires(Permission.EDIT_PUPIL)
def return_(request: PageRequest, public_id: UUID) -> HttpResponse:
    pupil = get_pupil(request, public_id)
    form = return_form(pupil, request.POST or None)
    if perform(request, form, actions.return_pupil, pupil=pupil):
        flash(request, _("已登记返校。原来的结对已经结束，需要时请重新结对。"))
        return redirect("web:pupil", public_id)
    return form_page(request, pupil, form, _("登记返校"), _("登记返校"))


@requires(Permission.EDIT_PUPIL)
def follow_up(request: PageRequest, public_id: UUID) -> HttpResponse:
    """What came of looking for a pupil who dropped out."""
    rows = access.visible_departures(request.actor, clock.now())
    departure = get_visible_or_404(rows.select_related("pupil__school_class", "pupil__school__township"), public_id)
    form = FollowUpForm(request.POST or None, initial={"outcome": departure.outcome})
    if perform(request, form, actions.follow_up_dropout, departure=departure):
        flash(request, _("已记下劝返的结果。"))
        return redirect("web:departures")
    return form_page(request, departure.pupil, form, _("登记劝返结果"), _("记下"))


@requires(Permission.VIEW_PUPIL)
def departures(request: PageRequest) -> HttpResponse:
    """All departures that the reader may see, newest first, by kind."""
    kind = choice_param(request, "kind", DepartureKind.values)
    rows = access.visible_departures(request.actor, clock.now())
    shown = rows.filter(kind=kind) if kind else rows
    page = paginate(request, shown.select_related("pupil__school_class", "school"), "web.departures")
    school_year = schools.school_year_of(clock.today())
    audit.log(
        AuditAction.DEPARTURES_LISTED,
        target=[row.pupil.public_id for row in page.rows],
        by=request.actor,
        now=clock.now(),
    )
    context = {
        "tabs": school_tabs(request.actor, "web:departures"),
        "chips": _chips(request, kind),
        "rows": [(row, row.pupil.school_class.label(school_year)) for row in page.rows],
        "is_county": request.actor.school_id is None,
        "may_edit": request.actor.has_permission(Permission.EDIT_PUPIL),
        "dropout": DepartureKind.DROPPED_OUT,
        "export_filters": {"kind": kind} if kind else {},
        **page.links,
    }
    return render(request, "pupils/departures.html", context)


def _chips(request: PageRequest, kind: str) -> list[Tab]:
    urls = {one: query_string(request, kind=one.value, cursor="") for one in DepartureKind}
    every = Tab(_("全部"), query_string(request, kind="", cursor=""), is_active=not kind)
    return [every, *(Tab(one.label, url, is_active=kind == one) for one, url in urls.items())]
