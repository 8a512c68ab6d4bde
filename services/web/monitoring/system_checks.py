"""系统自检: the doctor's checks of the machine that answers, for the head of the county's office."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from services.access.permissions import Permission
from services.kit import clock
from services.monitoring.doctor import run
from services.monitoring.doctor.result import CheckResult, CheckState
from services.web.components import Text, Tone
from services.web.decorators import requires
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest

LABELS = {
    "mode": gettext_lazy("运行方式"),
    "keys": gettext_lazy("加密密钥"),
    "roles": gettext_lazy("数据库角色"),
    "isolation": gettext_lazy("学校之间的隔离"),
    "migrations": gettext_lazy("迁移"),
    "schema": gettext_lazy("表结构"),
    "static": gettext_lazy("静态文件"),
    "clock": gettext_lazy("时钟"),
    "disk": gettext_lazy("磁盘"),
    "queue": gettext_lazy("队列"),
    "workers": gettext_lazy("后台进程"),
    "sms": gettext_lazy("短信"),
    "backup": gettext_lazy("备份"),
}  # mail and certificate need the network outside, which the web server may not reach
TONES: dict[CheckState, Tone] = {
    CheckState.OK: "done",
    CheckState.WARNING: "due",
    CheckState.FAILED: "alert",
    CheckState.SKIPPED: "",
}


@dataclass(frozen=True)
class CheckRow:
    label: Text
    result: CheckResult

    @property
    def is_ok(self) -> bool:
        return self.result.state == CheckState.OK

    @property
    def state(self) -> Text:
        return self.result.state.label

    @property
    def tone(self) -> Tone:
        return TONES[self.result.state]


@requires(Permission.VIEW_SYSTEM_CHECKS)
def system_checks(request: PageRequest) -> HttpResponse:
    results = run.run(tuple(LABELS), clock.now())
    rows = [CheckRow(LABELS[name], result) for name, result in results.items()]
    context = {
        "tabs": reminder_tabs(request.actor, "web:system_checks"),
        "rows": sorted((row for row in rows if not row.is_ok), key=lambda row: row.result.state != CheckState.FAILED),
        "passed": [row for row in rows if row.is_ok],
        "failed": sum(row.result.state == CheckState.FAILED for row in rows),
    }
    return render(request, "monitoring/system_checks.html", context)
