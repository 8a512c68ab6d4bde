"""The county writes its own words: an edit page with a proof beside it, the shipped ones again, a test to oneself."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.choices import Channel
from services.notify.models import Notification
from services.reminders.kinds import TextPair
from services.reminders.message_templates import actions, validation
from services.reminders.message_templates.queries import EffectiveTemplate
from services.web.components import flash
from services.web.decorators import requires
from services.web.notify.labels import moment_label as moment
from services.web.reminders.templates import about, get_template

MAX_INPUT_LENGTH = 2000  # the rule says what may be kept, in its own words
HOLDS = {"data-holds": ""}


class TemplateForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=MAX_INPUT_LENGTH,
        error_messages={"required": gettext_lazy("请填标题：一句话说清是什么事。")},
        widget=forms.TextInput(attrs=HOLDS),
        help_text=gettext_lazy("一句话说清是什么事。短信也从这一句开始。"),
    )
    body = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=MAX_INPUT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, **HOLDS}),
        help_text=gettext_lazy("写要做什么。不写健康、经济、家庭情况。"),
    )

    def texts(self) -> TextPair:
        return self.data.get("title", "")[:MAX_INPUT_LENGTH], self.data.get("body", "")[:MAX_INPUT_LENGTH]


@requires(Permission.MANAGE_TEMPLATES)
def change(request: Any, kind: str, language: str) -> HttpResponse:
    """Write the words anew; the old ones stay in the history."""
    worded = get_template(request.actor, kind, language)
    title, body = worded.texts
    form = (
        TemplateForm(request.POST) if request.method == "POST" else TemplateForm(initial={"title": title, "body": body})
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_template(kind=kind, language=language, **form.cleaned_data, by=request.actor, now=clock.now())
        except validation.InvalidTemplate:
            for fault in _proof(worded, form.texts()).errors:
                form.add_error(fault.field, str(fault))
        else:
            flash(request, _("已保存，从下一条消息起用新的文字。"))
            return redirect("web:notification_template", kind, language)
    context = about(worded) | _shown(worded, form.texts() if form.is_bound else worded.texts) | {"form": form}
    return render(request, "reminders/template_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def preview(request: Any, kind: str, language: str) -> HttpResponse:
    """How what is being typed would read, and what is wrong with it."""
    worded = get_template(request.actor, kind, language)
    context = about(worded) | _shown(worded, TemplateForm(request.POST).texts())
    return render(request, "reminders/template_preview.html", context)


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def reset(request: Any, kind: str, language: str) -> HttpResponse:
    get_template(request.actor, kind, language)
    if actions.reset_template(kind=kind, language=language, by=request.actor, now=clock.now()):
        flash(request, _("已恢复系统自带的文字。"))
    return redirect("web:notification_template", kind, language)


@require_POST
@requires(Permission.MANAGE_TEMPLATES)
def send_test(request: Any, kind: str, language: str) -> HttpResponse:
    """Send what is typed, else what holds, to myself."""
    get_template(request.actor, kind, language)
    typed = TemplateForm(request.POST).texts() if "title" in request.POST else None
    phone = request.POST.get("phone", "")[:40]
    try:
        notification = actions.send_test(
            kind=kind, language=language, texts=typed, phone=phone, by=request.actor, now=clock.now()
        )
    except ApplicationError as reason:
        is_sent, said = False, str(reason)
    else:
        is_sent, said = True, _("已发给您：%(ways)s。") % {"ways": _ways(notification)}
    if not request.htmx:
        flash(request, said)
        return redirect("web:notification_template", kind, language)
    context = {"is_sent": is_sent, "said": said}
    return render(request, "reminders/template_test_result.html", context, status=200 if is_sent else 422)


def _shown(worded: EffectiveTemplate, words: TextPair) -> dict[str, Any]:
    found = _proof(worded, words)
    return {"example": found.example, "faults": found.errors}


def _proof(worded: EffectiveTemplate, words: TextPair) -> validation.TemplatePreview:
    return validation.preview_template(worded.kind, worded.language, *words, by_sms=worded.by_sms)


def _ways(notification: Notification) -> str:
    """站内消息、短信（14:00 发出，安静时段）."""
    rows = notification.deliveries.order_by("pk")
    return _("、").join(
        _("%(way)s（%(at)s 发出，%(why)s）")
        % {"way": Channel(row.channel).label, "at": moment(row.due_at), "why": row.get_delay_reason_display()}
        if row.delay_reason
        else str(Channel(row.channel).label)
        for row in rows
    )
