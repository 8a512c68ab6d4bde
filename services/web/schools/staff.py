"""教职工: who works at the school, who can sign in, background checks, invitations. Each form is a page."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actions import invitations, memberships, school_setup
from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import COUNTY_ROLES, Role, roles_given_by
from services.care.actions import background_checks
from services.kit import clock
from services.schools import queries as schools
from services.schools.choices import Sex
from services.schools.models import Site, Staff
from services.web.access.links import invitation_url
from services.web.components import Text, flash
from services.web.decorators import requires
from services.web.forms import (
    AboutStaffForm,
    DayField,
    EnumField,
    ScopedChoiceField,
    max_length,
    staff_field,
    staff_of_address,
    working_staff,
)
from services.web.framework import form_status, get_visible_or_404, perform, perform_or_flash
from services.web.page_request import PageRequest, uuid_param
from services.web.saving.versions import VersionedForm
from services.web.schools.staff_list import answer, staff_groups, staff_rows
from services.web.schools.tabs import school_tabs


class BackgroundCheckForm(AboutStaffForm):
    staff = staff_field(gettext_lazy("查询谁"))
    checked_on = DayField(label=gettext_lazy("查询日"))
    valid_until = DayField(label=gettext_lazy("有效期至"), help_text=gettext_lazy("到期前 30 天、7 天和当天会提醒。"))


class StaffChangeForm(VersionedForm):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=max_length(Staff, "name"))
    sex = forms.ChoiceField(label=gettext_lazy("性别"), choices=[("", "—"), *Sex.choices], required=False)
    subject = forms.CharField(label=gettext_lazy("任教学科"), max_length=max_length(Staff, "subject"), required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)


class StaffForm(StaffChangeForm):
    """A new member of staff. A school with one site is not asked for the site."""

    site = ScopedChoiceField(lambda: Site.objects.order_by("pk"), model=Site, label=gettext_lazy("校区"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Hidden and not left out, so that the form reads alike at schools with several sites.
        if site := schools.only_site():
            self.fields["site"].initial = site.public_id
            self.fields["site"].widget = forms.HiddenInput()


class InviteForm(forms.Form):
    role = EnumField(Role, label=gettext_lazy("角色"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [role for role in roles_given_by(by.role) if role not in COUNTY_ROLES]
        self.fields["role"].widget.choices = [(role.value, role.label) for role in offered]


@requires(Permission.VIEW_STAFF)
def staff(request: PageRequest) -> HttpResponse:
    actor, search_text, today = request.actor, request.GET.get("q", "").strip(), clock.today()
    may_edit = actor.has_permission(Permission.MANAGE_SCHOOL)
    rows = staff_rows(actor, search_text, uuid_param(request, "school"))
    may_invite = actor.has_permission(Permission.INVITE_MEMBERS)
    groups = staff_groups(rows, today, sees_checks=may_edit) if may_edit or may_invite else []
    text, tone = answer(groups)
    context = {
        "tabs": school_tabs(actor, "web:staff"),
        "rows": rows,
        "groups": groups,
        "answer": text,
        "tone": tone,
        "today": today,
        "may_edit": may_edit,
        "may_invite": may_invite,
    }
    return render(request, "schools/staff.html", context)


@requires(Permission.MANAGE_SCHOOL)
def add(request: PageRequest) -> HttpResponse:
    form = StaffForm(_data(request))
    if added := perform(request, form, school_setup.add_staff):
        flash(request, _("已加入%s，可以邀请登录。") % added.name)
        return redirect("web:staff")
    return _form_page(request, form, _("加一位老师"), _("加入"))


@requires(Permission.MANAGE_SCHOOL)
def edit(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Edit a member of staff; the site cannot be changed here."""
    person = get_visible_or_404(Staff.objects.all(), public_id)
    before = {"name": person.name, "sex": person.sex, "subject": person.subject, "email": person.email}
    form = StaffChangeForm(_data(request), initial=before)
    if perform(request, form, school_setup.update_staff, staff=person):
        flash(request, _("已修改。"))
        return redirect("web:staff")
    return _form_page(request, form, person.name, _("保存"))


@requires(Permission.MANAGE_SCHOOL)
def record_background_check(request: PageRequest) -> HttpResponse:
    """`staff` in the address names whom the form is opened for."""
    about = staff_of_address(request)
    form = BackgroundCheckForm(_data(request), about=about)
    if perform(request, form, background_checks.record_background_check):
        flash(request, _("查询已登记，到期前会提醒。"))
        return redirect("web:staff")
    title = _("登记%(name)s的入职查询") % {"name": about.name} if about else _("登记入职查询")
    return _form_page(request, form, title, _("登记"))


@requires(Permission.INVITE_MEMBERS)
def invite(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Invite a member of staff. The link is in this response and nowhere else: only its hash is stored."""
    invited = get_visible_or_404(working_staff(), public_id)
    form, title = InviteForm(_data(request), by=request.actor), _("邀请%(name)s登录") % {"name": invited.name}
    if not form.is_bound:
        return _form_page(request, form, title, _("生成邀请链接"))
    if not form.is_valid():
        raise Http404
    role = form.cleaned_data["role"]
    # No field for it here: a nurse, who comes for some days only, gets the usual end.
    until = memberships.usual_end(role, clock.today())
    invitation_and_token = perform_or_flash(
        request, invitations.invite, name=invited.name, role=role, staff=invited, until=until
    )
    if invitation_and_token is None:
        return redirect("web:staff")
    invitation, token = invitation_and_token
    # Shown once, to be sent by hand: the school chooses the way that is safe.
    link = {"name": invited.name, "url": invitation_url(request, token), "until": invitation.expires_at}
    return render(request, "schools/staff_form.html", {"title": title, "link": link})


def _data(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(request: PageRequest, form: forms.Form, title: Text, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "address": request.get_full_path()}
    return render(request, "schools/staff_form.html", context, status=form_status(form))
