"""群与外部系统: group robots and webhooks of a tenant are added, tested, replayed, switched off and on."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.notify.actions import integrations as actions
from services.notify.models import Integration
from services.web.components import flash, flash_failure
from services.web.decorators import requires
from services.web.forms import max_length
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.notify.labels import kind_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest

# Schools have one or two groups.
MAX_ROWS = 50


class IntegrationForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("发到哪里"), choices=actions.CHANNEL_CHOICES)
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=max_length(Integration, "name"),
        help_text=gettext_lazy("自己认得就行，如“德育处工作群”。"),
    )
    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=actions.MAX_ADDRESS_LENGTH,
        help_text=gettext_lazy("在群设置里添加机器人，把它的 Webhook 地址粘贴到这里。保存后不再显示。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("密钥"),
        max_length=actions.MAX_SECRET_LENGTH,
        required=False,
        help_text=gettext_lazy("钉钉的“加签”密钥，或外部系统核对签名用的密钥。"),
        # Kept when the form comes back with an error: a secret is pasted, not remembered.
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
    )


class ReplayForm(forms.Form):
    since = forms.DateField()


@requires(Permission.MANAGE_INTEGRATIONS)
def integrations(request: PageRequest) -> HttpResponse:
    return _page(request, IntegrationForm())


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def add(request: PageRequest) -> HttpResponse:
    form = IntegrationForm(request.POST)
    if perform(request, form, actions.create_integration):
        flash(request, _("已添加。先发一条试试，看群里收不收得到。"))
        return redirect("web:integrations")
    return _page(request, form)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def send_test(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _perform(request, _get_integration(public_id), _("试发了一条，结果在“发送情况”里。"), actions.send_test)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def toggle(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Switch off, which cancels what waits, or on again from now."""
    if request.POST.get("on") == "1":
        return _perform(
            request, _get_integration(public_id), _("已启用。"), actions.update_integration, is_enabled=True
        )
    return _perform(request, _get_integration(public_id), _("已停用，不再往这里发。"), actions.disable_integration)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def replay(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Send a webhook everything since a day again, under the ids it knows."""
    integration, form = _get_integration(public_id), ReplayForm(request.POST)
    if not form.is_valid():
        flash_failure(request, _("请选从哪一天起重发。"))
        return redirect("web:integrations")
    since = clock.start_of_day(form.cleaned_data["since"])
    message = _("正在重发，对方认得编号，不会重复。")
    return _perform(request, integration, message, actions.replay, since=since)


def _get_integration(public_id: UUID) -> Integration:
    return get_visible_or_404(Integration.objects.all(), public_id)


def _perform(
    request: PageRequest, integration: Integration, message: str, action: Callable[..., object], **arguments: object
) -> HttpResponse:
    perform_and_flash(request, message, action, integration=integration, **arguments)
    return redirect("web:integrations")


def _page(request: PageRequest, form: IntegrationForm) -> HttpResponse:
    rows = Integration.objects.order_by("-is_enabled", "name", "pk")[:MAX_ROWS]
    context = {
        "tabs": reminder_tabs(request.actor, "web:integrations"),
        "rows": [(row, _kinds(row)) for row in rows],
        "form": form,
        "today": clock.today(),
    }
    return render(request, "notify/integrations.html", context, status=form_status(form))


def _kinds(row: Integration) -> str:
    return "、".join(str(kind_label(kind)) for kind in row.kinds) or _("全部种类")
