"""群机器人与外部系统: where this place's reminders go besides people; added, tried, told again, switched off."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.actions import integrations as actions
from services.notify.choices import Channel
from services.notify.models import Integration
from services.web.components import flash
from services.web.decorators import requires
from services.web.notify.shared import kind_label, tabs

MAX_ROWS = 50
CHANNELS = [(each.value, each.label) for each in (Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK)]


class IntegrationForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("发到哪里"), choices=CHANNELS)
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("自己认得就行，如“德育处工作群”。")
    )
    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=400,
        help_text=gettext_lazy("在群设置里添加机器人，把它的 Webhook 地址粘贴到这里。保存后不再显示。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("密钥"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("钉钉的“加签”密钥，或外部系统核对签名用的密钥。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
    )


class SinceForm(forms.Form):
    since = forms.DateField()


@requires(Permission.MANAGE_INTEGRATIONS)
def integrations(request: Any) -> HttpResponse:
    return _page(request, IntegrationForm())


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def add(request: Any) -> HttpResponse:
    form = IntegrationForm(request.POST)
    if form.is_valid():
        try:
            actions.create_integration(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已添加。先发一条试试，看群里收不收得到。"))
            return redirect("web:integrations")
    return _page(request, form, status=422)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def send_test(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, _found(public_id), _("试发了一条，结果在“发送情况”里。"), actions.send_test)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def switch(request: Any, public_id: UUID) -> HttpResponse:
    """Off: what waits is not sent any more. On again: from now on."""
    if request.POST.get("on") == "1":
        return _action(request, _found(public_id), _("已启用。"), actions.update_integration, is_enabled=True)
    return _action(request, _found(public_id), _("已停用，不再往这里发。"), actions.disable_integration)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def replay(request: Any, public_id: UUID) -> HttpResponse:
    """Tell another system again what it may have missed."""
    integration, form = _found(public_id), SinceForm(request.POST)
    if not form.is_valid():
        flash(request, _("请选从哪一天起重发。"))
        return redirect("web:integrations")
    since = clock.start_of_day(form.cleaned_data["since"])
    return _action(request, integration, _("正在重发，对方认得编号，不会重复。"), actions.replay, since=since)


def _found(public_id: UUID) -> Integration:
    found = Integration.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _action(request: Any, integration: Integration, words: str, action: Any, **values: Any) -> HttpResponse:
    try:
        action(integration=integration, **values, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, words)
    return redirect("web:integrations")


def _page(request: Any, form: IntegrationForm, status: int = 200) -> HttpResponse:
    context = {
        "tabs": tabs(request.actor, "web:integrations"),
        "rows": [(row, _kinds(row)) for row in Integration.objects.order_by("-is_enabled", "name", "pk")[:MAX_ROWS]],
        "form": form,
        "today": clock.today(),
    }
    return render(request, "notify/integrations.html", context, status=status)


def _kinds(row: Integration) -> str:
    return "、".join(str(kind_label(kind)) for kind in row.kinds) or _("全部种类")
