"""家庭 in a real browser: facts are read first, one form opens at the side, and nothing is overwritten unseen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.children.actions import family, phone_numbers
from services.children.choices import Parent, PhoneOwner, VerificationResult, Whereabouts
from services.children.models import PhoneNumber
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """王小明's father works in 东莞 and his grandmother looks after him; one number, not verified."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    pupil, now = lasting_town.xiaoming.pupil, lasting_town.monday
    with lasting_town.as_(lasting_town.head_li) as by:
        away = {"name": "王大", "whereabouts": Whereabouts.AWAY, "location": "广东省东莞市"}
        family.record_whereabouts(pupil=pupil, parent=Parent.FATHER, by=by, now=now, **away)
        set_guardian(lasting_town, "罗凤英", age=66)
        phone_numbers.add_number(pupil=pupil, owner=PhoneOwner.GUARDIAN, number="13912345678", by=by, now=now)
    return lasting_town


def set_guardian(town: Town, name: str, age: int | None = None) -> None:
    with town.as_(town.head_li) as by:
        family.set_guardian(pupil=town.xiaoming.pupil, name=name, relation="", age=age, by=by, now=town.monday)


@pytest.fixture
def tab(town: Town, page: Page, live_server: Any) -> Page:
    log_in(page, town, town.admin_zhao, live_server.url)
    page.goto(f"{live_server.url}/children/{town.xiaoming.public_id}/?tab=family")
    return page


def number_of(town: Town) -> PhoneNumber:
    with town.a.inside():
        return PhoneNumber.objects.get()


def test_family_is_read_before_it_is_edited(tab: Page, town: Town) -> None:
    expect(tab.get_by_role("heading", name="罗凤英照看，父亲外出务工，母亲还没有登记。")).to_be_visible()
    expect(tab.get_by_role("region", name="父亲", exact=True)).to_contain_text("广东省东莞市")
    expect(tab.get_by_text("1 个电话：0 个打得通，1 个还没有核实。")).to_be_visible()
    assert tab.locator("main input:visible, main select:visible").count() == 0, "no form is open"
    browser.axe(tab)

    tab.get_by_role("link", name="修改 母亲").click()
    side = tab.get_by_role("dialog", name="母亲")
    expect(side.get_by_label("姓名")).to_be_focused()
    browser.axe(tab)
    tab.keyboard.press("Escape")
    expect(side).to_have_count(0)
    expect(tab.get_by_role("link", name="修改 母亲")).to_be_focused()

    tab.get_by_role("link", name="修改 母亲").click()
    side.get_by_label("现在的情况").select_option("home")
    side.get_by_role("button", name="保存").click()
    expect(tab.locator("#toasts")).to_contain_text("已保存")
    expect(tab.get_by_role("heading", name="罗凤英照看，父亲外出务工，母亲在家。")).to_be_visible()


def test_error_and_older_version_are_shown_at_the_side(tab: Page, town: Town) -> None:
    tab.get_by_role("link", name="修改 监护人").click()
    side = tab.get_by_role("dialog")
    side.get_by_label("姓名").fill("王爷爷")
    side.get_by_label("年龄").fill("999")
    side.get_by_role("button", name="保存").click()
    expect(side.locator('[aria-invalid="true"]')).to_have_count(1)
    set_guardian(town, "李奶奶")  # by somebody else meanwhile

    side.get_by_label("年龄").fill("70")
    side.get_by_role("button", name="保存").click()

    expect(side.locator("[data-conflict]")).to_contain_text("李奶奶")
    expect(side.get_by_label("姓名")).to_have_value("王爷爷")
    side.get_by_role("button", name="保存").click()
    expect(tab.get_by_role("heading", name="王爷爷照看")).to_be_visible()


def test_everything_about_a_number_is_in_its_menu(tab: Page, town: Town) -> None:
    menu = tab.locator(".phone-row summary")
    menu.click()
    browser.axe(tab)
    tab.get_by_role("link", name="记下核实").click()
    side = tab.get_by_role("dialog")
    side.get_by_label("核实结果").select_option("valid")
    side.get_by_role("button", name="保存").click()
    expect(tab.get_by_text("1 个电话：1 个打得通，0 个还没有核实。")).to_be_visible()
    assert number_of(town).verification == VerificationResult.VALID

    menu.click()
    tab.get_by_role("link", name="上班时间").click()
    side.get_by_label("上班从").fill("08:00")
    side.locator("[name=works_until]").fill("20:00")
    side.get_by_role("button", name="保存").click()
    expect(tab.locator(".phone-row")).to_contain_text("08:00–20:00")

    menu.click()
    tab.get_by_role("button", name="家长不要短信").click()
    expect(tab.locator("#toasts")).to_contain_text("不再给这个号码发短信")

    tab.get_by_role("link", name="加一个号码").click()
    side.get_by_label("电话号码").fill("13812345678")
    side.get_by_role("button", name="保存").click()
    expect(tab.locator(".phone-row")).to_have_count(2)


def test_forms_are_pages_on_a_phone_and_open_to_nobody_else(
    town: Town, phone: Page, live_server: Any, browses: Any
) -> None:
    page = f"/children/{town.xiaoming.public_id}/"
    log_in(phone, town, town.admin_zhao, live_server.url)
    phone.goto(f"{live_server.url}{page}?tab=family")
    assert browser.fits(phone)
    browser.axe(phone)
    phone.get_by_role("link", name="修改 监护人").click()
    phone.wait_for_url("**/guardian/")
    assert browser.fits(phone)
    browser.axe(phone)
    phone.get_by_role("textbox", name="姓名").fill("王奶奶")
    phone.get_by_role("button", name="保存").click()
    phone.wait_for_url("**/?tab=family")
    expect(phone.get_by_role("heading", name="王奶奶照看")).to_be_visible()

    number = number_of(town).public_id
    for address in ("guardian/", "parents/father/", "phone-numbers/", f"phone-numbers/{number}/"):
        assert browses(town.teacher_wang).get(page + address).status_code == 403
        assert browses(town.admin_of_b).get(page + address).status_code == 404
