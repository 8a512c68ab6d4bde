"""班级 and the pages of single members of staff: what a school adds one by one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.access.actor import Actor
from services.access.models import AuditEvent
from services.children.access import visible_to
from services.kit import clock
from services.schools.models import SchoolClass, Site, Staff
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")
Browses = Callable[[Actor], Client]


def test_a_class_is_added_and_its_teacher_named(town: Town, browses: Browses) -> None:
    head = browses(town.head_li)
    site = str(town.a.site.public_id)
    answer = head.post("/classes/new/", {"grade": "1", "number": "1", "site": site})
    with town.a.inside():
        added = SchoolClass.objects.get(entry_year=2026)
        assert answer["Location"] == f"/classes/{added.public_id}/"
    assert "这个班还没有班主任" in head.get(answer["Location"]).content.decode()
    head.post(answer["Location"], {"staff": str(town.a.staff["chen"].public_id)})
    with town.a.inside():
        assert SchoolClass.objects.get(pk=added.pk).class_teacher == town.a.staff["chen"]
        actions = AuditEvent.objects.filter(action__startswith="schools.class_").order_by("id")
        assert list(actions.values_list("action", "user_id")) == [
            ("schools.class_created", town.head_li.user_id),
            ("schools.class_teacher_assigned", town.head_li.user_id),
        ]
    with town.b.inside():
        assert SchoolClass.objects.count() == 2


def test_the_class_teacher_sees_the_children_of_the_class_until_replaced(town: Town, browses: Browses) -> None:
    head, address = browses(town.head_li), f"/classes/{town.a.classes[0].public_id}/"
    head.post(address, {"staff": str(town.a.staff["chen"].public_id)})
    with town.as_(town.teacher_chen):
        assert visible_to(town.teacher_chen, clock.now()).count() == 2
    head.post(address, {"staff": ""})
    with town.as_(town.teacher_chen):
        assert not visible_to(town.teacher_chen, clock.now()).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"number": "0"}, "number"), ({"grade": "13"}, "grade"), ({"grade": "3"}, "number"), ({"site": ""}, "site")],
)
def test_a_class_that_cannot_be_stays_typed(town: Town, browses: Browses, given: dict[str, str], field: str) -> None:
    body = {"grade": "1", "number": "1", "site": str(town.a.site.public_id), **given}
    answer = browses(town.head_li).post("/classes/new/", body)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with town.a.inside():
        assert SchoolClass.objects.count() == 2


def test_a_site_is_added_once(town: Town, browses: Browses) -> None:
    head, body = browses(town.head_li), {"name": "河湾教学点", "kind": "teaching_point"}
    assert head.post("/classes/sites/", body).status_code == 302
    assert head.post("/classes/sites/", body).status_code == 422
    with town.a.inside():
        assert list(Site.objects.order_by("pk").values_list("name", "kind")) == [
            ("本部", "main"),
            ("河湾教学点", "teaching_point"),
        ]
    with town.b.inside():
        assert Site.objects.count() == 1


def test_classes_without_a_teacher_stand_first(town: Town, browses: Browses) -> None:
    head = browses(town.head_li)
    first, second = town.a.classes
    head.post(f"/classes/{first.public_id}/", {"staff": str(town.a.staff["chen"].public_id)})
    page = head.get("/classes/")
    assert [row["class"].pk for row in page.context["rows"]] == [second.pk, first.pk]
    assert "本学年 2 个班，1 个还没有班主任" in page.content.decode()


def test_a_member_of_staff_is_corrected(town: Town, browses: Browses) -> None:
    head, address = browses(town.head_li), f"/staff/{town.a.staff['wang'].public_id}/edit/"
    body = {"name": "王志远", "sex": "M", "subject": "数学", "email": "wang@example.com"}
    assert "王老师" in head.get(address).content.decode()
    head.post(address, body)
    assert head.post(address, body | {"name": " "}).status_code == 422
    with town.a.inside():
        wang = Staff.objects.get(pk=town.a.staff["wang"].pk)
        assert (wang.name, wang.sex, wang.subject, wang.email) == ("王志远", "M", "数学", "wang@example.com")
        assert AuditEvent.objects.filter(action="schools.staff_updated").count() == 1


def test_nobody_else_changes_classes_or_staff(town: Town, browses: Browses) -> None:
    addresses = [f"/classes/{town.a.classes[0].public_id}/", f"/staff/{town.a.staff['wang'].public_id}/edit/"]
    for who, status in ((town.admin_of_b, 404), (town.teacher_wang, 403), (town.officer, 403)):
        client = browses(who)
        assert [client.get(address).status_code for address in addresses] == [status, status]
        if status == 403:
            assert client.get("/classes/").status_code == 403


def test_the_page_costs_the_same_with_more_classes(town: Town, browses: Browses) -> None:
    head = browses(town.head_li)
    head.get("/classes/")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            head.get("/classes/")
        return len(queries)

    before = count()
    with town.a.inside():
        for number in range(3, 6):
            SchoolClass.objects.create(
                site=town.a.site, entry_year=2024, number=number, class_teacher=town.a.staff["wang"]
            )
    assert count() == before
