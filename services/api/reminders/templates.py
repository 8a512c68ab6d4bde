"""`notification-templates`: the text of each kind of notification per language; a county's own, in versions."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView
from services.api.framework import Conflict
from services.api.idempotency import idempotent
from services.notify.choices import Audience, Channel
from services.reminders import access
from services.reminders.message_templates import actions, queries, samples, validation
from services.reminders.message_templates.queries import EffectiveTemplate

MAX_INPUT_LENGTH = 2000  # the rule says what may be kept, in its own words
Text, Whole = serializers.CharField, serializers.IntegerField


class TemplateVariableSerializer(serializers.Serializer[Any]):
    name = Text()
    meaning = Text()
    sample = Text()


class NotificationTemplateSerializer(serializers.Serializer[Any]):
    kind = Text()
    name = Text(help_text="这种提醒叫什么")
    audience = serializers.ChoiceField(choices=Audience.choices)
    language = Text()
    title = Text()
    body = Text(allow_blank=True)
    is_own = serializers.BooleanField(help_text="县里自己的文字")
    version = Whole(help_text="0：系统自带的")
    by_sms = serializers.BooleanField(help_text="可能用短信发，按短信的要求检查")
    characters = Whole(help_text="填入样例、加上签名后的字数")
    segments = Whole(help_text="按几条短信计费")
    variables = TemplateVariableSerializer(many=True)


class NotificationTemplateListSerializer(serializers.Serializer[Any]):
    results = NotificationTemplateSerializer(many=True)


class TemplateBodySerializer(serializers.Serializer[Any]):
    title = Text(max_length=MAX_INPUT_LENGTH)
    body = Text(max_length=MAX_INPUT_LENGTH, required=False, allow_blank=True, default="")


class TemplateIssueSerializer(serializers.Serializer[Any]):
    field = Text()
    detail = Text()


class TemplatePreviewSerializer(serializers.Serializer[Any]):
    title = Text(allow_null=True, help_text="填入样例；花括号不对时为空")
    body = Text(allow_null=True)
    text = Text(allow_null=True, help_text="短信全文，含签名")
    characters = Whole(allow_null=True)
    segments = Whole(allow_null=True)
    max_segments = Whole(allow_null=True, help_text="变量最长时按几条计费")
    errors = TemplateIssueSerializer(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class


class TemplateTestSerializer(serializers.Serializer[Any]):
    title = Text(max_length=MAX_INPUT_LENGTH, required=False, help_text="不填：试发现在的文字")
    body = Text(max_length=MAX_INPUT_LENGTH, required=False, allow_blank=True)
    phone = Text(max_length=20, required=False, allow_blank=True, help_text="自己的手机号")


class TemplateTestedSerializer(serializers.Serializer[Any]):
    notification = serializers.UUIDField()
    channels = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))


class TemplateListView(BaseView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}

    @extend_schema(
        operation_id="notification_templates_list",
        responses=NotificationTemplateListSerializer,
        parameters=[OpenApiParameter("language", str, enum=queries.LANGUAGES)],
    )
    def get(self, request: Request) -> Response:
        """Every kind of notice of this place, in each language or in one."""
        language = request_params.choice_param(request, "language", queries.LANGUAGES)
        here = [each for each in queries.effective_templates() if language in {None, each.language}]
        return Response({"results": [_answer(each) for each in here if access.can_see_kind(self.by, each.kind)]})


class TemplateBaseView(BaseView):
    """What the doors of one kind and language share."""

    def worded(self, kind: str, language: str) -> EffectiveTemplate:
        found = access.visible_kind(self.by, kind)
        if found is None or language not in queries.LANGUAGES:
            raise Http404
        return queries.effective_template(found, language)


class TemplateDetailView(TemplateBaseView):
    required_permissions = {
        "GET": Permission.VIEW_DELIVERIES,
        "PUT": Permission.MANAGE_TEMPLATES,
        "DELETE": Permission.MANAGE_TEMPLATES,
    }

    @extend_schema(responses=NotificationTemplateSerializer)
    def get(self, request: Request, kind: str, language: str) -> Response:
        return Response(_answer(self.worded(kind, language)))

    @extend_schema(request=TemplateBodySerializer, responses=NotificationTemplateSerializer)
    def put(self, request: Request, kind: str, language: str) -> Response:
        """Write the county's own words as a new version; the same words again change nothing."""
        self.worded(kind, language)
        given = request_params.validated_body(TemplateBodySerializer, request)
        actions.save_template(kind=kind, language=language, **given, by=self.by, now=self.now)
        return Response(_answer(self.worded(kind, language)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, kind: str, language: str) -> Response:
        """Give up the county's own words: the shipped ones hold again."""
        self.worded(kind, language)
        if not actions.reset_template(kind=kind, language=language, by=self.by, now=self.now):
            raise Conflict(_("这里没有县里自己的文字。"))
        return Response(status=204)


class TemplatePreviewView(TemplateBaseView):
    required_permissions = {"POST": Permission.MANAGE_TEMPLATES}

    @extend_schema(request=TemplateBodySerializer, responses=TemplatePreviewSerializer)
    def post(self, request: Request, kind: str, language: str) -> Response:
        """How words would read with sample values, how long they are as an SMS, and all that is wrong with them."""
        here = self.worded(kind, language)
        given = request_params.validated_body(TemplateBodySerializer, request)
        found = validation.preview_template(here.kind, language, **given, by_sms=here.by_sms)
        faults = [{"field": each.field, "detail": str(each)} for each in found.errors]
        return Response({**_example(found.example), "errors": faults})


class TemplateTestView(TemplateBaseView):
    required_permissions = {"POST": Permission.MANAGE_TEMPLATES}

    @extend_schema(request=TemplateTestSerializer, responses={201: TemplateTestedSerializer})
    def post(self, request: Request, kind: str, language: str) -> Response:
        """Send these words, else those that hold, to myself alone; once a minute at most."""
        self.worded(kind, language)
        given = request_params.validated_body(TemplateTestSerializer, request)
        words = (given["title"], given.get("body", "")) if "title" in given else None

        def create() -> Response:
            phone = given.get("phone", "")
            notification = actions.send_test(
                kind=kind, language=language, texts=words, phone=phone, by=self.by, now=self.now
            )
            channels = notification.deliveries.order_by("pk").values_list("channel", flat=True)
            return Response({"notification": notification.public_id, "channels": list(channels)}, status=201)

        return idempotent(request, self.by, self.now, create)


def _answer(here: EffectiveTemplate) -> dict[str, Any]:
    title, body = here.texts
    usual = samples.values(here.kind, here.language)
    length = here.example.length
    return {
        "kind": here.kind.key,
        "name": str(here.kind.title),
        "audience": here.kind.audience,
        "language": here.language,
        "title": title,
        "body": body,
        "is_own": here.own is not None,
        "version": here.version,
        "by_sms": here.by_sms,
        "characters": length.characters,
        "segments": length.segments,
        "variables": [
            {"name": name, "meaning": str(what), "sample": usual[name]}
            for name, what in samples.meanings(here.kind).items()
        ],
    }


def _example(found: validation.Example | None) -> dict[str, Any]:
    if found is None:
        return dict.fromkeys(("title", "body", "text", "characters", "segments", "max_segments"))
    return {
        "title": found.title,
        "body": found.body,
        "text": found.text,
        "characters": found.length.characters,
        "segments": found.length.segments,
        "max_segments": found.longest.segments,
    }
