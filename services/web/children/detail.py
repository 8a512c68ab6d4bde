"""One child: the tabs 概况, 家庭, 关爱记录, 附件, 体检, 链接, 消息, 谁能看到, 谁看过, and sealed numbers in full."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.actions import phone_numbers
from services.children.choices import AuditAction, Parent, Ternary, Whereabouts
from services.children.models import CaseAssignment, Child, EmergencyAccess, ParentWhereabouts
from services.children.queries import family as families
from services.children.queries import lists
from services.children.queries.family import Family
from services.health import queries as health
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.web import drill_path
from services.web.care.care_records import records_tab
from services.web.children.family_tab import family_tab
from services.web.children.filters import BASIS_LABELS
from services.web.children.links_tab import links_tab
from services.web.children.list import age
from services.web.children.viewed import viewed_tab
from services.web.components import Step, Tab
from services.web.decorators import requires
from services.web.files.gallery import gallery
from services.web.files.owners import CHILD
from services.web.forms import max_length, staff_field
from services.web.framework import get_visible_or_404
from services.web.notify.delivery_log import log_rows, notifications_about
from services.web.page_request import PageRequest


class ShareForm(forms.Form):
    """A further teacher for one child."""

    staff = staff_field(gettext_lazy("指定谁"))
    note = forms.CharField(label=gettext_lazy("为什么"), max_length=max_length(CaseAssignment, "note"), required=False)


@dataclass(frozen=True)
class EmergencyBanner:
    """What stands above a child's page during an emergency access; at the end the browser leaves the page."""

    access: EmergencyAccess
    now: datetime

    @property
    def seconds_left(self) -> int:
        return max(int((self.access.expires_at - self.now).total_seconds()), 0)

    @property
    def minutes_left(self) -> int:
        # Rounded up: “0 minutes left” would be wrong for the last 59 seconds.
        return -(-self.seconds_left // 60)


@requires(Permission.VIEW_CHILD)
def child(request: PageRequest, public_id: UUID) -> HttpResponse:
    return child_page(request, get_child(request, public_id), request.GET.get("tab", ""))


def get_child(request: PageRequest, public_id: UUID) -> Child:
    rows = access.visible_to(request.actor, clock.now())
    return get_visible_or_404(
        rows.select_related("pupil__school_class__class_teacher", "pupil__school__township"), public_id
    )


def child_page(
    request: PageRequest,
    child: Child,
    tab: str,
    failed: forms.Form | None = None,
    emergency: EmergencyBanner | None = None,
) -> HttpResponse:
    """Render a tab of the child. `failed` is the form of the tab that comes back with errors."""
    actor, today, pupil = request.actor, clock.today(), child.pupil
    urls = _urls(child, actor, emergency)
    tabs = _tabs(actor, tab, urls["page"])
    # An unknown tab shows the overview, and that is what the log must name.
    tab = "" if tabs[0].is_active else tab
    family = families.family_of(pupil, actor, today)
    # The reason of an emergency access is repeated with each read, so that the log can be read alone.
    purpose = emergency.access.reason if emergency else ""
    detail = {"tab": tab or "overview"}
    audit.log(AuditAction.CHILD_VIEWED, target=child, by=actor, now=clock.now(), purpose=purpose, detail=detail)
    context: dict[str, object] = {
        "child": child,
        "pupil": pupil,
        "path": drill_path.to_class(actor, pupil.school, pupil.school_class),
        "label": pupil.school_class.label(schools.school_year_of(today)),
        "age": age(pupil.birth_date, today),
        "today": today,
        "family": family,
        "tab": tab,
        "tabs": tabs,
        "emergency": emergency,
        "urls": urls,
        "viewers": lists.who_can_see(child, clock.now()),
        "parents": [(fact, Parent(fact.parent).label, _whereabouts(fact)) for fact in family.parents],
        "may_call": actor.has_permission(Permission.CALL_FAMILY),
        "may_edit": actor.has_permission(Permission.EDIT_PUPIL),
        **records_tab(child, actor),
        **_tab_context(child, actor, tab, family),
        **(links_tab(child, actor, clock.now()) if tab == "links" else {}),
        **(viewed_tab(request, child) if tab == "viewed" else {}),
        **(gallery(request, CHILD, child, failed) if tab == "attachments" else {}),
    }
    return render(request, "children/child.html", context, status=422 if failed else 200)


def _urls(child: Child, actor: Actor, emergency: EmergencyBanner | None) -> dict[str, str]:
    """Where the page and its forms are; "" for what the reader cannot ask for."""
    if emergency:
        key = [emergency.access.public_id]
        page, unmask_url = reverse("web:emergency_child", args=key), reverse("web:emergency_unmask", args=key)
        return {"page": page, "unmask": unmask_url, "emergency": ""}
    key = [child.public_id]
    may_ask = actor.school_id is None and actor.has_permission(Permission.OPEN_EMERGENCY_ACCESS)
    return {
        "page": reverse("web:child", args=key),
        "unmask": reverse("web:unmask", args=key),
        "emergency": reverse("web:emergency_access_new", args=key) if may_ask else "",
    }


def _tabs(actor: Actor, tab: str, url: str) -> list[Tab]:
    """The tabs of the reader; an unknown `tab` is the overview."""
    labels = {"": _("概况"), "family": _("家庭"), "care": _("关爱记录")}
    if actor.has_permission(Permission.VIEW_ATTACHMENTS):
        labels["attachments"] = _("附件")
    if actor.school_id and actor.has_permission(Permission.VIEW_RESULTS):  # the county reads figures, never results
        labels["checkups"] = _("体检")
    if actor.has_permission(Permission.ISSUE_LINKS):
        labels["links"] = _("链接")
    labels["notifications"] = _("消息")
    labels["access"], labels["viewed"] = _("谁能看到"), _("谁看过")
    active = tab if tab in labels else ""
    return [Tab(label, f"{url}?tab={key}" if key else url, is_active=key == active) for key, label in labels.items()]


def _tab_context(child: Child, actor: Actor, tab: str, family: Family) -> dict[str, object]:
    if tab == "family":
        return family_tab(child, family)
    if tab == "checkups":
        return {"checkups": health.checkups_of(child.pupil)}
    # The log of messages to the family; only readers of the delivery log may open one of them.
    if tab == "notifications":
        may_open = actor.has_permission(Permission.VIEW_DELIVERIES)
        return {"log_rows": log_rows(notifications_about(child)), "may_open": may_open}
    if tab == "access":
        form = ShareForm() if actor.has_permission(Permission.MANAGE_SCHOOL) else None
        return {"roles": lists.roles_that_see(child, clock.today()), "share_form": form}
    # 关爱记录 needs nothing more: `records_tab` is part of every tab, for its button.
    return {} if tab else _overview(actor, family)


def _overview(actor: Actor, family: Family) -> dict[str, object]:
    return {
        "classifications": [
            (BASIS_LABELS[name], Ternary(row.answer).label, row.sentence)
            for name, row in family.classifications.items()
        ],
        "history": [
            Step(f"{Parent(fact.parent).label} {_whereabouts(fact)}", f"{fact.since} – {fact.until}", fact.location)
            for fact in family.history
        ],
        "may_unmask": actor.has_permission(Permission.UNMASK_NUMBERS),
    }


def _whereabouts(fact: ParentWhereabouts) -> str:
    return str(Whereabouts(fact.whereabouts).label) if fact.whereabouts else _("不清楚")


@require_POST
@requires(Permission.UNMASK_NUMBERS)
def unmask(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Show sealed values in full in this response only, for a reason that is kept in the audit log."""
    return unmasked(request, get_child(request, public_id))


def unmasked(request: PageRequest, child: Child) -> HttpResponse:
    """The sealed values that the form asks for."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        values = phone_numbers.unmask(pupil=child.pupil, field=field, reason=reason, by=request.actor, now=clock.now())
    except ApplicationError as error:
        return render(request, "children/unmasked.html", {"values": [], "error": str(error)}, status=422)
    # Never in the page's own address or HTML: the next reader of the screen must ask again.
    context = {"values": [value for value in values.values() if value], "error": ""}
    response = render(request, "children/unmasked.html", context)
    response["Cache-Control"] = "no-store"
    return response
