"""The calendar of a campaign in a real browser: week and month, one clinic, sorted schools, the form at the side."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from services.health.models import Campaign
from tests.cast import Town
from tests.factories import health
from tests.journeys import browser
from tests.web.login import opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_campaign(lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-11T09:00:00+08:00")
    drawn = health.campaign_of_two_schools(town)
    planned = health.planned(town, drawn)

    return opener(new_page, town, town.officer, live_server.url, f"/campaigns/{planned.public_id}/")


def test_calendar_goes_on_by_week_and_shows_all_days(open_campaign: Any):
    page = open_campaign()
    browser.axe(page)
    week = page.locator("table.week")
    expect(week).to_contain_text("9月11日")
    page.get_by_role("link", name="下一周").click()
    expect(week).to_contain_text("9月14日")
    page.get_by_role("link", name="上一周").click()
    expect(week).to_contain_text("9月11日")
    page.get_by_role("link", name="河西卫生院").click()
    expect(week.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="全部日期").click()
    expect(page.locator("table.month")).to_contain_text("河西卫生院")
    expect(page.locator("table.month")).not_to_contain_text("清河镇卫生院")
    browser.axe(page)
    page.get_by_role("link", name="11", exact=True).or_(page.get_by_role("link", name="9月11日", exact=True)).click()
    expect(week).to_be_visible()


def test_schools_are_sorted_and_the_address_keeps_the_order(open_campaign: Any):
    page = open_campaign()
    table = page.locator("#by-school")
    names = table.locator("tbody th")
    page.get_by_role("button", name="第一天").click()
    first = names.all_inner_texts()
    page.get_by_role("button", name="第一天").click()
    assert page.url.endswith("sort=by-school.2.down")
    days = table.locator("tbody td:nth-child(3)").evaluate_all("cells => cells.map(cell => cell.dataset.order)")
    assert days == sorted(days, reverse=True)
    page.get_by_role("button", name="学校").click()
    ordered = names.all_inner_texts()
    assert sorted(ordered) == sorted(first)
    page.reload()
    assert names.all_inner_texts() == ordered
    expect(page.get_by_role("columnheader", name="学校")).to_have_attribute("aria-sort", "ascending")


def test_campaign_is_changed_at_the_side_of_its_page(lasting_town: Town, open_campaign: Any):
    page = open_campaign()
    page.get_by_role("link", name="修改").click()
    side = page.get_by_role("dialog")
    side.get_by_label("名称").fill("秋季体检（补）")
    browser.axe(page)
    side.get_by_role("button", name=re.compile("保存|修改")).click()
    page.get_by_text("已修改。请重新排期").wait_for()
    expect(page.get_by_role("heading", name="秋季体检（补）")).to_be_visible()
    with lasting_town.as_(lasting_town.officer):
        assert Campaign.objects.get().title == "秋季体检（补）"


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_calendar_fits_the_width(open_campaign: Any, width: int):
    page = open_campaign(width)
    assert browser.fits(page)
    browser.axe(page)
    page.get_by_role("link", name="全部日期").click()
    page.wait_for_url("**view=month**")
    assert browser.fits(page)
    browser.axe(page)
