"""成员与邀请: who works here in which role, open invitations, and the end of both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries
from services.access.actions import account_links, invitations, memberships
from services.access.actor import Actor
from services.access.models import Invitation, Membership
from services.access.permissions import Permission
from services.access.roles import COUNTY_ROLES, GIVERS, RECOVERS, Role, roles_given_by
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.actions.account_mail import mail_account_link
from services.schools.models import Staff
from services.schools.queries import verified_email
from services.web.access.links import account_page, account_url, invitation_url
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import DayField, EnumField, NameField, working_staff
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs

# More than any school has; a longer list would be a page that nobody reads.
MAX_PEOPLE = 300


class OfficerForm(forms.Form):
    """An invitation to the county's office."""

    name = NameField(label=gettext_lazy("姓名"))
    role = EnumField(Role, label=gettext_lazy("角色"))
    until = DayField(label=gettext_lazy("停用日期"), required=False, help_text=gettext_lazy("不填就一直有效。"))

    def __init__(self, *args: object, by: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [role for role in roles_given_by(by.role) if role in COUNTY_ROLES]
        self.fields["role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    role = EnumField(Role, label=gettext_lazy("角色"))


@dataclass
class Member:
    """A person with the roles they hold here; `offered` are those that the reader may add."""

    name: str
    staff: Staff | None
    by: Actor
    memberships: list[Membership] = field(default_factory=list)
    offered: list[Role] = field(default_factory=list)

    @property
    def may_recover(self) -> bool:
        """Whether the reader may let this person regain access."""
        is_covered = self._roles <= RECOVERS.get(self.by.role, frozenset())
        return self.staff is not None and is_covered and self._is_somebody_else

    @property
    def may_be_mailed(self) -> bool:
        """Whether a link can go to an address that this person has verified."""
        return self.may_recover and self.staff is not None and bool(verified_email(self.staff))

    @property
    def may_end_logins(self) -> bool:
        return self.staff is not None and self.may_end_roles

    @property
    def may_end_roles(self) -> bool:
        return self._is_somebody_else and any(self.by.role in GIVERS[role] for role in self._roles)

    @property
    def _is_somebody_else(self) -> bool:
        return all(membership.user_id != self.by.user_id for membership in self.memberships)

    @property
    def _roles(self) -> set[Role]:
        return {Role(membership.role) for membership in self.memberships}


@requires(Permission.INVITE_MEMBERS)
def members(request: PageRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.INVITE_MEMBERS)
def invite_officer(request: PageRequest) -> HttpResponse:
    """Invite to the county's office. The link is in this response and nowhere else: only its hash is stored."""
    form = OfficerForm(request.POST, by=request.actor)
    if invited := perform(request, form, invitations.invite):
        invitation, token = invited
        url = invitation_url(request, token)
        return _page(request, link={"name": invitation.name, "url": url, "until": invitation.expires_at})
    return _page(request, form)


@require_POST
@requires(Permission.INVITE_MEMBERS)
def withdraw(request: PageRequest, public_id: UUID) -> HttpResponse:
    invitation = get_visible_or_404(queries.open_invitations(clock.now()), public_id)
    perform_and_flash(request, _("邀请已撤回。"), invitations.withdraw_invitation, invitation=invitation)
    return redirect("web:members")


@require_POST
@requires(Permission.INVITE_MEMBERS)
def end(request: PageRequest, public_id: UUID) -> HttpResponse:
    membership = get_visible_or_404(queries.active_memberships(clock.today()), public_id)
    perform_and_flash(request, _("已停用，马上生效。"), memberships.end_membership, membership=membership)
    return redirect("web:members")


@require_POST
@requires(Permission.INVITE_MEMBERS)
def give_role(request: PageRequest, public_id: UUID) -> HttpResponse:
    staff, form = get_visible_or_404(working_staff(), public_id), RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        until = memberships.usual_end(role, clock.today())
        perform_and_flash(request, _("角色已加上。"), memberships.give_role, staff=staff, role=role, until=until)
    return redirect("web:members")


@require_POST
@requires(Permission.INVITE_MEMBERS)
def issue_link(request: PageRequest, public_id: UUID) -> HttpResponse:
    """A link for somebody who lost their password or second factor. It is in this response and nowhere else."""
    staff = get_visible_or_404(Staff.objects.all(), public_id)
    try:
        link, token = account_links.issue_account_link(staff=staff, by=request.actor, now=clock.now())
    except ApplicationError as error:
        flash(request, str(error))
        return redirect("web:members")
    return _page(request, link={"name": staff.name, "url": account_url(request, token), "until": link.expires_at})


@require_POST
@requires(Permission.INVITE_MEMBERS)
def mail_link(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Send such a link to the verified address of its person; it is not in this response."""
    staff = get_visible_or_404(Staff.objects.all(), public_id)
    done = _("链接已发到%(name)s的邮箱，24 小时内有效。") % {"name": staff.name}
    perform_and_flash(request, done, mail_account_link, staff=staff, page=account_page(request))
    return redirect("web:members")


@require_POST
@requires(Permission.INVITE_MEMBERS)
def end_logins(request: PageRequest, public_id: UUID) -> HttpResponse:
    staff = get_visible_or_404(Staff.objects.all(), public_id)
    perform_and_flash(request, _("已让所有设备退出。"), account_links.end_logins, staff=staff)
    return redirect("web:members")


def _page(request: PageRequest, form: OfficerForm | None = None, link: dict[str, object] | None = None) -> HttpResponse:
    actor = request.actor
    offered = roles_given_by(actor.role)
    rows = queries.active_memberships(clock.today()).order_by("school_id", "staff__pinyin", "officer_id", "role", "pk")
    if actor.school_id is None:  # not every teacher of the county: those whom the office appoints
        rows = rows.filter(role__in=offered)
    people = _people(list(rows[:MAX_PEOPLE]), actor)
    context = {
        "tabs": school_tabs(actor, "web:members"),
        "people": people,
        "invitations": _open_invitations(),
        "form": (form or OfficerForm(by=actor)) if actor.school_id is None else None,
        "link": link,
        "offered": offered,
        "today": clock.today(),
    }
    return render(request, "access/members.html", context, status=form_status(form) if form else 200)


def _open_invitations() -> QuerySet[Invitation]:
    return queries.open_invitations(clock.now()).select_related("school").order_by("-pk")[:MAX_PEOPLE]


def _people(rows: Sequence[Membership], by: Actor) -> list[Member]:
    people: dict[tuple[int | None, int | None], Member] = {}
    names = queries.names_of({row.user_id for row in rows})
    for row in rows:
        member = people.setdefault((row.staff_id, row.officer_id), Member(names[row.user_id], row.staff, by))
        member.memberships.append(row)
    for member in people.values():
        held = {membership.role for membership in member.memberships}
        if member.staff and by.school_id:
            member.offered = [role for role in roles_given_by(by.role) if role not in held | COUNTY_ROLES]
    return list(people.values())
