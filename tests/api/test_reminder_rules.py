"""Reminder rules by the API: what holds where, changed in versions, departed from and followed again."""

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


def test_every_kind_tells_what_holds_here(town: Town, calls: Any) -> None:
    county = {each["kind"]: each for each in ok(calls(town.officer).get("reminder-rules"))["results"]}
    school = {each["kind"]: each for each in ok(calls(town.head_li).get("reminder-rules"))["results"]}

    assert list(county) == [kind.key for kind in kinds()]
    assert county.keys() - school.keys() == {kind.key for kind in kinds() if kind.tenant_level == "county"} != set()
    talk = school["care.talk.due"]
    usual = next(kind.defaults for kind in kinds() if kind.key == "care.talk.due")
    assert (talk["version"], talk["is_school_rule"], talk["effective_from"]) == (0, False, None)
    assert (talk["send_at"], talk["channels"], talk["escalation_days"]) == (
        *(f"{usual.send_at:%H:%M}", list(usual.channels)),
        list(usual.escalation_days),
    )
    assert talk["title"]
    assert talk["variables"]
    assert all(each["name"] and each["meaning"] for each in talk["variables"])
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(closed).get("reminder-rules").status_code == 403


def test_the_county_changes_its_rule_and_each_school_hears(town: Town, calls: Any) -> None:
    told = ok(
        calls(town.officer).send(
            "patch", TALK, {"send_at": "08:10", "repeat_every_days": 2, "repeat_until_days": 6, "channels": ["inbox"]}
        )
    )
    assert (told["send_at"], told["repeat_every_days"], told["repeat_until_days"], told["is_school_rule"]) == (
        "08:10",
        2,
        6,
        False,
    )
    assert [each["version"] for each in told["versions"]] == [2, 1]
    assert (told["versions"][0]["created_by"], told["versions"][0]["superseded_at"]) == ("周干事", None)
    assert told["versions"][1]["superseded_at"] == told["versions"][0]["effective_from"]

    assert ok(calls(town.officer).send("patch", TALK, {"send_at": "08:10"}))["version"] == 2, (
        "said again, nothing changes"
    )
    assert ok(calls(town.officer).send("patch", TALK, {}))["version"] == 2
    for school in (town.head_li, town.admin_of_b):
        assert ok(calls(school).get(TALK))["send_at"] == "08:10"
    assert ok(calls(town.admin_of_c).get(TALK))["version"] == 0, "the other county has its own"
    for closed in (town.teacher_wang, town.actors["leader"]):
        assert calls(closed).send("patch", TALK, {"is_enabled": False}).status_code == 403


def test_a_school_departs_alone_and_follows_again(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    ok(calls(town.officer).send("patch", TALK, {"send_at": "08:10"}))
    told = ok(head.send("patch", TALK, {"offset_days": 1}))
    assert (told["offset_days"], told["send_at"], told["is_school_rule"], told["version"]) == (1, "08:10", True, 1)
    assert ok(calls(town.admin_of_b).get(TALK))["is_school_rule"] is False
    assert ok(calls(town.officer).get(TALK))["offset_days"] != 1

    assert calls(town.teacher_wang).send("delete", TALK).status_code == 403
    assert calls(town.admin_of_b).send("delete", TALK).status_code == 409, "it has none of its own"
    assert calls(town.officer).send("delete", TALK).status_code == 409
    assert head.send("delete", TALK).status_code == 204
    assert ok(head.get(TALK))["is_school_rule"] is False
    assert head.send("delete", TALK).status_code == 409
    assert ok(head.send("patch", TALK, {}))["is_school_rule"] is False, "nothing asked, nothing of its own"


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
def test_terms_that_make_no_rule_are_refused_by_their_field(town: Town, calls: Any, body: Any, field: str) -> None:
    for actor in (town.officer, town.head_li):
        refused = calls(actor).send("patch", TALK, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)
    with scope(ALL_TENANTS):
        assert not ReminderRule.objects.filter(version=2).exists()


def test_a_kind_that_is_unknown_or_the_countys_alone_is_not_here(town: Town, calls: Any) -> None:
    for actor, kind in ((town.head_li, OF_COUNTY), (town.head_li, "care.dance.due"), (town.officer, "care.dance.due")):
        for method in ("get", "patch", "delete"):
            call = calls(actor)
            at = f"reminder-rules/{kind}"
            answer = call.get(at) if method == "get" else call.send(method, at, {"is_enabled": False})
            assert answer.status_code == 404
    assert (
        ok(calls(town.officer).send("patch", f"reminder-rules/{OF_COUNTY}", {"is_enabled": False}))["is_enabled"]
        is False
    )


def test_a_rule_tells_how_it_has_spoken_here(town: Town, calls: Any) -> None:
    for place, done, skipped in ((town.a, 3, ""), (town.b, 0, "expired"), (town.c, 7, "")):
        with place.inside():
            Occurrence.objects.create(
                schedule="reminders:care.talk.due", due_at=town.monday, result_count=done, skip_reason=skipped
            )

    def spoken(actor: Any) -> list[tuple[int, ...]]:
        rows = ok(calls(actor).get(TALK))["occurrences"]
        return [(row["tenants"], row["notifications"], row["failed"], row["skipped"]) for row in rows]

    assert spoken(town.head_li) == [(1, 3, 0, 0)]
    assert spoken(town.admin_of_b) == [(1, 0, 0, 1)]
    assert spoken(town.officer) == [(2, 3, 0, 1)]
    assert spoken(town.officer_of_other) == [(1, 7, 0, 0)]


def test_the_door_and_the_room_agree_on_what_holds(town: Town, calls: Any) -> None:
    ok(calls(town.head_li).send("patch", TALK, {"escalation_days": [1, 4, 9]}))

    with town.a.inside():
        assert queries.settings_for("care.talk.due").escalation_days == [1, 4, 9]
    with town.b.inside():
        assert queries.settings_for("care.talk.due").escalation_days != [1, 4, 9]
