"""体检回执: a family of the class says whether the child comes; whose it is, until when, who reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from services.children.actions.class_teachers import assign_class_teacher
from services.health.models import Checkup
from services.links.actions import issuing
from services.links.models import Link
from tests.cast import Town
from tests.factories import health
from tests.links.test_links import NUMBER, issue

KIND = "health.checkup_reply"
pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def town(town: Town) -> Town:
    """A planned campaign. 王老师 leads class 三(1), in which 王小明's family has a telephone."""
    health.planned(town)
    with town.as_(town.head_li) as head:
        health.phone(town.xiaoming.pupil, NUMBER)
        assign_class_teacher(school_class=town.a.classes[0], staff=town.a.staff["wang"], by=head, now=town.monday)
    return town


def checkup(town: Town) -> Checkup:
    with town.a.inside():
        return Checkup.objects.select_related("appointment", "campaign", "pupil").get(pupil=town.xiaoming.pupil)


def on_phone(browses: Any, town: Town) -> tuple[Client, str]:
    """The class teacher gives the link from the page of the class, the grandmother opens it."""
    teacher, row = browses(town.teacher_wang), checkup(town)
    page = teacher.get(f"/appointments/{row.appointment.public_id}/replies/").content.decode()
    path = f"/links/new/{row.public_id}/{KIND}/"
    assert path in page
    url = teacher.post(path, {"days": "9", "purpose": "外婆"}).context["url"]
    hers = Client()
    address = hers.post("/open/", {"code": url.partition("#")[2]}).url
    hers.post(address, {"digits": NUMBER[-4:]})
    return hers, address


def test_a_family_answers_that_the_child_cannot_come_and_the_class_teacher_reads_it(town: Town, browses: Any) -> None:
    hers, address = on_phone(browses, town)

    shown = hers.get(address)
    assert all(text in shown.content.decode() for text in ("小明", "清河镇卫生院", "在校体检，请早餐后到校"))
    submission = shown.context["submission"]
    hers.post(address, {"choice": "absent", "submission": str(submission)})
    hers.post(address, {"choice": "absent", "submission": str(uuid4()), "note": "发烧"})

    path = f"/appointments/{checkup(town).appointment.public_id}/replies/"
    for reader in (town.teacher_wang, town.head_li):
        page = browses(reader).get(path)
        assert (page.context["answered"], page.context["absent"]) == (1, 1)
        assert page.context["rows"][0].checkup.pupil.name == "王小明"
        assert "发烧" in page.content.decode()
    campaign = browses(town.teacher_wang).get(f"/campaigns/{checkup(town).campaign.public_id}/").content.decode()
    assert path in campaign


def test_strangers_neither_read_replies_nor_give_links_about_a_checkup(town: Town, browses: Any) -> None:
    row = checkup(town)
    path = f"/appointments/{row.appointment.public_id}/replies/"

    for other in (town.teacher_chen, town.admin_of_b):
        assert browses(other).get(path).status_code == 404
        assert browses(other).get(f"/links/new/{row.public_id}/{KIND}/").status_code == 404
        with pytest.raises(issuing.UnableToIssueLink):
            issue(town, other, kind=KIND, subject=row.public_id)
    for nobody in (town.officer, town.nurse_sun):
        assert browses(nobody).get(path).status_code == 403


@pytest.mark.parametrize("over", ["day", "done", "left", "teacher", "closed"])
def test_the_page_ends_with_the_day_the_result_the_child_the_teacher_and_the_campaign(
    town: Town, browses: Any, over: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, address = on_phone(browses, town)
    submission = str(hers.get(address).context["submission"])
    row = checkup(town)
    with town.as_(town.head_li) as head:
        if over == "day":
            noon = datetime.combine(row.appointment.date, datetime.min.time(), UTC) + timedelta(hours=28)
            monkeypatch.setenv("NUANYANG_CLOCK", noon.isoformat())
        elif over == "done":
            Checkup.objects.filter(pk=row.pk).update(state="done")
        elif over == "left":
            type(row.pupil).objects.filter(pk=row.pupil_id).update(state="left")
        elif over == "teacher":
            assign_class_teacher(school_class=town.a.classes[0], staff=None, by=head, now=town.monday)
    if over == "closed":
        with town.as_(town.officer):
            type(row.campaign).objects.filter(pk=row.campaign_id).update(state="closed")

    answers = [hers.get(address), hers.post(address, {"choice": "coming", "submission": submission})]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert not any("小明" in answer.content.decode() for answer in answers)
    with town.a.inside():
        assert not Link.objects.get(subject=row.public_id).answers.exists()
