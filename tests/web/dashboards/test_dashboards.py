"""县级看板, 学校, and 学校工作台: who sees which, with small groups withheld."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.dashboards import actions
from services.kit import clock
from services.notify.models import Notification
from services.plans.models import RequiredFrequency
from services.schools.models import Staff
from services.schools.scope import ALL_TENANTS, scope
from tests.factories import assessment as work
from tests.factories import children as people


@pytest.fixture
def november(town: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Six children at 中心小学 beyond the cast's; 王老师 has a talk late and one due this week."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-25T10:00:00+08:00")
    with town.a.inside():
        for number in range(6):
            people.child(f"学生{number}", town.a.classes[0])
        plan = work.plan(town.term, town.a.staff["head"], town.monday)
        pair = work.pairing(town.xiaoming, town.a.staff["wang"], town.monday)
        talk = RequiredFrequency.objects.get(plan=plan, activity="talk")
        # Relative to 25 November: done, late by five days, due in two.
        for day, done in ((13, True), (20, False), (27, False)):
            work.due(pair, talk, date(2026, 11, day), done=done)
    with town.county_scope():
        from services.assessment.actions import get_or_create_rubric

        get_or_create_rubric(by=town.officer, now=clock.now())
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=clock.now())
    return town


def test_county_page_shows_figures_attention_items_and_charts(november: Any, browses: Any) -> None:
    response = browses(november.officer).get("/county/")

    html = response.content.decode()
    assert response.status_code == 200
    for label in (
        "全县 2026年第四季度",
        "在册儿童",
        "需要您处理",
        "谈心逾期",
        "催报",
        "清河镇",
        "河西小学",
        "&lt;5",
        "数据截至",
    ):
        assert label in html
    # Names of children never stand on the county's page.
    assert "学生0" not in html
    leader = browses(november.actors["leader"]).get("/county/").content.decode()
    assert "催报" not in leader
    assert "/assessment-rounds/" in html
    assert "/assessment-rounds/" not in leader
    for nobody in (november.head_li, november.teacher_wang, november.nurse_sun, november.actors["auditor"]):
        assert browses(nobody).get("/county/").status_code == 403


def test_figure_opens_its_schools_and_keeps_the_filters(november: Any, browses: Any) -> None:
    officer = browses(november.officer)

    rows = officer.get("/schools/", {"figure": "talks", "basis": "d3"}).content.decode()
    # One child is paired: the talks that were due are the talks of this child.
    assert ("1 / 2" in rows, "&lt;5" in rows) == (False, True)
    rows = officer.get("/schools/", {"figure": "case_files", "basis": "d3"}).content.decode()
    assert ("12 / 12" in rows, "保密" in rows) == (True, True)
    assert "教育统计" in officer.get("/county/", {"basis": "d3", "quarter": "2026Q3"}).content.decode()
    assert officer.get("/county/", {"quarter": "2026Q9"}).status_code == 404
    assert officer.get("/schools/", {"township": "清河镇"}).status_code == 200
    assert officer.get(f"/schools/{november.c.school.public_id}/").status_code == 404


def test_school_page_withholds_small_groups_from_the_county(november: Any, browses: Any) -> None:
    head = browses(november.head_li)

    html = head.get(f"/schools/{november.a.school.public_id}/").content.decode()
    assert "三(1)班" in html
    assert "&lt;5" not in html
    assert head.get(f"/schools/{november.b.school.public_id}/").status_code == 404
    # A head who follows a link to the list lands on the own school.
    assert head.get("/schools/").url.endswith(f"{november.a.school.public_id}/")
    officer = browses(november.officer).get(f"/schools/{november.b.school.public_id}/").content.decode()
    assert "&lt;5" in officer
    assert browses(november.teacher_wang).get(f"/schools/{november.a.school.public_id}/").status_code == 403


def test_workbench_shows_late_teachers_term_progress_and_score(november: Any, browses: Any) -> None:
    head = browses(november.head_li)

    html = head.get("/workbench/").content.decode()
    for label in ("本周要办", "王老师", "逾期 1 件", "本学期进程", "结对", "1 / 9", "得分预估", "差在哪里"):
        assert label in html
    assert head.post("/workbench/remind/", follow=True).status_code == 200
    with november.a.inside():
        assert Notification.objects.filter(recipient_id=november.teacher_wang.user_id).count() == 1
    assert browses(november.teacher_wang).get("/workbench/").status_code == 403
    empty = browses(november.admin_of_b).get("/workbench/").content.decode()
    assert "本周没有到期或逾期" in empty


def test_workbench_folds_all_but_the_ten_latest_teachers(november: Any, browses: Any) -> None:
    town = november
    with town.a.inside():
        talk = RequiredFrequency.objects.get(plan__term=town.term, activity="talk")
        for number in range(11):
            teacher = Staff.objects.create(site=town.a.site, name=f"老师{number}", pinyin=f"laoshi{number}")
            pair = work.pairing(people.child(f"新生{number}", town.a.classes[0]), teacher, town.monday)
            for day in range(2, 15 - number):
                work.due(pair, talk, date(2026, 11, day), done=False)

    html = browses(town.head_li).get("/workbench/").content.decode()

    shown, _fold, folded = html.partition("其余 2 位教师")
    assert ("老师9" in shown, "老师10" in shown, "老师10" in folded, "王老师" in folded) == (True, False, True, True)


def test_school_table_is_shaded_and_hides_scores_until_there_are_any(november: Any, browses: Any) -> None:
    officer = browses(november.officer)

    assert 'class="number heat-5">100%' in officer.get("/county/").content.decode()
    html = officer.get("/schools/").content.decode()
    assert 'class="sheet heat"' in html
    assert ">考核</th>" not in html
    assert "口径：父母双方或一方外出务工" in html


def test_school_table_of_a_basis_has_one_column_for_it(november: Any, browses: Any) -> None:
    html = browses(november.officer).get("/schools/", {"figure": "d1", "basis": "d1"}).content.decode()

    assert html.count('class="number">在册儿童（学校口径）</th>') == 1


def test_remind_late_schools_notifies_their_heads_once_a_day(november: Any, browses: Any) -> None:
    officer = browses(november.officer)

    officer.post("/county/attention/talks/remind/")
    officer.post("/county/attention/talks/remind/")

    with november.county_scope():
        recipients = Notification.objects.filter(kind="dashboards.late_schools_reminded").values_list(
            "recipient_id", flat=True
        )
        assert sorted(recipients) == sorted([november.head_li.user_id, november.admin_zhao.user_id])
    assert officer.post("/county/attention/unknown/remind/").status_code == 404
    closed = (november.actors["leader"], november.actors["auditor"], november.head_li, november.admin_zhao)
    for actor in (*closed, november.teacher_wang, november.nurse_sun):
        assert browses(actor).post("/county/attention/talks/remind/").status_code == 403


def test_county_page_costs_the_same_for_one_and_two_schools(november: Any, browses: Any) -> None:
    officer, other = browses(november.officer), browses(november.officer_of_other)
    with CaptureQueriesContext(connection) as two:
        officer.get("/county/")
    with CaptureQueriesContext(connection) as one:
        other.get("/county/")

    # The other county has one school: a query per school would show.
    assert len(two) == len(one) <= 24


def test_school_page_answers_first_and_lists_what_is_not_complete(november: Any, browses: Any) -> None:
    url = f"/schools/{november.a.school.public_id}/"

    page = browses(november.head_li).get(url)

    lags, html = page.context["lags"], page.content.decode()
    shares = [lag.value.percent for lag in lags]
    assert lags
    assert shares == sorted(shares)
    assert max(shares) < 100
    low = sum(lag.is_low for lag in lags)
    assert f"{low} 项不到 80%，最低的是{lags[0].name}：{lags[0].value.text}。" in html
    order = [html.index(text) for text in ("最低的是", "六个数", "还没有做完的", "全部数字和口径")]
    assert order == sorted(order)
    outside = browses(november.officer).get(url).context["lags"]
    assert all(lag.value.percent is not None for lag in outside), "what is withheld is in no order"
    assert len(outside) < len(lags)
