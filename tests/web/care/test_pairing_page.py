"""结对: the page answers how many children wait and what is missing; forms are pages of their own."""

import re
from typing import Any

import pytest

from services.care.actions import pairing_plans
from services.care.choices import JobKind
from services.care.jobs import propose
from services.care.models import Mentor, Pairing
from services.jobs.registry import JobContext
from services.schools.choices import SiteKind
from services.schools.models import SchoolClass, Site
from tests.cast import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-07T09:00:00+08:00")


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def limit(head: Any, town: Town, capacities: dict[str, int]) -> None:
    for name, capacity in capacities.items():
        address = f"/pairing/capacity/?staff={town.a.staff[name].public_id}"
        assert head.post(address, {"capacity": capacity}).status_code == 302


def make_plan(town: Town) -> None:
    with town.as_(town.head_li) as head:
        plan = pairing_plans.request_plan(by=head, now=town.monday)
    propose(JobContext(plan.public_id, JobKind.PROPOSE_PAIRINGS, plan.public_id, head, town.monday, head.scope))


def test_page_counts_the_teachers_that_are_missing_and_leads_to_them(town: Town, browses: Any):
    head = browses(town.head_li)
    assert "3 名孩子待结对，名额够：还有 6 个。" in text(head.get("/pairing/"))

    limit(head, town, {"wang": 1, "chen": 0})

    page = head.get("/pairing/")
    assert "3 名孩子待结对，本部只有 1 个名额，还差 1 位老师。" in text(page)
    assert "1 位老师暂不结对。1 位名额比别人少。" in text(page)
    assert 'href="/staff/"' in page.content.decode()
    limit(head, town, {"wang": 0})
    assert "3 名孩子待结对，本部没有名额，还差 1 位老师。" in text(head.get("/pairing/"))
    other = text(browses(town.admin_of_b).get("/pairing/"))
    assert "3 名孩子待结对，名额够：还有 6 个。" in other
    assert "暂不结对" not in other


def test_page_names_each_site_that_is_short_of_teachers(town: Town, browses: Any):
    with town.a.inside():
        site = Site.objects.create(name="高岩教学点", kind=SiteKind.TEACHING_POINT)
        SchoolClass.objects.filter(pk=town.xiaoming.pupil.school_class_id).update(site=site)
    head = browses(town.head_li)
    assert "3 名孩子待结对，高岩教学点 2 名没有名额，还差 1 位老师。" in text(head.get("/pairing/"))
    limit(head, town, {"wang": 0, "chen": 0})
    page = text(head.get("/pairing/"))
    assert "高岩教学点 2 名没有名额，还差 1 位老师" in page
    assert "本部 1 名没有名额，还差 1 位老师" in page


def test_plan_shows_children_left_over_for_one_cause_as_one_row(town: Town, browses: Any):
    head = browses(town.head_li)
    limit(head, town, {"wang": 1, "chen": 0})
    make_plan(town)

    page = head.get("/pairing/").content.decode()

    rows = re.findall(r'<details class="unfold printed">.*?</details>', page, re.DOTALL)
    assert len(rows) == 1
    assert "2 名没有排上" in rows[0]
    assert "本部的结对名额已满" in rows[0]
    assert rows[0].count("<li>") == 2
    assert "批准 1 对" in page
    # Who is no mentor for this school sees none of it.
    assert "没有排上" not in text(browses(town.admin_of_b).get("/pairing/"))


def test_page_after_pairing_groups_children_by_teacher_and_holds_no_form_to_type_into(town: Town, browses: Any):
    head, wang = browses(town.head_li), town.a.staff["wang"]
    for child in (town.xiaoming, town.xiaohong, town.a.children["张强"]):
        body = {"child": child.public_id, "staff": wang.public_id}
        assert head.post("/pairing/by-hand/", body).status_code == 302

    page = head.get("/pairing/").content.decode()

    assert "每个孩子都有结对老师。" in page
    groups = re.findall(r'<section class="card people" aria-label="([^"]*)">(.*?)</section>', page, re.DOTALL)
    assert [name for name, _content in groups] == ["王老师"]
    assert all(name in groups[0][1] for name in ("王小明", "李小红", "张强", "已满"))
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"<(select|textarea|input(?! type=\"hidden\"))", main)
    with town.a.inside():
        pairing_ids = [str(public_id) for public_id in Pairing.objects.values_list("public_id", flat=True)]
    assert all(f'href="/pairing/pairings/{public_id}/end/" data-side' in page for public_id in pairing_ids)


@pytest.mark.parametrize("path", ["/pairing/by-hand/", "/pairing/capacity/"])
def test_pairing_forms_are_pages_of_their_own_for_the_head_alone(town: Town, browses: Any, path: str):
    page = browses(town.head_li).get(path)
    assert 'method="post"' in page.content.decode()
    assert "所在位置" in page.content.decode()
    for stranger in (town.teacher_wang, town.nurse_sun, town.officer):
        assert browses(stranger).get(path).status_code == 403


def test_capacity_form_opens_with_the_teacher_whose_menu_was_used(town: Town, browses: Any):
    wang = town.a.staff["wang"]
    address = f"/pairing/capacity/?staff={wang.public_id}"
    page = browses(town.head_li).get(address).content.decode()
    assert "王老师的结对名额" in page
    assert 'name="staff"' not in page
    assert f'action="{address}" data-draft="{address}"' in page
    # Unknown, or of another school: the page has the choice.
    for stranger in ("nobody", town.b.staff["wang"].public_id):
        other = browses(town.head_li).get(f"/pairing/capacity/?staff={stranger}").content.decode()
        assert f'href="{address}"' in other
        assert 'name="capacity"' not in other
        assert "的结对名额" not in other


def test_capacity_is_set_for_the_teacher_of_the_address_and_never_of_the_body(town: Town, browses: Any):
    wang, chen = (town.a.staff[key] for key in ("wang", "chen"))
    body = {"staff": chen.public_id, "capacity": "1"}
    assert browses(town.head_li).post(f"/pairing/capacity/?staff={wang.public_id}", body).status_code == 302
    with town.a.inside():
        assert [(mentor.staff.name, mentor.capacity) for mentor in Mentor.objects.all()] == [("王老师", 1)]


def test_capacity_form_opens_with_what_the_teacher_has(town: Town, browses: Any):
    head = browses(town.head_li)

    def chosen(name: str) -> str:
        address = f"/pairing/capacity/?staff={town.a.staff[name].public_id}"
        option = re.search(r'<option value="(\d)" selected>', head.get(address).content.decode())
        return option[1] if option else ""

    assert chosen("wang") == "3", "a teacher takes the usual number before the first plan"
    limit(head, town, {"wang": 1, "chen": 0})
    assert [chosen("wang"), chosen("chen")] == ["1", "0"]
    page = text(head.get("/pairing/capacity/"))
    assert re.search(r"王老师 最多 1 名", page)
    assert re.search(r"陈老师 暂不结对", page)
    assert "最多 1 名" not in text(browses(town.admin_of_b).get("/pairing/capacity/"))


def test_second_of_two_heads_sees_the_number_that_the_first_has_set(town: Town, browses: Any):
    address = f"/pairing/capacity/?staff={town.a.staff['wang'].public_id}"
    head, admin = browses(town.head_li), browses(town.admin_zhao)
    version = re.search(r'name="version" value="(\w+)"', admin.get(address).content.decode())
    assert version
    assert head.post(address, {"capacity": 0}).status_code == 302

    answer = admin.post(address, {"capacity": 2, "version": version[1]})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r"<td>暂不结对</td>\s*<td>最多 2 名</td>", page)
    with town.a.inside():
        assert not Mentor.objects.get(staff=town.a.staff["wang"]).is_active
    again = re.search(r'name="version" value="(\w+)"', page)
    assert again
    assert admin.post(address, {"capacity": 2, "version": again[1]}).status_code == 302
    with town.a.inside():
        assert Mentor.objects.get(staff=town.a.staff["wang"]).capacity == 2
