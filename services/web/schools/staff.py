"""教职工: who works here, who has a login, and inviting them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import actions as access
from services.access import school_actions
from services.access.actor import Actor
from services.access.models import Invitation
from services.access.permissions import Permission
from services.access.roles import Role
from services.care import queries as care
from services.care.actions import background_checks
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.schools.choices import Sex
from services.schools.models import Site, Staff
from services.web.components import flash
from services.web.decorators import requires
from services.web.plans.work_plans import tabs

INVITABLE = [Role.TEACHER, Role.SCHOOL_ADMIN, Role.HEAD, Role.NURSE]


class BackgroundCheckForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("查询谁"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )
    checked_on = forms.DateField(
        label=gettext_lazy("查询日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=gettext_lazy("有效期至"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("到期前 30 天、7 天和当天会提醒。"),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["staff"].queryset = Staff.objects.filter(is_active=True).order_by("pinyin", "pk")  # type: ignore[attr-defined]


class StaffForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    sex = forms.ChoiceField(label=gettext_lazy("性别"), choices=[("", "—"), *Sex.choices], required=False)
    subject = forms.CharField(label=gettext_lazy("任教学科"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    site = forms.ModelChoiceField(
        label=gettext_lazy("校区"),
        queryset=Site.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        sites = Site.objects.order_by("pk")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if len(found := list(sites[:2])) == 1:
            self.fields["site"].initial = found[0].public_id
            self.fields["site"].widget = forms.HiddenInput()


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=[(role.value, role.label) for role in INVITABLE])


@requires(Permission.VIEW_STAFF)
def staff(request: Any) -> HttpResponse:
    return _page(request)


def _page(
    request: Any,
    *,
    form: StaffForm | None = None,
    vetting_form: BackgroundCheckForm | None = None,
    invited: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    by: Actor = request.actor
    rows = Staff.objects.filter(is_active=True).select_related("site").order_by("pinyin", "pk")
    if words := request.GET.get("q", "").strip():
        rows = schools.search_staff(rows, words)
    waiting: set[int | None] = set()
    if by.has_permission(Permission.INVITE_MEMBERS):
        open_ones = Invitation.objects.filter(accepted_at=None, expires_at__gt=clock.now(), staff__isnull=False)
        waiting = set(open_ones.values_list("staff_id", flat=True))
    may_edit = by.has_permission(Permission.MANAGE_SCHOOL)
    vetted = dict(care.valid_background_checks().values_list("staff_id", "valid_until")) if may_edit else {}
    context = {
        "tabs": tabs(by, "web:staff"),
        "rows": [(one, one.pk in waiting, vetted.get(one.pk)) for one in rows[:500]],
        "today": clock.today(),
        "vetting_form": (vetting_form or BackgroundCheckForm()) if may_edit else None,
        "form": (form or StaffForm()) if may_edit else None,
        "roles": [(role.value, role.label) for role in INVITABLE],
        "may_edit": may_edit,
        "invited": invited,
        "q": words,
    }
    return render(request, "schools/staff.html", context, status=status)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add(request: Any) -> HttpResponse:
    form = StaffForm(request.POST)
    if form.is_valid():
        try:
            made = school_actions.add_staff(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已加入%s，可以邀请登录。") % made.name)
            return redirect("web:staff")
    return _page(request, form=form, status=422)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def record_background_check(request: Any) -> HttpResponse:
    form = BackgroundCheckForm(request.POST)
    if form.is_valid():
        try:
            background_checks.record_background_check(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("查询已登记，到期前会提醒。"))
            return redirect("web:staff")
    return _page(request, vetting_form=form, status=422)


@require_POST
@requires(Permission.INVITE_MEMBERS)
def invite(request: Any, public_id: UUID) -> HttpResponse:
    """The address is on this answer and nowhere else: it is kept as a hash."""
    found = Staff.objects.filter(is_active=True, public_id=public_id).first()
    form = InviteForm(request.POST)
    if found is None or not form.is_valid():
        raise Http404
    try:
        invitation, token = access.invite(
            name=found.name, role=Role(form.cleaned_data["role"]), staff=found, by=request.actor, now=clock.now()
        )
    except ApplicationError as reason:
        flash(request, str(reason))
        return redirect("web:staff")
    url = request.build_absolute_uri(f"/invitations/{token}/")
    return _page(request, invited={"name": found.name, "url": url, "until": invitation.expires_at})
