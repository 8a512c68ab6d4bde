"""`reminder-rules`: what is reminded of, when, by which channels; the county's terms, a school's own, in versions."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import queries as people
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView
from services.api.framework import Conflict
from services.notify.choices import Audience, Channel, Urgency
from services.reminders import access, actions, queries
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.kinds import ReminderKind
from services.reminders.models import RuleSettings
from services.reminders.validation import FIELDS

SHOWN_VERSIONS, SHOWN_OCCURRENCES = 10, 14
Whole = serializers.IntegerField


class RuleSettingsSerializer(serializers.Serializer[Any]):
    is_enabled = serializers.BooleanField()
    offset_days = Whole(help_text="从日期算起第几天第一次提醒，负数为之前")
    repeat_every_days = Whole(help_text="之后每隔几天，0 为只提醒一次")
    repeat_until_days = Whole(help_text="到日期后第几天为止")
    day_counting = serializers.ChoiceField(choices=DayCounting.choices)
    send_at = serializers.TimeField(help_text="几点，如 07:40")
    channels = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices), help_text="依次试")
    escalation_days = serializers.ListField(
        child=Whole(), help_text="没有回复：几天后再提醒本人、告诉班主任或校长、告诉县里"
    )
    catch_up = serializers.ChoiceField(choices=CatchUp.choices, help_text="系统停过，错过的怎么补")
    expires_after_hours = Whole(help_text="错过多少小时以上就不补")


class VariableSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    meaning = serializers.CharField()


class RuleSerializer(RuleSettingsSerializer):
    kind = serializers.CharField()
    title = serializers.CharField()
    audience = serializers.ChoiceField(choices=Audience.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    variables = VariableSerializer(many=True)
    is_school_rule = serializers.BooleanField(help_text="本校另立的规则")
    version = Whole(help_text="0：还没有改过，按系统自带的")
    effective_from = serializers.DateTimeField(allow_null=True)


class RuleListSerializer(serializers.Serializer[Any]):
    results = RuleSerializer(many=True)


class VersionSerializer(RuleSettingsSerializer):
    version = Whole()
    effective_from = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    created_by = serializers.CharField()


class OccurrenceSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField()
    tenants = Whole()
    notifications = Whole()
    failed = Whole()
    skipped = Whole()


class RuleDetailSerializer(RuleSerializer):
    versions = VersionSerializer(many=True)
    occurrences = OccurrenceSerializer(many=True)


class RuleSettingsCreateSerializer(RuleSettingsSerializer):
    def get_fields(self) -> Any:
        """What is left out stays as it is."""
        fields = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


class RuleListView(BaseView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}

    @extend_schema(operation_id="reminder_rules_list", responses=RuleListSerializer)
    def get(self, request: Request) -> Response:
        """Every kind of reminder of this place with the terms that hold here."""
        here = [pair for pair in queries.all_settings() if access.can_see_kind(self.by, pair[0])]
        return Response({"results": [_rule(kind, terms) for kind, terms in here]})


class RuleDetailView(BaseView):
    required_permissions = {
        "GET": Permission.VIEW_DELIVERIES,
        "PATCH": Permission.EDIT_RULES,
        "DELETE": Permission.EDIT_RULES,
    }

    @extend_schema(responses=RuleDetailSerializer)
    def get(self, request: Request, kind: str) -> Response:
        """What holds, its versions, how it has spoken lately."""
        return Response(_whole(self._kind(kind)))

    @extend_schema(request=RuleSettingsCreateSerializer, responses=RuleDetailSerializer)
    def patch(self, request: Request, kind: str) -> Response:
        """Write a new version, heard from the next time on; in a school: its own, instead of the county's."""
        found, given = (
            self._kind(kind),
            request_params.validated_body(RuleSettingsCreateSerializer, request, partial=True),
        )
        if given:
            write = actions.update_rule if self.by.school_id is None else actions.create_school_rule
            write(kind=kind, by=self.by, now=self.now, **given)
        return Response(_whole(found))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, kind: str) -> Response:
        """A school gives up its own terms and follows its county again."""
        self._kind(kind)
        if not actions.remove_school_rule(kind=kind, by=self.by, now=self.now):
            raise Conflict(_("这里没有另立的规则。"))
        return Response(status=204)

    def _kind(self, key: str) -> ReminderKind:
        found = access.visible_kind(self.by, key)
        if found is None:
            raise Http404
        return found


def _rule(kind: ReminderKind, terms: RuleSettings) -> dict[str, Any]:
    return {
        "kind": kind.key,
        "title": str(kind.title),
        "audience": kind.audience,
        "urgency": kind.urgency,
        "variables": [{"name": name, "meaning": str(meaning)} for name, meaning in kind.variables.items()],
        "is_school_rule": queries.is_school_rule(terms),
        "version": terms.version if terms.pk else 0,
        "effective_from": terms.effective_from,
        **_terms(terms),
    }


def _terms(terms: RuleSettings) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in FIELDS} | {"send_at": f"{terms.send_at:%H:%M}"}


def _whole(kind: ReminderKind) -> dict[str, Any]:
    versions = queries.rule_versions(kind.key, SHOWN_VERSIONS)
    names = people.names_of({each.created_by_id for each in versions})
    return _rule(kind, queries.settings_for(kind.key)) | {
        "versions": [
            {name: getattr(each, name) for name in ("version", "effective_from", "superseded_at")}
            | {"created_by": names[each.created_by_id], **_terms(each)}
            for each in versions
        ],
        "occurrences": [
            {name: each[name] for name in ("due_at", "tenants", "notifications", "failed", "skipped")}
            for each in queries.occurrences_of(kind.key)[:SHOWN_OCCURRENCES]
        ],
    }
