"""Scores of the API and the rows behind them: who sees which, and whose they are."""

from typing import Any

import pytest

from tests.assessment.test_rounds import a_quarter_of_work, computed


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-12-31T18:00:00+08:00")


@pytest.mark.usefixtures("late")
def test_score_shows_its_fraction_and_its_rows(town: Any, calls: Any) -> None:
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
def test_rows_of_every_kind_open_for_the_school_and_health_is_closed_to_the_county(town: Any, calls: Any) -> None:
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
def test_scores_of_small_groups_are_withheld_from_the_county_and_shown_to_the_school(town: Any, calls: Any) -> None:
    a_quarter_of_work(town)
    computed(town)

    def scores(actor: Any) -> dict[str, dict[str, Any]]:
        rows = calls(actor).get("scores", subject="school", school=str(town.a.school.public_id)).json()["results"]
        return {row["measure"]: row for row in rows}

    inside = scores(town.head_li)
    assert [inside["paired"][name] for name in ("numerator", "denominator", "shown")] == [1, 3, "1 / 3"]
    for reader in (town.officer, town.lead):
        outside = scores(reader)
        assert outside.keys() == inside.keys()
        for measure in ("paired", "cards", "responsible", "case_files", "talks"):
            numbers = [outside[measure][name] for name in ("numerator", "denominator", "points")]
            assert (numbers, outside[measure]["shown"]) == ([None, None, None], "<5")
        assert calls(reader).get(f"scores/{outside['paired']['id']}").json()["shown"] == "<5"
        # A work plan is no child.
        assert (outside["leading_group"]["numerator"], outside["leading_group"]["points"]) == (1, 1.0)
