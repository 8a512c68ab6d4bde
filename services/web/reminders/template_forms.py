"""Forms of a notification template: its texts, and a test of them."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from services.reminders.kinds import TextPair
from services.reminders.message_templates.actions import MAX_PHONE_INPUT
from services.reminders.message_templates.queries import EffectiveTemplate
from services.reminders.message_templates.validation import MAX_INPUT_LENGTH, TemplatePreview, preview_template
from services.web.saving.versions import VersionedForm

INSERTABLE = {"data-insertable": ""}  # js/components.js puts variables into this field


class TemplateForm(VersionedForm):
    """The texts of a template. Every error of the app is shown at its field."""

    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=MAX_INPUT_LENGTH,
        error_messages={"required": gettext_lazy("请填标题：一句话说清是什么事。")},
        widget=forms.TextInput(attrs=INSERTABLE),
        help_text=gettext_lazy("一句话说清是什么事。短信也从这一句开始。"),
    )
    body = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=MAX_INPUT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, **INSERTABLE}),
        help_text=gettext_lazy("写要做什么。不写健康、经济、家庭情况。"),
    )

    def __init__(self, template: EffectiveTemplate, data: QueryDict | None = None) -> None:
        title, body = template.texts
        super().__init__(data, initial={"title": title, "body": body})
        self.template = template

    @property
    def preview(self) -> TemplatePreview:
        """How the texts would read, also while they have errors."""
        template = self.template
        texts = posted_texts(self.data) if self.is_bound else template.texts
        return preview_template(template.kind, template.language, *texts, by_sms=template.by_sms)

    def clean(self) -> None:
        for error in self.preview.errors:
            if error.field not in self.errors:  # an empty title has its error already
                self.add_error(error.field, str(error))


class SendTestForm(forms.Form):
    """A test to oneself; the edit page sends the texts along that are being written."""

    phone = forms.CharField(
        label=gettext_lazy("自己的手机号"),
        max_length=MAX_PHONE_INPUT,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel", "data-no-draft": ""}
        ),
        help_text=gettext_lazy("只发给您本人：站内消息、登记的邮箱；填了手机号还发短信。标明【测试】，一分钟一次。"),
    )

    def clean(self) -> dict[str, object]:
        # On the page of the template there is nothing typed: what is in effect is sent.
        texts = posted_texts(self.data) if "title" in self.data else None
        return {**self.cleaned_data, "texts": texts}

    @property
    def error(self) -> str:
        """The first error, "" where there is none."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def posted_texts(data: Mapping[str, str]) -> TextPair:
    """Title and body as they were typed, cut where nothing could be stored any more."""
    return data.get("title", "")[:MAX_INPUT_LENGTH], data.get("body", "")[:MAX_INPUT_LENGTH]
