"""Shared components in a real browser: they fit every width, pass axe and the content security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import browser
from tests.web import visual

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with visual.served() as address:
        yield address


@pytest.mark.parametrize("width", [360, 390, 768, 1440, 1920])
def test_style_guide_fits_and_passes_axe(new_page: Any, address: str, width: int):
    page = new_page(width=width)

    page.goto(f"{address}/look/guide/", wait_until="networkidle")

    assert browser.fits(page)
    browser.axe(page)


def test_large_text_fits_the_smallest_phone(new_page: Any, address: str):
    page = new_page(width=360)
    page.goto(f"{address}/look/guide/", wait_until="networkidle")
    page.locator("header [data-large]").click()

    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .filter(one => one.checkVisibility() && !one.closest('.sheet-box, .tabs, .unseen'))
            .map(one => one.className || one.tagName)"""
    )
    assert wide == []
    browser.axe(page)


@pytest.mark.parametrize("name", ["login", "totp", "codes", "404"])
def test_pages_without_login_fit_a_phone_and_pass_axe(phone: Page, address: str, name: str):
    phone.goto(f"{address}/look/{name}/", wait_until="networkidle")

    assert browser.fits(phone)
    browser.axe(phone)


def test_touch_targets_are_large_enough(phone: Page, address: str):
    phone.goto(f"{address}/look/guide/", wait_until="networkidle")

    # 44 px, as Apple and WCAG 2.2 (AAA) ask; rounding may take half a pixel.
    small = phone.evaluate(
        """() => [...document.querySelectorAll('button, .btn, .chip, .tab, .bar-item, .top-item, select, summary')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map(one => `${one.className}: ${one.getBoundingClientRect().height}`)"""
    )

    assert small == []


def test_active_tab_is_scrolled_into_view(phone: Page, address: str):
    phone.goto(f"{address}/look/guide/", wait_until="networkidle")

    edges = phone.locator(".tabs > [aria-current]").evaluate(
        """tab => {
            const own = tab.getBoundingClientRect(), row = tab.parentElement.getBoundingClientRect();
            return [row.left, own.left, own.right, row.right].map(Math.round);
        }"""
    )

    assert edges == sorted(edges)
    assert phone.locator(".tabs").evaluate("row => row.scrollWidth > row.clientWidth")


def test_large_text_is_remembered(page: Page, address: str):
    page.goto(f"{address}/look/guide/")
    page.get_by_role("button", name="大字").first.click()

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert "size=large" in page.evaluate("document.cookie")
    assert browser.fits(page)


def test_charts_are_drawn_with_a_table_one_tap_away(page: Page, address: str):
    page.goto(f"{address}/look/guide/", wait_until="networkidle")

    assert page.locator("[data-chart]:has(canvas)").count() == 5
    page.locator("#lines-card summary").click()
    assert page.locator("#lines-card table tbody tr").count() == 12


def test_arrow_keys_move_between_rows(page: Page, address: str):
    page.goto(f"{address}/look/guide/")
    page.locator("#schools tbody a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert page.evaluate("document.activeElement.textContent") == "白杨镇初级中学"


def test_page_focuses_the_first_error(page: Page, address: str):
    page.goto(f"{address}/look/guide/")

    assert page.evaluate("document.activeElement.name") == "id_number"


def test_draft_survives_a_reload_and_is_unreadable_in_the_browser(page: Page, address: str):
    page.goto(f"{address}/look/draft/")
    page.fill("[name=note]", "约好周五看作业")
    page.locator("form[data-draft-kept]").wait_for()
    page.reload()

    expect(page.locator("[name=note]")).to_have_value("约好周五看作业")
    assert "周五" not in page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_toast_can_be_closed(page: Page, address: str):
    page.goto(f"{address}/look/toast/")
    page.get_by_role("button", name="关闭").click()

    page.locator("#toasts .toast-card").wait_for(state="detached")


def test_menu_closes_on_escape_and_returns_the_focus(page: Page, address: str):
    page.goto(f"{address}/look/guide/")
    page.locator("header summary", has_text="我的").click()
    assert page.get_by_role("button", name="退出登录").is_visible()
    page.keyboard.press("Escape")

    assert not page.get_by_role("button", name="退出登录").is_visible()
    assert "我的" in page.evaluate("document.activeElement.textContent")


def test_harness_reports_violations_of_the_policy(page: Page, address: str):
    page.goto(f"{address}/look/404/")
    with page.expect_console_message(lambda line: line.type == "error"):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")

    assert any("Content Security Policy" in fault for fault in browser.faults_of(page))


def test_harness_reports_violations_of_axe(page: Page, address: str):
    page.goto(f"{address}/look/404/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")

    with pytest.raises(AssertionError, match="button-name"):
        browser.axe(page)
