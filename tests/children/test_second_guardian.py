"""Two guardians of one child, in order: imported side by side, shown and edited by page and API, both on the card."""

from typing import Any

import pytest
from django.urls import reverse

from services.access.models import AuditEvent
from services.children.actions import contact_cards
from services.children.actions.edit_rules import UnableToEdit
from services.children.actions.family import set_guardian
from services.children.choices import AuditAction, PhoneOwner
from services.children.models import Guardian, PhoneNumber, Pupil
from services.children.queries.family import current_guardians
from tests.cast import Town
from tests.factories import rosters

PUPIL = ["罗小燕", "女", "2018-03-05", "三年级1班"]
HEAD = ["姓名", "性别", "出生日期", "班级"]
ONE, TWO = ["罗凤英", "奶奶", "17405000001"], ["罗大山", "爷爷", "17405000002"]
BOTH = [(1, "罗凤英", "祖母", "17405000001"), (2, "罗大山", "祖父", "17405000002")]


def _known(town: Town, name: str = "罗小燕") -> list[tuple[int, str, str, str]]:
    """Order, name, relation and number of the pupil's guardians."""
    with town.a.inside():
        pupil = Pupil.objects.get(name=name)
        numbers = {row.owner: row.unseal("number") for row in PhoneNumber.objects.filter(pupil=pupil)}
        owners = {1: PhoneOwner.GUARDIAN, 2: PhoneOwner.GUARDIAN_2}
        return [
            (row.order, row.name, row.relation_text, numbers.get(owners[row.order], ""))
            for row in current_guardians(pupil)
        ]


@pytest.mark.parametrize(
    "headers",
    [
        ["监护人姓名", "与学生关系", "监护人电话", "监护人姓名", "与学生关系", "监护人电话"],
        ["监护人1姓名", "监护人1关系", "监护人1电话", "监护人2姓名", "监护人2关系", "监护人2电话"],
        [
            "第一监护人",
            "第一监护人与学生关系",
            "第一监护人电话",
            "第二监护人",
            "第二监护人与学生关系",
            "第二监护人电话",
        ],
        [f"家庭成员或监护人{n}{part}" for n in (1, 2) for part in ("姓名", "关系", "电话")],
    ],
)
def test_two_guardians_side_by_side_are_imported_in_order(town: Town, at_monday: Any, headers: list[str]) -> None:
    file = rosters.workbook([*HEAD, *headers], [*PUPIL, *ONE, *TWO])

    done = rosters.imported(town.admin_zhao, file)

    assert (done.state, done.counts["warnings"]) == ("committed", 0)
    assert _known(town) == BOTH
    assert rosters.imported(town.admin_zhao, file).counts["unchanged"] == 1, "the same file changes nothing"


def test_a_roster_with_one_guardian_leaves_the_second_and_an_undo_restores_both(town: Town, at_monday: Any) -> None:
    headers = ["监护人1姓名", "监护人1关系", "监护人1电话", "监护人2姓名", "监护人2关系", "监护人2电话"]
    rosters.imported(town.admin_zhao, rosters.workbook([*HEAD, *headers], [*PUPIL, *ONE, *TWO]))

    other = ["罗阿秀", "姑姑", "17405000003"]
    later = rosters.imported(town.admin_zhao, rosters.workbook([*HEAD, *headers[:3]], [*PUPIL, *other]))
    assert [row[:3] for row in _known(town)] == [(1, "罗阿秀", "姑母"), (2, "罗大山", "祖父")]

    rosters.undo(town.admin_zhao, later)
    assert _known(town) == BOTH


def test_the_api_shows_both_and_edits_each(town: Town, at_monday: Any, calls: Any) -> None:
    admin, path = calls(town.admin_zhao), f"children/{town.xiaoming.public_id}/guardian"

    admin.send("put", path, {"name": "罗凤英", "relation": "62", "age": 61})
    family = admin.send("put", path, {"name": "罗大山", "relation": "61", "order": 2}).json()
    assert [(row["order"], row["name"]) for row in family["guardians"]] == [(1, "罗凤英"), (2, "罗大山")]
    assert family["guardian"]["name"] == "罗凤英"

    changed = admin.send("put", path, {"name": "罗阿秀", "order": 2}).json()
    assert [row["name"] for row in changed["guardians"]] == ["罗凤英", "罗阿秀"]
    alone = admin.send("put", path, {"name": "", "order": 2}).json()
    assert [row["name"] for row in alone["guardians"]] == ["罗凤英"]
    assert admin.send("put", path, {"name": ""}).json()["errors"][0]["code"] == "name_missing"
    assert admin.send("put", path, {"name": "罗大山", "order": 3}).status_code == 400

    for stranger, status in ((town.teacher_wang, 403), (town.admin_of_b, 404), (town.officer, 403)):
        assert calls(stranger).send("put", path, {"name": "罗大山", "order": 2}).status_code == status
    with town.a.inside():
        events = AuditEvent.objects.filter(action=AuditAction.GUARDIAN_SET).order_by("pk")
        assert [event.detail["fields"] for event in events] == [
            ["guardian"],
            ["guardian2"],
            ["guardian2"],
            ["guardian2"],
        ]


def test_a_third_guardian_is_refused_by_the_rule_itself(town: Town) -> None:
    with town.as_(town.admin_zhao) as admin, pytest.raises(UnableToEdit, match="最多登记两名监护人"):
        set_guardian(pupil=town.xiaoming.pupil, name="罗大山", order=3, by=admin, now=town.monday)


def test_the_page_shows_both_and_edits_the_second(town: Town, at_monday: Any, browses: Any) -> None:
    admin, child = browses(town.admin_zhao), town.xiaoming
    admin.post(reverse("web:guardian", args=[child.public_id]), {"guardian-name": "罗凤英", "guardian-relation": "62"})
    edit = reverse("web:second_guardian", args=[child.public_id])
    assert 'name="guardian-name"' in admin.get(edit).content.decode()

    assert admin.post(edit, {"guardian-name": "罗大山", "guardian-relation": "61"}).status_code == 302
    for tab in ("family", "overview"):
        page = admin.get(reverse("web:child", args=[child.public_id]), {"tab": tab}).content.decode()
        assert page.index("罗凤英") < page.index("罗大山"), tab
    assert admin.post(edit, {"guardian-name": ""}).status_code == 302
    page = admin.get(reverse("web:child", args=[child.public_id]), {"tab": "family"}).content.decode()
    assert ("罗凤英" in page, "罗大山" in page) == (True, False)
    assert browses(town.admin_of_b).post(edit, {"guardian-name": "罗大山"}).status_code == 404


def test_the_card_lists_both_with_their_numbers_in_order(town: Town, at_monday: Any) -> None:
    with town.a.inside():
        pupil = town.xiaoming.pupil
        for order, owner, name, number in (
            (2, PhoneOwner.GUARDIAN_2, "罗大山", "17405000002"),
            (1, PhoneOwner.GUARDIAN, "罗凤英", "17405000001"),
        ):
            Guardian.objects.create(pupil=pupil, order=order, name=name, since=town.monday.date())
            row = PhoneNumber(pupil=pupil, owner=owner, number_index=f"{order}" * 64)
            row.seal("number", number)
            row.save()
        lines = contact_cards.card_of(town.xiaoming, town.admin_zhao, town.monday).lines

    assert [(line.who, line.name, line.phones) for line in lines[-2:]] == [
        ("监护人", "罗凤英", ["17405000001"]),
        ("第二监护人", "罗大山", ["17405000002"]),
    ]


def test_the_form_of_the_first_guardian_is_empty_where_the_second_alone_is_known(
    town: Town, at_monday: Any, calls: Any, browses: Any
) -> None:
    """Saving what it shows must not record one person twice."""
    path = f"children/{town.xiaoming.public_id}/guardian"
    calls(town.admin_zhao).send("put", path, {"name": "罗大山", "relation": "61", "order": 2})

    first, second = (
        browses(town.admin_zhao).get(f"/children/{town.xiaoming.public_id}/{which}/").content.decode()
        for which in ("guardian", "second-guardian")
    )

    assert "罗大山" not in first
    assert "罗大山" in second
