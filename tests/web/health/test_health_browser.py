"""The county's calendar and the nurse's station in a real browser, by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from services.health.choices import CheckupState
from services.health.models import Finding
from tests.cast import Town
from tests.factories import health
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD = ("130.5", "27", "5.0", "5.1", "100", "62")


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A class of sixteen, planned on the first Monday; today is the day of the checkup."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    with lasting_town.a.inside():
        health.crowd(lasting_town.a.classes[0], 14)
    health.planned(lasting_town, capacity=20)
    return lasting_town


def type_in(page: Any, values: tuple[str, ...]) -> None:
    for value in values:
        page.keyboard.type(value)
        page.keyboard.press("Enter")


def test_class_results_are_entered_by_keyboard_alone(town: Town, new_page: Any, live_server: Any):
    page = new_page(1366, 768)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    browser.axe(page)
    page.get_by_role("link", name="三(1)班").click()
    assert browser.fits(page)
    browser.axe(page)
    name = page.locator(".measures-head h2")
    assert name.inner_text() == "李小红"

    type_in(page, GOOD)

    page.locator(".station-last strong", has_text="李小红").wait_for()
    assert page.locator(".verdict-alert").count() == 0
    first = name.inner_text()
    assert first != "李小红"
    page.keyboard.type("1.3")
    page.keyboard.press("Enter")
    assert page.locator(".measure-wrong").count() == 1  # before anything was sent
    page.keyboard.press("Shift+Tab")
    type_in(page, ("130.5", "38", *GOOD[2:]))  # 13 → heavy
    page.locator(".verdict-alert", has_text="肥胖").wait_for()
    page.keyboard.press("Alt+q")
    page.get_by_text("已记缺席").wait_for()
    browser.axe(page)
    with town.a.inside():
        assert health.checkup(town.a.pupils["李小红"]).state == CheckupState.DONE
        assert Finding.objects.get().interpretation == "obese"
        assert Finding.objects.get().pupil.name == first


def test_rare_value_needs_a_second_enter(town: Town, new_page: Any, live_server: Any):
    page = new_page(1366, 768)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    page.get_by_role("link", name="三(1)班").click()
    expect(page.locator("#id_height_cm")).to_be_focused()
    type_in(page, (GOOD[0], "62", *GOOD[2:]))
    page.get_by_text("体重是否按斤填写").wait_for()
    assert page.locator("#id_weight_kg").evaluate("field => field === document.activeElement")
    page.keyboard.press("Enter")
    page.locator(".station-last strong", has_text="李小红").wait_for()


@pytest.mark.parametrize("width", [390, 1440])
def test_health_pages_fit_and_pass_axe(town: Town, new_page: Any, live_server: Any, width: int):
    with town.as_(town.officer):
        from services.health.models import Campaign

        campaign = Campaign.objects.get().public_id
    with town.a.inside():
        day = health.appointment(town.a.classes[0]).public_id
    seen = {
        town.officer: ["/campaigns/", "/campaigns/new/", f"/campaigns/{campaign}/", "/clinics/"],
        town.admin_zhao: ["/campaigns/", f"/campaigns/{campaign}/", "/findings/"],
        town.nurse_sun: ["/stations/", f"/stations/{day}/", f"/stations/{day}/list/"],
    }
    for actor, paths in seen.items():
        page = new_page(width, 844)
        log_in(page, town, actor, live_server.url)
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            assert browser.fits(page), path
            browser.axe(page)


@pytest.mark.parametrize(("width", "height"), [(390, 600), (768, 500)])
def test_focused_field_is_always_in_view(town: Town, new_page: Any, live_server: Any, width: int, height: int):
    page = new_page(width, height)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    page.get_by_role("link", name="三(1)班").click()
    expect(page.locator("#id_height_cm")).to_be_focused()
    for value in GOOD:
        hidden = page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                const over = middle?.outerHTML.slice(0, 90);
                return middle === document.activeElement ? "" : `${document.activeElement.id} ${box.top} ${over}`;
            }"""
        )
        assert hidden == ""
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.locator(".station-last strong", has_text="李小红").wait_for()


def test_list_of_a_class_shows_all_columns_and_ends_with_its_table(town: Town, new_page: Any, live_server: Any):
    page = new_page(1440, 900)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    page.get_by_role("link", name="三(1)班").click()
    expect(page.locator("#id_height_cm")).to_be_focused()
    type_in(page, ("130.5", "38", "4.5", "4.6", "100", "62"))
    page.locator(".station-last strong", has_text="李小红").wait_for()
    page.keyboard.press("Alt+l")
    page.wait_for_url("**/list/")

    assert page.locator("tr", has_text="李小红").locator(".state-alert").count() >= 2
    box = page.locator(".sheet-box")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    below = page.evaluate("document.documentElement.scrollHeight - document.querySelector('main').offsetHeight")
    assert below < 120, "the rows that scroll within their table stretch the page"


def test_value_is_corrected_from_the_list_in_four_keys(town: Town, new_page: Any, live_server: Any):
    page = new_page(1366, 768)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    page.get_by_role("link", name="三(1)班").click()
    expect(page.locator("#id_height_cm")).to_be_focused()
    type_in(page, GOOD)
    page.locator(".station-last strong", has_text="李小红").wait_for()
    page.keyboard.press("Alt+l")
    page.wait_for_url("**/list/")
    assert browser.fits(page)
    browser.axe(page)
    page.get_by_role("link", name="27.0 李小红 体重").click()
    expect(page.locator("#id_weight_kg")).to_be_focused()
    page.keyboard.type("28.5")
    page.keyboard.press("Control+Enter")
    page.locator(".station-last strong", has_text="李小红").wait_for()
    page.keyboard.press("Alt+z")
    expect(page.locator("#id_weight_kg")).to_have_value("28.5")


def test_what_was_meant_is_filled_in_by_a_button_and_saved_by_enter(
    town: Town, new_page: Any, live_server: Any
) -> None:
    page = new_page(1366, 768)
    log_in(page, town, town.nurse_sun, live_server.url)
    page.goto(f"{live_server.url}/stations/")
    page.get_by_role("link", name="三(1)班").click()
    page.locator(".measures-head h2").wait_for()

    type_in(page, ("27", "130,5", "1.0", "2.0", "100", "62"))
    page.get_by_role("button", name="对调").click()
    assert [page.get_by_label(name, exact=True).input_value() for name in ("身高", "体重")] == ["130.5", "27"]
    page.get_by_role("button", name="填 5.0").click()
    page.get_by_role("button", name="填 5.3").click()
    assert [page.get_by_label(name).input_value() for name in ("左眼视力", "右眼视力")] == ["5.0", "5.3"]
    browser.axe(page)

    page.keyboard.press("Control+Enter")
    page.locator(".station-last strong", has_text="李小红").wait_for()
