"""学校名录: the schools of a county, who administers each, and schools to add, change and import."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import queries
from services.access.actions import invitations, school_directory
from services.access.permissions import Permission
from services.access.roles import Role
from services.kit import clock
from services.schools.directory import reader
from services.schools.directory.changes import DirectoryChanges
from services.schools.models import County, School, Site, Township
from services.web.access.links import invitation_url
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.page_request import PageRequest
from services.web.schools.directory_forms import FirstPersonForm, SchoolForm, SchoolsFileForm, SchoolsTextForm
from services.web.schools.tabs import school_tabs


@dataclass
class DirectoryRow:
    """A school with the names of its sites, of who administers it, and of whom it waits for."""

    school: School
    sites: Sequence[str]
    admins: list[str] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)


@requires(Permission.INVITE_MEMBERS)
def directory(request: PageRequest) -> HttpResponse:
    """All schools of the county, those without an administrator first."""
    if request.actor.school_id:
        return redirect("web:members")
    return _page(request)


@requires(Permission.MANAGE_SCHOOLS)
def add(request: PageRequest) -> HttpResponse:
    form = SchoolForm(request.POST or None)
    if added := perform(request, form, school_directory.add_school):
        flash(request, _("已建立%s，接着邀请它的管理员。") % added.name)
        return redirect("web:directory_invite", added.public_id)
    return _form_page(request, form)


@requires(Permission.MANAGE_SCHOOLS)
def edit(request: PageRequest, public_id: UUID) -> HttpResponse:
    school = get_visible_or_404(School.objects.select_related("township"), public_id)
    form = SchoolForm(request.POST or None, initial=SchoolForm.initial_of(school))
    if perform(request, form, school_directory.update_school, school=school):
        flash(request, _("已修改。"))
        return redirect("web:directory")
    sites = Site.objects.filter(school=school).order_by("pk").values_list("name", flat=True)
    return _form_page(request, form, school=school, sites=list(sites))


@requires(Permission.INVITE_MEMBERS)
def invite(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Invite the first person of a school. The link is in this response and nowhere else: only its hash is stored."""
    school = get_visible_or_404(School.objects.select_related("township"), public_id)
    if request.actor.school_id:
        return redirect("web:staff")
    form = FirstPersonForm(request.POST or None, by=request.actor)
    context: dict[str, object] = {"school": school, "form": form, "link": None}
    if invited := perform(request, form, invitations.invite, school=school):
        invitation, token = invited
        url = invitation_url(request, token)
        context["link"] = {"name": invitation.name, "url": url, "until": invitation.expires_at}
    return render(request, "schools/directory_invite.html", context, status=form_status(form))


@requires(Permission.MANAGE_SCHOOLS)
def import_file(request: PageRequest) -> HttpResponse:
    """Check a file and show what it would change; nothing is written before that is confirmed."""
    form = SchoolsFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "changes": None, "confirm": None, "columns": reader.COLUMNS}
    if form.is_valid():
        content: bytes = form.cleaned_data["file"].read()
        changes = _import(request, content, dry_run=True)
        text = "" if changes.faults or changes.is_empty else reader.text_of(content)
        context |= {"changes": changes, "confirm": SchoolsTextForm(initial={"content": text}) if text else None}
    return render(request, "schools/directory_import.html", context, status=form_status(form))


@require_POST
@requires(Permission.MANAGE_SCHOOLS)
def confirm_import(request: PageRequest) -> HttpResponse:
    """Import the text that was shown, checked anew."""
    form = SchoolsTextForm(request.POST)
    if not form.is_valid():
        return redirect("web:directory_import")
    changes = _import(request, form.cleaned_data["content"].encode(), dry_run=False)
    if changes.faults:
        context = {"form": SchoolsFileForm(), "changes": changes, "confirm": None, "columns": reader.COLUMNS}
        return render(request, "schools/directory_import.html", context, status=422)
    counts = {"created": len(changes.created), "updated": len(changes.updated)}
    flash(request, _("已导入：新增 %(created)d 所，修改 %(updated)d 所。") % counts)
    return redirect("web:directory")


@requires(Permission.MANAGE_SCHOOLS)
def template(_request: PageRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="schools.csv"'}
    return HttpResponse(reader.template(), content_type="text/csv; charset=utf-8", headers=headers)


def _import(request: PageRequest, content: bytes, *, dry_run: bool) -> DirectoryChanges:
    county = County.objects.get(pk=request.actor.county_id)
    return school_directory.import_schools(
        content=content, county=county, by=request.actor, now=clock.now(), dry_run=dry_run
    )


def _page(request: PageRequest) -> HttpResponse:
    actor = request.actor
    rows = _rows()
    context = {
        "tabs": school_tabs(actor, "web:directory"),
        "rows": rows,
        "missing": sum(not row.admins for row in rows),
        "may_edit": actor.has_permission(Permission.MANAGE_SCHOOLS),
    }
    return render(request, "schools/directory.html", context)


def _rows() -> list[DirectoryRow]:
    """Four queries, however many schools."""
    sites: dict[int, list[str]] = defaultdict(list)
    for school_id, name in Site.objects.order_by("pk").values_list("school_id", "name"):
        sites[school_id].append(name)
    schools = School.objects.select_related("township").order_by("township__name", "name")
    rows = {school.pk: DirectoryRow(school, sites[school.pk]) for school in schools}
    offices = (Role.HEAD, Role.SCHOOL_ADMIN)
    for membership in queries.active_memberships(clock.today()).filter(role__in=offices).order_by("pk"):
        if membership.school_id and membership.staff:
            rows[membership.school_id].admins.append(membership.staff.name)
    for invitation in queries.open_invitations(clock.now()).filter(role__in=offices).order_by("pk"):
        if invitation.school_id:
            rows[invitation.school_id].invited.append(invitation.name)
    # A stable sort: within each half the schools stay in the order of township and name.
    return sorted(rows.values(), key=lambda row: bool(row.admins))


def _form_page(request: PageRequest, form: SchoolForm, **context: object) -> HttpResponse:
    townships = Township.objects.order_by("name").values_list("name", flat=True)
    context = {"form": form, "townships": list(townships), "school": None, "sites": [], **context}
    return render(request, "schools/directory_form.html", context, status=form_status(form))
