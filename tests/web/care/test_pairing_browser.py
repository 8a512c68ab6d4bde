"""结对 in a real browser: its forms open at the side, one at a time, and are answered there."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from services.care.models import Mentor, Pairing
from tests.cast import Town
from tests.factories import care
from tests.journeys import browser
from tests.web.login import opener, wait_for_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paired_town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    care.paired(lasting_town)
    return lasting_town


@pytest.fixture
def open_pairing(paired_town: Town, new_page: Any, live_server: Any) -> Any:
    return opener(new_page, paired_town, paired_town.head_li, live_server.url, "/pairing/")


def side_of(page: Page) -> Any:
    return page.get_by_role("dialog")


def test_child_is_paired_by_hand_at_the_side_of_the_page(paired_town: Town, open_pairing: Any):
    page = open_pairing()
    page.get_by_role("link", name="手工结对").click()
    side = side_of(page)
    expect(side.get_by_role("heading", name="手工结对")).to_be_visible()
    browser.axe(page)
    side.get_by_role("button", name="结对").click()
    # The answer of the server stays at the side, with the page behind it.
    expect(side.locator('[aria-invalid="true"]').first).to_be_focused()
    assert page.url.endswith("/pairing/")

    side.get_by_label("孩子").select_option(label="李小红 三(1)班")
    side.get_by_label("教师").select_option(label="陈老师")
    side.get_by_role("button", name="结对").click()

    page.get_by_text("李小红和陈老师已结对").wait_for()
    expect(side_of(page)).to_have_count(0)
    with paired_town.a.inside():
        assert Pairing.objects.filter(child=paired_town.xiaohong, ended_at=None).count() == 1


def test_menu_of_a_teacher_ends_a_pairing_and_changes_the_number(paired_town: Town, open_pairing: Any):
    page = open_pairing()
    card = page.locator(".people", has_text="王老师")
    card.locator("summary").click()
    card.get_by_role("link", name="调名额").click()
    side = side_of(page)
    expect(side.get_by_role("heading", name="王老师的结对名额")).to_be_visible()
    expect(side.get_by_label("教师")).to_have_count(0)
    side.get_by_label("名额").select_option(label="最多 1 名")
    side.get_by_role("button", name="保存").click()
    page.get_by_text("王老师最多结对 1 名孩子").wait_for()

    card.locator("summary").click()
    card.get_by_role("link", name="解除 王小明").click()
    side_of(page).get_by_label("原因").fill("转学")
    side_of(page).get_by_role("button", name="解除结对").click()
    page.get_by_text("已解除，王老师不再看到这个孩子").wait_for()
    with paired_town.a.inside():
        assert Mentor.objects.get(staff=paired_town.a.staff["wang"]).capacity == 1
        assert not Pairing.objects.filter(ended_at=None).exists()


def test_number_is_changed_after_the_choice_of_a_teacher_at_the_side(paired_town: Town, open_pairing: Any):
    page = open_pairing()
    page.get_by_role("link", name="调名额").first.click()
    browser.axe(page)
    side_of(page).get_by_role("link", name="陈老师").click()
    side = side_of(page)
    expect(side.get_by_role("heading", name="陈老师的结对名额")).to_be_visible()
    expect(side.get_by_label("名额").locator("option:checked")).to_have_text("最多 3 名")
    side.get_by_label("名额").select_option(label="暂不结对")
    side.get_by_role("button", name="保存").click()
    page.get_by_text("陈老师暂不结对").wait_for()
    with paired_town.a.inside():
        assert not Mentor.objects.get(staff=paired_town.a.staff["chen"]).is_active


def test_side_closes_by_escape_and_button_and_keeps_what_was_typed(paired_town: Town, open_pairing: Any):
    page = open_pairing()
    card = page.locator(".people", has_text="王老师")

    def open_end() -> Any:
        card.locator("summary").click()
        card.get_by_role("link", name="解除 王小明").click()
        return side_of(page)

    open_end().get_by_label("原因").fill("转学到外地")
    wait_for_draft(page)
    page.keyboard.press("Escape")
    expect(side_of(page)).to_have_count(0)
    expect(card.locator("summary")).to_be_focused()
    expect(page.get_by_role("link", name="手工结对")).to_be_enabled()

    side = open_end()
    expect(side.get_by_label("原因")).to_have_value("转学到外地")
    # What lies behind cannot be reached with the keyboard.
    assert page.evaluate("document.querySelector('.layout').inert")
    side.get_by_role("link", name="不解除").click()
    expect(side_of(page)).to_have_count(0)
    assert not page.evaluate("document.querySelector('.layout').inert")
    assert page.url.endswith("/pairing/")


@pytest.mark.parametrize("other", ["", "调名额"])
def test_answer_that_comes_after_the_side_was_closed_is_drawn_nowhere(paired_town: Town, open_pairing: Any, other: str):
    page = open_pairing()
    page.get_by_role("link", name="手工结对").click()
    expect(side_of(page).get_by_label("孩子")).to_be_visible()
    held: list[Route] = []
    page.route("**/pairing/by-hand/", lambda route: held.append(route))  # noqa: PLW0108  # Playwright takes no builtin
    with page.expect_request("**/pairing/by-hand/"):
        side_of(page).get_by_role("button", name="结对").click()  # refused: no child is chosen
    page.keyboard.press("Escape")
    expect(side_of(page)).to_have_count(0)
    if other:
        page.get_by_role("link", name=other).first.click()
        expect(side_of(page).get_by_role("link", name="陈老师")).to_be_visible()

    held[0].continue_()

    expect(page.locator("#toasts")).to_contain_text("这张表关上以后才有答复")
    expect(page.locator("#toasts")).not_to_contain_text("网络断了")
    expect(side_of(page)).to_have_count(1 if other else 0)
    expect(page.locator("select[name=child]")).to_have_count(0)
    assert page.url.endswith("/pairing/")


def test_side_sends_to_the_login_when_the_session_is_over(paired_town: Town, open_pairing: Any):
    page = open_pairing()
    page.context.clear_cookies()
    page.get_by_role("link", name="手工结对").click()
    page.wait_for_url(re.compile("/accounts/login/"))


def test_phone_opens_the_form_as_a_page(paired_town: Town, open_pairing: Any):
    page = open_pairing(390)
    assert browser.fits(page)
    browser.axe(page)
    page.get_by_role("link", name="手工结对").click()
    page.wait_for_url(re.compile("/pairing/by-hand/"))
    expect(side_of(page)).to_have_count(0)
    assert browser.fits(page)
    browser.axe(page)
