"""紧急查看 in a real browser: asked for, read, ended; the page leaves itself when the hour is over."""

from typing import Any

import pytest

from services.children.models import EmergencyAccess
from tests.cast import Town
from tests.children.test_emergency_access import REASON
from tests.factories import health
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, at_monday: object) -> Town:
    with lasting_town.a.inside():
        health.phone(lasting_town.a.pupils["王小明"], "13800138000")
    return lasting_town


def test_officer_opens_a_child_reads_a_number_and_ends_it(town: Town, new_page: Any, live_server: Any):
    page = new_page(1366, 768)
    log_in(page, town, town.officer, live_server.url)
    page.goto(f"{live_server.url}/children/{town.xiaoming.public_id}/")
    page.locator("main").get_by_role("link", name="紧急查看").click()
    browser.axe(page)
    page.get_by_label("事由").fill(REASON)
    page.get_by_role("button", name="开始查看").click()
    page.get_by_text("还剩").wait_for()
    assert browser.fits(page)
    browser.axe(page)

    page.get_by_text("查看完整号码或住址").click()
    page.get_by_label("事由（会留痕）").fill("打电话找人")
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_text("13800138000").wait_for()
    page.get_by_role("button", name="结束查看").click()
    page.get_by_text("查看已结束。").wait_for()
    browser.axe(page)
    with town.a.inside():
        assert EmergencyAccess.objects.get().ended_at


def test_page_leaves_itself_when_the_hour_is_over(town: Town, new_page: Any, live_server: Any):
    page = new_page(360, 740)
    log_in(page, town, town.officer, live_server.url)
    page.clock.install()
    page.goto(f"{live_server.url}/children/{town.xiaoming.public_id}/emergency-access/")
    page.get_by_label("事由").fill(REASON)
    page.get_by_role("button", name="开始查看").click()
    page.get_by_text("还剩").wait_for()
    assert browser.fits(page)

    page.clock.fast_forward("30:00")
    page.locator("[data-minutes]", has_text="30").wait_for()
    page.clock.fast_forward("30:01")

    page.wait_for_url("**/emergency-accesses/*/")
