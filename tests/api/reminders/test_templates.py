"""Notification templates of the API: a county's own texts, in versions."""

from typing import Any

import pytest

from services.notify.models import Notification
from services.reminders.kinds import kinds
from services.reminders.models import NotificationTemplate
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")

TEMPLATE = "notification-templates/health.family_invited/zh-hans"
OWN_TEXTS = {"title": "{school}请{name}于{day}来校体检", "body": "请早餐后到校。"}


def rows(caller: Any, **params: str) -> dict[tuple[str, str], Any]:
    return {
        (row["kind"], row["language"]): row for row in caller.get("notification-templates", **params).json()["results"]
    }


def put(caller: Any, path: str = TEMPLATE, body: Any = OWN_TEXTS) -> Any:
    return caller.send("put", path, body)


def test_list_shows_owner_variables_and_length(town: Town, calls: Any) -> None:
    put(calls(town.officer))

    templates = rows(calls(town.officer))
    assert len(templates) == 2 * len(kinds())
    assert templates["health.family_invited", "zh-hans"] == {
        "kind": "health.family_invited",
        "name": "体检通知家长",
        "audience": "guardian",
        "language": "zh-hans",
        **OWN_TEXTS,
        "is_own": True,
        "version": 1,
        "by_sms": True,
        "characters": 32,
        "segments": 1,
        "variables": [
            {"name": "school", "meaning": "学校", "sample": "清河镇中心小学"},
            {"name": "name", "meaning": "孩子的名字", "sample": "小明"},
            {"name": "day", "meaning": "体检日", "sample": "9月14日"},
            {"name": "days", "meaning": "离日期几天", "sample": "3"},
        ],
    }
    english = templates["health.family_invited", "en"]
    assert (english["is_own"], english["version"], english["title"]) == (False, 0, "{school}: {name}, checkup {day}")
    assert {language for _kind, language in rows(calls(town.officer), language="en")} == {"en"}
    assert calls(town.officer).get("notification-templates", language="fr").status_code == 400


def test_school_reads_the_countys_texts_and_writes_none(town: Town, calls: Any) -> None:
    put(calls(town.officer))
    admin = calls(town.admin_zhao)

    templates = rows(admin)
    assert templates["health.family_invited", "zh-hans"]["title"] == OWN_TEXTS["title"]
    assert ("dashboards.county_week", "zh-hans") not in templates
    assert admin.get(TEMPLATE).json()["version"] == 1
    assert admin.get("notification-templates/dashboards.county_week/zh-hans").status_code == 404
    assert put(admin).status_code == 403
    assert admin.send("delete", TEMPLATE).status_code == 403
    assert [admin.post(f"{TEMPLATE}/{action}", OWN_TEXTS).status_code for action in ("preview", "test")] == [403, 403]
    assert calls(town.teacher_wang).get("notification-templates").status_code == 403
    assert rows(calls(town.officer_of_other))["health.family_invited", "zh-hans"]["is_own"] is False


def test_texts_are_saved_in_versions_and_reset(town: Town, calls: Any) -> None:
    county = calls(town.officer)

    assert [put(county).json()["version"] for _ in range(2)] == [1, 1]
    again = put(county, body={"title": "{name}体检"})
    assert (again.status_code, again.json()["version"], again.json()["body"]) == (200, 2, "")
    assert county.send("delete", TEMPLATE).status_code == 204
    assert county.get(TEMPLATE).json()["is_own"] is False
    assert county.send("delete", TEMPLATE).status_code == 409


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"title": "{pupil}体检"}, "title", "没有变量 {pupil}"),
        ({"title": "体检", "body": "{name.x}"}, "body", "花括号里只写变量名"),
        ({"title": "留 守儿童"}, "title", "不能写“留守”"),
        ({"title": "体检", "body": "拨 13812345678"}, "body", "电话或长串号码"),
        ({"title": " "}, "title", ""),
        ({"body": "请到校"}, "title", ""),
        ({"title": "体检", "body": "请" * 2001}, "body", ""),
        ({"title": "体检", "body": "请" * 300}, "body", "短信最长 3 条"),
    ],
)
def test_invalid_texts_are_400_on_their_field(town: Town, calls: Any, body: Any, field: str, message: str) -> None:
    refused = put(calls(town.officer), body=body)

    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert error["attr"] == field
    assert message in error["detail"]
    with scope(ALL_TENANTS):
        assert not NotificationTemplate.objects.exists()


def test_preview_fills_samples_counts_and_names_every_error(town: Town, calls: Any) -> None:
    county = calls(town.officer)

    assert county.post(f"{TEMPLATE}/preview", OWN_TEXTS).json() == {
        "title": "清河镇中心小学请小明于9月14日来校体检",
        "body": "请早餐后到校。",
        "text": "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。",
        "characters": 32,
        "segments": 1,
        "max_segments": 1,
        "errors": [],
    }
    preview = county.post(f"{TEMPLATE}/preview", {"title": "低保户体检", "body": "见 www.a.com"}).json()
    assert [error["field"] for error in preview["errors"]] == ["title", "body"]
    broken = county.post(f"{TEMPLATE}/preview", {"title": "{day"}).json()
    assert (broken["text"], broken["segments"], len(broken["errors"])) == (None, None, 1)
    with scope(ALL_TENANTS):
        assert not NotificationTemplate.objects.exists()


def test_test_message_goes_to_the_caller_once_a_minute(town: Town, calls: Any) -> None:
    county = calls(town.officer)

    sent = county.post(f"{TEMPLATE}/test", {**OWN_TEXTS, "phone": "13812345678"})
    assert (sent.status_code, sent.json()["channels"]) == (201, ["inbox", "sms"])
    assert county.post(f"{TEMPLATE}/test", {}).status_code == 409
    assert county.post(f"{TEMPLATE}/test", {"phone": "12345"}).json()["errors"][0]["attr"] == "phone"
    with scope(ALL_TENANTS):
        (notification,) = Notification.objects.all()
        assert (str(notification.public_id), notification.recipient_id) == (
            sent.json()["notification"],
            town.officer.user_id,
        )
        assert notification.title.startswith("【测试】")


@pytest.mark.parametrize("path", ["no.such/zh-hans", "health.family_invited/fr"])
def test_other_kinds_and_languages_are_404(town: Town, calls: Any, path: str) -> None:
    county = calls(town.officer)

    assert county.get(f"notification-templates/{path}").status_code == 404
    assert put(county, f"notification-templates/{path}").status_code == 404
    assert county.send("delete", f"notification-templates/{path}").status_code == 404
    assert [
        county.post(f"notification-templates/{path}/{action}", OWN_TEXTS).status_code for action in ("preview", "test")
    ] == [
        404,
        404,
    ]
