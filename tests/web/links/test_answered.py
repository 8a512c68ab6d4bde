"""Pages of links that ask something: a volunteer's visit in one tap, a guardian's consent, both without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from services.links.models import LinkAnswer
from tests.cast import Town
from tests.factories.health import phone
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]
NUMBER, OF_VOLUNTEER = "13812345678", "4321"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def town(lasting_town: Town) -> Town:
    with lasting_town.a.inside():
        phone(lasting_town.xiaoming.pupil, NUMBER)
    return lasting_town


def issue(page: Page, url: str, town: Town, kind: str, **fields: str) -> str:
    """The head gives a link from the child's page; what is shown once."""
    page.goto(f"{url}/children/{town.xiaoming.public_id}/?tab=links")
    browser.axe(page)
    page.get_by_role("link", name=kind).click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    browser.axe(page)
    page.get_by_role("button", name="生成链接").click()
    page.get_by_role("heading", name="链接已生成").wait_for()
    return page.get_by_label("或者只复制链接").input_value()


def opened(link: str, digits: str) -> tuple[Client, str]:
    """An old phone without scripts; the address of the page."""
    client = Client()
    address = client.post("/open/", {"code": link.partition("#")[2]}).url
    assert client.post(address, {"digits": digits}).status_code == 302
    return client, str(address)


def test_a_volunteer_reports_a_visit_in_one_tap_and_adds_a_line(
    town: Town, page: Page, new_page: Callable[..., Page], live_server: Any
) -> None:
    log_in(page, town, town.head_li, live_server.url)
    of_volunteer = {"发给谁、做什么用": "周大爷", "对方手机号的最后四位": OF_VOLUNTEER}
    link = issue(page, live_server.url, town, "看望反馈", **of_volunteer)
    his = new_page()
    his.set_viewport_size(PHONE)
    his.goto(link)
    his.get_by_label("您手机号的最后四位").fill(OF_VOLUNTEER)
    his.get_by_role("button", name="打开").click()

    well, concern = (his.get_by_role("button", name=name) for name in ("已看望，一切都好", "有情况"))
    well.wait_for()
    assert "王小明" not in his.locator("main").inner_text()
    assert well.bounding_box()["height"] >= 64  # type: ignore[index]  # it is on the page
    assert browser.fits(his)
    browser.axe(his)
    concern.click()
    his.get_by_label("有什么情况").fill("爷爷住院了")
    browser.axe(his)
    his.get_by_role("button", name="补一句").click()
    expect(his.get_by_role("status")).to_contain_text("爷爷住院了")

    page.goto(f"{live_server.url}/children/{town.xiaoming.public_id}/?tab=links")
    row = page.get_by_role("row", name="看望反馈")
    expect(row).to_contain_text("周大爷")
    expect(row).to_contain_text("有情况：爷爷住院了")
    browser.axe(page)
    page.goto(f"{live_server.url}/inbox/")
    expect(page.locator("main")).to_contain_text("看望孩子的人说有情况")


def test_a_guardian_consents_and_withdraws_without_a_script(town: Town, page: Page, live_server: Any) -> None:
    log_in(page, town, town.head_li, live_server.url)
    link = issue(
        page, live_server.url, town, "征求同意", **{"问什么事": "拍照做成长纪念册", "发给谁、做什么用": "外婆"}
    )
    hers, address = opened(link, NUMBER[-4:])

    shown = hers.get(address)
    assert "拍照做成长纪念册" in shown.content.decode()
    form = {"submission": str(shown.context["submission"])}
    for choice in ("yes", "yes"):  # a double tap
        assert hers.post(address, form | {"choice": choice}).status_code == 302
    again = hers.get(address)
    hers.post(address, {"submission": str(again.context["submission"]), "choice": "no"})

    with town.a.inside():
        assert [*LinkAnswer.objects.order_by("pk").values_list("choice", flat=True)] == ["yes", "no"]
    page.goto(f"{live_server.url}/links/")
    expect(page.get_by_role("row", name="王小明")).to_contain_text("不同意")
    page.get_by_text("以前的回答").click()
    expect(page.get_by_role("row", name="王小明")).to_contain_text("同意")


def test_another_phone_cannot_answer_and_neither_can_a_form_of_nonsense(town: Town, browses: Any) -> None:
    head = browses(town.head_li)
    path = f"/links/new/{town.xiaoming.public_id}/care.visit_report/"
    link = head.post(path, {"days": "9", "purpose": "周大爷", "digits": OF_VOLUNTEER}).context["url"]
    his, address = opened(link, OF_VOLUNTEER)
    submission = str(his.get(address).context["submission"])

    other = Client().post(address, {"choice": "concern", "submission": submission})
    wrong = [
        his.post(address, body).status_code
        for body in ({"choice": "concern"}, {"submission": submission, "choice": "x"})
    ]

    assert other.status_code == 410
    assert wrong == [422, 422]
    with town.a.inside():
        assert not LinkAnswer.objects.exists()
