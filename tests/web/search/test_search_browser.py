"""Search as you type, by keyboard; Enter opens a page of results, on the phone too."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    return lasting_town


def test_suggestions_come_while_typing_and_open_by_keyboard(town: Town, page: Page, live_server: Any) -> None:
    log_in(page, town, town.officer, live_server.url)
    page.goto(f"{live_server.url}/county/")
    page.locator("#top-search").press_sequentially("xiao", delay=20)
    results = page.locator("#search-results a")
    expect(results.first).to_be_visible()
    expect(page.locator("#search-results")).to_contain_text(town.a.school.name)
    browser.axe(page)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(results.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(page.locator("#top-search")).to_be_focused()
    page.locator("#top-search").fill("wangxiaoming")
    expect(results).to_have_count(2)  # one at each of two schools
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/children/*/")


def test_enter_opens_the_page_of_results(town: Town, page: Page, phone: Page, live_server: Any) -> None:
    log_in(page, town, town.admin_zhao, live_server.url)
    page.goto(f"{live_server.url}/workbench/")
    page.locator("#top-search").fill("小明")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    expect(page.locator("main a", has_text="王小明")).to_be_visible()

    log_in(phone, town, town.admin_zhao, live_server.url)
    phone.goto(f"{live_server.url}/workbench/")
    phone.get_by_role("link", name="查找").click()
    phone.get_by_role("searchbox").fill("小明")
    phone.keyboard.press("Enter")
    expect(phone.locator("main a", has_text="王小明")).to_be_visible()
    assert browser.fits(phone)
    browser.axe(phone)
