"""异常: incidents that need a person, incidents that are closed, and the state of channels and queues."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries as access
from services.access.permissions import Permission
from services.monitoring import status
from services.notify import queries
from services.notify.actions import incidents as actions
from services.notify.choices import DeliveryState, IncidentKind
from services.notify.models import SystemIncident
from services.schools.models import School
from services.web.components import Tab, Text
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate, perform_and_flash
from services.web.monitoring import labels
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest

REMEDIES = {
    IncidentKind.CHANNEL_DOWN: gettext_lazy("渠道连续失败，已暂停并会自动再试。请联系服务商核对余额、签名和网络。"),
    IncidentKind.QUEUE_STALLED: gettext_lazy("后台没有应答。消息不会丢，恢复后补发；请联系运维人员。"),
    IncidentKind.OVERDUE: gettext_lazy("有消息过了时间还没有发出。请看发送情况。"),
    IncidentKind.DEAD: gettext_lazy("请核对联系方式，改好后在发送情况里重新发送。"),
    IncidentKind.UNCERTAIN: gettext_lazy("请打电话问收件人，再在发送情况里登记是否收到。"),
    IncidentKind.JOB_DEAD: gettext_lazy("后台任务试了多次没有办成。请联系运维人员。"),
    IncidentKind.NO_SCHOOL_DAYS: gettext_lazy("今天前后没有上学日，按上学日算的提醒都不会发。请在校历里开学期。"),
    IncidentKind.FIGURES_LATE: gettext_lazy("有变动没有计入看板的数字，看板上的时间是旧的。请联系运维人员。"),
    IncidentKind.AUDIT_UNSEALED: gettext_lazy("审计日志超过 15 分钟没有封存，这段时间的改动看不出来。请联系运维人员。"),
    IncidentKind.RULE_FAILED: gettext_lazy("这条规则没能运行，其他规则不受影响。请联系运维人员。"),
}
DELIVERY_STATES = {  # the deliveries that an incident leads to
    IncidentKind.DEAD: DeliveryState.DEAD,
    IncidentKind.UNCERTAIN: DeliveryState.UNCERTAIN,
    IncidentKind.OVERDUE: DeliveryState.DUE,
}


@dataclass(frozen=True)
class IncidentRow:
    """An incident with the texts of its card; `url` leads to the deliveries it is about, if any."""

    incident: SystemIncident
    source: Text
    school: str
    remedy: Text
    url: str
    closed_by: str


@requires(Permission.VIEW_DELIVERIES)
def incidents(request: PageRequest) -> HttpResponse:
    is_all, is_county = request.GET.get("all") == "1", request.actor.school_id is None
    rows = queries.incidents() if is_all else queries.incidents().filter(closed_at=None)
    page = paginate(request, rows, "incidents")
    names = access.names_of({row.closed_by_id for row in page.rows})
    # One query for all rows; an incident of the county itself has no school.
    schools = dict(School.objects.filter(pk__in={row.school_id for row in page.rows}).values_list("pk", "name"))
    url = reverse("web:system_incidents")
    context = {
        "tabs": reminder_tabs(request.actor, "web:system_incidents"),
        "channels": [labels.channel_row(row) for row in status.channel_status()],
        # A school cannot do anything about a queue.
        "queues": [labels.queue_row(row) for row in status.queue_status()] if is_county else [],
        "chips": [Tab(_("未处理"), url, is_active=not is_all), Tab(_("全部"), f"{url}?all=1", is_active=is_all)],
        "rows": [_row(row, names, schools) for row in page.rows],
        "is_all": is_all,
        "export_filters": {} if is_all else {"open": "true"},
        "is_county": is_county,
        "may_close": request.actor.has_permission(Permission.CLOSE_INCIDENTS),
        **page.links,
    }
    return render(request, "monitoring/incidents.html", context)


@require_POST
@requires(Permission.CLOSE_INCIDENTS)
def close(request: PageRequest, public_id: UUID) -> HttpResponse:
    incident = get_visible_or_404(queries.incidents(), public_id)
    perform_and_flash(request, _("已处理完。再出现时会重新列出。"), actions.close_incident, incident=incident)
    return redirect("web:system_incidents")


def _row(incident: SystemIncident, names: Mapping[int | None, str], schools: Mapping[int, str]) -> IncidentRow:
    kind = IncidentKind(incident.kind)
    state = DELIVERY_STATES.get(kind)
    return IncidentRow(
        incident=incident,
        source=labels.source_label(incident.source),
        school=schools.get(incident.school_id or 0, ""),
        remedy=REMEDIES[kind],
        url=f"{reverse('web:deliveries')}?state={state}" if state else "",
        closed_by=names[incident.closed_by_id] if incident.closed_by_id else "",
    )
