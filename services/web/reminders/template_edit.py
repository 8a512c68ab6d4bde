"""The county's own texts: edited beside a preview, reset to the defaults, sent to oneself as a test."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.notify.choices import Channel
from services.notify.models import Delivery, Notification
from services.reminders.message_templates import actions
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import form_status, perform
from services.web.notify.labels import moment_label
from services.web.page_request import PageRequest
from services.web.reminders.template_forms import SendTestForm, TemplateForm
from services.web.reminders.templates import get_template, template_context


@requires(Permission.MANAGE_TEMPLATES)
def edit(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """Write a new version of the texts."""
    template = get_template(request.actor, kind, language)
    form = TemplateForm(template, request.POST or None)
    perform(request, form, actions.save_template, kind=kind, language=language)
    # Not by the result: saving texts that are in effect already writes no version.
    if form.is_bound and not form.errors:
        flash(request, _("已保存，从下一条消息起用新的文字。"))
        return redirect("web:notification_template", kind, language)
    context = _preview_context(form) | {"form": form, "test_form": SendTestForm()}
    return render(request, "reminders/template_form.html", context, status=form_status(form))


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def preview(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """How the texts being written would read, and what is wrong with them."""
    form = TemplateForm(get_template(request.actor, kind, language), request.POST)
    return render(request, "reminders/template_preview.html", _preview_context(form))


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def reset(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """Return to the default texts."""
    get_template(request.actor, kind, language)
    if actions.reset_template(kind=kind, language=language, by=request.actor, now=clock.now()):
        flash(request, _("已恢复系统自带的文字。"))
    return redirect("web:notification_template", kind, language)


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def send_test(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """Send the texts being written, else those in effect, to oneself."""
    get_template(request.actor, kind, language)
    form = SendTestForm(request.POST)
    notification = perform(request, form, actions.send_test, kind=kind, language=language)
    message = _("已发给您：%(ways)s。") % {"ways": _deliveries_text(notification)} if notification else form.error
    # Without scripts the result is a toast on the page of the template.
    if not request.htmx:
        flash(request, message)
        return redirect("web:notification_template", kind, language)
    context = {"is_sent": notification is not None, "message": message}
    return render(request, "reminders/template_test_result.html", context, status=form_status(form))


def _preview_context(form: TemplateForm) -> dict[str, object]:
    preview = form.preview
    return template_context(form.template) | {"example": preview.example, "errors": preview.errors}


def _deliveries_text(notification: Notification) -> str:
    """站内消息、短信（14:00 发出，安静时段）."""
    return _("、").join(_delivery_text(row) for row in notification.deliveries.order_by("pk"))


def _delivery_text(delivery: Delivery) -> str:
    channel = str(Channel(delivery.channel).label)
    if not delivery.delay_reason:
        return channel
    return _("%(way)s（%(at)s 发出，%(why)s）") % {
        "way": channel,
        "at": moment_label(delivery.due_at),
        "why": delivery.get_delay_reason_display(),
    }
