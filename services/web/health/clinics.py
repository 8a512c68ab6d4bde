"""体检机构: the county's clinics and their room."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.health.actions import clinics as clinic_deeds
from services.health.models import Clinic
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.components import flash
from services.web.decorators import requires
from services.web.health.forms import ClinicForm


@requires(Permission.MANAGE_CAMPAIGNS)
def clinics(request: Any) -> HttpResponse:
    """The county's clinics, and a form for one more."""
    form = ClinicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clinic_deeds.create_clinic(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已添加。"))
            return redirect("web:clinics")
    context = {"form": form, "clinics": Clinic.objects.select_related("region").order_by("name")}
    return render(request, "health/clinics.html", context, status=422 if form.errors else 200)


@requires(Permission.MANAGE_CAMPAIGNS)
def clinic(request: Any, public_id: UUID) -> HttpResponse:
    found = Clinic.objects.select_related("region").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = ClinicForm(
        request.POST or None, initial={"name": found.name, "capacity": found.capacity, "region": found.region}
    )
    if request.method == "POST" and form.is_valid():
        try:
            clinic_deeds.update_clinic(clinic=found, **form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已修改。已排好的日期不变，重新排期时按新的人数计算。"))
            return redirect("web:clinics")
    return render(request, "health/clinic.html", {"form": form, "clinic": found}, status=422 if form.errors else 200)
