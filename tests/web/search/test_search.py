"""The search of the top bar: pupils, staff, schools and pages, each as far as the reader may open it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.access.actor import Actor
from tests.cast import Town
from tests.factories import health

Browses = Callable[[Actor], Client]
HTMX = {"HX-Request": "true"}


def results_of(client: Client, text: str, **headers: str) -> str:
    answer = client.post("/search/", {"q": text}, headers=headers or HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_school_finds_its_pupils_staff_and_pages(town: Town, at_monday: Any, browses: Browses) -> None:
    admin = browses(town.admin_zhao)

    assert f"/children/{town.xiaoming.public_id}/" in results_of(admin, "xiaoming")
    assert "三(1)班" in results_of(admin, "小明")
    assert f"#staff-{town.a.staff['wang'].public_id}" in results_of(admin, town.a.staff["wang"].name)
    assert 'href="/pairing/"' in results_of(admin, "jiedui")
    assert 'href="/plan/"' in results_of(admin, "本校安排")


def test_pupil_without_a_case_file_is_named_and_opens_nothing(town: Town, at_monday: Any, browses: Browses) -> None:
    with town.a.inside():
        health.crowd(town.a.classes[0], 1)
        name = next(iter(set(health.Pupil.objects.filter(child=None).values_list("name", flat=True))))
    page = results_of(browses(town.admin_zhao), name)

    assert "没有建档" in page
    assert "<a " not in page


def test_county_finds_with_school_names(town: Town, at_monday: Any, browses: Browses) -> None:
    officer, school = browses(town.officer), town.a.school

    assert f"三(1)班 · {school.name}" in results_of(officer, "小明")
    for text in (school.name, "zhongxin", "zxx"):
        assert f"/schools/{school.public_id}/" in results_of(officer, text)
        assert f"/schools/{town.b.school.public_id}/" not in results_of(officer, text)
    assert f"/staff/?school={school.public_id}#staff-" in results_of(officer, town.a.staff["wang"].name)


def test_everybody_else_finds_nobody(town: Town, at_monday: Any, browses: Browses) -> None:
    hidden = (town.xiaoming, town.a.school, town.a.staff["wang"])
    for stranger in (town.teacher_chen, town.admin_of_b, town.officer_of_other, town.nurse_sun):
        client = browses(stranger)
        pages = [results_of(client, text) for text in ("小明", "xiaoming", "zhongxin", hidden[2].name, hidden[1].name)]
        shown = [row for row in hidden for page in pages if str(row.public_id) in page]
        assert shown == [], stranger.role
    assert 'href="/stations/"' in results_of(browses(town.nurse_sun), "体检")


def test_enter_opens_a_page_of_results_and_the_phone_a_page_to_type_in(
    town: Town, at_monday: Any, browses: Browses
) -> None:
    admin = browses(town.admin_zhao)
    page = admin.post("/search/", {"q": "小明"}).content.decode()

    assert "<h1>" in page
    assert f"/children/{town.xiaoming.public_id}/" in page
    assert 'name="q"' in admin.get("/search/").content.decode()
    assert results_of(admin, "  ").strip() == ""


def test_search_takes_the_same_queries_for_one_and_for_three(town: Town, at_monday: Any, browses: Browses) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            results_of(client, text)
        return len(captured)

    with town.a.inside():
        health.crowd(town.a.classes[0], 3)
    client = browses(town.officer)
    assert results_of(client, "学生2").count("没有建档") == 1
    assert results_of(client, "学生").count("没有建档") == 3
    assert queries("学生2") == queries("学生")
