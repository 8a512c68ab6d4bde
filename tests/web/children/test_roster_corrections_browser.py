"""在这里改正 in a browser, on a phone and on a desk."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.api.children.test_roster_corrections import HEADERS, ROWS
from tests.cast import Town
from tests.factories import rosters
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
def test_rows_are_corrected_by_keyboard_and_fit(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T09:00:00+08:00")
    staged = rosters.stage(lasting_town.admin_zhao, rosters.workbook(HEADERS, *ROWS))
    page = new_page(width, 844)
    log_in(page, lasting_town, lasting_town.admin_zhao, live_server.url)
    page.goto(live_server.url + reverse("web:roster_corrections", args=[staged.public_id]))
    assert browser.fits(page)
    browser.axe(page)

    row = page.locator("#row-0")
    row.get_by_label("姓名").fill("张小明")
    page.keyboard.press("Tab")
    expect(row.locator("[aria-invalid]")).to_have_count(1)
    row.get_by_label("出生日期").fill("2015-02-28")
    page.keyboard.press("Tab")
    row.get_by_text("改好了").wait_for()
    page.get_by_text("还有 1 行没有改好").wait_for()
    browser.axe(page)


def test_cell_typed_while_an_answer_is_on_its_way_stays_typed(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T09:00:00+08:00")
    staged = rosters.stage(lasting_town.admin_zhao, rosters.workbook(HEADERS, *ROWS))
    page = new_page(1440, 844)
    log_in(page, lasting_town, lasting_town.admin_zhao, live_server.url)
    page.goto(live_server.url + reverse("web:roster_corrections", args=[staged.public_id]))
    row = page.locator("#row-0")

    waiting: list[Any] = []
    page.route("**/corrections/0/", lambda route: waiting.append(route))  # noqa: PLW0108  playwright marks it
    row.get_by_label("姓名").fill("张小明")
    with page.expect_request("**/corrections/0/"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("2015-02-2")
    waiting[0].continue_()
    expect(row.locator("[aria-invalid]")).to_have_count(1)
    expect(row.get_by_label("出生日期")).to_have_value("2015-02-2")


def test_enter_sends_a_cell_and_goes_to_the_next_wrong_one(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T09:00:00+08:00")
    born = [["王小明", "女", "2018-02-30", "三年级1班"], ["李小红", "女", "2018-02-31", "三年级1班"]]
    staged = rosters.stage(lasting_town.admin_zhao, rosters.workbook(["姓名", "性别", "出生日期", "班级"], *born))
    page = new_page(1440, 844)
    log_in(page, lasting_town, lasting_town.admin_zhao, live_server.url)
    page.goto(live_server.url + reverse("web:roster_corrections", args=[staged.public_id]))

    for number, answer in ((0, "还有 1 行没有改好"), (1, "没有错误了")):
        expect(page.locator(f"#row-{number}").get_by_label("出生日期")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("2018-02-28")
        page.keyboard.press("Enter")
        page.get_by_text(answer).wait_for()
