"""Rules of counties and schools: default settings, versions, permissions, invalid settings."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from services.access.models import AuditEvent
from services.notify.choices import Channel
from services.reminders import actions, queries
from services.reminders.default_rules import create_default_rules
from services.reminders.models import ReminderRule, SchoolReminderRule
from services.reminders.validation import InvalidRuleSettings
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"


def versions(model, **filters):
    with scope(ALL_TENANTS):
        rows = model.objects.filter(kind=LATE, **filters).order_by("version")
        return [(row.version, row.repeat_every_days, row.superseded_at is None) for row in rows]


def test_default_rules_are_created_once_per_county(town: Town):
    with scope(ALL_TENANTS):
        new = create_default_rules(town.monday)
        assert new == 2 * ReminderRule.objects.filter(county=town.county).count() > 40
        assert create_default_rules(town.later(days=1)) == 0
        assert set(ReminderRule.objects.values_list("effective_from", flat=True)) == {town.monday}


def test_changed_settings_make_a_version_and_equal_ones_do_not(town: Town):
    with town.as_(town.officer) as officer:
        first = actions.update_rule(kind=LATE, repeat_every_days=3, by=officer, now=town.monday)
        again = actions.update_rule(kind=LATE, repeat_every_days=3, by=officer, now=town.later(hours=1))
        assert again.pk == first.pk
        assert queries.settings_for(LATE).repeat_every_days == 3
        (entry,) = AuditEvent.objects.filter(action="reminders.rule_updated")
        assert (entry.user_id, entry.detail) == (officer.user_id, {"kind": LATE, "changed": ["repeat_every_days"]})
    with town.as_(town.admin_zhao):
        assert queries.settings_for(LATE).repeat_every_days == 3
    with town.as_(town.officer_of_other):
        assert queries.settings_for(LATE).repeat_every_days == 5

    assert versions(ReminderRule, county=town.county) == [(1, 5, False), (2, 3, True)]


def test_school_rule_is_created_and_removed_for_one_school(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        own = actions.save_school_rule(kind=LATE, repeat_every_days=9, by=zhao, now=town.monday)
        assert queries.is_school_rule(queries.settings_for(LATE))
        assert (own.repeat_every_days, own.created_by_id) == (9, zhao.user_id)
    with town.as_(town.admin_of_b) as other:
        assert not queries.is_school_rule(queries.settings_for(LATE))
        assert not actions.remove_school_rule(kind=LATE, by=other, now=town.monday)
    with town.as_(town.admin_zhao) as zhao:
        assert actions.remove_school_rule(kind=LATE, by=zhao, now=town.later(days=1))
        assert queries.settings_for(LATE).repeat_every_days == 5
        actions.save_school_rule(kind=LATE, repeat_every_days=7, by=zhao, now=town.later(days=2))

    assert versions(SchoolReminderRule) == [(1, 9, False), (2, 7, True)]


def test_rules_are_changed_by_permitted_tenants_and_people_only(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        with pytest.raises(queries.UnableToChangeRule):
            actions.save_school_rule(kind="dashboards.county_week", is_enabled=False, by=zhao, now=town.monday)
        with pytest.raises(queries.UnableToChangeRule):
            actions.update_rule(kind=LATE, repeat_every_days=1, by=zhao, now=town.monday)
        with pytest.raises(queries.UnableToChangeRule):
            actions.save_school_rule(kind="care.nothing", by=zhao, now=town.monday)
    for actor in (town.teacher_wang, town.nurse_sun, town.actors["auditor"], town.actors["leader"]):
        with town.as_(actor) as by, pytest.raises(PermissionDenied):
            actions.change_rule(kind=LATE, is_enabled=False, by=by, now=town.monday)
    assert versions(SchoolReminderRule) == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("offset_days", {"offset_days": -61}),
        ("offset_days", {"offset_days": 181}),
        ("repeat_every_days", {"repeat_every_days": 91}),
        ("repeat_every_days", {"repeat_every_days": -1}),
        ("repeat_until_days", {"offset_days": 3, "repeat_every_days": 1, "repeat_until_days": 2}),
        ("repeat_until_days", {"repeat_until_days": 181}),
        ("channels", {"channels": []}),
        ("channels", {"channels": ["pigeon"]}),
        ("channels", {"channels": ["sms", "sms"]}),
        ("day_counting", {"day_counting": "lunar"}),
        ("send_at", {"send_at": time(21)}),
        ("send_at", {"send_at": time(7, 29)}),
        ("send_at", {"send_at": time(13, 59)}),
        ("escalation_days", {"escalation_days": [2, 2]}),
        ("escalation_days", {"escalation_days": [4, 2]}),
        ("escalation_days", {"escalation_days": [0]}),
        ("escalation_days", {"escalation_days": [1, 2, 3, 4]}),
        ("escalation_days", {"escalation_days": [61]}),
        ("catch_up", {"catch_up": "maybe"}),
        ("expires_after_hours", {"expires_after_hours": 0}),
        ("expires_after_hours", {"expires_after_hours": 169}),
        ("colour", {"colour": "red"}),
    ],
)
def test_invalid_settings_are_refused_by_field(town: Town, field: str, changes: dict):
    with town.as_(town.officer) as officer, pytest.raises(InvalidRuleSettings) as refusal:
        actions.update_rule(kind=LATE, by=officer, now=town.monday, **changes)

    assert refusal.value.field == field
    assert [every for _version, every, _holds in versions(ReminderRule, county=town.county)] in ([], [5])


def test_repeated_channel_is_refused_by_its_label(town: Town):
    with town.as_(town.officer) as officer, pytest.raises(InvalidRuleSettings) as refusal:
        actions.update_rule(kind=LATE, by=officer, now=town.monday, channels=["email", "inbox", "inbox"])

    assert str(Channel.INBOX.label) in str(refusal.value)
    assert "inbox" not in str(refusal.value)


def test_inbox_rule_may_run_in_quiet_hours(town: Town):
    with town.as_(town.officer) as officer:
        assert actions.update_rule(
            kind=LATE, by=officer, now=town.monday, channels=["inbox"], send_at=time(6)
        ).send_at == time(6)


def test_slow_clock_ends_no_version_before_it_began(town: Town):
    with town.as_(town.officer) as officer:
        first = actions.update_rule(kind=LATE, repeat_every_days=3, by=officer, now=town.monday)
        actions.update_rule(kind=LATE, repeat_every_days=4, by=officer, now=town.monday - timedelta(minutes=2))
        first.refresh_from_db()
        assert first.superseded_at == first.effective_from


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "webhook"])
def test_family_kinds_cannot_use_integrations(town: Town, channel: str):
    with town.as_(town.officer) as officer:
        with pytest.raises(InvalidRuleSettings) as refusal:
            actions.update_rule(kind="health.family_invited", channels=["sms", channel], by=officer, now=town.monday)
        assert refusal.value.field == "channels"
        actions.update_rule(kind="health.class_invited", channels=["inbox", channel], by=officer, now=town.monday)
        assert queries.settings_for("health.family_invited").channels == ["sms"]
        assert queries.settings_for("health.class_invited").channels == ["inbox", channel]
