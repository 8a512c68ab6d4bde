"""The contact cards of a class in one print: whose cards, whose numbers, and who may not have them."""

import re
from typing import Any

import pytest
from pypdf import PdfReader

from services.access.models import AuditEvent
from services.children.assignments import assign
from services.children.choices import AssignmentReason
from services.documents.models import Export
from services.files import contents
from services.jobs import runner
from services.jobs.models import Job
from services.kit.memory_file import memory_file
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories.health import phone

pytestmark = pytest.mark.usefixtures("at_monday")
KEY = "contact-cards/class"
NUMBER = "13812345678"


@pytest.fixture
def town(lasting_town: Town, tmp_path: Any, settings: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    with lasting_town.a.inside():
        phone(lasting_town.xiaoming.pupil, NUMBER)
    return lasting_town


def ask(call: Any, school_class: Any, **more: Any) -> Any:
    body = {"list": KEY, "format": "pdf", "reason": "开学发卡", "filters": {"school_class": str(school_class)}} | more
    return call.post("exports", body)


def pages(town: Town, answer: Any) -> list[str]:
    """The text of each page of the file, without spaces."""
    assert answer.status_code == 202, answer.content
    assert runner.run(answer.json()["job"], town.monday)
    with scope(ALL_TENANTS), memory_file() as file:
        for piece in contents.pieces(Export.objects.get(public_id=answer.json()["id"]).file):
            file.write(piece)
        return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(file).pages]


def test_the_head_prints_the_cards_of_one_class_with_numbers_two_to_a_sheet(town: Town, calls: Any) -> None:
    (text,) = pages(town, ask(calls(town.head_li), town.a.classes[0].public_id))

    for expected in ("王小明", "李小红", NUMBER, "学生联系卡", "李校长2026-09-07", "1/1"):
        assert expected in text
    for hidden in ("张强", "留守"):
        assert hidden not in text
    with town.a.inside():
        printed = AuditEvent.objects.get(action="children.card_printed")
        names = {str(town.a.children[name].public_id) for name in ("王小明", "李小红")}
        assert (set(printed.target), printed.user_id) == (names, town.head_li.user_id)


def test_a_teacher_prints_the_own_children_alone_with_masked_numbers(town: Town, calls: Any) -> None:
    with town.as_(town.head_li) as head:
        chen = town.a.staff["chen"]
        assign(child=town.xiaoming, staff=chen, reason=AssignmentReason.SHARED, by=head, now=town.monday)

    (text,) = pages(town, ask(calls(town.teacher_chen), town.a.classes[0].public_id))

    assert "王小明" in text
    assert "138****5678" in text
    for hidden in ("李小红", NUMBER):
        assert hidden not in text


def test_a_teacher_of_no_child_of_the_class_gets_none(town: Town, calls: Any) -> None:
    answer = ask(calls(town.teacher_chen), town.a.classes[0].public_id)

    assert answer.status_code == 202
    runner.run(answer.json()["job"], town.monday)

    with scope(ALL_TENANTS):
        job = Job.objects.get(public_id=answer.json()["job"])
        assert (job.state, "没有您能看到的" in job.message) == ("failed", True)
        assert Export.objects.get(public_id=answer.json()["id"]).file is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"filters": {}}, "filters"),
        ({"filters": {"school_class": "x"}}, "filters"),
        ({"filters": {"class": "x"}}, "filters"),
        ({"format": "xlsx"}, "format"),
        ({"columns": ["name"]}, "columns"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_named(town: Town, calls: Any, wrong: dict[str, Any], field: str) -> None:
    answer = ask(calls(town.head_li), town.a.classes[0].public_id, **wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == field


def test_another_schools_class_is_no_class(town: Town, calls: Any, browses: Any) -> None:
    foreign = town.a.classes[0].public_id
    assert ask(calls(town.admin_of_b), foreign).status_code == 400
    for nobody in (town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert ask(calls(nobody), foreign).status_code == 403
    page = browses(town.head_li).get(f"/classes/{foreign}/").content.decode()
    assert f"/exports/new/?list=contact-cards%2Fclass&amp;school_class={foreign}" in page
