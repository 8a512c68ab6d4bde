"""体检机构: the county's clinics and how many pupils each examines a day."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.health.actions import clinics as actions
from services.health.models import Clinic
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.health.forms import ClinicForm
from services.web.page_request import PageRequest


@requires(Permission.MANAGE_CAMPAIGNS)
def clinics(request: PageRequest) -> HttpResponse:
    """The county's clinics, and a form for one more."""
    form = ClinicForm(request.POST or None)
    if perform(request, form, actions.create_clinic):
        flash(request, _("已添加。"))
        return redirect("web:clinics")
    context = {"form": form, "clinics": Clinic.objects.select_related("township").order_by("name")}
    return render(request, "health/clinics.html", context, status=form_status(form))


@requires(Permission.MANAGE_CAMPAIGNS)
def clinic(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = get_visible_or_404(Clinic.objects.select_related("township"), public_id)
    initial = {"name": current.name, "capacity": current.capacity, "township": current.township}
    form = ClinicForm(request.POST or None, initial=initial)
    if perform(request, form, actions.update_clinic, clinic=current):
        flash(request, _("已修改。已排好的日期不变，重新排期时按新的人数计算。"))
        return redirect("web:clinics")
    return render(request, "health/clinic.html", {"form": form, "clinic": current}, status=form_status(form))
