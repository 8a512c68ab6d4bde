"""学籍异动 in the browser, on a desk and a phone: a pupil is added, leaves, comes back; axe finds nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]


@pytest.mark.parametrize("width", [390, 1440])
def test_clerk_adds_a_pupil_who_leaves_and_comes_back(
    lasting_town: Town, new_page: Any, live_server: Any, width: int
) -> None:
    town = lasting_town
    page: Page = new_page(width=width)
    log_in(page, town, town.admin_zhao, live_server.url)
    page.goto(f"{live_server.url}/classes/{town.a.classes[0].public_id}/")
    browser.axe(page)

    page.get_by_role("link", name="加一名学生").click()
    page.get_by_role("textbox", name="姓名").fill("赵小川")
    page.get_by_label("性别").select_option("M")
    page.get_by_label("出生日期").fill("2017-05-04")
    browser.axe(page)
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("赵小川")

    page.get_by_role("link", name="登记离校").click()
    page.get_by_label("怎样离校").select_option("transferred")
    page.get_by_label("转到哪所学校").fill("城关二小")
    browser.axe(page)
    page.get_by_role("button", name="登记离校").click()
    expect(page.get_by_text("城关二小")).to_be_visible()

    page.goto(f"{live_server.url}/departures/")
    browser.axe(page)
    page.get_by_role("link", name="赵小川").click()
    page.get_by_role("link", name="登记返校").click()
    page.get_by_role("button", name="登记返校").click()
    expect(page.get_by_role("link", name="登记离校")).to_be_visible()
    browser.axe(page)
