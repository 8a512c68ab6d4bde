"""审计日志: who saw and changed what, newest first; filtered, searched by name, exported."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit, audit_actions, audit_queries
from services.access.actions.audit_export import export_audit_log
from services.access.audit_queries import AuditFilter
from services.access.choices import AuditAction
from services.access.permissions import Permission
from services.audit_log import queries as seals
from services.children import access as children
from services.children.models import Child
from services.children.queries import audit_lookup
from services.kit import clock
from services.schools.models import Officer, School, Staff
from services.schools.queries import school_year_of
from services.web.access.audit_rows import NEWEST, audit_rows
from services.web.decorators import requires
from services.web.framework import paginate, perform_or_flash
from services.web.page_request import PageRequest, choice_param, date_param, query_string, uuid_param

SIZE, MAX_MATCHES, MAX_NAME_LENGTH = 50, 20, 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class LogFilter:
    """The filters of the address; an id that is not the reader's to see filters nothing."""

    person: Staff | Officer | None
    child: Child | None
    school: School | None
    action: str
    period: dict[str, Any]

    @property
    def is_set(self) -> bool:
        return bool(self.person or self.child or self.school or self.action or any(self.period.values()))

    def as_filter(self) -> AuditFilter:
        return AuditFilter(
            # Somebody without a login has done nothing.
            user_ids=[self.person.user_id or 0] if self.person else None,
            targets=audit_lookup.ids_of_record(self.child) if self.child else None,
            school=self.school.public_id if self.school else None,
            action=self.action,
            **self.period,
        )


@requires(Permission.VIEW_AUDIT_LOG)
def entries(request: PageRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.VIEW_AUDIT_LOG)
def search(request: PageRequest) -> HttpResponse:
    """People and children of a name, to filter by. A POST, so that no name gets into an address or a log."""
    name, now = request.POST.get("name", "").strip()[:MAX_NAME_LENGTH], clock.now()
    matching = audit_lookup.children_named(name, request.actor, now, MAX_MATCHES)
    people = audit_queries.persons_named(name, MAX_MATCHES) if name else []
    audit.log(AuditAction.AUDIT_SEARCHED, target=[*matching, *people], by=request.actor, now=now)
    matches = [(_child_label(request, child), _url(request, child=str(child.public_id))) for child in matching]
    matches += [(_person_label(person), _url(request, person=str(person.public_id))) for person in people]
    return _page(request, name=name, matches=matches)


@require_POST
@requires(Permission.VIEW_AUDIT_LOG)
def export(request: PageRequest) -> HttpResponse:
    """The filtered log as a workbook, for a reason."""
    filters, reason = _filter(request).as_filter(), request.POST.get("reason", "")
    content = perform_or_flash(request, export_audit_log, filters=filters, reason=reason)
    if content is None:
        return redirect(reverse("web:audit_log") + query_string(request))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="audit-log.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _page(request: PageRequest, **searched: object) -> HttpResponse:
    selected, now = _filter(request), clock.now()
    rows = audit_queries.audit_events(selected.as_filter()).select_related("school")
    page = paginate(request, rows, "web.audit_log", order=NEWEST, size=SIZE)
    # Reading the log is not logged, or it would only show itself; reading it about one child is.
    if selected.child:
        audit.log(AuditAction.AUDIT_OF_CHILD_VIEWED, target=selected.child, by=request.actor, now=now)
    context = {
        "rows": audit_rows(page.rows, request.actor, now),
        "filter": selected,
        "child_name": _name_of(request, selected.child),
        "actions": [(value, audit_actions.label_of(value)) for value in audit_actions.values()],
        "schools": School.objects.order_by("name", "pk") if request.actor.school_id is None else [],
        "without_person": _url(request, person=""),
        "without_child": _url(request, child=""),
        # A school's scope reads no seals: the chain is the county's.
        "seal": seals.last_seal(request.actor.county_id) if request.actor.school_id is None else None,
        "query": query_string(request, without=["cursor"]),
        "name": "",
        "matches": None,
        **searched,
        **page.links,
    }
    return render(request, "access/audit_log.html", context)


def _filter(request: PageRequest) -> LogFilter:
    person_id, child_id, school_id = (uuid_param(request, name) for name in ("person", "child", "school"))
    return LogFilter(
        person=audit_queries.person(person_id) if person_id else None,
        child=Child.objects.select_related("pupil").filter(public_id=child_id).first() if child_id else None,
        school=School.objects.filter(public_id=school_id).first() if school_id else None,
        action=choice_param(request, "action", audit_actions.values()),
        period={"begins": date_param(request, "from"), "ends": date_param(request, "to")},
    )


def _url(request: PageRequest, **changes: str) -> str:
    return reverse("web:audit_log") + query_string(request, without=["cursor"], **changes)


def _name_of(request: PageRequest, child: Child | None) -> str:
    """The child's name for who may open it; the auditor looks for a name and is shown none."""
    if child is None:
        return ""
    is_visible = children.visible_to(request.actor, clock.now()).filter(pk=child.pk).exists()
    return child.pupil.name if is_visible else _("这个孩子")


def _child_label(request: PageRequest, child: Child) -> str:
    school = child.pupil.school.name
    if not request.actor.has_permission(Permission.VIEW_CHILD):
        return _("孩子 · %(school)s") % {"school": school}
    label = child.pupil.school_class.label(school_year_of(clock.today()))
    return f"{child.pupil.name} · {label}" if request.actor.school_id else f"{child.pupil.name} · {school} {label}"


def _person_label(person: Staff | Officer) -> str:
    where = person.school.name if isinstance(person, Staff) else _("县教育局")
    return f"{person.name} · {where}"
