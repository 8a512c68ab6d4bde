"""`notification-templates`: the texts of each kind of notification per language; a county's own, in versions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Manager
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.fields import BooleanField, CharField, IntegerField, ListField, UUIDField

from services.access.permissions import Permission
from services.api.framework import Conflict
from services.api.reminders.rules import VariableSerializer
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.api.views.lists import WholeListView
from services.api.views.objects import DestroyMixin, DetailView, ObjectView, ReplaceMixin, action
from services.notify.choices import Audience, Channel
from services.notify.models import Delivery, Notification
from services.reminders.kinds import ReminderKind
from services.reminders.message_templates import actions, queries, samples, validation
from services.reminders.message_templates.actions import MAX_PHONE_INPUT
from services.reminders.message_templates.queries import EffectiveTemplate
from services.reminders.message_templates.validation import MAX_INPUT_LENGTH


class TemplateVariableSerializer(VariableSerializer):
    sample = CharField()


def variables(_view: BaseView, kind: ReminderKind, language: str) -> list[Row]:
    values = samples.values(kind, language)
    return [
        {"name": name, "meaning": str(meaning), "sample": values[name]}
        for name, meaning in samples.meanings(kind).items()
    ]


class NotificationTemplateSerializer(Serializer):
    kind = CharField(source="kind.key")
    name = CharField(source="kind.title", help_text="这种提醒叫什么")
    audience = EnumField(Audience, source="kind.audience")
    language = CharField()
    title = Computed(CharField(), lambda _view, texts: texts[0], "texts")
    body = Computed(CharField(allow_blank=True), lambda _view, texts: texts[1], "texts")
    is_own = Computed(
        BooleanField(help_text="县里自己的文字"), lambda _view, template: template is not None, "county_template"
    )
    version = IntegerField(help_text="0：系统自带的")
    by_sms = BooleanField(help_text="可能用短信发，按短信的要求检查")
    characters = IntegerField(source="example.length.characters", help_text="填入样例、加上签名后的字数")
    segments = IntegerField(source="example.length.segments", help_text="按几条短信计费")
    variables = Computed(TemplateVariableSerializer(many=True), variables, "kind", "language")


class TemplateBodySerializer(Serializer):
    title = CharField(max_length=MAX_INPUT_LENGTH)
    body = CharField(max_length=MAX_INPUT_LENGTH, required=False, allow_blank=True, default="")


class TemplateTestSerializer(TemplateBodySerializer):
    title = CharField(max_length=MAX_INPUT_LENGTH, required=False, help_text="不填：试发现在的文字")
    phone = CharField(max_length=MAX_PHONE_INPUT, required=False, allow_blank=True, help_text="自己的手机号")


class TemplateIssueSerializer(Serializer):
    field = CharField()
    detail = CharField()


def issues(_view: BaseView, errors: Iterable[validation.InvalidTemplate]) -> list[Row]:
    return [{"field": error.field, "detail": str(error)} for error in errors]


class TemplatePreviewSerializer(Serializer):
    title = CharField(source="example.title", allow_null=True, help_text="填入样例；花括号不对时为空")
    body = CharField(source="example.body", allow_null=True)
    text = CharField(source="example.text", allow_null=True, help_text="短信全文，含签名")
    characters = IntegerField(source="example.length.characters", allow_null=True)
    segments = IntegerField(source="example.length.segments", allow_null=True)
    max_segments = IntegerField(source="example.longest.segments", allow_null=True, help_text="变量最长时按几条计费")
    errors = Computed(TemplateIssueSerializer(many=True), issues, "errors")


def channels(_view: BaseView, deliveries: "Manager[Delivery]") -> list[str]:
    return list(deliveries.order_by("pk").values_list("channel", flat=True))


class TemplateTestedSerializer(Serializer):
    notification = UUIDField(source="public_id")
    channels = Computed(ListField(child=EnumField(Channel)), channels, "deliveries")


class TemplateListView(WholeListView):
    """The texts of every kind of the school or county, in each language or in one."""

    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    serializer = NotificationTemplateSerializer
    filters = {"language": ChoiceFilter(queries.LANGUAGES)}

    def get_rows(self) -> Sequence[EffectiveTemplate]:
        return queries.visible_templates(self.actor, self.params["language"])


class TemplateView(ObjectView[EffectiveTemplate]):
    reads_instance = True

    def get_object(self) -> EffectiveTemplate:
        """The texts in effect of the kind and language in the path."""
        template = queries.visible_template(self.actor, self.kwargs["kind"], self.kwargs["language"])
        if template is None:
            raise Http404
        return template


class TemplateDetailView(
    TemplateView, DetailView[EffectiveTemplate], ReplaceMixin[EffectiveTemplate], DestroyMixin[EffectiveTemplate]
):
    required_permissions = {
        "GET": Permission.VIEW_DELIVERIES,
        **dict.fromkeys(["PUT", "DELETE"], Permission.MANAGE_TEMPLATES),
    }
    serializer = NotificationTemplateSerializer
    update_serializer = TemplateBodySerializer

    def update(self, template: EffectiveTemplate, /, **texts: Any) -> None:
        """Write the county's own texts as a new version; the same texts again change nothing."""
        actions.save_template(kind=template.kind.key, language=template.language, **texts, by=self.actor, now=self.now)

    def destroy(self, template: EffectiveTemplate, /) -> None:
        """Return to the texts of the system."""
        kind, language = template.kind.key, template.language
        if not actions.reset_template(kind=kind, language=language, by=self.actor, now=self.now):
            raise Conflict(_("这里没有县里自己的文字。"))

    @action(Permission.MANAGE_TEMPLATES, body_serializer=TemplateBodySerializer, serializer=TemplatePreviewSerializer)
    def preview(self, template: EffectiveTemplate, /, **texts: Any) -> validation.TemplatePreview:
        """The texts with sample values, their length as an SMS, and everything that is wrong with them."""
        return validation.preview_template(template.kind, template.language, **texts, by_sms=template.by_sms)

    @action(
        Permission.MANAGE_TEMPLATES,
        body_serializer=TemplateTestSerializer,
        serializer=TemplateTestedSerializer,
        status=201,
        accepts_idempotency_key=True,
    )
    def test(
        self, template: EffectiveTemplate, /, *, title: str | None = None, body: str = "", phone: str = ""
    ) -> Notification:
        """Send these texts, by default those in effect, to the caller alone; once a minute at most."""
        texts = None if title is None else (title, body)
        kind, language = template.kind.key, template.language
        return actions.send_test(kind=kind, language=language, texts=texts, phone=phone, by=self.actor, now=self.now)
