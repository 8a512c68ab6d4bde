"""The figures through the API: equal to the rows, withheld where small, nobody else's."""

from typing import Any

import pytest

from services.children.models import Pupil
from services.dashboards import actions
from services.kit import clock
from services.schools.scope import ALL_TENANTS, scope
from tests.factories import children as people


@pytest.fixture
def counted(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T10:00:00+08:00")
    with town.a.inside():
        for number in range(5):
            people.child(f"学生{number}", town.a.classes[0])
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=clock.now())


@pytest.mark.usefixtures("counted")
def test_county_dashboard_withholds_small_groups(town: Any, calls: Any) -> None:
    answer = calls(town.officer).get("dashboards/county").json()

    assert (answer["year"], answer["quarter"], answer["basis"]) == (2026, 4, "d1")
    with town.county_scope():
        assert answer["total"]["figures"]["pupils"]["numerator"] == Pupil.objects.count() == 13
    assert answer["total"]["children"] == {"numerator": 5, "denominator": None, "percent": None, "shown": "5"}
    by_name = {school["name"]: school for school in answer["schools"]}
    # 河西小学 has three case files; the township's less those of 中心小学 would be the same three.
    assert by_name["河西小学"]["figures"]["case_files"]["shown"] == "<5"
    assert by_name["中心小学"]["figures"]["case_files"] == {
        "numerator": None,
        "denominator": None,
        "percent": None,
        "shown": "保密",
    }
    assert answer["townships"][0]["figures"]["case_files"]["shown"] == "100%"
    assert by_name["河西小学"]["figures"]["pupils"]["numerator"] is None
    assert [township["name"] for township in answer["townships"]] == ["清河镇"]
    assert len(answer["weeks"]) == 12
    assert answer["as_of"].startswith("2026-11-23T")


@pytest.mark.usefixtures("counted")
def test_school_dashboard_shows_own_numbers_whole_and_no_other_school(town: Any, calls: Any) -> None:
    own = calls(town.head_li).get(f"dashboards/schools/{town.a.school.public_id}").json()
    assert own["total"]["figures"]["d1"]["numerator"] == 5
    small = calls(town.admin_of_b).get(f"dashboards/schools/{town.b.school.public_id}").json()
    assert small["total"]["figures"]["case_files"]["numerator"] == 3

    for stranger, school in ((town.admin_of_b, town.a), (town.head_li, town.c), (town.officer_of_other, town.a)):
        assert calls(stranger).get(f"dashboards/schools/{school.school.public_id}").status_code == 404
    leader = calls(town.actors["leader"]).get(f"dashboards/schools/{town.b.school.public_id}").json()
    assert leader["total"]["figures"]["case_files"]["shown"] == "<5"


@pytest.mark.usefixtures("counted")
def test_dashboard_needs_the_permission_and_valid_parameters(town: Any, calls: Any) -> None:
    for actor in (town.head_li, town.teacher_wang, town.nurse_sun, town.actors["auditor"]):
        assert calls(actor).get("dashboards/county").status_code == 403
    officer = calls(town.officer)
    assert officer.get("dashboards/county", quarter=7).json()["errors"][0]["attr"] == "quarter"
    assert officer.get("dashboards/county", basis="d9").json()["errors"][0]["attr"] == "basis"
    assert (
        officer.get("dashboards/county", year=2026, quarter=3, basis="d3").json()["total"]["children"]["shown"] == "0"
    )
    other = calls(town.officer_of_other).get("dashboards/county").json()
    assert {school["name"] for school in other["schools"]} == {"云岭小学"}


@pytest.mark.usefixtures("counted")
def test_figures_are_listed_with_their_rules(town: Any, calls: Any) -> None:
    figures = calls(town.actors["leader"]).get("figures").json()["results"]

    assert {"d1", "d2", "d3", "paired", "talks", "checkups"} <= {figure["code"] for figure in figures}
    assert all(figure["rule"] for figure in figures)
    assert calls(town.teacher_wang).get("figures").status_code == 403
