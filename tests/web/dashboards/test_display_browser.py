"""大屏 in a browser: fits a screen of 1920 × 1080 with large letters, renews itself, and goes dark when it is ended."""

from datetime import timedelta
from itertools import pairwise
from math import dist
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.dashboards import queries
from services.dashboards.attention.items import AttentionItem, LateSchool
from services.kit import clock
from services.kit.periods import Quarter
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREEN = {"width": 1920, "height": 1080}
# The smallest letters of the page in pixels: 24 of them on such a screen are read from four metres.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
    .filter(part => part.getClientRects().length && [...part.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
# Parts whose content is cut off below.
CUT_OFF = """() => [...document.querySelectorAll('main, main section')]
    .filter(part => part.scrollHeight > part.clientHeight + 1).map(part => part.className)"""
# Shows so many townships as copies of the first, in so many columns; what of the area they leave empty, in pixels.
LEFT_EMPTY = """([count, columns]) => {
    const list = document.querySelector('.display-townships ul');
    list.className = `heat columns-${columns}`;
    list.replaceChildren(...Array.from({ length: count }, () => list.firstElementChild.cloneNode(true)));
    const area = list.getBoundingClientRect(), last = list.lastElementChild.getBoundingClientRect();
    return Math.max(Math.abs(area.right - last.right), Math.abs(area.bottom - last.bottom));
}"""
SHADES = """() => [1, 2, 3, 4, 5].map(step => document.querySelector(`.display-key > .heat-${step}`))
    .map(shade => getComputedStyle(shade).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))"""


@pytest.fixture
def town(lasting_town: Town) -> Town:
    return lasting_town


@pytest.fixture
def display(morning: Town, page: Page, live_server: Any) -> Page:
    """The display as the officer opened it from the county's page."""
    log_in(page, morning, morning.officer, live_server.url)
    page.set_viewport_size(SCREEN)
    page.clock.install()
    page.goto(f"{live_server.url}/county/")
    page.get_by_role("link", name="大屏").click()
    page.get_by_role("button", name="打开大屏").click()
    page.wait_for_url("**/display/")
    return page


@pytest.mark.parametrize("look", ["dark", "light"])
def test_display_fits_the_screen_and_is_read_from_four_metres(display: Page, look: str) -> None:
    display.goto(f"{display.url}?look={look}")
    assert display.evaluate(SMALLEST) >= 24
    assert display.evaluate(CUT_OFF) == []
    assert browser.fits(display)
    browser.axe(display)
    text = display.locator("main").inner_text()
    assert "数据截至" in text
    assert "清河镇" in text
    for name in ("王小明", "王老师", "李校长"):
        assert name not in text


@pytest.mark.parametrize(("count", "columns"), [(1, 2), (3, 2), (5, 2), (6, 2), (7, 3), (12, 3), (13, 4), (24, 4)])
def test_townships_leave_no_hole_whatever_their_number(display: Page, count: int, columns: int) -> None:
    assert display.locator(".display-townships ul.columns-2").count() == 1, "the town has one township"
    assert display.evaluate(LEFT_EMPTY, [count, columns]) <= 1
    assert display.evaluate(CUT_OFF) == []
    assert display.locator(".display-townships li").last.evaluate("tile => tile.scrollWidth <= tile.clientWidth")


@pytest.mark.parametrize("look", ["dark", "light"])
def test_neighbouring_shades_are_distinct(display: Page, look: str) -> None:
    display.goto(f"{display.url}?look={look}")
    shades = display.evaluate(SHADES)
    for one, other in pairwise(shades):
        assert dist(one, other) > 40, f"{one} and {other} look alike"


def test_display_renews_itself_and_goes_dark_when_it_is_ended(display: Page, morning: Town, live_server: Any) -> None:
    display.evaluate("document.querySelector('h1').textContent = 'old'")
    display.clock.fast_forward("01:01")
    expect(display.get_by_role("heading", level=1)).to_contain_text("全县")

    display.context.clear_cookies()  # as after the end of the session
    display.clock.fast_forward("01:01")

    expect(display.get_by_role("heading", name="大屏已经结束")).to_be_visible()
    assert "在册儿童" not in display.locator("body").inner_text()


def test_numbers_that_cannot_be_renewed_are_marked_and_go_after_a_quarter_of_an_hour(display: Page) -> None:
    display.context.set_offline(True)
    display.clock.fast_forward("01:01")
    expect(display.get_by_text("连不上服务器")).to_be_visible()
    expect(display.get_by_text("在册儿童").first).to_be_visible()
    for _ in range(15):
        display.clock.fast_forward("01:01")
    expect(display.get_by_role("heading", name="大屏已经结束")).to_be_visible()
    # The browser reports each try; that is what this test is about.
    assert all("ERR_INTERNET_DISCONNECTED" in fault or "failed:" in fault for fault in browser.faults_of(display))


def test_sum_under_five_is_withheld_on_the_display(morning: Town) -> None:
    with morning.county_scope():
        page = queries.county_page(quarter=Quarter.of(clock.today()), now=clock.now() + timedelta(seconds=1))
    late = [LateSchool(number, page.schools[0], 2) for number in range(2)]
    sentence = "%(schools)d 所，共 %(count)s 次"
    assert AttentionItem("talks", sentence, "due", schools=late).public_text == "2 所，共 <5 次"
    assert AttentionItem("talks", sentence, "due", schools=late * 2).public_text == "4 所，共 8 次"
