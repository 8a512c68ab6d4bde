"""`reminder-rules`: when and by which channels a kind is reminded of; the county's settings, or a school's own."""

from collections.abc import Mapping, Sequence
from typing import Unpack

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.fields import BooleanField, CharField, DateTimeField, IntegerField, ListField, TimeField

from services.access.permissions import Permission
from services.api.framework import Conflict
from services.api.resources.fields import Computed, EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.base import BaseView
from services.api.views.lists import WholeListView
from services.api.views.objects import DestroyMixin, DetailView, ObjectView, UpdateMixin
from services.notify.choices import Audience, Channel, Urgency
from services.reminders import access, actions, queries
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.kinds import ReminderKind, get_kind
from services.reminders.models import RuleSettings
from services.reminders.validation import SettingsValues


class RuleSettingsSerializer(Serializer):
    is_enabled = BooleanField()
    offset_days = IntegerField(help_text="从日期算起第几天第一次提醒，负数为之前")
    repeat_every_days = IntegerField(help_text="之后每隔几天，0 为只提醒一次")
    repeat_until_days = IntegerField(help_text="到日期后第几天为止")
    day_counting = EnumField(DayCounting)
    send_at = TimeField(format="%H:%M", help_text="几点，如 07:40")
    channels = ListField(child=EnumField(Channel), help_text="依次试")
    escalation_days = ListField(
        child=IntegerField(), help_text="没有回复：几天后再提醒本人、告诉班主任或校长、告诉县里"
    )
    catch_up = EnumField(CatchUp, help_text="系统停过，错过的怎么补")
    expires_after_hours = IntegerField(help_text="错过多少小时以上就不补")


class VariableSerializer(Serializer):
    name = CharField()
    meaning = CharField()


def variables_of(meanings: Mapping[str, object]) -> list[Row]:
    return [{"name": name, "meaning": str(meaning)} for name, meaning in meanings.items()]


def kind_of(key: str) -> ReminderKind:
    kind = get_kind(key)
    assert kind, "views ask for known kinds only"  # noqa: S101
    return kind


class RuleSerializer(RuleSettingsSerializer):
    kind = CharField()
    title = Computed(CharField(), lambda _view, key: kind_of(key).title, "kind")
    audience = Computed(EnumField(Audience), lambda _view, key: kind_of(key).audience, "kind")
    urgency = Computed(EnumField(Urgency), lambda _view, key: kind_of(key).urgency, "kind")
    variables = Computed(VariableSerializer(many=True), lambda _view, key: variables_of(kind_of(key).variables), "kind")
    is_school_rule = Computed(
        BooleanField(help_text="本校另立的规则"), lambda _view, school_id: school_id is not None, "school_id"
    )
    version = Computed(
        IntegerField(help_text="0：还没有改过，按系统自带的"),
        lambda _view, pk, version: version if pk else 0,
        "pk",
        "version",
    )
    effective_from = DateTimeField(allow_null=True)


class VersionSerializer(RuleSettingsSerializer):
    version = IntegerField()
    effective_from = DateTimeField()
    superseded_at = DateTimeField(allow_null=True)
    created_by = user_name("created_by_id")


class OccurrenceSerializer(Serializer):
    due_at = DateTimeField()
    tenants = IntegerField()
    notifications = IntegerField()
    failed = IntegerField()
    skipped = IntegerField(source="skipped_count")


def versions(view: "RuleDetailView", kind: str) -> list[Row]:
    rows = queries.rule_versions(kind)
    view.load_user_names({row.created_by_id for row in rows})
    return [view.represent(row, VersionSerializer) for row in rows]


def occurrences(view: BaseView, kind: str) -> list[Row]:
    return [view.represent(row, OccurrenceSerializer) for row in queries.occurrences_of(kind)]


class RuleDetailSerializer(RuleSerializer):
    versions = Computed(VersionSerializer(many=True), versions, "kind")
    occurrences = Computed(OccurrenceSerializer(many=True), occurrences, "kind")


class RuleListView(WholeListView):
    """Every kind of reminder of the school or county, with the settings in effect."""

    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    serializer = RuleSerializer

    def get_rows(self) -> Sequence[RuleSettings]:
        return [row for kind, row in queries.all_settings() if access.can_see_kind(self.actor, kind)]


class RuleView(ObjectView[RuleSettings]):
    reads_instance = True

    def get_object(self) -> RuleSettings:
        """The settings in effect of the kind in the path."""
        if access.visible_kind(self.actor, self.kwargs["kind"]) is None:
            raise Http404
        return queries.settings_for(self.kwargs["kind"])


class RuleDetailView(
    UserNamesMixin,
    RuleView,
    DetailView[RuleSettings],
    UpdateMixin[RuleSettings],
    DestroyMixin[RuleSettings],
):
    """The settings in effect, their versions and the latest evaluations."""

    required_permissions = {
        "GET": Permission.VIEW_DELIVERIES,
        **dict.fromkeys(["PATCH", "DELETE"], Permission.EDIT_RULES),
    }
    serializer = RuleDetailSerializer
    update_serializer = RuleSettingsSerializer

    def update(self, settings: RuleSettings, /, **changes: Unpack[SettingsValues]) -> None:
        """Write a new version, in effect from the next occurrence; a school's replaces the county's."""
        if changes:
            actions.change_rule(kind=settings.kind, by=self.actor, now=self.now, **changes)

    def version_of(self, answer: Row) -> Row:
        """The settings without their history, so that an evaluation in the meantime does not change the ETag."""
        return {name: value for name, value in answer.items() if name not in {"versions", "occurrences"}}

    def destroy(self, settings: RuleSettings, /) -> None:
        """Give up a school's own settings and follow the county again."""
        if not actions.remove_school_rule(kind=settings.kind, by=self.actor, now=self.now):
            raise Conflict(_("这里没有另立的规则。"))
