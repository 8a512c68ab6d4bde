"""Reminder rules of the API: settings in effect, changed in versions, a school's own rule and its end."""

from typing import Any

import pytest

from services.jobs.models import Occurrence
from services.reminders import queries
from services.reminders.kinds import kinds
from services.reminders.models import ReminderRule
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TALK = "reminder-rules/care.talk.due"
OF_COUNTY = "dashboards.county_week"


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None


def test_every_kind_shows_the_settings_in_effect(town: Town, calls: Any) -> None:
    county = {rule["kind"]: rule for rule in ok(calls(town.officer).get("reminder-rules"))["results"]}
    school = {rule["kind"]: rule for rule in ok(calls(town.head_li).get("reminder-rules"))["results"]}

    assert list(county) == [kind.key for kind in kinds()]
    assert county.keys() - school.keys() == {kind.key for kind in kinds() if kind.tenant_level == "county"} != set()
    talk = school["care.talk.due"]
    defaults = next(kind.defaults for kind in kinds() if kind.key == "care.talk.due")
    assert (talk["version"], talk["is_school_rule"], talk["effective_from"]) == (0, False, None)
    assert (talk["send_at"], talk["channels"], talk["escalation_days"]) == (
        *(f"{defaults.send_at:%H:%M}", list(defaults.channels)),
        list(defaults.escalation_days),
    )
    assert talk["title"]
    assert talk["variables"]
    assert all(variable["name"] and variable["meaning"] for variable in talk["variables"])
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(closed).get("reminder-rules").status_code == 403


def test_county_rule_changes_for_every_school(town: Town, calls: Any) -> None:
    rule = ok(
        calls(town.officer).send(
            "patch", TALK, {"send_at": "08:10", "repeat_every_days": 2, "repeat_until_days": 6, "channels": ["inbox"]}
        )
    )
    assert (rule["send_at"], rule["repeat_every_days"], rule["repeat_until_days"], rule["is_school_rule"]) == (
        "08:10",
        2,
        6,
        False,
    )
    assert [version["version"] for version in rule["versions"]] == [2, 1]
    assert (rule["versions"][0]["created_by"], rule["versions"][0]["superseded_at"]) == ("周干事", None)
    assert rule["versions"][1]["superseded_at"] == rule["versions"][0]["effective_from"]

    assert ok(calls(town.officer).send("patch", TALK, {"send_at": "08:10"}))["version"] == 2, (
        "the same settings make no new version"
    )
    assert ok(calls(town.officer).send("patch", TALK, {}))["version"] == 2
    for school in (town.head_li, town.admin_of_b):
        assert ok(calls(school).get(TALK))["send_at"] == "08:10"
    assert ok(calls(town.admin_of_c).get(TALK))["version"] == 0, "the other county has its own"
    for closed in (town.teacher_wang, town.actors["leader"]):
        assert calls(closed).send("patch", TALK, {"is_enabled": False}).status_code == 403


def test_school_rule_replaces_the_county_rule_until_it_is_removed(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    ok(calls(town.officer).send("patch", TALK, {"send_at": "08:10"}))
    rule = ok(head.send("patch", TALK, {"offset_days": 1}))
    assert (rule["offset_days"], rule["send_at"], rule["is_school_rule"], rule["version"]) == (1, "08:10", True, 1)
    assert ok(calls(town.admin_of_b).get(TALK))["is_school_rule"] is False
    assert ok(calls(town.officer).get(TALK))["offset_days"] != 1

    assert calls(town.teacher_wang).send("delete", TALK).status_code == 403
    assert calls(town.admin_of_b).send("delete", TALK).status_code == 409, "it has none of its own"
    assert calls(town.officer).send("delete", TALK).status_code == 409
    assert head.send("delete", TALK).status_code == 204
    assert ok(head.get(TALK))["is_school_rule"] is False
    assert head.send("delete", TALK).status_code == 409
    assert ok(head.send("patch", TALK, {}))["is_school_rule"] is False, "an empty change makes no school rule"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"offset_days": -61}, "offset_days"),
        ({"repeat_every_days": 91}, "repeat_every_days"),
        ({"offset_days": 5, "repeat_every_days": 1, "repeat_until_days": 4}, "repeat_until_days"),
        ({"send_at": "03:00", "channels": ["sms"]}, "send_at"),
        ({"send_at": "noon"}, "send_at"),
        ({"channels": []}, "channels"),
        ({"channels": ["sms", "sms"]}, "channels"),
        ({"channels": ["pigeon"]}, "channels.0"),
        ({"escalation_days": [3, 2]}, "escalation_days"),
        ({"day_counting": "workday"}, "day_counting"),
        ({"catch_up": "some"}, "catch_up"),
        ({"expires_after_hours": 0}, "expires_after_hours"),
        ({"is_enabled": "perhaps"}, "is_enabled"),
    ],
    ids=str,
)
def test_invalid_settings_are_400_on_their_field(town: Town, calls: Any, body: Any, field: str) -> None:
    for actor in (town.officer, town.head_li):
        refused = calls(actor).send("patch", TALK, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)
    with scope(ALL_TENANTS):
        assert not ReminderRule.objects.filter(version=2).exists()


def test_unknown_kind_and_the_countys_in_a_school_are_404(town: Town, calls: Any) -> None:
    for actor, kind in ((town.head_li, OF_COUNTY), (town.head_li, "care.dance.due"), (town.officer, "care.dance.due")):
        for method in ("get", "patch", "delete"):
            call = calls(actor)
            path = f"reminder-rules/{kind}"
            answer = call.get(path) if method == "get" else call.send(method, path, {"is_enabled": False})
            assert answer.status_code == 404
    assert (
        ok(calls(town.officer).send("patch", f"reminder-rules/{OF_COUNTY}", {"is_enabled": False}))["is_enabled"]
        is False
    )


def test_rule_shows_its_occurrences_of_the_tenant(town: Town, calls: Any) -> None:
    for school, count, skip_reason in ((town.a, 3, ""), (town.b, 0, "expired"), (town.c, 7, "")):
        with school.inside():
            Occurrence.objects.create(
                schedule="reminders:care.talk.due", due_at=town.monday, result_count=count, skip_reason=skip_reason
            )

    def occurrences(actor: Any) -> list[tuple[int, ...]]:
        rows = ok(calls(actor).get(TALK))["occurrences"]
        return [(row["tenants"], row["notifications"], row["failed"], row["skipped"]) for row in rows]

    assert occurrences(town.head_li) == [(1, 3, 0, 0)]
    assert occurrences(town.admin_of_b) == [(1, 0, 0, 1)]
    assert occurrences(town.officer) == [(2, 3, 0, 1)]
    assert occurrences(town.officer_of_other) == [(1, 7, 0, 0)]


def test_api_and_app_agree_on_the_settings(town: Town, calls: Any) -> None:
    ok(calls(town.head_li).send("patch", TALK, {"escalation_days": [1, 4, 9]}))

    with town.a.inside():
        assert queries.settings_for("care.talk.due").escalation_days == [1, 4, 9]
    with town.b.inside():
        assert queries.settings_for("care.talk.due").escalation_days != [1, 4, 9]
