"""The care records of a child on paper: as PDF and as Word, for who may read them, with notes for the school alone."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from services.access.models import AuditEvent
from services.care.actions import care_records
from services.care.choices import Mood, Topic
from services.children.models import Pupil
from services.plans.choices import CareActivity
from tests.cast import Town
from tests.children.rare_names import RARE_NAMES
from tests.documents.office import converted
from tests.documents.taking import ask, taken

pytestmark = pytest.mark.usefixtures("at_monday")
KEY = "care-records/child"
PRINTED = (
    "关爱记录", "中心小学", "姓名王小明", "三(1)班", "共2条", "2026-09-01", "谈心谈话", "李校长", "平静", "学习、家里",
    "{{7*7}}<b>&说：“想妈妈”", "周五一起看书", "第一次自己做饭", "（盖章）",
)  # fmt: skip
MARKUP = "{{ 7 * 7 }} <b> & 说：“想妈妈”\f第二行\n第三行"


@pytest.fixture
def town(lasting_town: Town, tmp_path: Path, settings: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    written = [
        (CareActivity.TALK, 6, MARKUP, "周五一起看书"),
        (CareActivity.DIARY, 3, "今天第一次自己做饭。", ""),
    ]
    with lasting_town.as_(lasting_town.head_li) as head:
        for activity, days_ago, text, agreed in written:
            care_records.record(
                child=lasting_town.xiaoming,
                activity=activity,
                happened_on=(lasting_town.monday - timedelta(days=days_ago)).date(),
                mood=Mood.CALM,
                topics=[Topic.STUDY, Topic.FAMILY],
                text=text,
                agreed=agreed,
                by=head,
                now=lasting_town.monday,
            )
    return lasting_town


def of(town: Town, **more: str) -> dict[str, Any]:
    return {"filters": {"child": str(town.xiaoming.public_id), **more}}


def pdf_text(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def word_text(content: bytes) -> str:
    """The body with its tables, the header and the footer."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    roots = (document.element, section.header._element, section.footer._element)
    return "\n".join("".join(node.itertext()) for root in roots for node in root.iter() if node.tag.endswith("}p"))


def test_the_head_takes_the_records_of_a_child_out_as_pdf_and_as_word(town: Town, calls: Any) -> None:
    call = calls(town.head_li)

    printed = pdf_text(taken(town, call, KEY, **of(town)))
    content = taken(town, call, KEY, "docx", **of(town))

    body = word_text(content)
    for text in (printed, re.sub(r"\s", "", body)):
        assert [expected for expected in PRINTED if expected not in text] == []
        assert "留守" not in text
    assert "李校长2026-09-07" in printed
    watermark = docx.Document(io.BytesIO(content)).sections[0].header._element.xml
    assert re.search(r'string="李校长 2026-09-07 09:00 [0-9A-F]{4}"', watermark)
    for field in ("PAGE", "NUMPAGES"):
        assert field in body
    with town.a.inside():
        for event in AuditEvent.objects.filter(action="care.records_written_out"):
            assert event.target[0] == str(town.xiaoming.public_id)
            assert len(event.target) == 3


def test_the_diary_of_a_month_alone(town: Town, calls: Any) -> None:
    chosen = of(town, **{"activity": "diary", "from": "2026-09-01", "until": "2026-09-30"})

    text = word_text(taken(town, calls(town.head_li), KEY, "docx", **chosen))

    assert "成长日记" in text
    assert "自己做饭" in text
    assert "想妈妈" not in text


def test_the_county_reads_no_note(town: Town, calls: Any) -> None:
    for text in (
        pdf_text(taken(town, calls(town.officer), KEY, **of(town))),
        word_text(taken(town, calls(town.officer), KEY, "docx", **of(town))),
    ):
        assert "谈心谈话" in text
        for hidden in ("想妈妈", "做饭", "周五", "约定"):
            assert hidden not in text


@pytest.mark.parametrize(
    "filters", [{}, {"child": "x"}, {"child": None, "from": "2026-13-01"}, {"child": None, "q": "a"}]
)
def test_what_is_wrong_is_named(town: Town, calls: Any, filters: dict[str, Any]) -> None:
    given = {name: text or str(town.xiaoming.public_id) for name, text in filters.items()}

    answer = ask(calls(town.head_li), KEY, filters=given)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "filters")


def test_a_child_of_others_is_no_child_in_page_and_api(town: Town, calls: Any, browses: Any) -> None:
    path = f"/exports/new/?list=care-records%2Fchild&child={town.xiaoming.public_id}"
    for stranger in (town.teacher_chen, town.admin_of_b, town.admin_of_c):
        answer = ask(calls(stranger), KEY, **of(town))
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "filters")
        page = browses(stranger).get(path)
        assert page.status_code in {302, 404}  # the page asks for the password first
        assert "王小明" not in page.content.decode()
    for nobody in (town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert ask(calls(nobody), KEY, **of(town)).status_code == 403
    button = browses(town.head_li).get(f"/children/{town.xiaoming.public_id}/?tab=care").content.decode()
    assert path.replace("&", "&amp;") in button


def test_office_opens_the_word_document_with_two_hundred_rare_names(town: Town, calls: Any, tmp_path: Path) -> None:
    with town.a.inside():
        Pupil.objects.filter(pk=town.xiaoming.pupil_id).update(name=RARE_NAMES[0])
    with town.as_(town.head_li) as head:
        care_records.record(
            child=town.xiaoming,
            activity=CareActivity.TALK,
            happened_on=town.monday.date(),
            mood=None,
            topics=[],
            text="、".join(RARE_NAMES),
            agreed="",
            by=head,
            now=town.monday,
        )
    document = tmp_path / "records.docx"
    document.write_bytes(taken(town, calls(town.head_li), KEY, "docx", **of(town)))

    reader = PdfReader(converted([document], "pdf", tmp_path)["records"])

    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert "关爱记录" in text
    assert f"{len(reader.pages)}/{len(reader.pages)}" in text
    printed = pdf_text(taken(town, calls(town.head_li), KEY, **of(town)))
    assert RARE_NAMES[0] in printed
