"""The quarter's assessment through the API: opened, computed by a job, confirmed, published; rows behind each score."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.jobs import runner
from services.kit import clock
from tests.assessment.test_rounds import a_quarter_of_work, computed


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-12-31T18:00:00+08:00")


@pytest.mark.usefixtures("late")
@pytest.mark.django_db(transaction=True)
def test_the_round_from_opening_to_publication(lasting_town: Any) -> None:
    from tests.cast import Caller

    town = lasting_town
    a_quarter_of_work(town)
    officer, lead = Caller(town.user(town.officer)), Caller(town.user(town.lead))
    admins = [Caller(town.user(town.admin_zhao)), Caller(town.user(town.admin_of_b))]

    opened = officer.post("assessment-rounds", {"year": 2026, "quarter": 4}, **{"Idempotency-Key": "k1"})
    again = officer.post("assessment-rounds", {"year": 2026, "quarter": 4}, **{"Idempotency-Key": "k1"})
    assert (opened.status_code, again.json()["id"]) == (201, opened.json()["id"])
    path = f"assessment-rounds/{opened.json()['id']}"
    asked = officer.post(f"{path}/compute")
    assert asked.status_code == 202
    assert admins[0].get("scores").json()["results"] == []
    assert lead.post(f"{path}/publish").status_code == 409

    assert runner.run(asked.json()["job"], clock.now())

    assert lead.post(f"{path}/publish").status_code == 409
    assert [admin.post(f"{path}/confirm").json()["confirmed"] for admin in admins] == [1, 1]
    assert officer.post(f"{path}/publish").status_code == 403
    published = lead.post(f"{path}/publish")
    assert (published.status_code, published.json()["state"], published.json()["schools"]) == (200, "published", 2)
    assert officer.post(f"{path}/compute").status_code == 409


@pytest.mark.usefixtures("late")
def test_scores_show_their_fraction_and_open_their_rows(town: Any, calls: Any) -> None:
    a_quarter_of_work(town)
    computed(town)

    (score,) = calls(town.teacher_wang).get("scores", measure="talks").json()["results"]
    assert (score["numerator"], score["denominator"], score["points"], score["out_of"]) == (2, 3, 3.33, 5.0)
    assert score["staff"]["name"] == "王老师"
    rows = calls(town.teacher_wang).get(f"scores/{score['id']}/rows", met="false").json()["results"]
    assert [(row["kind"], row["name"], row["day"], row["is_met"]) for row in rows] == [
        ("due", "王小明", "2026-10-23", False)
    ]
    for stranger in (town.teacher_chen, town.teacher_of_b, town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert calls(stranger).get(f"scores/{score['id']}").status_code == 404
        assert calls(stranger).get(f"scores/{score['id']}/rows").status_code == 404
    assert calls(town.nurse_sun).get("scores").status_code == 403


@pytest.mark.usefixtures("late")
def test_every_kind_of_row_opens_for_the_school_and_health_stays_closed_to_the_county(town: Any, calls: Any) -> None:
    a_quarter_of_work(town)
    computed(town)
    head, officer = calls(town.head_li), calls(town.officer)

    scores = head.get("scores", subject="school").json()["results"]
    assert len(scores) == 15
    for score in scores:
        rows = head.get(f"scores/{score['id']}/rows", page_size=100).json()["results"]
        assert len(rows) == score["denominator"]
        assert sum(row["is_met"] for row in rows) == score["numerator"]
    teacher = officer.get("scores", measure="records_complete").json()["results"][0]
    assert officer.get(f"scores/{teacher['id']}/rows").json()["results"] == []


@pytest.mark.usefixtures("late")
def test_teacher_scores_name_the_teacher_to_those_with_the_permission(town: Any, calls: Any) -> None:
    a_quarter_of_work(town)
    computed(town)

    def teachers(actor: Any, **params: Any) -> list[str | None]:
        rows = calls(actor).get("scores", subject="teacher", measure="talks", **params).json()["results"]
        return [row["staff"] and row["staff"]["name"] for row in rows]

    staff = str(town.a.staff["wang"].public_id)
    for reader in (town.lead, town.head_li, town.admin_zhao, town.teacher_wang):
        assert "王老师" in teachers(reader)
        assert teachers(reader, staff=staff) == ["王老师"]
    assert len(teachers(town.officer)) == len(teachers(town.lead))
    assert set(teachers(town.officer)) == {None}
    assert teachers(town.officer, staff=staff) == [], "the filter must not say whose a row is"
    row = calls(town.officer).get("scores", subject="teacher", measure="talks").json()["results"][0]
    assert calls(town.officer).get(f"scores/{row['id']}").json()["staff"] is None
    for other in (town.teacher_chen, town.admin_of_b, town.officer_of_other):
        assert teachers(other, staff=staff) == []
    for closed in (town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(closed).get("scores").status_code == 403


@pytest.mark.usefixtures("late")
def test_wrong_input_names_its_field(town: Any, calls: Any) -> None:
    officer = calls(town.officer)

    for body, field in (
        ({"year": 2026, "quarter": 9}, "quarter"),
        ({"quarter": 4}, "year"),
        ({"year": 2090, "quarter": 1}, "quarter"),
    ):
        answer = officer.post("assessment-rounds", body)
        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == [field]
    assert officer.get("scores", subject="nobody").status_code == 400
    assert calls(town.teacher_wang).post("assessment-rounds", {"year": 2026, "quarter": 4}).status_code == 403


@pytest.mark.usefixtures("late")
def test_rubrics_show_their_lines_and_lists_cost_the_same_for_many(town: Any, calls: Any) -> None:
    a_quarter_of_work(town)
    computed(town)
    officer = calls(town.officer)

    (rubric,) = officer.get("rubrics").json()["results"]
    assert (len(rubric["indicators"]), rubric["state"]) == (19, "locked")
    costs = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(officer.get("scores", page_size=size).json()["results"]) == size
        costs.append(len(queries))
    assert costs[0] == costs[1]
