"""Assessment rounds of the API: opened, computed by a job, confirmed, published."""

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
def test_round_is_opened_computed_confirmed_and_published(lasting_town: Any) -> None:
    from tests.cast import Caller

    town = lasting_town
    a_quarter_of_work(town)
    officer, lead = Caller(town.user(town.officer)), Caller(town.user(town.lead))
    admins = [Caller(town.user(town.admin_zhao)), Caller(town.user(town.admin_of_b))]

    opened = officer.post("assessment-rounds", {"year": 2026, "quarter": 4}, **{"Idempotency-Key": "k1"})
    again = officer.post("assessment-rounds", {"year": 2026, "quarter": 4}, **{"Idempotency-Key": "k1"})
    assert (opened.status_code, again.json()["id"]) == (201, opened.json()["id"])
    path = f"assessment-rounds/{opened.json()['id']}"
    accepted = officer.post(f"{path}/compute")
    assert accepted.status_code == 202
    assert admins[0].get("scores").json()["results"] == []
    assert lead.post(f"{path}/publish").status_code == 409

    assert runner.run(accepted.json()["job"], clock.now())

    assert lead.post(f"{path}/publish").status_code == 409
    assert [admin.post(f"{path}/confirm").json()["confirmed"] for admin in admins] == [1, 1]
    assert officer.post(f"{path}/publish").status_code == 403
    published = lead.post(f"{path}/publish")
    assert (published.status_code, published.json()["state"], published.json()["schools"]) == (200, "published", 2)
    assert officer.post(f"{path}/compute").status_code == 409


@pytest.mark.usefixtures("late")
def test_invalid_field_is_named(town: Any, calls: Any) -> None:
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
def test_rubric_shows_its_indicators_and_lists_cost_the_same_for_many(town: Any, calls: Any) -> None:
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
