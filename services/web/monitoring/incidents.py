"""异常: what needs a person now, what was handled; how the ways out and the queues are."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries as access
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.pagination import Page
from services.monitoring import status
from services.notify import queries
from services.notify.actions import incidents as actions
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident
from services.schools.models import School
from services.web.components import Tab, flash
from services.web.decorators import requires
from services.web.monitoring import labels
from services.web.notify.shared import listed, neighbour_urls, tabs

WHAT_TO_DO = {
    IncidentKind.CHANNEL_DOWN: gettext_lazy("渠道连续失败，已暂停并会自动再试。请联系服务商核对余额、签名和网络。"),
    IncidentKind.QUEUE_STALLED: gettext_lazy("后台没有应答。消息不会丢，恢复后补发；请联系运维人员。"),
    IncidentKind.OVERDUE: gettext_lazy("有消息过了时间还没有发出。请看发送情况。"),
    IncidentKind.DEAD: gettext_lazy("请核对联系方式，改好后在发送情况里重新发送。"),
    IncidentKind.UNCERTAIN: gettext_lazy("请打电话问收件人，再在发送情况里登记是否收到。"),
    IncidentKind.JOB_DEAD: gettext_lazy("后台任务试了多次没有办成。请联系运维人员。"),
    IncidentKind.NO_SCHOOL_DAYS: gettext_lazy("今天前后没有上学日，按上学日算的提醒都不会发。请在校历里开学期。"),
    IncidentKind.RULE_FAILED: gettext_lazy("这条规则没能运行，其他规则不受影响。请联系运维人员。"),
}
LEADS_TO = {
    IncidentKind.DEAD: "state=dead",
    IncidentKind.UNCERTAIN: "state=uncertain",
    IncidentKind.OVERDUE: "state=due",
}


@requires(Permission.VIEW_DELIVERIES)
def incidents(request: Any) -> HttpResponse:
    is_all = request.GET.get("all") == "1"
    rows = queries.incidents()
    found: Page[SystemIncident] = listed(request, rows if is_all else rows.filter(closed_at=None), "incidents")
    names = access.names_of({each.closed_by_id for each in found.rows})
    schools = dict(School.objects.filter(pk__in={each.school_id for each in found.rows}).values_list("pk", "name"))
    here = reverse("web:system_incidents")
    is_county = request.actor.school_id is None
    context = {
        "tabs": tabs(request.actor, "web:system_incidents"),
        "ways": [labels.channel_row(each) for each in status.channel_status()],
        "queues": [labels.queue_row(each) for each in status.queue_status()] if is_county else [],
        "chips": [Tab(_("未处理"), here, not is_all), Tab(_("全部"), f"{here}?all=1", is_all)],
        "rows": [_shown(each, names, schools) for each in found.rows],
        "is_all": is_all,
        "is_county": is_county,
        "may_close": request.actor.has_permission(Permission.CLOSE_INCIDENTS),
        **neighbour_urls(request, found),
    }
    return render(request, "monitoring/incidents.html", context)


def _shown(each: SystemIncident, names: Any, schools: dict[int, str]) -> dict[str, Any]:
    kind = IncidentKind(each.kind)
    query = LEADS_TO.get(kind, "")
    return {
        "incident": each,
        "about": labels.source_label(each.source),
        "place": schools.get(each.school_id or 0, ""),
        "to_do": WHAT_TO_DO[kind],
        "url": f"{reverse('web:deliveries')}?{query}" if query else "",
        "closed_by": names[each.closed_by_id] if each.closed_by_id else "",
    }


@require_POST
@requires(Permission.CLOSE_INCIDENTS)
def close(request: Any, public_id: UUID) -> HttpResponse:
    found = queries.incidents().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        actions.close_incident(incident=found, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, _("已处理完。再出现时会重新列出。"))
    return redirect("web:system_incidents")
