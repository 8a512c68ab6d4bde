"""A grandmother opens the link on her phone; another phone, another page and an ended link show nothing."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from services.links.models import Link
from tests.cast import Town
from tests.factories.health import phone
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]
NUMBER = "13812345678"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def town(lasting_town: Town) -> Town:
    with lasting_town.a.inside():
        phone(lasting_town.xiaoming.pupil, NUMBER)
    return lasting_town


def issue(page: Page, town: Town, url: str) -> str:
    """The head issues the link from the child's contact card; what is shown once."""
    log_in(page, town, town.head_li, url)
    page.goto(f"{url}/children/{town.xiaoming.public_id}/card/")
    page.get_by_role("link", name="给家里发一个链接").click()
    browser.axe(page)
    page.get_by_label("发给谁、做什么用").fill("外婆")
    page.get_by_role("button", name="生成链接").click()
    page.get_by_role("heading", name="链接已生成").wait_for()
    browser.axe(page)
    assert "王小明" not in page.get_by_label("复制这条短信发给对方").input_value()
    return page.get_by_label("或者只复制链接").input_value()


def answer(page: Page, digits: str) -> None:
    page.get_by_label("您手机号的最后四位").fill(digits)
    page.get_by_role("button", name="打开").click()


def test_grandmother_sees_the_teachers_on_her_phone_until_the_link_is_revoked(
    town: Town, page: Page, new_page: Callable[..., Page], live_server: Any
) -> None:
    link = issue(page, town, live_server.url)
    hers, other = new_page(), new_page()
    hers.set_viewport_size(PHONE)

    hers.goto(link)
    hers.get_by_role("heading", name="请确认是您").wait_for()
    assert "#" not in hers.url
    browser.axe(hers)
    answer(hers, "0000")
    hers.get_by_text("对不上").wait_for()
    answer(hers, NUMBER[-4:])
    hers.get_by_role("heading", name="小明").wait_for()
    text = hers.locator("main").inner_text()
    assert "中心小学" in text
    assert "三(1)班" in text
    assert "王小明" not in text
    assert "留守" not in text
    assert NUMBER not in text
    assert browser.fits(hers)
    browser.axe(hers)

    other.goto(link)
    other.get_by_role("heading", name="链接已失效").wait_for()
    hers.goto(link)
    hers.get_by_role("heading", name="小明").wait_for()  # the same phone opens it again
    shown_at = hers.url
    hers.goto(f"{live_server.url}/children/")
    hers.get_by_role("heading", name="登录").wait_for()

    page.goto(f"{live_server.url}/links/")
    row = page.get_by_role("row", name="王小明")
    expect(row).to_contain_text("外婆")
    browser.axe(page)
    row.get_by_role("button", name="收回").click()
    expect(page.get_by_role("row", name="王小明")).to_contain_text("已收回")
    hers.goto(shown_at)
    hers.get_by_role("heading", name="链接已失效").wait_for()


def test_another_link_opens_in_the_window_that_refused_one(
    town: Town, page: Page, new_page: Callable[..., Page], live_server: Any
) -> None:
    """The address differs after "#" alone, so the browser loads nothing by itself."""
    link = issue(page, town, live_server.url)
    hers = new_page()
    for before in (f"{live_server.url}/open/#of-no-link", f"{live_server.url}/open/"):
        hers.goto(before)
        expect(hers.get_by_role("heading", level=1)).to_have_text("链接已失效" if "#" in before else "打开链接")

        hers.goto(link)

        hers.get_by_role("heading", name="请确认是您").wait_for()
        assert "#" not in hers.url


def test_who_types_the_code_from_paper_needs_no_script(town: Town, page: Page, live_server: Any) -> None:
    token = issue(page, town, live_server.url).partition("#")[2]
    old_phone = Client(enforce_csrf_checks=False)

    assert "链接码" in old_phone.get("/open/").content.decode()
    address = old_phone.post("/open/", {"code": f" {token} "}).url
    assert old_phone.post(address, {"digits": f"{NUMBER[-4:]} "}).url == address
    shown = old_phone.get(address)

    assert "小明" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    (cookie,) = (old_phone.cookies[name] for name in old_phone.cookies if name.startswith("nuanyang_link_"))
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/open/", True, "Lax")
    assert token not in cookie.value


def test_two_children_on_one_phone_and_no_page_by_the_address_alone(town: Town, page: Page, live_server: Any) -> None:
    hers, stranger = Client(), Client()

    def opened() -> str:
        address = hers.post("/open/", {"code": issue(page, town, live_server.url).partition("#")[2]}).url
        hers.post(address, {"digits": NUMBER[-4:]})
        return str(address)

    addresses = [opened(), opened()]

    assert [hers.get(address).status_code for address in addresses] == [200, 200]
    assert [stranger.get(address).status_code for address in addresses] == [410, 410]


def test_a_child_who_has_left_is_shown_no_more(town: Town, page: Page, live_server: Any) -> None:
    token = issue(page, town, live_server.url).partition("#")[2]
    client = Client()
    address = client.post("/open/", {"code": token}).url
    client.post(address, {"digits": NUMBER[-4:]})
    with town.a.inside():
        type(town.xiaoming).objects.filter(pk=town.xiaoming.pk).update(closed_on=town.monday)

    gone = client.get(address)

    assert gone.status_code == 410
    assert "小明" not in gone.content.decode()


def test_nobody_issues_a_link_about_a_child_who_is_not_theirs(town: Town, browses: Any) -> None:
    address = f"/links/new/{town.xiaoming.public_id}/children.family_page/"
    for stranger in (town.teacher_chen, town.admin_of_b):
        assert browses(stranger).get(address).status_code == 404
    for nobody in (town.officer, town.nurse_sun):
        assert browses(nobody).get(address).status_code == 403
    head = browses(town.head_li)
    for wrong in (f"{town.xiaoming.public_id}/of.no.app", f"{uuid4()}/children.family_page"):
        assert head.get(f"/links/new/{wrong}/").status_code == 404
    with town.a.inside():
        assert not Link.objects.exists()


def test_a_link_form_names_everything_that_is_wrong_in_one_answer(town: Town, browses: Any) -> None:
    address = f"/links/new/{town.xiaoming.public_id}/children.family_page/"

    page = browses(town.head_li).post(address, {"days": "99", "purpose": ""})

    assert page.status_code == 422
    assert [*page.context["form"].errors] == ["purpose", "days"]
    assert "31" in page.context["form"].errors["days"][0]
    with town.a.inside():
        assert not Link.objects.exists()


def test_the_pages_of_a_link_are_in_large_letters_at_once(town: Town) -> None:
    page, login = (Client().get(path).content.decode() for path in ("/open/", "/accounts/login/"))

    assert 'data-size="large"' in page
    assert 'data-size="large"' not in login
