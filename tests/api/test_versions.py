"""`If-Match`: a change needs the ETag of what was read; 428 without, 412 when somebody has changed it since."""

from collections.abc import Callable
from typing import Any

import pytest

from services.access.actor import Actor
from tests.cast import Caller, Town
from tests.factories import health
from tests.guards.addresses import API

Calls = Callable[[Actor], Caller]
# Where `If-Match` is not needed, and why.
UNVERSIONED = {
    "api:checkups/{public_id}": "one field with two values: the later of two people is right",
    "api:checkups/{public_id}/results": "by field, with `seen`: two stations enter one pupil at the same time",
    "api:roster-imports/{public_id}/columns": "after an answer the workbook is read again, and takes none meanwhile",
    "api:uploads/{public_id}": "a piece names where it begins, and is refused anywhere else",
}


def test_change_without_the_header_is_428_and_changes_nothing(town: Town, at_monday: Any, calls: Calls) -> None:
    admin, path = calls(town.admin_zhao), f"pupils/{town.xiaoming.pupil.public_id}"

    answer = admin.send("patch", path, {"name": "王晓明"}, **{"If-Match": ""})

    assert answer.status_code == 428
    assert answer.json()["errors"][0]["code"] == "precondition_required"
    assert admin.get(path).json()["name"] == "王小明"


def test_second_of_two_changes_is_412_until_it_is_read_again(town: Town, at_monday: Any, calls: Calls) -> None:
    admin, head, path = calls(town.admin_zhao), calls(town.head_li), f"pupils/{town.xiaoming.pupil.public_id}"
    seen = admin.get(path)["ETag"]
    first = head.send("patch", path, {"boarding": True}, **{"If-Match": head.get(path)["ETag"]})

    stale = admin.send("patch", path, {"name": "王晓明"}, **{"If-Match": seen})

    assert (first.status_code, stale.status_code) == (200, 412)
    assert stale.json()["errors"][0]["attr"] == "If-Match"
    now = admin.get(path)
    assert (now.json()["name"], now.json()["boarding"], now["ETag"]) == ("王小明", True, first["ETag"])
    assert admin.send("patch", path, {"name": "王晓明"}, **{"If-Match": now["ETag"]}).status_code == 200


def test_guardian_and_numbers_are_changed_by_the_etag_of_the_child(town: Town, at_monday: Any, calls: Calls) -> None:
    admin, child = calls(town.admin_zhao), f"children/{town.xiaoming.public_id}"
    seen = admin.get(child)["ETag"]

    first = admin.send("put", f"{child}/guardian", {"name": "李奶奶"}, **{"If-Match": seen})
    stale = admin.send("put", f"{child}/guardian", {"name": "王爷爷"}, **{"If-Match": seen})

    assert (first.status_code, stale.status_code) == (200, 412)
    assert admin.get(child)["ETag"] == first["ETag"] != seen


@pytest.mark.parametrize("path", ["reminder-rules/care.talk.due", "notification-templates/care.talk.due/zh-hans"])
def test_rules_and_templates_have_versions(town: Town, at_monday: Any, calls: Calls, path: str) -> None:
    officer = calls(town.officer)
    method, body = ("patch", {"offset_days": 2}) if "rules" in path else ("put", {"title": "该谈心了", "body": ""})
    seen = officer.get(path)["ETag"]

    assert officer.send(method, path, body, **{"If-Match": '"old"'}).status_code == 412
    assert officer.send(method, path, body, **{"If-Match": seen}).status_code == 200
    assert officer.send(method, path, body, **{"If-Match": seen}).status_code == 412


def test_results_are_versioned_by_field(town: Town, monkeypatch: pytest.MonkeyPatch, calls: Calls) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    health.planned(town)
    nurse = calls(town.nurse_sun)
    with town.a.inside():
        path = f"checkups/{health.checkup(town.a.pupils['王小明']).public_id}/results"
    nothing = {"height_cm": None, "vision_left": None}
    assert nurse.post(path, {"height_cm": "130.5", "seen": nothing}).status_code == 200
    assert nurse.post(path, {"vision_left": "5.0", "seen": nothing}).status_code == 200

    stale = nurse.post(path, {"height_cm": "131.0", "seen": nothing})

    assert (stale.status_code, stale.json()["errors"][0]["attr"]) == (412, "height_cm")
    assert "130.5" in stale.json()["errors"][0]["detail"]
    rows = nurse.get("checkups").json()["results"]
    measured = next(row["measurements"] for row in rows if row["name"] == "王小明")
    assert (measured["height_cm"], measured["vision_left"]) == ("130.5", "5.0")


def test_every_change_is_versioned_or_has_a_reason() -> None:
    changing = [address for address in API if {"PATCH", "PUT"} & set(address.methods)]
    without = {address.label for address in changing if not getattr(address.view, "is_versioned", False)}
    assert changing
    assert without == set(UNVERSIONED)
