"""What the API and the pages do with a body, alike: inputs that people reported, each with siblings of our own."""

from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from services.access.models import AuditEvent
from services.care.choices import AuditAction
from services.care.models import CareRecord, DueWork
from services.health.models import Finding
from services.schools.models import Staff
from services.schools.scope import scope
from tests.api.responses import error_fields
from tests.cast import Caller, Town
from tests.factories import care, health

pytestmark = pytest.mark.usefixtures("at_monday")
OBESE = {"height_cm": "130.5", "weight_kg": "38"}


@pytest.fixture
def planned(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A campaign planned on the first Monday; the clock then stands on the day of the checkup."""
    health.planned(town)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    return town


def _results(town: Town) -> str:
    with town.a.inside():
        return f"checkups/{health.checkup(town.xiaoming.pupil).public_id}/results"


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        ("teacher_wang", "post", "care-records", {"activity": "talk", "happened_on": "2026-09-07", "txet": "谈心"}),
        ("nurse_sun", "post", "results", {**OBESE, "hight_cm": "131"}),
        ("admin_zhao", "patch", "pupil", {"nmae": "王小明"}),
        ("admin_zhao", "put", "guardian", {"name": "罗凤英", "phone": "17405000001"}),
    ],
)
def test_an_unknown_field_is_named_and_nothing_is_kept(
    planned: Town, calls: Any, who: str, method: str, path: str, body: dict[str, str]
) -> None:
    child = planned.xiaoming
    paths = {
        "results": _results(planned),
        "pupil": f"pupils/{child.pupil.public_id}",
        "guardian": f"children/{child.public_id}/guardian",
    }
    with planned.as_(planned.head_li):
        care.pair(planned, child)
    own = {"child": child.public_id} if path == "care-records" else {}

    answer = calls(getattr(planned, who)).send(method, paths.get(path, path), own | body)

    assert (answer.status_code, error_fields(answer)) == (400, [list(body)[-1]])
    with planned.a.inside():
        assert not CareRecord.objects.exists()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (OBESE, {"vision_left": "5.0", "vision_right": "5.1"}),
        (OBESE, {"systolic": "100", "diastolic": "62"}),
        (OBESE, {"vision_left": "4.8"}),
    ],
)
@pytest.mark.parametrize("way", ["api", "page"])
def test_what_another_station_entered_is_kept_with_its_finding(
    planned: Town, calls: Any, browses: Any, way: str, first: dict[str, str], then: dict[str, str]
) -> None:
    path = _results(planned)
    for values in (first, then):
        if way == "api":
            assert calls(planned.nurse_sun).post(path, values).status_code == 200
        else:
            page = f"/stations/{path}/"
            assert browses(planned.nurse_sun).post(page, values, headers={"HX-Request": "true"}).status_code == 200

    with planned.a.inside():
        measured = health.checkup(planned.xiaoming.pupil).measurements
        assert {name: getattr(measured, name) for name in first | then} == {
            name: Decimal(value) for name, value in (first | then).items()
        }
        assert "bmi" in Finding.objects.values_list("kind", flat=True)


@pytest.mark.parametrize("mark", ["0", "1", "2"])
def test_vision_below_the_chart_is_kept_once_it_is_chosen(planned: Town, calls: Any, mark: str) -> None:
    nurse, values = calls(planned.nurse_sun), OBESE | {"vision_left": mark, "confirmed": True}

    assert error_fields(nurse.post(_results(planned), values)) == ["vision_left"]
    assert nurse.post(_results(planned), values | {"low_vision": ["vision_left"]}).status_code == 200

    with planned.a.inside():
        assert health.checkup(planned.xiaoming.pupil).measurements.vision_left == Decimal(mark)


@pytest.mark.parametrize(
    ("role", "until"),
    [
        ("teacher", "2026-09-06"),
        ("teacher", "2020-01-01"),
        ("school_admin", "2026-09-07"),
        ("nurse", None),
        ("nurse", "2026-12-31"),
        ("nurse", "2026-09-01"),
    ],
)
def test_a_role_ends_in_the_future_and_a_nurses_always(town: Town, calls: Any, role: str, until: str | None) -> None:
    with town.a.inside():
        fang = Staff.objects.create(name="方老师", site=town.a.site)
    head, wang = calls(town.head_li), town.a.staff["wang"]

    for path in (f"staff/{fang.public_id}/invitations", f"staff/{wang.public_id}/memberships"):
        answer = head.post(path, {"role": role, "until": until})
        assert (answer.status_code, error_fields(answer)) == (400, ["until"])
    assert head.get("invitations").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_a_record_withdrawn_ten_times_at_once_is_withdrawn_once(lasting_town: Town) -> None:
    town = lasting_town
    care.paired(town)
    body = {"child": str(town.xiaoming.public_id), "activity": "talk", "happened_on": "2026-09-07", "text": "聊学习"}
    callers = [Caller(town.user(town.teacher_wang)) for _ in range(10)]
    record = callers[0].post("care-records", body).json()["id"]
    answers: list[int] = []

    def withdraw(caller: Caller) -> None:
        caller.client.raise_request_exception = False
        answers.append(caller.client.delete(f"/api/v1/care-records/{record}").status_code)
        connections.close_all()

    threads = [Thread(target=withdraw, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(204) == 1
    assert set(answers) <= {204, 404, 409}
    with scope(town.head_li.scope):
        assert AuditEvent.objects.filter(action=AuditAction.RECORD_WITHDRAWN).count() == 1
        assert not DueWork.objects.filter(activity="talk").exclude(state="due").exists()
