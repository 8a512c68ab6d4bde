"""教职工: who works at the school, who can sign in, background checks, and invitations."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries
from services.access.actions import invitations, memberships, school_setup
from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import COUNTY_ROLES, Role, roles_given_by
from services.care import queries as care
from services.care.actions import background_checks
from services.kit import clock
from services.schools import queries as schools
from services.schools.choices import Sex
from services.schools.models import Site, Staff
from services.web.access.links import invitation_url
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import DayField, EnumField, ScopedChoiceField, max_length, staff_field, working_staff
from services.web.framework import form_status, get_visible_or_404, perform, perform_or_flash
from services.web.page_request import PageRequest, uuid_param
from services.web.schools.tabs import school_tabs

# More than the largest school; found by the search beyond that.
MAX_ROWS = 500


class BackgroundCheckForm(forms.Form):
    staff = staff_field(gettext_lazy("查询谁"))
    checked_on = DayField(label=gettext_lazy("查询日"))
    valid_until = DayField(label=gettext_lazy("有效期至"), help_text=gettext_lazy("到期前 30 天、7 天和当天会提醒。"))


class StaffChangeForm(forms.Form):
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


@dataclass(frozen=True)
class StaffRow:
    """A member of staff with an open invitation, and the last day of the newest background check."""

    staff: Staff
    is_invited: bool
    check_valid_until: date | None


@requires(Permission.VIEW_STAFF)
def staff(request: PageRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add(request: PageRequest) -> HttpResponse:
    form = StaffForm(request.POST)
    if added := perform(request, form, school_setup.add_staff):
        flash(request, _("已加入%s，可以邀请登录。") % added.name)
        return redirect("web:staff")
    return _page(request, form)


@requires(Permission.MANAGE_SCHOOL)
def edit(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Edit a member of staff; the site cannot be changed here."""
    person = get_visible_or_404(Staff.objects.all(), public_id)
    before = {"name": person.name, "sex": person.sex, "subject": person.subject, "email": person.email}
    form = StaffChangeForm(request.POST or None, initial=before)
    if perform(request, form, school_setup.update_staff, staff=person):
        flash(request, _("已修改。"))
        return redirect("web:staff")
    return render(request, "schools/staff_edit.html", {"form": form, "person": person}, status=form_status(form))


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def record_background_check(request: PageRequest) -> HttpResponse:
    form = BackgroundCheckForm(request.POST)
    if perform(request, form, background_checks.record_background_check):
        flash(request, _("查询已登记，到期前会提醒。"))
        return redirect("web:staff")
    return _page(request, check_form=form)


@require_POST
@requires(Permission.INVITE_MEMBERS)
def invite(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Invite a member of staff. The link is in this response and nowhere else: only its hash is stored."""
    invited = get_visible_or_404(working_staff(), public_id)
    form = InviteForm(request.POST)
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
    url = invitation_url(request, token)
    return _page(request, link={"name": invited.name, "url": url, "until": invitation.expires_at})


def _page(
    request: PageRequest,
    form: StaffForm | None = None,
    *,
    check_form: BackgroundCheckForm | None = None,
    link: dict[str, object] | None = None,
) -> HttpResponse:
    actor, search_text = request.actor, request.GET.get("q", "").strip()
    may_edit = actor.has_permission(Permission.MANAGE_SCHOOL)
    failed = form or check_form
    context = {
        "tabs": school_tabs(actor, "web:staff"),
        "rows": _rows(actor, search_text, uuid_param(request, "school")),
        "today": clock.today(),
        "form": (form or StaffForm()) if may_edit else None,
        "check_form": (check_form or BackgroundCheckForm()) if may_edit else None,
        "roles": [role for role in roles_given_by(actor.role) if role not in COUNTY_ROLES],
        "may_edit": may_edit,
        "link": link,
    }
    return render(request, "schools/staff.html", context, status=form_status(failed) if failed else 200)


def _rows(actor: Actor, search_text: str, school: UUID | None) -> list[StaffRow]:
    people = working_staff().select_related("site")
    if school:
        people = people.filter(school__public_id=school)
    if search_text:
        people = schools.search_staff(people, search_text)
    invited: set[int | None] = set()
    if actor.has_permission(Permission.INVITE_MEMBERS):
        invited = set(queries.open_invitations(clock.now()).values_list("staff_id", flat=True))
    # The result of a check is the head's business, not the colleagues'.
    checks: dict[int, date] = {}
    if actor.has_permission(Permission.MANAGE_SCHOOL):
        checks = dict(care.newest_background_checks().values_list("staff_id", "valid_until"))
    return [StaffRow(person, person.pk in invited, checks.get(person.pk)) for person in people[:MAX_ROWS]]
